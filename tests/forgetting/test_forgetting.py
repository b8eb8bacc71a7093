"""People and files that are forgotten: gone from what is kept, and left out ever after."""

import gzip
import io
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from iro_pipeline import intake, pipeline
from iro_pipeline.arrivals.tables import claim
from iro_pipeline.forgetting import erasing, leaving
from iro_pipeline.forgetting.people import Asked
from iro_pipeline.forgetting.planning import NotForgotten, Plan, Request
from iro_pipeline.publications import verify
from iro_pipeline.record.ledger import Busy, Ledger
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.workspace import Workspace
from tests.nation import drop

CANARY = "CANARY7731"
OTHER = "OTHER4482"
LIVERPOOL = "341"
FOLDER = "ssda903/2024/E08000012"
HEAD = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
ROW = "{},01/02/2012,{}/05/2023,PN1\n"
REVIEWS = HEAD + ROW.format(CANARY, "02") + ROW.format(OTHER, "03") + ROW.format(CANARY, "04")
ANOTHERS = HEAD + ROW.format(OTHER, "03")
OC3 = f"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n{CANARY},01/02/2004,YES,F2,B1\n{OTHER},01/02/2004,NO,0,0\n"
ASKED = Asked("child", LIVERPOOL, CANARY)
REQUEST = Request("A lead", "request 12 of 2024")


GZIP = b"\x1f\x8b"


