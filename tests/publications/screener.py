"""
What DfE's screener asks of a pair of files before Explore Education Statistics takes them.

Written from the open data standards of the analysts' guide and the rules of eesyscreener: each
function gives what is wrong, in words.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

NEEDED = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
PLACES = (*NEEDED, "region_code", "region_name", "new_la_code", "old_la_code", "la_name")
OF_LEVEL = {
    "National": (),
    "Regional": ("region_code", "region_name"),
    "Local authority": ("region_code", "region_name", "new_la_code", "old_la_code", "la_name"),
}
DIGITS = {"Financial year": 6, "Reporting year": 4}
SYMBOLS = {"z", "x", "c", "low", "u"}
LEGACY = {"~", ":", "N/A", "n/a", ".", "..", "-", ""}
NULLS = {"NA", "na", "Null", "null", "NULL"}
META = {
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"),
    *("filter_hint", "filter_grouping_column"),
}
UNITS = {"", "£", "%", "pp", "£m", "numberstring"}
REGIONS = {
    ("E12000001", "North East"), ("E12000002", "North West"),
    ("E12000003", "Yorkshire and The Humber"), ("E12000004", "East Midlands"),
    ("E12000005", "West Midlands"), ("E12000006", "East of England"), ("E12000007", "London"),
    ("E12000008", "South East"), ("E12000009", "South West"),
}  # fmt: skip
LONGEST = {"name": 50, "label": 80, "item": 120}  # for data that are served by its API
LOOKS_LIKE_A_PLACE = re.compile(
    r"(sch|prov|inst|estab|reg|la|local|rsc|pcon|lep|mca|oa|ward|mat).*(name|code|id|number)"
    r"|name|code|id|number|region|la|lad|ward|school|provider",
    re.IGNORECASE,
)
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")

Rows = list[dict[str, str]]


def screened(path: Path, texts: tuple[str, ...] = ()) -> list[str]:
    """Everything that is wrong with a pair; `texts`: indicators that are words and no numbers."""
    data, meta = rows(path), rows(path.with_suffix(".meta.csv"))
    return [
        *file_names(path),
        *names(data, meta),
        *times(data),
        *places(data),
        *told(data, meta),
        *cells(data, meta, texts),
        *choices(data, meta),
    ]


def rows(path: Path) -> Rows:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def file_names(path: Path) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9_-]{1,50}\.csv", path.name):
        yield f"the name {path.name}"


def names(data: Rows, meta: Rows) -> Iterator[str]:
    found = [*data[0]]
    for name in found:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or len(name) > LONGEST["name"]:
            yield f"the column {name}"
    if missing := [name for name in NEEDED if name not in found]:
        yield f"no column {missing}"
    if not meta[0].keys() >= META:
        yield f"the meta file has no column {META - meta[0].keys()}"
    if unknown := {each["col_name"] for each in meta} - {*found}:
        yield f"in the meta file and not in the data: {unknown}"
    of_one = {name for name in found if len({each[name] for each in data}) == 1}
    known = {*PLACES, *of_one, *(each["col_name"] for each in meta)}
    if unknown := {*found} - known:
        yield f"in the data and not in the meta file: {unknown}"


def times(data: Rows) -> Iterator[str]:
    kinds = {each["time_identifier"] for each in data}
    if len(kinds) != 1 or not kinds <= DIGITS.keys():
        yield f"years of the kinds {kinds}"
        return
    for time in {each["time_period"] for each in data}:
        if not time.isdigit() or len(time) != DIGITS[min(kinds)]:
            yield f"the time {time}"
        elif len(time) == 6 and (int(time[2:4]) + 1) % 100 != int(time[4:]):
            yield f"the years of {time} do not follow each other"


def places(data: Rows) -> Iterator[str]:
    for each in {tuple(row[name] for name in PLACES[2:]): row for row in data}.values():
        level = each["geographic_level"]
        filled = {name for name in PLACES[5:] if each[name]}
        if level not in OF_LEVEL or filled != {*OF_LEVEL[level]}:
            yield f"a row of the level {level} with {filled}"
        if (each["country_code"], each["country_name"]) != ("E92000001", "England"):
            yield "another country than England"
        if each["region_code"] and (each["region_code"], each["region_name"]) not in REGIONS:
            yield f"the region {each['region_code']} {each['region_name']}"
        if each["new_la_code"] and not re.fullmatch(r"E\d{8}", each["new_la_code"]):
            yield f"the code {each['new_la_code']}"
        if each["old_la_code"] and not re.fullmatch(r"\d{3}", each["old_la_code"]):
            yield f"the number {each['old_la_code']}"
    if any(
        value.lower() in ("total", "all") for row in data for value in map(row.get, PLACES) if value
    ):
        yield "a total among times and places"


def told(data: Rows, meta: Rows) -> Iterator[str]:
    for each in meta:
        name, is_filter = each["col_name"], each["col_type"] == "Filter"
        if each["col_type"] not in ("Filter", "Indicator"):
            yield f"{name} is a {each['col_type']}"
        if not each["label"].strip() or len(each["label"]) > LONGEST["label"]:
            yield f"the label of {name}"
        if name in PLACES or (is_filter and LOOKS_LIKE_A_PLACE.fullmatch(name)):
            yield f"{name} is a place or a time"
        if each["indicator_unit"] not in UNITS or (is_filter and each["indicator_unit"]):
            yield f"the unit of {name}"
        if each["indicator_dp"] and (is_filter or not each["indicator_dp"].isdigit()):
            yield f"the decimals of {name}"
        if is_filter and each["indicator_grouping"]:
            yield f"{name} is a filter in a group of indicators"
        if not is_filter and (each["filter_hint"] or each["filter_grouping_column"]):
            yield f"{name} has what only a filter has"
    for column in ("col_name", "label"):
        if len({each[column] for each in meta}) != len(meta):
            yield f"a {column} twice"
    if not any(each["col_type"] == "Indicator" for each in meta):
        yield "no indicator"
    if {value for row in meta for value in row.values()} & NULLS:
        yield "a null in words in the meta file"


def cells(data: Rows, meta: Rows, texts: tuple[str, ...]) -> Iterator[str]:
    for each in meta:
        found = {row[each["col_name"]] for row in data}
        if found & NULLS:
            yield f"a null in words in {each['col_name']}"
        if each["col_type"] == "Indicator":
            if found & LEGACY:
                yield f"a blank or an obsolete symbol in {each['col_name']}"
            odd = {cell for cell in found - SYMBOLS if not NUMBER.fullmatch(cell)}
            if odd and each["col_name"] not in texts:
                yield f"neither number nor symbol in {each['col_name']}: {odd}"


def choices(data: Rows, meta: Rows) -> Iterator[str]:
    filters = {each["col_name"]: each for each in meta if each["col_type"] == "Filter"}
    for name, each in filters.items():
        items = {row[name] for row in data}
        if len(items) < 2:
            yield f"{name} has one item"
        if any(not item or item != item.strip() or len(item) > LONGEST["item"] for item in items):
            yield f"an item of {name} is blank, spaced or too long"
        if (each["filter_default"] or "Total") not in items:
            yield f"{name} has neither a total nor a default"
    alone = {tuple(row[name] for name in (*PLACES, *filters)) for row in data}
    if len(alone) != len(data):
        yield "two rows of the same time, place and choices"
    if not data:
        yield "no rows"
