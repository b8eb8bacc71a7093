"""
Exports of survey platforms, in whatever layout, as one sheet: a row a respondent.

A column is addressed by its question's `stem`, by which of the questions so worded it belongs to,
by its place within the question and by its sub-label: a statement of a grid, or an option. What a
platform records beside the answers goes by SurveyMonkey's names, "Respondent ID" to "Custom Data
1"; what only it records (a quiz's points, the last page seen) is left out.

Google Forms numbers nobody. There the time stamp serves as the number, and of answers in one second
the place among them: a later export adds rows below and leaves the earlier stamps as they are, so
the same respondent has the same number. A number of fewer than six digits, as Microsoft Forms and
LimeSurvey give, is filled up with noughts.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

import polars as pl

from iro_pipeline.opening import Page
from iro_pipeline.readers import Column, Sheet, Unreadable, csv, lines
from iro_pipeline.readers.columns import named
from iro_pipeline.readers.layouts import LOOKED_AT, Layout, layout
from iro_pipeline.readers.platforms import FORMS, GOOGLE, LIMESURVEY

_DIRECTIVE = re.compile(rb"(?:\xef\xbb\xbf)?sep=.\r?\n", re.IGNORECASE)


def read(data: bytes, encodings: Sequence[str] = ("utf-8",)) -> Sheet:
    """Every cell of a CSV export as text. Raises Unreadable where its layout is not plain."""
    directive = _DIRECTIVE.match(data)
    if directive:
        data = data[directive.end() :]
    found = layout(csv.top(data, encodings, LOOKED_AT))
    rows = csv.strict(data, encodings, headers=found.start).rows
    return _sheet(found, rows.with_columns(pl.col("line") + (1 if directive else 0)))


def responses(page: Page) -> Sheet:
    """Every cell of a sheet's export as text. Raises Unreadable where its layout is not plain."""
    width = max(map(len, page.rows), default=0)
    if width > lines.MOST_COLUMNS:
        raise Unreadable(
            "too_many_columns",
            found=f"{width:,} columns",
            expected=f"at most {lines.MOST_COLUMNS:,}",
            do="Look at the first row: it may not be a header row.",
        )
    found = layout(page.rows[:LOOKED_AT])
    below = page.rows[found.start :]
    cells = zip_longest([""] * width, *below, fillvalue="")
    rows = pl.DataFrame(
        {str(i): pl.Series(column[1:], dtype=pl.String) for i, column in enumerate(cells)},
        schema=dict.fromkeys(map(str, range(width)), pl.String),
    ).with_columns(pl.all().replace({"": None}))
    first = page.first + found.start
    numbers = pl.Series("line", range(first, first + len(below)), dtype=pl.Int64)
    return _sheet(found, _filled(rows.with_columns(numbers)))._replace(name=page.name)


def _sheet(found: Layout, rows: pl.DataFrame) -> Sheet:
    width = rows.width - 1
    columns, dropped, nameless = named(found, width)
    if found.gaps:
        rows = _filled(rows.with_columns(pl.exclude("line").replace({"NA": None})))
    rows = csv.without_empty(rows.drop(map(str, dropped)), nameless)
    return _numbered(found, Sheet(columns, rows))


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """Without the rows that have no cell."""
    return rows.filter(~pl.all_horizontal(pl.exclude("line").is_null()))


def _numbered(found: Layout, sheet: Sheet) -> Sheet:
    """Each respondent with a number that is the same in a later export."""
    columns, rows, name = sheet
    headers = [each.header for each in columns]
    if found.platform is GOOGLE:
        number = _from_stamp(str(headers.index("End Date"))).alias(str(len(columns)))
        return Sheet([*columns, Column("Respondent ID")], rows.with_columns(number), name)
    if found.platform in (FORMS, LIMESURVEY):
        number = pl.col(str(headers.index("Respondent ID")))
        short = number.str.contains(r"^\d+$")
        rows = rows.with_columns(pl.when(short).then(number.str.zfill(6)).otherwise(number))
    return Sheet(columns, rows, name)


def _from_stamp(place: str) -> pl.Expr:
    """Two digits for each part of the time, one for am or pm, two for the place in that second."""
    stamp = pl.col(place)
    parts = stamp.str.extract_all(r"\d+").list.head(6)
    digits = parts.list.eval(pl.element().str.slice(-2).str.zfill(2)).list.join("")
    half = pl.when(stamp.str.contains("(?i)p\\.?m")).then(pl.lit("2")).otherwise(pl.lit("1"))
    place_in_second = pl.int_range(pl.len()).over(place).cast(pl.String).str.zfill(2)
    return pl.when(digits != "").then(digits + half + place_in_second)
