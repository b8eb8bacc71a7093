from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from iro_pipeline.disclosure import PUBLIC, Tables, protect
from iro_pipeline.disclosure.movement import Component, Movement
from iro_pipeline.disclosure.numbers import EARLIER, Numbers, nothing_earlier
from iro_pipeline.disclosure.protecting import TOLD, Before
from iro_pipeline.disclosure.readers import Found, Goal, Insiders
from iro_pipeline.disclosure.repair import repaired
from tests.disclosure.drawn import BOLTON, BURY, MANCHESTER, NORTH_WEST, OLDHAM, drawn, seen
from tests.tables import table

UNITS = {"unit": "percent", "fact": "review", "speaker": "records"}


def figures(drawing: str) -> pl.DataFrame:
    """Cells of one region: an authority's numerator and denominator, and the region's sum."""
    own = table(drawing).collect().with_columns(pl.col("numerator", "denominator").cast(pl.Float64))
    level = {"level": "authority", "region": "North West"}
    region = (
        own.group_by("indicator", maintain_order=True)
        .agg(pl.sum("numerator", "denominator"))
        .with_columns(area=pl.lit(NORTH_WEST), level=pl.lit("region"), region=pl.lit("North West"))
    )
    cells = pl.concat(
        [own.with_columns(**{name: pl.lit(word) for name, word in level.items()}), region],
        how="diagonal",
    )
    return cells.with_columns(
        **{name: pl.lit(word) for name, word in UNITS.items()},
        period=pl.lit(2024, pl.Int64),
        quarter=pl.lit(0, pl.Int64),
        n=pl.col("denominator").cast(pl.Int64),
        same=pl.lit(value=False),
    ).with_columns(hidden=small())


def earlier(cells: pl.DataFrame, release: int, shown: list[str]) -> pl.DataFrame:
    """The same figures as a release before had them, of which those of some areas were shown."""
    told = cells.with_columns(shown=pl.col("area").is_in(shown), release=pl.lit(release, pl.Int64))
    return told.select(list(EARLIER))


def small() -> pl.Expr:
    rest = pl.col("denominator") - pl.col("numerator")
    return pl.any_horizontal(part.is_between(1, 5) for part in (pl.col("numerator"), rest))


def withheld(cells: pl.DataFrame, before: pl.DataFrame | None = None) -> dict[str, set[str]]:
    found = cells.with_columns(hidden=repaired(cells, 5, before)).filter("hidden")
    return {name: set(rows["area"]) for (name,), rows in found.group_by("indicator")}


ONE_SMALL = """
    | indicator     | area      | numerator | denominator |
    |---------------|-----------|-----------|-------------|
    | participation | E08000001 | 36        | 40          |
    | participation | E08000002 | 50        | 70          |
    | participation | E08000003 | 60        | 90          |
    | participation | E08000004 | 70        | 110         |
"""


def test_a_small_number_is_hidden_among_three_so_that_a_member_cannot_tell_it():
    found = withheld(figures(ONE_SMALL))["participation"]
    assert BOLTON in found
    assert len(found) == 3
    assert NORTH_WEST not in found


def test_the_figures_of_fewest_people_are_taken():
    assert withheld(figures(ONE_SMALL))["participation"] == {BOLTON, BURY, MANCHESTER}


def test_a_share_that_others_add_up_to_is_hidden_with_some_of_them():
    """Reviews attended are those of four codes: beside them and three the fourth is told."""
    rows = "\n".join(
        f"| {name} | {area} | {count} | 100 |"
        for area in (BOLTON, BURY, MANCHESTER, OLDHAM)
        for name, count in [
            ("attendance", 73 if area == BOLTON else 80),
            ("participation_pn1", 30),
            ("participation_pn2", 20),
            ("participation_pn3", 20),
            ("participation_pn4", 3 if area == BOLTON else 10),
        ]
    )
    heading = "| indicator | area | numerator | denominator |\n|---|---|---|---|\n"
    found = withheld(figures(heading + rows))
    others = [name for name in found if name != "participation_pn4" and BOLTON in found[name]]
    assert BOLTON in found["participation_pn4"]
    assert others


@pytest.mark.parametrize("kept", [BURY, MANCHESTER])
def test_what_was_shown_before_and_is_the_same_hides_nothing(kept: str):
    cells = figures(ONE_SMALL)
    before = earlier(cells.filter(area=kept), 1, [kept])
    found = withheld(cells, before)["participation"]
    assert kept not in found
    assert len(found) == 3


def other(area: str, numerator: int, denominator: int) -> str:
    """ONE_SMALL where one authority has other numbers."""
    rows = [f"| participation | {area} | {numerator} | {denominator} |" if area in row else row
            for row in ONE_SMALL.splitlines()]  # fmt: skip
    return "\n".join(rows)


def told_with(cells: pl.DataFrame, hidden: list[str]) -> pl.DataFrame:
    """What of them is withheld, and nothing shown before is, nor is anything as it was."""
    return cells.with_columns(hidden=pl.col("area").is_in(hidden))


