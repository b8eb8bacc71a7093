"""Four quarters add up to their year."""

from dataclasses import replace

import polars as pl

from iro_pipeline import benchmarks
from iro_pipeline.disclosure import PUBLIC, protect
from tests.disclosure.drawn import BOLTON, BURY, MANCHESTER, ON_TIME, drawn, in_2024, seen

YEAR = """
    | indicator       | authority | numerator | denominator | n   |
    |-----------------|-----------|-----------|-------------|-----|
    | reviews_on_time | E08000001 | 320       | 400         | 400 |
    | reviews_on_time | E08000002 | 320       | 400         | 400 |
    | reviews_on_time | E08000003 | 320       | 400         | 400 |
    | reviews_on_time | E08000004 | 320       | 400         | 400 |
"""
OLDHAM = "E08000004"


def shown(late: dict[str, tuple[int, ...]], name: str = "series") -> pl.DataFrame:
    """Quarters of a hundred reviews, so many of them late; twenty where nothing is said."""
    quarters = pl.DataFrame(
        [
            {
                "indicator": ON_TIME,
                "authority": authority,
                "period": 2024,
                "quarter": number,
                "numerator": 100.0 - each,
                "denominator": 100.0,
                "n": 100,
                "untold": 0.0,
            }
            for authority in (BOLTON, BURY, MANCHESTER, OLDHAM)
            for number, each in enumerate(late.get(authority, (20, 20, 20, 20)), start=1)
        ]
    )
    there = in_2024().collect()
    made = {"series": benchmarks.series, "trends": benchmarks.trends}
    tables = replace(drawn(YEAR), **{each: make(quarters, there) for each, make in made.items()})
    return seen(protect(tables, PUBLIC), name)


def statuses(found: pl.DataFrame, area: str) -> list[str]:
    return found.filter(area=area).sort("quarter")["status"].to_list()


def test_quarters_with_enough_on_either_side_are_shown():
    assert statuses(shown({}), BOLTON) == ["", "", "", ""]


def test_where_one_quarter_is_withheld_all_four_are():
    """Their year is known, and three of them would give the fourth."""
    assert statuses(shown({BOLTON: (20, 3, 20, 20)}), BOLTON) == ["c"] * 4


def test_two_other_authorities_quarters_go_with_them_where_the_region_is_shown():
    found = shown({BOLTON: (20, 3, 20, 20)})
    region = found.filter(level="region")
    assert set(region["status"]) == {""}
    hidden = found.filter(level="authority", status="c")["area"].n_unique()
    assert hidden == 3


def test_a_trend_is_told_where_all_its_quarters_are():
    found = shown({BOLTON: (20, 3, 20, 20)}, "trends")
    told = dict(found.filter(level="authority").select("area", "change_verdict").rows())
    assert told[BOLTON] is None
    assert "no more than chance" in told.values()
