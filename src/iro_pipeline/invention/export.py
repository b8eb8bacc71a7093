"""Survey answers as SurveyMonkey exports them: two rows of headers, answers in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.invention import filing

_TEXT = "invented"
_FIRST_NUMBER = 9_000_000_001
_CLOSES = (3, 17)  # the survey of 2017 closed on 17 March
_AT = "%m/%d/%Y %I:%M:%S %p"
# What the platform records and questions 1 to 3, in their order. Addresses are of the ranges
# reserved for documentation (RFC 5737, RFC 2606).
_DETAILS = {
    "respondent": "{number}",
    "Collector ID": "100000001",
    "Start Date": "{began}",
    "answered_on": "{ended}",
    "IP Address": "192.0.2.{last}",
    "Email Address": "invented@example.org",
    "First Name": _TEXT,
    "Last Name": _TEXT,
    "Custom Data 1": "",
    "Name": _TEXT,
    "Region": "",
    "authority": "",
}
# What is left beside a name for a phone survey.
_CONTACT = (
    ("", "Local Authority", _TEXT),
    ("", "Email", "invented@example.org"),
    ("", "Phone", _TEXT),
    ("Contact Address", "Open-Ended Response", _TEXT),
)


class Column(NamedTuple):
    """One column of an export."""

    header: str
    sub: str
    cells: pl.Expr


def write(place: Path, terms: Contract, wave: int, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write one export; `rows` name their columns as the contract does, or by header."""
    dtypes = {
        each.name: pl.Boolean if each.type == "boolean" else pl.String for each in terms.fields
    }
    known = pl.DataFrame(
        [{**_details(number, wave), **row} for number, row in enumerate(rows)],
        schema={**dict.fromkeys(_DETAILS, pl.String), **dtypes},
    )
    columns = list(_columns(terms))
    cells = known.select(each.cells.alias(str(i)) for i, each in enumerate(columns))
    return filing.save(
        place, [[each.header for each in columns], [each.sub for each in columns]], cells
    )


def _details(number: int, wave: int) -> dict[str, str | None]:
    """The platform's record of one respondent, who answered in office hours of the last month."""
    morning = datetime(wave, *_CLOSES, 9) - timedelta(days=1 + 7 * number % 30)
    ended = morning + timedelta(minutes=37 * number % 480)
    record = {
        "number": _FIRST_NUMBER + 1000 * wave + number,
        "began": (ended - timedelta(minutes=20)).strftime(_AT),
        "ended": ended.strftime(_AT),
        "last": 1 + number % 254,
    }
    return {name: text.format(**record) or None for name, text in _DETAILS.items()}


def _columns(terms: Contract) -> Iterator[Column]:
    fields = {each.name: each for each in terms.fields}
    for name in _DETAILS:
        if name in fields or name in terms.ignored:
            header = fields[name].header[0] if name in fields else name
            yield Column(header, "", pl.col(name))
    for name, each in fields.items():
        if name not in _DETAILS:
            yield Column(*_headers(each), _cells(each))
    for header, sub, text in _CONTACT:
        yield Column(header, sub, pl.when("q30_contact_given").then(pl.lit(text)))


def _headers(each: Field) -> tuple[str, str]:
    """A question stands over its first column only; the second is its box."""
    return (each.header[0], "Response") if each.place == 1 else ("", "Other (please specify)")


def _cells(each: Field) -> pl.Expr:
    if each.type == "boolean":
        return pl.when(each.name).then(pl.lit(_TEXT))
    return filing.labelled(each)
