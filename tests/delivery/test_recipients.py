"""The file of recipients: what is read of it, and what is said of what cannot be."""

from datetime import date
from pathlib import Path

import pytest

from iro_pipeline.delivery import Undeliverable, recipients
from iro_pipeline.delivery.audiences import Audience
from tests.delivery.drawn import HEADER, listed, mailed, put

LEAD = "nw@council.example"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data/record").mkdir(parents=True)
    return tmp_path


def complaint(root: Path, *rows: str, header: str = HEADER) -> str:
    with pytest.raises(Undeliverable) as found:
        recipients.read(listed(root, *rows, header=header))
    return str(found.value)


def test_a_row_says_who_gets_what_and_until_when(root: Path):
    row = f"Lead NW,{LEAD},,North West,North West; england,2026-04-01,31/03/2027"
    (found,) = recipients.read(listed(root, row))
    assert (found.row, found.who, found.address) == (2, "Lead NW", LEAD)
    assert found.audience == Audience("region", "North West")
    assert found.clearance == {Audience("region", "North West"), Audience("england")}
    assert (found.begins, found.ends) == (date(2026, 4, 1), date(2027, 3, 31))


def test_blank_rows_the_order_of_columns_and_a_byte_order_mark_do_not_matter(root: Path):
    header = "\N{ZERO WIDTH NO-BREAK SPACE}audience,clearance,who,address,folder,From,until"
    row = f"e08000012,E08000012,Lead,{LEAD},,,"
    (found,) = recipients.read(listed(root, "", ",,,,,,", row, header=header))
    assert (found.row, found.audience) == (4, Audience("authority", "E08000012"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North West", Audience("region", "North West")),
        ("  yorkshire and THE humber ", Audience("region", "Yorkshire and The Humber")),
        ("England", Audience("england")),
        ("E09000007", Audience("authority", "E09000007")),
        ("partnership: Five  Boroughs", Audience("partnership", "five boroughs")),
        ("partnership: North West", Audience("partnership", "north west")),
    ],
)
def test_an_audience_is_named_in_plain_words(text: str, expected: Audience):
    assert Audience.parse(text) == expected


@pytest.mark.parametrize("text", ["", "Atlantis", "E99999999", "partnership:", "*", "all"])
def test_nothing_stands_for_several_audiences_or_for_none(text: str):
    with pytest.raises(ValueError, match="expected"):
        Audience.parse(text)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f",{LEAD},,London,London,,", "row 2, who: found nothing; expected a post"),
        (f"{'x' * 81},{LEAD},,London,London,,", "row 2, who: found what is no plain line"),
        ("Lead,,,London,London,,", "row 2, address: found neither an address nor a folder"),
        (f"Lead,{LEAD},/srv/x,London,London,,", "found an address and a folder"),
        ("Lead,nw@council,extra@x,London,London,,", "found an address and a folder"),
        ("Lead,,srv/sync,London,London,,", "row 2, folder: found what is no whole path"),
        ("Lead,,/srv/../etc,London,London,,", "row 2, folder: found what is no whole path"),
        ("Lead,,/,London,London,,", "row 2, folder: found what is no whole path"),
        (f"Lead,{LEAD},,Atlantis,London,,", "row 2, audience: found a name that is none"),
        (f"Lead,{LEAD},,London,,,", "row 2, clearance: found nothing; expected the name of a"),
        (f"Lead,{LEAD},,London,London;Atlantis,,", "row 2, clearance: found a name that is none"),
        (f"Lead,{LEAD},,London,London,03/31/2027,", "row 2, from: found what is no day"),
        (f"Lead,{LEAD},,London,London,,2027-02-30", "row 2, until: found what is no day"),
        (
            f"Lead,{LEAD},,London,London,2027-01-01,2026-01-01",
            "row 2, until: found 2026-01-01; expected a day not before 2027-01-01",
        ),
        (f"Lead,{LEAD},London,London,,", "row 2: expected 7 cells"),
        (f'Lead,"{LEAD},,London,London,,', "a quote is not closed"),
    ],
)
def test_what_cannot_be_used_is_told_by_row_and_column(root: Path, row: str, said: str):
    assert said in complaint(root, row)


