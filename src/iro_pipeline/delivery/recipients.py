"""data/record/recipients.csv: who gets which pack, how, and what they are cleared for."""

import csv
import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from iro_pipeline.delivery import Undeliverable
from iro_pipeline.delivery.audiences import Audience
from iro_pipeline.delivery.lines import is_one_line
from iro_pipeline.delivery.private import readable_by_owner

COLUMNS = ("who", "address", "folder", "audience", "clearance", "from", "until")
DAYS = ("%Y-%m-%d", "%d/%m/%Y")  # the second is what Excel makes of the first
MOST_BYTES = 1_000_000
LONGEST = 254  # of an address: RFC 5321 4.5.3.1.3, less its brackets
# What every mail system takes as it stands: no quotes, comments or lists of addresses.
_LOCAL = r"[A-Za-z0-9_+&'-]+(?:\.[A-Za-z0-9_+&'-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)*{_LABEL}")


@dataclass(frozen=True)
class Recipient:
    """
    One row: one pack for one address or one folder (the other is empty).

    `who` is told and kept in the record, so it should be a post and not a person. `place` is where
    it goes, as one text however it was typed: it is never told.
    """

    row: int
    who: str
    address: str
    folder: str
    audience: Audience
    clearance: frozenset[Audience]
    begins: date | None
    ends: date | None

    @property
    def place(self) -> str:
        """Two rows of one place go to the same reader, whichever links lead there."""
        return self.address.casefold() or os.path.realpath(self.folder)

    @property
    def is_cleared(self) -> bool:
        """Whether the row's own clearance names its audience: nothing follows from another."""
        return self.audience in self.clearance


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be used. Addresses and folders are never in `found`."""

    row: int
    column: str
    found: str
    expected: str


def read(place: Path) -> list[Recipient]:
    """
    Every row of the file. Raises Undeliverable with all that is wrong, by row and column.

    One bad row stops all: half a list of recipients is no list.
    """
    rows = _rows(place)
    faults: list[Fault] = []
    found = [_recipient(number, row, faults) for number, row in rows]
    recipients = [each for each in found if each is not None]
    faults += _contradictions(recipients)
    if faults:
        told = sorted(faults, key=lambda each: (each.row, each.column))
        raise Undeliverable("\n".join(_sentence(place, each) for each in told))
    return recipients


def _rows(place: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows that are not blank, each with its number as a spreadsheet shows it."""
    data = readable_by_owner(place, MOST_BYTES)
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError:
        raise Undeliverable(f"{place.name}: expected UTF-8. Save it as CSV UTF-8.") from None
    except csv.Error:
        raise Undeliverable(
            f"{place.name}: no CSV: a quote is not closed, or amid a cell."
        ) from None
    header = tuple(each.strip().casefold() for each in lines[0]) if lines else ()
    if sorted(header) != sorted(COLUMNS):
        raise Undeliverable(
            f"{place.name}, row 1: expected the columns {', '.join(COLUMNS)}, separated by "
            f"commas{_otherwise(header)}."
        )
    numbered = [(number, line) for number, line in enumerate(lines[1:], 2) if any(line)]
    if wrong := [number for number, line in numbered if len(line) != len(header)]:
        raise Undeliverable(
            f"{place.name}, row {wrong[0]}: expected {len(header)} cells. Put quotes round a cell "
            "that has a comma in it."
        )
    cleaned = ([cell.strip() for cell in line] for _, line in numbered)
    return [
        (number, dict(zip(header, cells, strict=True)))
        for (number, _), cells in zip(numbered, cleaned, strict=True)
    ]


def _otherwise(header: tuple[str, ...]) -> str:
    missing = [name for name in COLUMNS if name not in header]
    return f"; missing: {', '.join(missing)}" if missing else "; found others besides, or one twice"


def _recipient(number: int, row: dict[str, str], faults: list[Fault]) -> Recipient | None:
    """The row, or nothing where a cell of it is added to the faults."""
    before = len(faults)
    faults += (Fault(number, *each) for each in _plain_faults(row))
    audience = _audience(number, "audience", row["audience"], faults)
    clearance = [
        _audience(number, "clearance", each, faults) for each in row["clearance"].split(";")
    ]
    begins, ends = (_day(number, column, row[column], faults) for column in ("from", "until"))
    if begins and ends and ends < begins:
        faults.append(Fault(number, "until", f"{ends}", f"a day not before {begins}"))
    if len(faults) > before or audience is None:
        return None
    cleared = frozenset(each for each in clearance if each is not None)
    how = (row["who"], row["address"], row["folder"])
    return Recipient(number, *how, audience, cleared, begins, ends)


def _plain_faults(row: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    who, address, folder = row["who"], row["address"], row["folder"]
    if not who or len(who) > 80 or not is_one_line(who):
        yield "who", "nothing" if not who else "what is no plain line", "a post, up to 80 letters"
    if bool(address) == bool(folder):
        both = "an address and a folder" if address else "neither an address nor a folder"
        yield "address", both, "one of the two"
    if address and (len(address) > LONGEST or not ADDRESS.fullmatch(address)):
        yield "address", "what is no plain address", "one address like name@council.gov.uk, no more"
    if folder and not _is_whole(folder):
        expected = "a whole path without .. that begins with /, as `pwd` prints it in the folder"
        yield "folder", "what is no whole path", expected


def _is_whole(folder: str) -> bool:
    parts = PurePosixPath(folder).parts
    return is_one_line(folder) and folder.startswith("/") and len(parts) > 1 and ".." not in parts


def _audience(number: int, column: str, text: str, faults: list[Fault]) -> Audience | None:
    try:
        return Audience.parse(text)
    except ValueError as problem:
        # Not quoted: an address in the wrong column would be.
        found = "a name that is none" if text.strip() else "nothing"
        faults.append(Fault(number, column, found, str(problem).removeprefix("expected ")))
        return None


def _day(number: int, column: str, text: str, faults: list[Fault]) -> date | None:
    if not text:
        return None
    for form in DAYS:
        with suppress(ValueError):
            return datetime.strptime(text, form).date()
    expected = "a day like 2026-04-01 or 01/04/2026, or nothing"
    faults.append(Fault(number, column, "what is no day", expected))
    return None


def _contradictions(recipients: list[Recipient]) -> Iterator[Fault]:
    """What rows say against each other: whoever opens a place sees all that was put there."""
    seen: dict[str, Recipient] = {}
    pairs: set[tuple[str, Audience]] = set()
    for each in recipients:
        first = seen.setdefault(each.place, each)
        column = "address" if each.address else "folder"
        if (each.place, each.audience) in pairs:
            yield Fault(each.row, column, "a row that is there already", "one row for each pack")
        pairs.add((each.place, each.audience))
        if first.clearance != each.clearance:
            expected = f"the clearance of row {first.row}, which goes to the same place"
            yield Fault(each.row, "clearance", "another clearance", expected)
        if each.folder and (outer := _around(each, recipients)):
            expected = "a folder that is not within another recipient's"
            yield Fault(each.row, "folder", f"a folder within that of row {outer.row}", expected)


def _around(one: Recipient, recipients: list[Recipient]) -> Recipient | None:
    above = {str(parent) for parent in PurePosixPath(one.place).parents}
    return next((each for each in recipients if each.folder and each.place in above), None)


def _sentence(place: Path, fault: Fault) -> str:
    return (
        f"{place.name}, row {fault.row}, {fault.column}: found {fault.found}; "
        f"expected {fault.expected}."
    )
