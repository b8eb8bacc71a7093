"""The clocks the law sets: regulations 33 and 48 of the Care Planning Regulations 2010."""

import csv
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

import polars as pl

from iro_pipeline.places import REFERENCE


@dataclass(frozen=True)
class Standard:
    """
    What law or guidance asks: a value, or a range from low to high, and the days it holds.

    `asks_at_least` and `asks_at_most`: the same of the value of an indicator set against it.
    """

    id: str
    title: str
    unit: str
    citation: str
    valid_from: date
    valid_to: date | None = None
    value: int | None = None
    low: int | None = None
    high: int | None = None
    url: str = ""
    force: Literal["law", "guidance", ""] = ""
    says: str = ""
    asks_at_least: float | None = None
    asks_at_most: float | None = None

    @property
    def words(self) -> str:
        """What it asks, whether as law, since when and where it says so."""
        kind = "Law" if self.force == "law" else "Guidance, which is good practice and not law"
        since = f"{self.valid_from.day} {self.valid_from:%B %Y}"
        return f"{self.says}. {kind}, since {since}: {self.citation}."


@cache
def standards() -> tuple[Standard, ...]:
    """Every row of reference/standards.toml, oldest first."""
    declared = tomllib.loads((REFERENCE / "standards.toml").read_text(encoding="utf-8"))
    rows = [Standard(**row) for row in declared["standards"]]
    return tuple(sorted(rows, key=lambda row: (row.valid_from, row.id)))


def standard(name: str, on: date) -> Standard:
    """The row of a standard that holds on a day. Raises LookupError when none does."""
    for row in standards():
        if row.id == name and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
            return row
    raise LookupError(f"no standard {name!r} holds on {on}: see reference/standards.toml")


def newest(name: str) -> Standard:
    """The last row of a standard. Raises LookupError when there is none."""
    for row in reversed(standards()):
        if row.id == name:
            return row
    raise LookupError(f"no standard {name!r}: see reference/standards.toml")


@cache
def bank_holidays() -> tuple[date, ...]:
    """Bank and public holidays of England and Wales, 2009 to 2028, with one-off days."""
    with (REFERENCE / "bank_holidays.csv").open(encoding="utf-8") as file:
        return tuple(date.fromisoformat(row["holiday_on"]) for row in csv.DictReader(file))


def first_review_due(started: pl.Expr, *, start_is_day_one: bool = False) -> pl.Expr:
    """
    The last lawful day for the first review: regulation 33(1); null beyond the known holidays.

    The day after the start is day one. With `start_is_day_one` the start counts, if a working day.
    """
    if not start_is_day_one:
        return working_days_after(started, "regulation_33_first")
    holidays = bank_holidays()

    def clock(days: int) -> pl.Expr:
        return started.dt.add_business_days(days - 1, holidays=holidays, roll="forward")

    return _known(_in_force("regulation_33_first", started, clock))


def working_days_after(day: pl.Expr, name: str) -> pl.Expr:
    """
    The last day on which a standard of so many working days is kept; null beyond known holidays.

    The day after is day one.
    """
    holidays = bank_holidays()

    def clock(days: int) -> pl.Expr:
        return day.dt.add_business_days(days, holidays=holidays, roll="backward")

    return _known(_in_force(name, day, clock))


def review_due_after(nth: pl.Expr, previous: pl.Expr) -> pl.Expr:
    """
    The last lawful day for the nth review (2 or more): regulation 33(2).

    Calendar months from the review before, as held; the last day of a month that is too short.
    """

    def months(count: int) -> pl.Expr:
        return previous.dt.offset_by(f"{count}mo")

    second = _in_force("regulation_33_second", previous, months)
    return (
        pl.when(nth == 2).then(second).otherwise(_in_force("regulation_33_later", previous, months))
    )


def short_breaks_review_due(nth: pl.Expr, previous: pl.Expr) -> pl.Expr:
    """
    The last lawful day for the nth review of a series of short breaks: regulation 48.

    Calendar months from the first placement, then from the review before.
    """

    def months(count: int) -> pl.Expr:
        return previous.dt.offset_by(f"{count}mo")

    first = _in_force("regulation_48_first", previous, months)
    later = _in_force("regulation_48_later", previous, months)
    return pl.when(nth == 1).then(first).otherwise(later)


def year_ending_march(day: pl.Expr) -> pl.Expr:
    """The year ending 31 March in which a day lies."""
    return day.dt.year().cast(pl.Int64) + (day.dt.month() > 3).cast(pl.Int64)


def _known(due: pl.Expr) -> pl.Expr:
    """Null where the calendar of holidays does not reach."""
    return pl.when(due <= date(bank_holidays()[-1].year, 12, 31)).then(due)


def _in_force(name: str, day: pl.Expr, clock: Callable[[int], pl.Expr]) -> pl.Expr:
    """The clock with the value in force on the day it starts; before the first row, that row's."""
    first, *changes = (row for row in standards() if row.id == name)
    due = clock(first.value or 0)
    for row in changes:
        due = pl.when(day >= row.valid_from).then(clock(row.value or 0)).otherwise(due)
    return due
