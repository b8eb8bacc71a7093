"""What a letter says, and what it does not."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from iro_pipeline.delivery.audiences import Audience
from iro_pipeline.delivery.letters import body, letter, subject, zipped
from iro_pipeline.delivery.parcels import Parcel, slug
from iro_pipeline.delivery.recipients import Recipient
from iro_pipeline.publications.edition import INVENTED
from tests.delivery.drawn import EDITION, FIRST, PACKS, PERIOD, figures_of, pack

LEAD = "nw@council.example"


def parcel(folder: Path, within: str, *, name: str = "", invented: bool = True) -> Parcel:
    said = PACKS[within]
    audience = Audience(said["kind"], said["name"])  # ty: ignore[invalid-argument-type]
    place = pack(folder / FIRST, within)
    return Parcel(audience, EDITION, name or said["name"], PERIOD, invented, FIRST, place)


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def written(one: Parcel, who: str = "Lead NW") -> bytes:
    cleared = frozenset({one.audience})
    lead = Recipient(2, who, LEAD, "", one.audience, cleared, None, None)
    return letter(one, lead, "iro@sender.example", "<1@sender.example>")


def test_it_says_what_is_attached_for_whom_of_when_and_that_it_is_invented(tmp_path: Path):
    said = " ".join(body(parcel(tmp_path, "regions/north-west"), "Lead NW").split())
    assert said.startswith(INVENTED)
    for part in (
        "To: Lead NW",
        "benchmarks of Independent Reviewing Officer services for North West. Period: Year to 31",
        "- INVENTED-iro-north-west-year-to-31-march-2024.xlsx: every table",
        "for the authorities of North West, under their sharing agreement",
        "Do not pass it on to anybody else.",
        f"Release {FIRST}, edition {EDITION}",
    ):
        assert part in said


def test_a_letter_of_real_data_does_not_say_that_it_is_invented(tmp_path: Path):
    one = parcel(tmp_path, "regions/london", invented=False)
    assert "INVENTED" not in body(one, "Lead") + subject(one) + one.stem


@pytest.mark.parametrize("within", PACKS)
def test_no_letter_tells_a_figure_outside_of_what_is_attached(tmp_path: Path, within: str):
    message = read(written(parcel(tmp_path, within)))
    text = message.get_body()
    assert text is not None
    assert text.get_content_type() == "text/plain"
    assert figures_of(within, FIRST) not in f"{text.get_content()} {message.items()}"


@pytest.mark.parametrize("within", ["england", "partnerships/five-boroughs"])
def test_what_is_public_may_be_passed_on(tmp_path: Path, within: str):
    said = " ".join(body(parcel(tmp_path, within), "Lead").split())
    assert "anyone may have it" in said
    assert "Do not pass it on" not in said


def test_a_pack_without_a_workbook_is_sent_as_it_is(tmp_path: Path):
    message = read(written(parcel(tmp_path, "authorities/E08000012")))
    names = [part.get_filename() for part in message.iter_attachments()]
    stem = "INVENTED-iro-liverpool-year-to-31-march-2024"
    assert names == [f"{stem}.pdf", f"{stem}-page.zip"]


def test_every_line_is_one_that_any_mail_system_takes(tmp_path: Path):
    one = parcel(tmp_path, "regions/london", name="Ŵŷe & Thames – “outer”")
    data = written(one, "Leiter ß")
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998  # RFC 5322 2.1.1
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert read(data)["Subject"] == subject(one)


@pytest.mark.parametrize("name", ["London\r\nBcc: all@world.example", "London\nX: 1", "a\rb"])
def test_a_name_cannot_begin_another_header(tmp_path: Path, name: str):
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        written(parcel(tmp_path, "regions/london", name=name))


@pytest.mark.parametrize("text", ["../../etc/passwd", "a\\b:c", "CON\n\x00 d", "Ŵŷe", "§", "-"])
def test_a_file_s_name_is_small_letters_digits_and_hyphens(text: str):
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug(text).startswith("-")


def test_a_zip_is_the_same_bytes_whenever_it_is_made():
    made = zipped("a.html", b"<!doctype html>" * 1000)
    assert made == zipped("a.html", b"<!doctype html>" * 1000)
    assert b"\x00\x00\x21\x00" in made  # midnight of 1 January 1980
    assert len(made) < 1000
