"""Where every count is told to the nearest five, nothing beside it tells it closer."""

from dataclasses import replace

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Tables, protect
from iro_pipeline.disclosure.nearest import compared
from iro_pipeline.disclosure.receipts import MOVED
from iro_pipeline.disclosure.receipts import screen as receipts
from iro_pipeline.disclosure.thresholds import NEAREST_5, Thresholds
from tests.disclosure.drawn import BOLTON, NORTH_WEST, drawn, seen
from tests.tables import table

TABLES = """
    | indicator       | authority | numerator | denominator | n   |
    |-----------------|-----------|-----------|-------------|-----|
    | reviews_on_time | E08000001 | {part}    | {whole}     | 47  |
    | reviews_on_time | E08000002 | 41        | 58          | 58  |
    | reviews_on_time | E08000003 | 52        | 69          | 69  |
"""
COUNTS = ["numerator", "denominator", "n"]
EXACT = Thresholds.load()


@pytest.fixture(autouse=True)
def to_the_nearest_five(monkeypatch: pytest.MonkeyPatch) -> None:
    told = replace(EXACT, profile=NEAREST_5)
    monkeypatch.setattr(Thresholds, "load", classmethod(lambda _: told))


def tables(part: int = 33, whole: int = 47) -> Tables:
    return drawn(TABLES.format(part=part, whole=whole))


def row(name: str, **where: str) -> dict:
    return seen(protect(tables(), PUBLIC), name).filter(**where).row(0, named=True)


@pytest.mark.parametrize(
    ("area", "counts"), [(BOLTON, [35, 45, 45]), (NORTH_WEST, [125, 175, 175])]
)
def test_every_count_is_told_to_the_nearest_five_and_shares_are_of_these(area: str, counts: list):
    told = row("figures", area=area)
    assert [told[name] for name in COUNTS] == counts
    assert told["value"] == pytest.approx(100 * counts[0] / counts[1])
    assert told["rounding"] == 5


def test_the_interval_is_that_of_the_counts_told():
    told = row("figures", area=BOLTON)
    wilson = (63.73, 87.46)  # of 35 of 45
    assert (told["lower"], told["upper"]) == pytest.approx(wilson, abs=0.01)


def test_the_peers_of_an_authority_are_told_as_their_area_is():
    told = row("benchmarks", authority=BOLTON, peer_group="region")
    assert (told["peer_numerator"], told["peer_denominator"]) == (125, 175)
    assert told["peer_value"] == row("figures", area=NORTH_WEST)["value"]
    assert (told["rounding"], told["peer_rounding"]) == (5, 5)


def test_what_is_counted_alone_is_told_as_its_count():
    counted = drawn("""
        | indicator         | authority | numerator | denominator | n  |
        |-------------------|-----------|-----------|-------------|----|
        | cafcass_enquiries | E08000001 | 33        |             | 33 |
        | cafcass_enquiries | E08000002 | 41        |             | 41 |
        | cafcass_enquiries | E08000003 | 52        |             | 52 |
    """)
    told = protect(counted, PUBLIC)
    for name, area in (("figures", "area"), ("benchmarks", "authority")):
        of_it = seen(told, name).filter(pl.col(area) == BOLTON).row(0, named=True)
        assert (of_it["value"], of_it["numerator"]) == (35, 35)


def test_what_is_drawn_towards_others_from_exact_counts_is_not_told():
    told = row("benchmarks", authority=BOLTON, peer_group="england")
    assert [told[name] for name in ("estimate", "reliability", "distance")] == [None] * 3


@pytest.mark.parametrize("name", ["figures", "benchmarks"])
def test_an_authority_of_which_the_counts_round_alike_is_told_alike(name: str):
    of_it = pl.col("area" if name == "figures" else "authority") == BOLTON
    here, there = (
        seen(protect(tables(*counts), PUBLIC), name).filter(of_it)
        for counts in ((33, 47), (34, 47))
    )
    assert here.equals(there)


def test_a_change_is_that_of_the_values_told():
    rows = table(
        """
        | authority | period | previous_authority | previous_period | value | previous_value |
        |-----------|--------|--------------------|-----------------|-------|----------------|
        | E08000001 | 2024   | E08000001          | 2023            | 80    | 61.2           |
        | E08000001 | 2023   |                    |                 | 60    |                |
        """,
        **dict.fromkeys(["period", "previous_period"], pl.Int64),
        **dict.fromkeys(["value", "previous_value"], pl.Float64),
    ).with_columns(
        change=pl.when(pl.col("previous_value").is_not_null()).then(17.9),
        indicator=pl.lit("reviews_on_time"), speaker=pl.lit("records"), fact=pl.lit("review_due"),
        unit=pl.lit("percent"), level=pl.lit("authority"), peer=pl.lit("England"),
        peer_group=pl.lit("england"),
        peer_value=pl.lit(70.0), peer_numerator=pl.lit(70.0), peer_denominator=pl.lit(100.0),
    )  # fmt: skip
    told = compared(rows.collect(), Thresholds.load())
    assert told.select("previous_value", "change").rows() == [(60, 20), (None, None)]


def test_small_counts_are_withheld_as_ever():
    told = seen(protect(tables(part=44), PUBLIC), "figures").filter(area=BOLTON)
    assert told.select("status", "numerator").row(0) == ("c", None)


def test_rows_of_files_are_rounded_too():
    files = table(
        """
        | rows_in | accepted | rejected | faults | new | changed | withdrawn |
        |---------|----------|----------|--------|-----|---------|-----------|
        | 103     | 91       | 12       | 12     | 9   | 0       | 7         |
        """,
        **dict.fromkeys(["rows_in", "accepted", "rejected", "faults", *MOVED], pl.Int64),
    ).with_columns(state=pl.lit("loaded"), state_reason=pl.lit(None, pl.String))
    told = receipts(files.collect(), Thresholds.load())
    assert told.select("rows_in", "accepted", "rejected", *MOVED).row(0) == (105, 90, 10, 10, 0, 5)