@pytest.mark.parametrize(
    "address",
    [
        "nw@council.example, all@world.example",
        "nw@council.example;all@world.example",
        "Lead <nw@council.example>",
        "nw@council.example\r\nBcc: all@world.example",
        "nw@council.example\nBcc: all@world.example",
        "nw@council.example\x00",
        "nw council@example",
        '"nw@x"@council.example',
        "nw@council..example",
        "nw@-council.example",
        "nw.@council.example",
        "@council.example",
        "nw@",
        "nẅ@council.example",
        f"{'n' * 250}@council.example",
        "<script>@council.example",
    ],
)
def test_an_address_is_one_plain_address_and_is_never_repeated(root: Path, address: str):
    cell = address.replace('"', '""')
    said = complaint(root, f'Lead,"{cell}",,London,London,,')
    assert "address: found what is no plain address" in said
    assert "world" not in said
    assert address not in said


def test_a_name_that_would_begin_another_line_is_refused(root: Path):
    said = complaint(root, f'"Lead\nBcc: all@world.example",{LEAD},,London,London,,')
    assert said.startswith("recipients.csv, row 2, who: found what is no plain line")


def test_everything_that_is_wrong_is_told_at_once(root: Path):
    said = complaint(root, "Lead,x,,Atlantis,London,,", "Lead,y,,London,London,,")
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "recipients.csv, row 2, address",
        "recipients.csv, row 2, audience",
        "recipients.csv, row 3, address",
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("who,address,folder,audience,from,until", "; missing: clearance."),
        (f"{HEADER},phone", "found others besides"),
        (HEADER.replace(",", ";"), "; missing: who, address"),
        ("", "; missing: who, address"),
    ],
)
def test_the_columns_are_these_and_no_others(root: Path, header: str, said: str):
    assert said in complaint(root, header=header)


def test_two_rows_of_one_place_must_say_the_same_clearance(root: Path):
    rows = (
        mailed("Lead", LEAD, "London", "London; North West"),
        mailed("Lead", LEAD.upper(), "North West"),
    )
    said = complaint(root, *rows)
    assert "row 3, clearance: found another clearance; expected the clearance of row 2" in said


def test_one_pack_goes_to_one_place_once(root: Path):
    rows = (mailed("Lead", LEAD, "London"), mailed("Deputy", LEAD, "london", "London"))
    assert "row 3, address: found a row that is there already" in complaint(root, *rows)


def test_a_folder_is_not_within_another_s_whatever_link_leads_there(root: Path):
    (root / "sync/inner").mkdir(parents=True)
    (root / "elsewhere").symlink_to(root / "sync/inner")
    outer = put("Lead L", root / "sync", "London")
    for inner in ("sync/inner", "elsewhere"):
        said = complaint(root, outer, put("Lead NW", root / inner, "North West"))
        assert "row 3, folder: found a folder within that of row 2" in said


def test_a_folder_of_two_audiences_needs_both_clearances(root: Path):
    rows = [put("Lead", root / "sync", "London"), put("Lead", root / "sync/", "North West")]
    assert "row 3, clearance: found another clearance" in complaint(root, *rows)


def test_the_file_is_for_its_owner_s_eyes_and_is_no_link(root: Path):
    place = listed(root, mailed("Lead", LEAD, "London"))
    place.chmod(0o640)
    with pytest.raises(Undeliverable, match="chmod 600"):
        recipients.read(place)
    place.chmod(0o600)
    place.rename(root / "away.csv")
    with pytest.raises(Undeliverable, match="There is no file"):
        recipients.read(place)
    place.symlink_to(root / "away.csv")
    with pytest.raises(Undeliverable, match="and no link"):
        recipients.read(place)


@pytest.mark.parametrize(
    ("data", "said"), [(b"who\xff", "Save it as CSV UTF-8"), (b"x" * 1_000_001, "is larger than")]
)
def test_a_file_that_is_no_text_or_too_large_is_refused(root: Path, data: bytes, said: str):
    place = listed(root)
    place.write_bytes(data)
    with pytest.raises(Undeliverable, match=said):
        recipients.read(place)
