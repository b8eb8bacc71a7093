"""Text as dates, in the form that a contract declares, and the two orders of day and month."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import polars as pl

from iro_pipeline.contracts import Contract, Field

_REAL = r"^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?$"
_SLASHED = r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{2}|\d{4})(?:\s|$)"
# Fewer texts that all have a day after the 12th may well be chance; of three it is one in five.
_ENOUGH = 3
_PARTS = {"%Y": r"\d{4}", "%p": "[AaPp][Mm]", "%b": r"[A-Za-z]{3}"}
_FOR_PEOPLE = {
    **{"%d": "dd", "%m": "mm", "%Y": "yyyy", "%y": "yy", "%b": "mmm"},
    **{"%H": "hh", "%I": "hh", "%M": "mm", "%S": "ss", "%p": "AM"},
}


class Doubt(NamedTuple):
    """A date column of some arrivals that can be read two ways, in words for their owner."""

    column: str
    arrivals: list[int]
    found: str
    expected: str


def dates(each: Field) -> pl.Expr:
    """
    Of several formats a whole file's column keeps to one: the first that reads the most.

    polars reads 1/4/24 as the year 24, so the shape of the text is checked first.
    """
    text = pl.col(each.name)
    readings = [_in_format(text, style) for style in styles(each)]
    if len(readings) == 1:
        return readings[0]
    counts = [reading.count().over("arrival") for reading in readings]
    best = pl.max_horizontal(counts)
    choice = pl.when(counts[0] == best).then(readings[0])
    for count, reading in zip(counts[1:], readings[1:], strict=True):
        choice = choice.when(count == best).then(reading)
    return choice.otherwise(None)


def styles(each: Field) -> tuple[str, ...]:
    """The formats of a date column; without one the international."""
    return each.formats or ("%Y-%m-%d",)


def as_declared(each: Field) -> pl.Expr:
    """
    A column of a workbook: its real dates are international, whatever the sheet shows.

    They stay so where both orders of day and month are declared, or they would be in doubt.
    """
    text = pl.col(each.name)
    full = (
        pl.when(text.str.len_chars() == len("2024-04-02")).then(text + " 00:00:00").otherwise(text)
    )
    real = full.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    written = real.dt.strftime(_sure(styles(each)))
    return pl.when(text.str.contains(_REAL)).then(written).otherwise(text)


def _sure(forms: tuple[str, ...]) -> str:
    """The first form, unless its other order is declared too and a third is not to be mistaken."""
    if any(_other(form) in forms for form in forms):
        return next((form for form in forms if not _other(form)), forms[0])
    return forms[0]


def swapped(each: Field) -> pl.Expr:
    """
    How many real dates of a workbook's column have day and month in each other's place, else 0.

    Excel under American settings makes 2 January of 01/02/2023 and leaves 13/02/2023 a text: no
    real date is after the 12th, and every text is. Under British settings it does so to mm/dd.
    """
    text = pl.col(each.name)
    real = pl.when(text.str.contains(_REAL)).then(text)
    day, month = (real.str.slice(start, 2).cast(pl.Int8) for start in (8, 5))
    one, other = (text.str.extract(_SLASHED, group).cast(pl.Int8) for group in (1, 2))
    left_as_text = (one.count() >= _ENOUGH) & ((one > 12).all() | (other > 12).all())
    swapped = left_as_text & (day <= 12).all() & (day != month).any()
    return pl.when(swapped).then(real.count()).otherwise(0)


def in_words(each: Field) -> str:
    """How a date is to be written."""
    days = dict.fromkeys(_for_people(form).split()[0] for form in styles(each))
    timed = ", alone or with the time after it" if any(" " in form for form in styles(each)) else ""
    return f"a date that exists, written {' or '.join(days)}{timed}"


def doubts(contract: Contract, text: pl.DataFrame, typed: pl.DataFrame) -> Iterator[Doubt]:
    """Columns whose day and month cannot be told apart, or stand in the other order."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for each in contract.fields:
        if each.type == "date":
            alike.setdefault(styles(each), []).append(each.name)
    for forms, names in alike.items():
        if any(_other(form) in forms for form in forms):
            for name in names:
                yield from _either_way(name, forms, text)
        alone = tuple(form for form in forms if _other(form) and _other(form) not in forms)
        if alone:
            yield from _other_way(names, alone, text, typed)


