"""What a person is told of a file that lies anywhere, before it is dropped."""

import os
from pathlib import Path

import pytest

from iro_pipeline.checking import check
from iro_pipeline.contracts import Contract

SERVICE = "iro_service/service"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2012,01/05/2022,PN1\n"


def file(folder: Path, text: str, name: str = "some file.csv") -> Path:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return place


def test_a_file_is_known_by_its_columns_wherever_it_lies(tmp_path: Path):
    (told,) = check([file(tmp_path, REVIEWS)])
    (receipt,) = told.receipts
    assert (receipt.source, receipt.table, receipt.accepted) == ("ssda903", "reviews", 1)
    assert told.open == ("period", "authority")


def test_what_is_said_of_it_is_looked_into(tmp_path: Path):
    (told,) = check([file(tmp_path, REVIEWS)], period=2024, authority="Liverpool")
    assert told.open == ()
    assert told.faults["rule"].to_list() == ["held_outside_the_year"]


def test_the_file_of_another_year_would_be_held_by_that_alone(tmp_path: Path):
    (told,) = check([file(tmp_path, REVIEWS)], period=2024, authority="Liverpool")
    assert told.state == "held"
    assert list(told.receipts[0].holds.values()) == [
        "found 1 of 1 row against the rule that a review belongs to the return of the year to 31 "
        "March in which it was held. Is it the file of this year?"
    ]


def test_what_the_folders_below_data_raw_say_is_believed(tmp_path: Path):
    place = file(tmp_path / "data/raw/ssda903/2024/Liverpool", REVIEWS)
    (told,) = check([place])
    assert (told.receipts[0].period, told.receipts[0].authority) == (2024, "E08000012")


def test_folders_elsewhere_say_nothing(tmp_path: Path):
    (told,) = check([file(tmp_path / "ssda903/old things", REVIEWS)])
    assert told.receipts[0].accepted == 1


def test_a_file_of_no_known_form_is_told_which_forms_are_known(tmp_path: Path):
    (told,) = check([file(tmp_path, "a,b,c\n1,2,3\n")])
    assert told.state == "quarantined"
    assert "SSDA903 return" in told.faults["expected"].item()


@pytest.mark.parametrize(
    ("named", "blamed"), [("Liverpool", []), ("Liverpool City Council?", []), ("", ["required"])]
)
def test_who_an_authority_is_is_not_looked_into_where_no_year_is_said(tmp_path, named, blamed):
    head = "Local authority,Date,Enquiry or referral,About,Outcome"
    rows = "".join(f"{one},01/05/2023,Enquiry,Other,Open\n" for one in ["Kent"] * 9 + [named])
    (told,) = check([file(tmp_path, f"{head}\n{rows}")], source="cafcass_enquiries")
    assert (told.state, told.open) == ("loaded", ("period",))
    assert told.faults["rule"].to_list() == blamed


@pytest.mark.parametrize("nothing", ["", "-", "n/a", "N/A"])
def test_what_people_write_for_nothing_is_nothing_where_a_cell_may_be_blank(tmp_path, nothing):
    rows = f"Child,Review held on,Record completed on\n1,19/06/2023,{nothing}\n"
    (told,) = check([file(tmp_path, rows)], "review_records", 2024, "Kent")
    assert (told.state, told.receipts[0].accepted) == ("loaded", 1)
    assert "type" not in told.faults["rule"].to_list()


def test_none_is_a_blank_in_a_log_and_an_answer_in_a_return_that_has_it():
    log, service = (Contract.load(f"raw/{name}/2012") for name in ("dispute_log/dispute", SERVICE))
    assert "none" in log.missing
    assert "None" not in service.missing


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


def link_to_a_device(folder: Path) -> Path:
    (folder / "link.csv").symlink_to("/dev/zero")
    return folder / "link.csv"


@pytest.mark.parametrize("drawn", [pipe, link_to_a_device, lambda folder: folder])
def test_what_is_no_file_is_refused_without_waiting_for_its_end(tmp_path: Path, drawn):
    (told,) = check([drawn(tmp_path)])
    assert told.state == "quarantined"
    assert told.faults.select("rule", "do").row(0) == ("no_plain_file", "Check a file.")


def test_a_link_to_a_file_is_that_file(tmp_path: Path):
    (tmp_path / "link.csv").symlink_to(file(tmp_path, REVIEWS))
    (told,) = check([tmp_path / "link.csv"])
    assert told.state == "loaded"