class Desk:
    """A workspace that files are dropped on, night after night."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.workspace.prepare()
        self.ledger = Ledger(self.workspace.record)

    def drop(self, said: str | bytes, path: str = f"{FOLDER}/reviews.csv") -> Path:
        place = self.workspace.raw / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(said.encode() if isinstance(said, str) else said)
        return place

    def night(self) -> list[Receipt]:
        erasing.finish(self.workspace, self.ledger)
        intake.receive(self.workspace, self.ledger)
        return intake.inspect(self.workspace, self.ledger)

    def forget(self, asked: Asked = ASKED) -> Plan:
        return erasing.forget_person(self.workspace, self.ledger, asked, REQUEST)

    def forget_file(self, number: int, *, earlier_stands: bool = False) -> Plan:
        return erasing.forget_file(
            self.workspace, self.ledger, number, REQUEST, earlier_stands=earlier_stands
        )

    def receipts(self) -> list[Receipt]:
        return self.ledger.receipts(intake.reading_of(self.ledger))

    def states(self) -> list[str]:
        return [each.state for each in self.receipts()]

    def reviews(self) -> pl.DataFrame:
        loaded = [each for each in self.receipts() if each.state == "loaded"]
        return self.workspace.rows("accepted", "ssda903", "reviews", loaded).collect()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def traces(workspace: Workspace, said: str) -> list[str]:
    """The files that hold a text, packed or not, in all folders but data/raw/."""
    wanted = [said.encode(), said.encode("utf-16-le")]
    kept = [path for path in workspace.root.rglob("*") if path.is_file()]
    return [
        str(path)
        for path in kept
        if not path.is_relative_to(workspace.raw) and any(w in b for w in wanted for b in of(path))
    ]


def of(path: Path) -> list[bytes]:
    """What a file holds, packed and unpacked."""
    data = path.read_bytes()
    if path.suffix == ".arrow":
        return [data, pl.read_ipc(path).write_ndjson().encode()]
    if path.suffix == ".parquet":
        return [data, pl.read_parquet(path).write_ndjson().encode()]
    if data.startswith(GZIP):
        return [data, gzip.decompress(data)]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return [data, *(packed.read(name) for name in packed.namelist())]
    return [data]


def workbook(*sheets: tuple[str, list[list[str]]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def cells(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


XML = (
    "<EXPSSDA903>{}<CHILD><HEADER><CHILDID>OTHER4482</CHILDID><DOB>01/02/2012</DOB>"
    "<AREVIEW><REVIEW>03/05/2023</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>"
    "</HEADER></CHILD></EXPSSDA903>"
).format(
    f"<CHILD><HEADER><CHILDID>{CANARY}</CHILDID><DOB>01/02/2012</DOB>"
    "<AREVIEW><REVIEW>02/05/2023</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></HEADER></CHILD>"
)
QUOTED = REVIEWS.replace(CANARY, f'"{CANARY}"').replace("\n", "\r\n")
FORMS = {
    "csv": (REVIEWS, "reviews.csv"),
    "quoted": (QUOTED, "reviews.csv"),
    "workbook": (workbook(("reviews", cells(REVIEWS)), ("Sheet2", [[CANARY]])), "reviews.xlsx"),
    "xml": (XML, "return.xml"),
    "not used": (OC3, "oc3.csv"),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_trace_of_a_person_is_left_in_what_is_kept_whatever_the_file(desk: Desk, form: str):
    said, name = FORMS[form]
    desk.drop(said, f"{FOLDER}/{name}")
    desk.night()
    tags = desk.reviews().filter(pl.col("held_on").dt.day() == 2)["child"].to_list()
    assert all(traces(desk.workspace, each) for each in (CANARY, *tags))
    assert bool(tags) == (form != "not used")
    desk.forget()
    desk.night()
    assert [found for each in (CANARY, *tags) for found in traces(desk.workspace, each)] == []
    assert traces(desk.workspace, OTHER) != []


@pytest.mark.parametrize("name", ["as it is", "utf-16", "gzip", "zip", "parquet", "arrow"])
def test_the_search_finds_what_is_packed(desk: Desk, name: str):
    place = desk.workspace.record / f"kept.{name}"
    match name:
        case "as it is" | "utf-16":
            place.write_text(CANARY, encoding="utf-16-le" if name == "utf-16" else "utf-8")
        case "gzip":
            place.write_bytes(gzip.compress(CANARY.encode() * 9))
        case "zip":
            place.write_bytes(workbook(("Data", [[CANARY]])))
        case "parquet":
            pl.DataFrame({"said": [CANARY] * 99}).write_parquet(place)
        case _:
            pl.DataFrame({"said": [CANARY] * 99}).write_ipc(place, compression="zstd")
    assert traces(desk.workspace, CANARY) == [str(place)]


@pytest.mark.parametrize("form", ["csv", "quoted", "workbook", "xml"])
def test_the_others_rows_are_as_they_were_on_the_lines_they_came_on(desk: Desk, form: str):
    said, name = FORMS[form]
    desk.drop(said, f"{FOLDER}/{name}")
    desk.night()
    before = desk.reviews()
    theirs = before.filter(pl.col("held_on").dt.day() == 3)
    desk.forget()
    desk.night()
    assert desk.reviews().equals(theirs)


def test_a_person_s_rows_go_from_every_source_of_their_authority(desk: Desk):
    desk.drop(REVIEWS)
    register = f"Child,IRO,From,To,IRO's WTE\n{CANARY},30017,03/04/2023,,1\n"
    desk.drop(register, "iro_allocation/2024/E08000012/list.csv")
    desk.night()
    assert set(desk.forget().found) == {1, 2}


def test_another_authority_s_child_of_the_same_number_stays(desk: Desk):
    desk.drop(REVIEWS)
    desk.drop(HEAD + ROW.format(CANARY, "09"), "ssda903/2024/E08000015/reviews.csv")
    desk.night()
    assert desk.forget().found == {1: 2}


def test_a_row_that_was_rejected_goes_too(desk: Desk):
    rows = "".join(ROW.format(f"CHILD{number}", "03") for number in range(9))
    desk.drop(HEAD + rows + ROW.format(CANARY, "99"))
    desk.night()
    assert desk.forget().found == {1: 1}
    desk.night()
    assert (desk.receipts()[0].rows_in, desk.receipts()[0].faults) == (9, {})


def test_a_file_sent_again_is_read_without_the_person_and_says_how_many_rows_were_left_out(
    desk: Desk,
):
    desk.drop(REVIEWS)
    desk.night()
    desk.forget()
    desk.drop(REVIEWS + ROW.format("THIRD", "05"))
    desk.night()
    told = desk.receipts()[-1]
    assert (told.state, told.rows_in, told.left_out) == ("loaded", 2, 2)
    assert traces(desk.workspace, CANARY) == []


def test_the_same_bytes_elsewhere_are_the_same_file_and_come_back_without_the_person(desk: Desk):
    desk.drop(REVIEWS)
    desk.night()
    desk.forget()
    desk.drop(REVIEWS, f"{FOLDER}/again.csv")
    desk.night()
    assert desk.states() == ["loaded", "duplicate"]
    assert traces(desk.workspace, CANARY) == []


def test_two_people_of_one_file_are_forgotten_one_after_the_other(desk: Desk):
    desk.drop(REVIEWS)
    desk.night()
    desk.forget()
    desk.forget(Asked("child", LIVERPOOL, OTHER))
    desk.night()
    assert traces(desk.workspace, CANARY) + traces(desk.workspace, OTHER) == []
    assert (desk.receipts()[0].rows_in, desk.receipts()[0].left_out) == (0, 3)
    desk.forget_file(1)
    assert not [*desk.workspace.record.glob("received/*/*")]


def test_somebody_who_is_in_no_file_is_not_forgotten(desk: Desk):
    desk.drop(ANOTHERS)
    desk.night()
    with pytest.raises(NotForgotten, match="check the number"):
        desk.forget()
    assert desk.ledger.erasures.all() == []


def test_asked_twice_it_is_recorded_once(desk: Desk):
    desk.drop(REVIEWS)
    desk.night()
    desk.forget()
    assert desk.forget().erased is not None
    assert len(desk.ledger.erasures.all()) == 1


def test_a_reason_that_holds_the_number_is_refused(desk: Desk):
    desk.drop(REVIEWS)
    desk.night()
    with pytest.raises(NotForgotten, match="leave it out") as said:
        erasing.forget_person(desk.workspace, desk.ledger, ASKED, Request("A", f"of {CANARY}."))
    assert CANARY not in str(said.value)


def test_a_file_that_cannot_be_read_is_told_of(desk: Desk):
    desk.drop(REVIEWS)
    desk.drop(f"no,such,form\n{CANARY},1,2\n", f"{FOLDER}/stray.csv")
    desk.night()
    assert desk.forget().unread == [2]


def test_nothing_that_is_shown_of_a_request_holds_the_number():
    assert CANARY not in f"{ASKED} {ASKED!r}"


def test_of_a_file_that_is_forgotten_nothing_is_left_but_its_place_and_counts(desk: Desk):
    desk.drop(REVIEWS, f"{FOLDER}/{OTHER}.invented.csv")
    desk.night()
    desk.forget_file(1)
    (told,) = desk.receipts()
    assert (told.state, told.rows_in, told.period, told.invented) == ("forgotten", 3, 2024, True)
    (desk.workspace.raw / f"{FOLDER}/{OTHER}.invented.csv").unlink()
    desk.night()
    assert traces(desk.workspace, CANARY) + traces(desk.workspace, OTHER) == []
    assert desk.reviews().is_empty()


def test_the_bytes_of_a_forgotten_file_are_refused_by_name_and_not_taken(desk: Desk):
    desk.drop(REVIEWS)
    desk.night()
    desk.forget_file(1)
    desk.night()
    told = desk.receipts()[-1]
    assert (told.state, told.faults) == ("quarantined", {"forgotten": 1})
    assert "Delete the file from data/raw/" in told.reason
    assert traces(desk.workspace, CANARY) == []
    assert desk.night() == []


def test_what_stood_before_a_forgotten_file_does_not_stand_again(desk: Desk):
    desk.drop(ANOTHERS)
    desk.night()
    desk.drop(REVIEWS)
    desk.night()
    desk.forget_file(2)
    assert desk.states() == ["superseded", "forgotten"]
    desk.drop(REVIEWS + ROW.format("THIRD", "05"))
    desk.night()
    assert desk.states() == ["superseded", "forgotten", "loaded"]


def test_what_stood_before_stands_again_where_that_is_asked(desk: Desk):
    desk.drop(ANOTHERS)
    desk.night()
    desk.drop(REVIEWS)
    desk.night()
    desk.forget_file(2)
    desk.forget_file(2, earlier_stands=True)
    assert desk.states() == ["loaded", "forgotten"]
    desk.drop(ANOTHERS)
    desk.night()
    assert desk.reviews()["line"].to_list() == [2]


@pytest.mark.parametrize("number", [9, 2])
def test_what_is_not_kept_cannot_be_forgotten(desk: Desk, number: int):
    desk.drop(REVIEWS)
    desk.drop(REVIEWS, f"{FOLDER}/again.csv")
    desk.night()
    desk.forget_file(1)  # and its second copy with it
    with pytest.raises(NotForgotten):
        desk.forget_file(number)


def test_while_a_rehearsal_holds_a_copy_nothing_is_forgotten(desk: Desk):
    desk.drop(REVIEWS)
    desk.night()
    with desk.workspace.rehearsing(), pytest.raises(Busy):
        desk.forget()
    assert desk.ledger.erasures.all() == []


def test_a_request_that_was_recorded_and_not_carried_out_is_finished_by_the_next_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.drop(REVIEWS)
    desk.night()
    with monkeypatch.context() as killed:
        killed.setattr(Workspace, "drop_tables", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.forget()
    assert traces(desk.workspace, CANARY) != []
    desk.night()
    assert traces(desk.workspace, CANARY) == []
    assert desk.ledger.erasures.all()[0].finished_at is not None


@pytest.fixture
def invented(desk: Desk) -> Desk:
    """Liverpool's files of the invented nation, one of its children and one respondent canaries."""
    drop(desk.workspace.root, night=1, only="ssda903/2024/E08000012/")
    for source in ("iro_allocation", "dispute_log", "review_records"):
        drop(desk.workspace.root, night=1, only=f"{source}/2024/E08000012/")
    drop(desk.workspace.root, night=1, only="state_of_the_nation/")
    files = [*desk.workspace.raw.rglob("*.csv")]
    (reviews,) = (each for each in files if "ssda903" in str(each) and "reviews" in each.name)
    child = reviews.read_text().splitlines()[1].partition(",")[0]
    for file in files:
        if "state_of_the_nation" not in str(file):
            file.write_text(re.sub(rf"(?<!\w){re.escape(child)}(?!\w)", CANARY, file.read_text()))
    return desk