def _either_way(name: str, forms: tuple[str, ...], text: pl.DataFrame) -> Iterator[Doubt]:
    """Both orders are declared and read as many dates of a file, as different days."""
    said = pl.col(name)
    readings = {form: _in_format(said, form) for form in forms}
    most = pl.max_horizontal(reading.count() for reading in readings.values())
    pairs = [(form, _other(form)) for form in forms if _other(form) in forms]
    both = pl.any_horizontal(
        (readings[one].count() == most)
        & (readings[two].count() == most)
        & readings[one].ne_missing(readings[two]).any()
        for one, two in pairs
        if one < two
    )
    shown = text.filter(said.is_not_null())
    found = shown.group_by("arrival").agg(both=both).filter("both")
    sure = [_for_people(form).split()[0] for form in forms if not _other(form)] or ["yyyy-mm-dd"]
    export = " or ".join(dict.fromkeys(sure))
    yield Doubt(
        name,
        found["arrival"].sort().to_list(),
        "dates that can all be read with the day first and with the month first",
        f"dates that can be read in one way only: export them as {export}",
    )


def _other_way(
    names: list[str], forms: tuple[str, ...], text: pl.DataFrame, typed: pl.DataFrame
) -> Iterator[Doubt]:
    """The declared order fails where the other reads every date of a column; and those like it."""
    # A text that has no parse is a null more: counting those is free.
    if all(typed[name].null_count() == text[name].null_count() for name in names):
        return
    said = text.select("arrival", *names).with_columns(
        (text[name].is_not_null() & typed[name].is_null()).alias(f"{name} unread") for name in names
    )
    swapped = [_other(form) for form in forms if _other(form)]
    torn = _torn(said, names, swapped)
    if torn.is_empty():
        return
    told = (
        said.filter(pl.col("arrival").is_in(torn.implode()))
        .group_by("arrival", maintain_order=True)
        .agg(
            *(pl.col(f"{name} unread").any() for name in names),
            *(pl.any_horizontal(_all_read(name, form) for form in swapped) for name in names),
        )
        .filter(pl.any_horizontal(pl.col(name) & pl.col(f"{name} unread") for name in names))
    )
    first, second = (_for_people(form.split()[0]) for form in (swapped[0], _other(swapped[0])))
    order = "the month first" if swapped[0].startswith("%m") else "the day first"
    for name in names:
        yield Doubt(
            name,
            told.filter(name)["arrival"].to_list(),
            f"dates with {order}: all of them can be read as {first}",
            f"dates written {second}: set that form for the column and export it again",
        )


def _torn(said: pl.DataFrame, names: list[str], swapped: list[str]) -> pl.Series:
    """The arrivals with a column of which the other order reads all that the declared does not."""
    unread = {name: pl.col(name).filter(pl.col(f"{name} unread")) for name in names}
    other_reads = [
        pl.any_horizontal(_in_format(lost, form).is_not_null().all() for form in swapped)
        & (lost.len() > 0)
        for lost in unread.values()
    ]
    some = said.filter(pl.any_horizontal(f"{name} unread" for name in names))
    found = some.group_by("arrival").agg(torn=pl.any_horizontal(other_reads))
    return found.filter("torn")["arrival"]


def _all_read(name: str, form: str) -> pl.Expr:
    said = pl.col(name).drop_nulls()
    return _in_format(said, form).is_not_null().all().alias(name)


def _other(form: str) -> str:
    """The format with day and month in each other's place; none where the year comes first."""
    swapped = re.sub("%[dm]", lambda part: "%m" if part[0] == "%d" else "%d", form)
    return "" if form.startswith("%Y") or swapped == form else swapped


def _in_format(text: pl.Expr, style: str) -> pl.Expr:
    well_formed = pl.when(text.str.contains(_pattern(style))).then(text)
    if re.search("%[HI]", style):
        return well_formed.str.to_datetime(style, strict=False, time_unit="us").dt.date()
    return well_formed.str.to_date(style, strict=False)


@cache
def _pattern(style: str) -> str:
    parts = re.split("(%[A-Za-z])", style)
    return (
        "^"
        + "".join(
            _PARTS.get(part, r"\d{1,2}") if part.startswith("%") else re.escape(part)
            for part in parts
        )
        + "$"
    )


def _for_people(style: str) -> str:
    return re.sub("%[A-Za-z]", lambda part: _FOR_PEOPLE.get(part[0], part[0]), style)
