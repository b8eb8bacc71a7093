import os
import re
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline import intake
from iro_pipeline.arrivals import receiving
from iro_pipeline.arrivals.receiving import Damaged
from iro_pipeline.declarations import BadContract
from iro_pipeline.forgetting import leaving
from iro_pipeline.opening import gate
from iro_pipeline.opening.limited import NotStarted
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.record.receipts import Decision, Receipt
from iro_pipeline.workspace import Workspace

HEAD = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
GOOD = HEAD + "INV1,01/02/2012,28/04/2023,PN1\nINV2,01/02/2012,01/05/2023,PN2\n"
LATER = GOOD + "INV3,01/02/2012,02/05/2023,PN1\n"
ROW = "INV{},01/02/2012,{:02}/05/2023,PN1\n"
MIXED = HEAD + "".join(ROW.format(i, i) for i in range(1, 6)) + ROW.format(6, 32)
RUINED = HEAD + "".join(ROW.format(i, i + 29) for i in range(1, 6))
FOLDER = "ssda903/2024/E08000012"


class Desk:
    """A workspace that files are dropped on, night after night."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.workspace.prepare()
        self.ledger = Ledger(self.workspace.record)

    def drop(self, text: str, path: str = f"{FOLDER}/reviews.csv") -> None:
        place = self.workspace.raw / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def night(self) -> list[Receipt]:
        intake.receive(self.workspace, self.ledger)
        return intake.inspect(self.workspace, self.ledger)

    def reviews(self, verdict: str = "accepted") -> pl.DataFrame:
        loaded = [each for each in self.receipts() if each.state == "loaded"]
        return self.workspace.rows(verdict, "ssda903", "reviews", loaded).collect()

    def receipts(self) -> list[Receipt]:
        return self.ledger.receipts(intake.reading_of(self.ledger))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_good_file_is_loaded_and_its_rows_know_their_origin(desk: Desk):
    desk.drop(GOOD)
    (told,) = desk.night()
    assert (told.state, told.rows_in, told.accepted, told.rejected) == ("loaded", 2, 2, 0)
    assert desk.reviews().select("arrival", "line").rows() == [(1, 2), (1, 3)]


def test_a_bad_row_is_rejected_counted_by_rule_and_kept(desk: Desk):
    desk.drop(MIXED)
    (told,) = desk.night()
    assert (told.rows_in, told.accepted, told.rejected) == (6, 5, 1)
    assert told.faults == {"type": 1}
    assert desk.reviews("rejected")["line"].to_list() == [7]


def test_a_file_of_which_too_much_is_at_fault_is_refused_whole_and_the_one_before_stands(
    desk: Desk,
):
    desk.drop(GOOD)
    desk.night()
    desk.drop(RUINED)
    (told,) = desk.night()
    assert (told.state, told.rows_in, told.rejected) == ("quarantined", 5, 5)
    assert "3 of 5 rows cannot be used" in told.reason
    assert desk.reviews().height == 2


def test_of_a_refused_file_the_receipt_keeps_the_year_and_the_authority_and_nothing_typed(
    desk: Desk,
):
    desk.drop("no such form\n1\n", f"{FOLDER}/a.csv")
    desk.drop(GOOD, "For a friend/2024/reviews.csv")
    stray, placed = desk.night()
    assert (placed.source, placed.period, placed.authority) == ("ssda903", 2024, "E08000012")
    assert (stray.source, stray.period, stray.authority) == ("", None, None)


def test_a_file_that_cannot_be_opened_and_a_name_that_is_no_text_stop_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.drop(GOOD)
    desk.drop("x", f"{FOLDER}/not for us.csv")
    odd = os.fsencode(desk.workspace.raw / FOLDER) + b"/caf\xe9.csv"
    with open(odd, "w") as file:  # noqa: PTH123 (a Path cannot hold this name)
        file.write("no such form\n1\n")
    opened = os.open

    def closed(path, *args, **kwargs):
        if str(path).endswith("not for us.csv"):
            raise PermissionError
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", closed)
    told = desk.night()
    assert sorted(each.state for each in told) == ["loaded", "quarantined", "quarantined"]
    monkeypatch.undo()
    assert len(desk.night()) == 1  # the closed one, which was opened since


def test_links_and_pipes_are_refused_by_name_and_never_followed(desk: Desk, tmp_path: Path):
    (tmp_path / "outside.csv").write_text(GOOD)
    folder = desk.workspace.raw / FOLDER
    folder.mkdir(parents=True)
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    (folder / "folder").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.csv")
    told = desk.night()
    assert [each.state for each in told] == ["quarantined"] * 3
    assert {each.reason.partition(":")[0] for each in told} == {"no_plain_file"}
    assert desk.night() == []


def test_a_file_that_changes_while_it_is_copied_waits_for_the_next_night(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.drop(GOOD)
    copied = receiving._copied

    def grown(file, place):
        desk.drop(LATER)
        return copied(file, place)

    monkeypatch.setattr(receiving, "_copied", grown)
    assert desk.night() == []
    monkeypatch.undo()
    (told,) = desk.night()
    assert told.rows_in == 3


def test_a_file_too_large_to_read_is_refused_unread(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gate, "LARGEST_FILE", 100)
    desk.drop(LATER)
    (told,) = desk.night()
    assert (told.state, told.reason.partition(":")[0]) == ("quarantined", "too_large")


def test_a_record_whose_identifier_key_is_lost_or_another_is_refused(desk: Desk):
    desk.drop(GOOD)
    desk.night()
    key = desk.workspace.record / "identifier.key"
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(Damaged, match="restore it from its copy"):
        desk.night()
    key.write_bytes(b"another key that is long enough")
    with pytest.raises(Damaged, match="another than the one"):
        desk.night()
    key.write_bytes(kept)
    assert desk.night() == []


def test_the_same_file_another_night_changes_nothing(desk: Desk):
    desk.drop(GOOD)
    desk.night()
    assert desk.night() == []


def test_the_same_bytes_under_another_name_are_a_duplicate(desk: Desk):
    desk.drop(GOOD)
    desk.night()
    desk.drop(GOOD, f"{FOLDER}/reviews (1).csv")
    (told,) = desk.night()
    assert (told.state, desk.reviews().height) == ("duplicate", 2)


@pytest.mark.parametrize("name", ["reviews.csv", "reviews corrected.csv"])
def test_a_later_file_for_the_same_place_supersedes_the_whole_of_the_earlier(desk: Desk, name: str):
    desk.drop(GOOD)
    desk.night()
    desk.drop(LATER, f"{FOLDER}/{name}")
    desk.night()
    assert [each.state for each in desk.receipts()] == ["superseded", "loaded"]
    assert desk.reviews().height == 3


def test_two_contents_for_one_place_in_one_night_are_held_until_one_is_chosen(desk: Desk):
    desk.drop(GOOD)
    desk.drop(LATER, f"{FOLDER}/other.csv")
    told = desk.night()
    assert [each.state for each in told] == ["held", "held"]
    assert all("two_contents" in each.holds for each in told)
    desk.ledger.decide([Decision(0, "use", "somebody", "the corrected one", arrival=2)])
    assert [each.state for each in desk.receipts()] == ["superseded", "loaded"]
    assert desk.reviews().height == 2


def test_and_what_stood_before_still_stands(desk: Desk):
    desk.drop(GOOD)
    desk.night()
    desk.drop(LATER)
    desk.drop(LATER + ROW.format(9, 9), f"{FOLDER}/other.csv")
    desk.night()
    assert [each.state for each in desk.receipts()] == ["loaded", "held", "held"]


def test_one_bad_file_does_not_stop_the_others(desk: Desk):
    desk.drop("no such form\n1\n", f"{FOLDER}/a.csv")
    desk.drop(GOOD)
    assert [each.state for each in desk.night()] == ["quarantined", "loaded"]


def test_every_row_of_a_file_refused_for_its_columns_is_counted_as_rejected(desk: Desk):
    desk.drop(GOOD.replace("REVIEW_CODE", "SHOE SIZE"))
    (told,) = desk.night()
    assert (told.state, told.rows_in, told.accepted, told.rejected) == ("quarantined", 2, 0, 2)


def test_a_file_that_is_not_used_is_ignored_by_name(desk: Desk):
    desk.drop("CHILD,DOB,MISSING,MIS_START,MIS_END\n", f"{FOLDER}/missing.csv")
    (told,) = desk.night()
    assert (told.state, told.table, told.rows_in) == ("ignored", "missing", 0)


def test_a_file_still_being_copied_is_left_until_it_has_its_name(desk: Desk):
    desk.drop(GOOD, f"{FOLDER}/reviews.csv.part")
    assert desk.night() == []


def test_nothing_is_taken_out_of_the_folder_that_people_drop_into(desk: Desk):
    desk.drop(GOOD)
    desk.drop("", f"{FOLDER}/empty.csv")
    desk.night()
    assert (desk.workspace.raw / FOLDER / "reviews.csv").read_text() == GOOD
    assert (desk.workspace.raw / FOLDER / "empty.csv").exists()


def test_another_build_of_the_code_reads_everything_again(desk: Desk, monkeypatch):
    desk.drop(GOOD)
    desk.night()
    monkeypatch.setattr(intake, "reading", lambda _: "another build")
    assert [each.state for each in desk.night()] == ["loaded"]


def test_the_record_and_the_restricted_tables_are_for_their_owner_only(desk: Desk):
    desk.drop(GOOD)
    desk.night()
    for place in (desk.workspace.record, desk.workspace.restricted):
        assert place.stat().st_mode & 0o077 == 0


def test_no_identifier_is_in_the_restricted_tables(desk: Desk):
    desk.drop(MIXED)
    desk.night()
    held = [*desk.workspace.restricted.rglob("*.arrow")]
    assert held
    assert not any(re.search(rb"INV\d", path.read_bytes()) for path in held)


def test_a_file_that_brings_the_inspection_down_is_refused_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    parted = intake.inspect_rows

    def down(contract, text, *others):
        if "INV3" in text["child"].to_list():
            raise ZeroDivisionError("INV3")
        return parted(contract, text, *others)

    monkeypatch.setattr(intake, "inspect_rows", down)
    desk.drop(GOOD)
    desk.drop(LATER, "ssda903/2024/E08000011/reviews.csv")
    told = desk.night()
    assert {each.authority: each.state for each in told} == {
        "E08000012": "loaded",
        "E08000011": "quarantined",
    }
    assert "not_inspected: found a failure of the pipeline (ZeroDivisionError" in told[0].reason
    assert "INV3" not in caplog.text + "".join(each.reason for each in told)
    assert desk.reviews().height == 2


def test_a_file_that_brings_a_reader_down_is_refused_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.drop(GOOD)
    monkeypatch.setattr(leaving, "claim", lambda *_: 1 / 0)
    (told,) = desk.night()
    assert (told.state, told.authority) == ("quarantined", "E08000012")


@pytest.mark.parametrize(
    ("place", "failure"),
    [
        pytest.param(
            "workspace.Workspace.keep", OSError(28, "No space left on device"), id="full disk"
        ),
        pytest.param(
            "workspace.Workspace.keep", ValueError("not written"), id="rows that cannot be put by"
        ),
        pytest.param(
            "workspace.Workspace.received", OSError(5, "Input/output error"), id="failing disk"
        ),
        pytest.param(
            "forgetting.leaving.claim", NotStarted("no worker"), id="worker that does not start"
        ),
        pytest.param("intake.inspect_rows", BadContract("raw/x", "", "found", "do"), id="contract"),
    ],
)
def test_what_is_no_fault_of_a_file_ends_the_run_and_the_next_reads_the_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: str, failure: Exception
):
    def fails(*_: object) -> None:
        raise failure

    desk.drop(GOOD)
    with monkeypatch.context() as patched:
        patched.setattr(f"iro_pipeline.{place}", fails)
        with pytest.raises(type(failure)):
            desk.night()
    assert [each.state for each in desk.night()] == ["loaded"]
    assert desk.reviews().height == 2


def test_a_folder_that_cannot_be_opened_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.drop(GOOD)
    desk.drop(LATER, "ssda903/2024/E08000011/reviews.csv")
    looked = os.scandir

    def scandir(folder):
        if str(folder).endswith("E08000011"):
            raise PermissionError(13, "Permission denied", str(folder))
        return looked(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    told = desk.night()
    assert [each.state for each in told] == ["loaded", "quarantined"]
    assert "a folder that the user of this run may not open" in told[1].reason


def test_names_that_are_written_alike_are_two_files(desk: Desk):
    desk.drop(GOOD, "a\\udcff.csv")
    with open(os.fsencode(desk.workspace.raw) + b"/a\xff.csv", "w") as file:  # noqa: PTH123
        file.write(LATER)
    assert len(desk.night()) == 2


def test_a_file_that_is_still_being_written_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.drop(GOOD)
    monkeypatch.setattr(receiving, "MOMENT", 0.01)
    monkeypatch.setattr(receiving.time, "sleep", lambda _: desk.drop(LATER))
    assert desk.night() == []
    monkeypatch.undo()
    (told,) = desk.night()
    assert told.rows_in == 3