def test_of_an_invented_council_no_trace_of_a_child_is_left_and_what_was_published_stands(
    invented: Desk,
):
    folder = pipeline.run(invented.workspace).folder
    assert folder is not None
    held = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    tag = invented.reviews()["child"][0]
    assert traces(invented.workspace, CANARY) != []
    assert len(invented.forget().found) > 1
    outcome = pipeline.run(invented.workspace)
    assert (outcome.state, outcome.folder) == ("nothing new", folder)
    assert invented.workspace.tables_are_of() == folder.name
    assert traces(invented.workspace, CANARY) + traces(invented.workspace, tag) == []
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == held
    assert verify(folder) == []
    assert pipeline.run(invented.workspace, as_of=1).state == "refused"


def test_a_respondent_of_a_wave_is_forgotten_and_the_others_answers_stay(desk: Desk):
    drop(desk.workspace.root, night=1, only="state_of_the_nation/")
    (file,) = desk.workspace.raw.rglob("*.csv")
    year = int(file.parent.name)
    desk.night()
    before = claim(desk.ledger.arrivals()[0].path, file.read_bytes(), {})[0].text
    said = before["respondent"][1]
    asked = Asked("respondent", f"state_of_the_nation/response/{year}", said)
    with pytest.raises(NotForgotten):
        desk.forget(asked._replace(scope="state_of_the_nation/response/1999"))
    assert desk.forget(asked).found == {1: 1}
    desk.night()
    assert traces(desk.workspace, said) == []
    (told,) = desk.receipts()
    assert (told.state, told.rows_in) == ("loaded", before.height - 1)


def test_answers_that_are_numbered_by_their_order_are_forgotten_whole_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.drop(REVIEWS)
    desk.night()
    monkeypatch.setattr(leaving, "_alike", lambda *_: False)
    with pytest.raises(NotForgotten, match="Forget it whole"):
        desk.forget()
    assert desk.ledger.erasures.all() == []