def test_a_small_number_of_before_is_not_told_by_its_correction():
    """Bolton's is small no longer; told now, it would tell what was withheld of it then."""
    then = earlier(figures(ONE_SMALL), 1, [OLDHAM, NORTH_WEST])
    now = told_with(figures(other(BOLTON, 50, 80)), [BURY, MANCHESTER])
    assert BOLTON in withheld(now, then)["participation"]
    assert BOLTON not in withheld(now).get("participation", set())


def test_what_several_releases_tell_of_a_corrected_number_is_reckoned_with():
    """Shown first, Bury's new number follows from its region's: it hides Bolton's no longer."""
    was = figures(other(BURY, 55, 72))
    first = earlier(was, 1, [BURY, OLDHAM, NORTH_WEST])
    second = earlier(figures(ONE_SMALL), 2, [OLDHAM, NORTH_WEST])
    now = figures(other(MANCHESTER, 80, 115))
    hidden = told_with(now, [BOLTON, BURY])
    assert MANCHESTER in withheld(hidden, pl.concat([first, second]))["participation"]


def test_a_correction_is_taken_to_move_no_number_by_much():
    """Bury's may be larger, as long as it stays near to what was told of it."""
    now = figures(other(BURY, 68, 89)).filter(area=BURY)
    then = earlier(figures(ONE_SMALL).filter(area=BURY), 1, [BURY])
    numbers = Numbers.of(now.with_row_index("figure"), then)
    assert sorted(numbers.room[~numbers.exact]) == [1, 2, 19, 21, 38, 39]


def test_what_was_withheld_before_and_is_the_same_stays_withheld():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 20        | 40          | 40  |
        | reviews_on_time | E08000002 | 50        | 70          | 70  |
        | reviews_on_time | E08000003 | 60        | 90          | 90  |
        | reviews_on_time | E08000004 | 70        | 110         | 110 |
    """)
    before = {"indicator": "reviews_on_time", "level": "authority", "area": OLDHAM, "period": 2024}
    told = pl.DataFrame([before | {"quarter": 0, "shown": False, "same": True}], schema=TOLD)
    assert status(tables) == ""
    assert status(replace(tables, before=Before(told))) == "c"


def test_a_period_of_a_fact_that_is_all_the_same_stays_as_it_was():
    cells = figures(ONE_SMALL).with_columns(same=pl.lit(value=True))
    assert withheld(cells) == {"participation": {BOLTON}}


def test_the_order_of_the_figures_changes_nothing():
    cells = figures(ONE_SMALL)
    assert withheld(cells.reverse()) == withheld(cells)


def test_a_number_under_two_names_is_one_number():
    cells = figures(ONE_SMALL)
    twice = pl.concat([cells, cells.with_columns(indicator=pl.lit("attendance"))])
    numbers = Numbers.of(twice.with_row_index("figure"), nothing_earlier()).table["number"]
    assert "attendance.denominator" not in numbers
    assert "participation.denominator" in numbers


def status(tables: Tables) -> str:
    return seen(protect(tables, PUBLIC), "figures").filter(area=OLDHAM)["status"].item()


def after(by: list[float]) -> Found:
    """Three authorities' numbers, 3, 4 and 5, and one movement of them."""
    owner, nobody = np.array([1, 2, 3]), np.zeros(3, np.int64)
    found = Found(np.array([3.0, 4.0, 5.0]), Insiders.of(owner, nobody), 5)
    moved = np.flatnonzero(by)
    found.add(moved, [np.array(by)[moved]])
    return found


@pytest.mark.parametrize(
    ("by", "reached"),
    [
        ([3.0, -3.0, 0.0], True),
        ([4.0, 0.0, -4.0], True),
        ([2.0, -2.0, 0.0], False),  # not so far
        ([-2.0, 2.0, 0.0], False),  # the other way
    ],
)
def test_a_number_is_where_it_must_be_if_it_moves_as_far_the_same_way(
    by: list[float], reached: bool
):
    assert after(by).serves(Goal(0, 6)) == reached


def test_half_a_person_serves_nothing():
    value, nobody = np.array([1.0, 2.0]), np.zeros(2, np.int64)
    twice = sparse.csr_array(np.array([[2.0, -1.0]]))
    part = Component(np.arange(2), twice, np.array([True]), np.zeros(1))
    found = Found(value, Insiders.of(nobody, nobody), 5)
    moved = found.moved(Movement(part, value, np.ones(2)), Goal(1, 1))
    assert moved is not None
    assert moved.tolist() == [-0.5, -1.0]
    assert not found.serves(Goal(1, 1))


def test_a_movement_of_what_its_reader_knows_serves_nothing():
    found = after([-2.0, 2.0, 0.0])
    assert found.serves(Goal(0, 1))
    assert not found.serves(Goal(0, 1, insider=2))
    assert found.serves(Goal(0, 1, insider=3))
