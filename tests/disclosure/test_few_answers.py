"""No table of any audience holds a number of an authority's few practitioners."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.disclosure import PUBLIC, SURVEY, Audience, Protected, Tables, protect_each
from tests.disclosure.drawn import BOLTON, COVERAGE, seen
from tests.disclosure.surveys import SIX, answered, surveyed, unlike_services

AUDIENCES = [PUBLIC, Audience("network", "North West"), Audience("authority", BOLTON)]
# What a row holds that is no number of the authority's practitioners: when, of how many
# authorities, what the band or its peers are, how counts are told, and what its service said.
NOT_THEIRS = {
    *("period", "previous_period", "authorities", "change_authorities", "of"),
    *("band_order", "lo", "hi", "closed_hi", "extras"),
    *("peer_value", "peer_numerator", "peer_denominator", "peer_authorities", "peer_of"),
    *("peer_change", "peer_change_authorities"),
    *("services", "both", "service_value"),
    *("rounding", "peer_rounding"),
}
few = st.lists(st.integers(1, 5), min_size=1, max_size=9)


@settings(deadline=None, max_examples=3)
@given(st.lists(few, min_size=6, max_size=6))
def test_of_fewer_than_ten_there_is_no_number_in_any_table(answers: list[list[int]]):
    for protected in protect_each(of_few(answers), AUDIENCES):
        for name in protected.tables:
            for row in of_practitioners(protected, name).to_dicts():
                assert not numbers(row), (name, row)


@pytest.mark.parametrize("of", [9, 10])
def test_the_walk_finds_what_ten_may_show(of: int):
    """Were it to look at the wrong rows, it would find nothing of ten either."""
    answers = [[1, 2, 4, 5, 3, 4, 2, 5, 4, 3][:of]] * 6
    (protected,) = protect_each(of_few(answers), [PUBLIC])
    found = {
        name
        for name in protected.tables
        for row in of_practitioners(protected, name).to_dicts()
        if numbers(row)
    }
    assert found == (set() if of < 10 else {"figures", "benchmarks", "coverage"})


def of_few(answers: list[list[int]]) -> Tables:
    """The six authorities' practitioners; their services, and who answered."""
    rows = [
        (area, "iro", " ".join(map(str, each))) for area, each in zip(SIX, answers, strict=True)
    ]
    coverage = pl.DataFrame(
        [
            {"level": "authority", "area": area, "area_name": area, "authorities": 1, "of": 1}
            | {"source": "state_of_the_nation", "period": 2024, "speaker": "practitioner"}
            | {"region": "North West", "respondents": len(each)}
            for area, each in zip(SIX, answers, strict=True)
        ],
        schema=COVERAGE,
    )
    return replace(surveyed(answered(*rows), unlike_services()), coverage=coverage)


def of_practitioners(protected: Protected, name: str) -> pl.DataFrame:
    """The rows of a table that are of an authority's practitioners, or hold their numbers."""
    rows = seen(protected, name)
    area = next((each for each in ("area", "authority") if each in rows.columns), None)
    if area is None or not ({"speaker"} & {*rows.columns} or name in SURVEY):
        return rows.clear()
    theirs = rows.filter(pl.col(area).is_in(SIX))
    if "practitioner_source" in rows.columns:
        # Their region's mean may stand there; it is none of theirs.
        own = pl.col("practitioner_source").fill_null("own") == "own"
        return theirs.with_columns(pl.when(own).then("practitioner_value"))
    if "speaker" in rows.columns:
        return theirs.filter(speaker="practitioner")
    return theirs.clear()


def numbers(row: dict) -> dict:
    """What a row says in numbers of the authority's own practitioners."""
    return {
        name: value
        for name, value in row.items()
        if name not in NOT_THEIRS and isinstance(value, int | float)
    }
