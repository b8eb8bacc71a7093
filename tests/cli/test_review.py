"""What waits for a person, as the person sees it."""

import json
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline import intake
from iro_pipeline.cli.review import in_words, record
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.reviewing import Queue, unknown
from iro_pipeline.workspace import Workspace
from tests.cli.terminal import iro, receipt

CASE = "{},0{}/05/2023,Enquiry,Care plan,Open\n"
CASES = "Local authority,Date,Enquiry or referral,About,Outcome\n" + "".join(
    CASE.format("Wirral", day) for day in range(1, 9)
)
SURE = ("--by", "A lead", "--why", "asked them")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A file with two names that nobody knows, and last year's reviews under this year's name."""
    cafcass = tmp_path / "data/raw/cafcass_enquiries/2024/cases.csv"
    cafcass.parent.mkdir(parents=True)
    cafcass.write_text(CASES + CASE.format("Barnett", 1) + CASE.format("Ceredigion", 2))
    reviews = tmp_path / "data/raw/ssda903/2024/E08000012/reviews.csv"
    reviews.parent.mkdir(parents=True)
    reviews.write_text("CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2012,01/05/2022,PN1\n")
    night(tmp_path)
    return tmp_path


def night(root: Path) -> None:
    workspace = Workspace(root)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    intake.receive(workspace, ledger)
    intake.inspect(workspace, ledger)


def states(root: Path) -> dict[int, str]:
    ledger = Ledger(root / "data/record")
    return {each.arrival: each.state for each in ledger.receipts(intake.reading_of(ledger))}


def test_review_shows_what_is_held_and_why(root: Path):
    said = iro("review", "--root", root).stdout
    assert "Arrival 2 (ssda903/reviews, 2024, Liverpool (E08000012)) is held: found 1 of 1" in said
    assert f"File: {root}/data/raw/ssda903/2024/E08000012/reviews.csv" in said


def test_review_shows_unknown_names_with_three_candidates_and_their_scores(root: Path):
    (name,) = json.loads(iro("review", "--root", root, "--json").stdout)["names"]
    assert (name["text"], name["period"], name["rows"]) == ("Barnett", 2024, 1)
    assert [each["name"] for each in name["candidates"]] == ["Barnet", "Brent", "Barnsley"]
    assert all(0 < each["score"] <= 100 for each in name["candidates"])


def test_a_council_of_another_country_is_no_question(root: Path):
    assert "Ceredigion" not in iro("review", "--root", root).stdout


def test_a_name_that_was_decided_is_asked_no_more_and_read_in_every_file(root: Path):
    assert iro("review", "Barnett", "--means", "E09000003", *SURE, "--root", root).exit_code == 0
    night(root)
    assert "Barnett" not in iro("review", "--root", root).stdout
    ledger = Ledger(root / "data/record")
    cases = ledger.receipts(intake.reading_of(ledger))[0]
    assert (cases.accepted, cases.rejected) == (9, 1)


def test_a_name_may_be_decided_to_be_nobodys(root: Path):
    iro("review", "Barnett", "--means", "none", *SURE, "--root", root)
    night(root)
    assert "Barnett" not in iro("review", "--root", root).stdout


def test_a_decision_is_kept_with_who_took_it_and_why(root: Path):
    iro("review", "2", "--set-aside", *SURE, "--root", root)
    assert states(root)[2] == "set aside"
    said = iro("review", "--decided", "--root", root).stdout
    assert said.startswith("Arrival 2 is set aside: asked them (decided by A lead on 20")


@pytest.mark.parametrize(
    ("asked", "exit_code"),
    [
        (("2", "--use"), 2),  # no reason
        (("2", "--use", "--set-aside", *SURE), 2),
        (("2", *SURE), 2),
        (("1", "--use", *SURE), 3),  # not held
        (("9", "--use", *SURE), 3),
        (("Barnett", "--use", *SURE), 3),
        (("Barnett", "--means", "Barnett", *SURE), 3),
        (("Achieving for Children", "--means", "E09000021", *SURE), 3),  # one of three
        (("??", "--means", "E08000003", *SURE), 3),
        (("\U0001f642", "--means", "none", *SURE), 3),
        (("342", "--means", "E08000003", *SURE), 3),
        (("Liverpool", "--means", "E08000003", *SURE), 3),
        (("Liver\u200bpool City Council", "--means", "none", *SURE), 3),
        (("E08000012", "--means", "E08000003", *SURE), 3),
        (("E08009999", "--means", "E08000003", *SURE), 3),  # a code that nobody has
        (("Cardiff", "--means", "E08000003", *SURE), 3),
        (("W06000015", "--means", "none", *SURE), 3),
    ],
)
def test_a_decision_that_cannot_be_taken_is_not(root: Path, asked: tuple[str, ...], exit_code: int):
    assert iro("review", *asked, "--root", root).exit_code == exit_code
    assert "Nothing has been decided" in iro("review", "--decided", "--root", root).stdout


def test_before_anything_has_arrived_nothing_is_made(tmp_path: Path):
    assert iro("review", "--root", tmp_path).stdout == "Nothing has arrived yet.\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("??", "found no letter in it"),
        ("Liverpool", "That name stands for Liverpool (341) in the register, whatever is decided."),
        ("E08000012", "That is a code, and no name: it stands for Liverpool (341)"),
        ("Cardiff", "That is a council in Wales"),
        ("Cumbria", "That name stands for Cumberland (942) and Westmorland and Furness (943)"),
    ],
)
def test_a_name_that_cannot_be_decided_on_is_told_why(root: Path, name: str, sentence: str):
    said = iro("review", name, "--means", "E08000003", *SURE, "--root", root)
    assert sentence in said.stderr


def test_what_an_abolished_authority_was_called_may_mean_the_one_in_its_place(root: Path):
    assert iro("review", "Poole", "--means", "839", *SURE, "--root", root).exit_code == 0
    assert iro("review", "Poole", "--means", "341", *SURE, "--root", root).exit_code == 3


def unheard_of(count: int) -> Queue:
    """A queue of names that nobody knows, the first of them very long."""
    names = ["x" * 20_000, *(f"Nowhere {number}" for number in range(1, count))]
    typed = pl.DataFrame({"text": names}).with_columns(
        period=pl.lit(2024, pl.Int64), arrival=pl.lit(1, pl.Int64), rows=pl.lit(1, pl.Int64)
    )
    return Queue([], unknown(typed, {}, 20))


def test_of_many_names_the_first_are_shown_and_have_candidates():
    waiting = unheard_of(3_000)
    lines = in_words(waiting, Path("data/raw"))
    assert len(lines) == 2 * 20 + 2
    assert lines[-2] == "… and 2,980 more names: `--json` has them all."
    assert [bool(each.candidates) for each in waiting.names] == [True] * 20 + [False] * 2_980


def test_of_a_very_long_name_the_beginning_is_shown():
    (long,) = (line for line in in_words(unheard_of(1), Path("data/raw")) if line.startswith('"'))
    assert long.startswith(f'"{"x" * 60}…", 2024, 1 row')


def test_corrections_that_wait_are_shown_and_ask_nothing():
    waiting = receipt(state="waiting", holds={"few_records": "it differs in 3 records"})
    raw = Path("desk/data/raw")
    assert in_words(Queue([], [], [waiting]), raw) == [
        "Nothing waits for a person.",
        "Arrival 7 (ssda903/reviews, 2024, Liverpool (E08000012)) waits: it differs in 3 records.",
        f"  File: {raw / waiting.path}",
        "What was there before stands. To use one all the same tells of those few: "
        "`iro review NUMBER --use --why …`.",
    ]
    assert record(Queue([], [], [waiting]))["waiting"][0]["holds"] == waiting.holds
