"""What Excel does to a file's cells, and what of it can be undone or must be refused."""

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.inspection import dates
from iro_pipeline.opening import Unreadable

_ROUNDED = r"^\s*\d(?:[.,]\d+)?[Ee]\+\d+\s*$"
# Excel shows 115000000001 as 1.15E+11, which on saving as a number is 115000000000.
_FILLED_UP = r"^\s*[1-9]\d{3,}0{5,}\s*$"
_LONG = r"^\s*[1-9]\d{8,}\s*$"
# One letter that is sought for is found much faster than two; most files have none of these.
_TRACES = {
    b"+": (b"E+", b"e+"),
    b"00000": (b"00000,", b'00000"', b"00000\n", b"00000\r"),
}
_RANGE = re.compile(r"(\d{1,2})\s?[-/]\s?(\d{1,2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[- ]({'|'.join(_MONTHS)})(?:[- ](?:\d{{2}}|\d{{4}}))?")
_MONTH_YEAR = re.compile(rf"({'|'.join(_MONTHS)})-(\d{{2}})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(?::00)?)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?: 0?0:00(?::00)?)?")
_LONGEST = len("2026-12-10 00:00:00.000")
# From 30 on Excel takes two digits for a year of the last century.
_LAST_CENTURY = 30

Day = tuple[str, int, int]  # ("day", day, month) or ("month", month, year of two digits)


def may_be_rounded(data: bytes) -> bool:
    """Whether a text has anything like 1.15E+11 or 115000000000, which one look at it tells."""
    return any(
        first in data and any(trace in data for trace in traces)
        for first, traces in _TRACES.items()
    )


def undamaged(contract: Contract, text: pl.DataFrame) -> None:
    """Raises Unreadable where Excel has rounded identifiers: different people then look alike."""
    for each in contract.fields:
        if each.identifier and each.type == "string" and each.name in text.columns:
            if written := _written(text[each.name]):
                raise _rounded(contract, each.name, f"written like 9.99E+99, in {written}", text)
            if filled_up := _filled_up(text[each.name]):
                how = f"long and with noughts in place of their last digits, in {filled_up}"
                raise _rounded(contract, each.name, how, text)


def _written(numbers: pl.Series) -> int:
    """How many have an exponent."""
    # One search of the whole column spares a sound one the pattern, row by row.
    if "E+" not in numbers.str.join("\n").item().upper():
        return 0
    return int(numbers.str.contains(_ROUNDED).sum())


def _filled_up(numbers: pl.Series) -> int:
    """How many end in five noughts or more, where most of nine digits or more do; else none."""
    # A look at the end of each spares a sound column the patterns.
    if numbers.str.ends_with("00000").sum() < 2:
        return 0
    filled_up = int(numbers.str.contains(_FILLED_UP).sum())
    return filled_up if 2 * filled_up > max(2, numbers.str.contains(_LONG).sum()) else 0


def unswapped(contract: Contract, text: pl.DataFrame) -> None:
    """Raises Unreadable where Excel has taken days for months, and wrote real dates months off."""
    for each in contract.fields:
        if each.type == "date" and each.name in text.columns:
            swapped = text.select(dates.swapped(each)).item()
            if swapped:
                raise Unreadable(
                    "swapped_dates",
                    found=f"{swapped:,} dates of {each.header[0]!r} with day and month in each "
                    "other's place: none is after the 12th, and all that Excel left as text are",
                    expected="dates as the system exported them",
                    do="Export the file again and drop it without opening and saving it in Excel; "
                    "where you must, set the computer's regional format to English (United "
                    "Kingdom) before.",
                    rows=text.height,
                )


def option(codes: Mapping[str, Sequence[str]], text: str) -> str | None:
    """The code of the one answer, such as 10-12, that Excel could have turned into this date."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    day = set(_days(text))
    if not day:
        return None
    made = {
        code for code, labels in codes.items() for label in labels if day & set(_made_of(label))
    }
    return made.pop() if len(made) == 1 else None


def _made_of(label: str) -> Iterator[Day]:
    """The dates that Excel may make of an answer, by the settings of the computer it runs on."""
    if found := _RANGE.fullmatch(label.strip()):
        one, other = int(found[1]), int(found[2])
        yield from _either_order(one, other)
        if 1 <= one <= 12 and other > 12:
            yield ("month", one, other)


def _days(text: str) -> Iterator[Day]:
    """What a cell that shows a date may say."""
    said = text.strip().casefold()
    if found := _DAY_MONTH.fullmatch(said):
        yield ("day", int(found[1]), _MONTHS.index(found[2]) + 1)
    elif found := _MONTH_YEAR.fullmatch(said):
        yield ("month", _MONTHS.index(found[1]) + 1, int(found[2]))
    elif found := _ISO.fullmatch(said):
        yield from _dated(int(found[3]), int(found[2]), int(found[1]))
    elif found := _SLASHED.fullmatch(said):
        for _, day, month in _either_order(int(found[1]), int(found[2])):
            yield from _dated(day, month, int(found[3]))


def _dated(day: int, month: int, year: int) -> Iterator[Day]:
    yield ("day", day, month)
    century = 1900 if year % 100 >= _LAST_CENTURY else 2000
    if day == 1 and year in (year % 100, century + year % 100):
        yield ("month", month, year % 100)


def _either_order(one: int, other: int) -> Iterator[Day]:
    for day, month in ((one, other), (other, one)):
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield ("day", day, month)


def _rounded(contract: Contract, name: str, how: str, text: pl.DataFrame) -> Unreadable:
    header = next(each.header[0] for each in contract.fields if each.name == name)
    return Unreadable(
        "damaged_identifier",
        found=f"numbers rounded by Excel, {how} rows of {header!r}",
        expected="each number with all its digits: rounded, different people look alike",
        do="Export the file again and drop it without opening and saving it in Excel; where you "
        "must, format the column as Text before the numbers are in it.",
        rows=text.height,
    )
