"""What a pack says is held against the tables of its folder, number by number."""

from dataclasses import replace

import polars as pl
import pytest

from iro_pipeline.audit.packs import packs
from iro_pipeline.packs import Cell, Change, ChangeRow, Column, Origin, Pack, Row, Section, Table

TABLES = {
    "figures": pl.DataFrame(
        {
            "indicator": ["reviews_on_time", "reviews_on_time"],
            "area": ["E08000012", "E08000011"],
            "value": [70.2479, None],
            "numerator": [85, None],
            "denominator": [121, None],
        }
    ),
    "indicators": pl.DataFrame(
        {"indicator": ["reviews_on_time"], "out_of": ["reviews due by 31 March"]}
    ),
}


def figure(area: str, column: str = "value") -> Origin:
    return Origin("figures", (("indicator", "reviews_on_time"), ("area", area)), column)


SHOWN = Cell(
    "70.2%",
    70.2479,
    detail="85 of 121 reviews due by 31 March. 95% interval",
    origin=figure("E08000012"),
)
WITHHELD = Cell("[c]", origin=figure("E08000011"))


def pack(*cells: Cell, headline: str = "", **of: object) -> Pack:
    columns = (
        Column("name", "Authority", "name"),
        Column("value", "On time", "number", decimals=1),
    )
    rows = tuple(Row((Cell("an authority"), cell)) for cell in cells)
    section = Section(
        "summary", "Summary", headline, tables=(Table("summary", "Of each", columns, rows),)
    )
    return Pack("region", "E12000002", "North West", "", "", "", (), (replace(section, **of),))


def found(told: Pack) -> list[str]:
    return [each.words for each in packs([("regions/north-west", told, TABLES)])]


def test_what_the_release_says_may_be_said():
    assert found(pack(SHOWN, WITHHELD, headline="Liverpool: 70.2%.")) == []


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (replace(SHOWN, value=71.0), "it shows another number than the release"),
        (replace(WITHHELD, value=3.0), "it shows a number that the release does not"),
        (replace(SHOWN, detail="3 were late."), "its detail has a number that its row does not"),
        (
            replace(SHOWN, origin=figure("E08000099")),
            "no row of the release is the one it names",
        ),
        (Cell("3.1%", 3.1), "it has no origin"),
    ],
)
def test_a_number_from_elsewhere_is_found(cell, words):
    assert found(pack(cell)) == [words]


def test_the_cell_is_named_and_no_value():
    breach = packs([("regions/north-west", pack(replace(SHOWN, value=71.0)), TABLES)])[0]
    assert breach.cell == "regions/north-west summary, value of reviews_on_time, E08000012"
    assert "7" not in breach.words


def test_a_sentence_may_count_but_not_tell_what_no_cell_does():
    assert found(pack(SHOWN, headline="3 of 24 authorities are lower.")) == []
    assert found(pack(SHOWN, headline="Liverpool stands at 71.4%.")) == [
        "a sentence has a number that no table of the pack has"
    ]


def test_a_chart_draws_what_the_table_beside_it_has():
    row = ChangeRow("Liverpool", "E08000012", 70.2479, 70.2479)
    drawn = Change("c", "", "", "summary", "percent", (row,), "2023", "2024")
    assert found(pack(SHOWN, charts=(drawn,))) == []
    beyond = replace(drawn, rows=(replace(row, before=68.0),))
    assert found(pack(SHOWN, charts=(beyond,))) == ["it draws a number that no table beside it has"]
