import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from iro_pipeline import checking
from iro_pipeline.checking import FINDING, Checked
from iro_pipeline.record.receipts import Receipt
from tests.cli.terminal import iro, receipt


def checks(monkeypatch: pytest.MonkeyPatch, of: Receipt, *faults: tuple[Any, ...]) -> None:
    found = pl.DataFrame(faults, schema=FINDING, orient="row")
    monkeypatch.setattr(checking, "check", lambda *_, **__: [Checked([of], found)])


def test_check_says_row_column_what_was_found_what_was_expected_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fault = ("reviews", "REVIEW", "date", "text", "dd/mm/yyyy", "Correct it.", "reject")
    checks(
        monkeypatch,
        receipt(accepted=8, rejected=2, faults={"date": 2}),
        (4, *fault),
        (9, *fault),
    )
    file = tmp_path / "reviews.csv"
    file.touch()
    ended = iro("check", file)
    assert ended.exit_code == 0
    assert ended.stdout.splitlines() == [
        f"{file} (ssda903/reviews, 2024, Liverpool (E08000012)): 10 rows: 8 usable, 2 not.",
        "  Rejected: rows 4, 9, column REVIEW: found text; expected dd/mm/yyyy. Correct it.",
    ]


def told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, of: list[Receipt], *faults: tuple[Any, ...]
) -> list[str]:
    """What is said of one file, without its name."""
    found = pl.DataFrame(faults, schema=FINDING, orient="row")
    monkeypatch.setattr(checking, "check", lambda *_, **__: [Checked(of, found)])
    (tmp_path / "it.csv").touch()
    said = iro("check", tmp_path / "it.csv").stdout
    return said.replace(f"{tmp_path / 'it.csv'} ", "").splitlines()


LIVERPOOL = "(ssda903/reviews, 2024, Liverpool (E08000012))"


def test_check_says_why_a_file_would_be_held_or_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waits = receipt(state="held", holds={"fewer_rows": "found 2 rows. Is the file whole?"})
    assert told(monkeypatch, tmp_path, [waits]) == [
        f"{LIVERPOOL}: would be held until a person has looked: found 2 rows. Is the file whole?"
    ]
    ruined = receipt(state="quarantined", reason="mostly_rejected: 4 of 6 rows cannot be used.")
    assert told(monkeypatch, tmp_path, [ruined]) == [
        f"{LIVERPOOL}: would be refused, and nothing of it used: 4 of 6 rows cannot be used."
    ]


def test_of_a_file_with_several_tables_each_fault_names_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fault = ("CHILD", "type", "text", "a number", "Correct it.", "reject")
    tables = [receipt(table=each) for each in ("episodes", "reviews")]
    said = told(
        monkeypatch, tmp_path, tables, *((4, each.table, *fault) for each in tables)
    )  # fmt: skip
    assert [line.partition(", column")[0] for line in said[2:]] == [
        "  Rejected: table episodes, row 4",
        "  Rejected: table reviews, row 4",
    ]


def test_an_empty_cell_and_a_broken_rule_are_said_in_sentences(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = ("reviews", "CHILD", "required", "nothing", "a value: text", "Correct it.", "reject")
    rule = ("held_outside_the_year", "a date", "A review belongs there", "Please look.", "warn")
    said = told(monkeypatch, tmp_path, [receipt()], (4, *empty), (5, "reviews", "REVIEW", *rule))
    assert said[1:] == [
        "  Rejected: row 4, column CHILD: the cell is empty; it must be filled in (text). "
        "Correct it.",
        "  Warning: row 5, column REVIEW: found a date, but a review belongs there. Please look.",
    ]


def test_rules_that_were_not_looked_into_are_counted_with_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slept = receipt(unchecked=dict.fromkeys(("one", "two"), "no row has a DOB"))
    (said,) = told(monkeypatch, tmp_path, [slept])
    assert said.endswith("Not looked into: 2 rules (no row has a DOB).")


@pytest.mark.parametrize(
    ("mistyped", "said"),
    [
        (["--source", "disputes"], "'disputes' is no source. Perhaps dispute_log? Known are"),
        (["--period", "23-24"], "the year in which the period ends, 2024 for 2023-24."),
        (["--period", "2023/24"], "the year in which the period ends, 2024 for 2023-24."),
        (["--period", "last"], "such as 2024 for 2023-24."),
        (["--authority", "Liverpol"], "Perhaps Liverpool (E08000012)?"),
        (["--authority", "Liverpol", "--period", "2024"], "Perhaps Liverpool (E08000012)?"),
        (["--authority", "Cardiff"], "a council in Wales"),
        (["--authority", "Northamptonshire", "--period", "2024"], "abolished on 2021-03-31"),
    ],
)
def test_a_mistyped_option_is_named_with_what_was_perhaps_meant(
    tmp_path: Path, mistyped: list[str], said: str
) -> None:
    (tmp_path / "it.csv").touch()
    ended = iro("check", *mistyped, tmp_path / "it.csv")
    assert ended.exit_code == 2
    assert mistyped[0] in ended.stderr
    assert said in ended.stderr


@pytest.mark.parametrize("said", ["Liverpool", "E08000012", "341", "Northamptonshire"])
def test_an_authority_of_any_year_may_be_said_without_the_year(tmp_path: Path, said: str) -> None:
    (tmp_path / "it.csv").write_text("Child\n")
    assert iro("check", "--authority", said, tmp_path / "it.csv").exit_code == 3


def test_check_ends_with_3_when_a_file_would_be_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = (
        None,
        "",
        "",
        "missing_column",
        "no column 'CHILD'",
        "CHILD, DOB",
        "Put it back.",
        "reject",
    )
    checks(monkeypatch, receipt(state="quarantined", rows_in=0, accepted=0), whole)
    (tmp_path / "reviews.csv").touch()
    ended = iro("check", "--json", tmp_path / "reviews.csv")
    assert ended.exit_code == 3
    assert json.loads(ended.stdout)["files"][0]["found"][0]["rule"] == "missing_column"
