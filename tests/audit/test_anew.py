"""
What stood an audit is not attacked again, and what is told otherwise is, with all told before.

Of every release here somebody could tell Bolton's number: it would not have appeared. So whatever
is attacked is found, and what is not found was not attacked.
"""

import polars as pl
import pytest

from iro_pipeline.audit import Folders, Reading
from tests.audit.drawn import (
    BOLTON,
    BURY,
    MANCHESTER,
    MOVES,
    NO_RELEASE,
    NORTH_WEST,
    Shown,
    audited,
    figures,
    own,
    read,
)

ALONE = {BOLTON: None, BURY: (19, 62), MANCHESTER: (19, 62), NORTH_WEST: (41, 164)}
ROUNDED = {**ALONE, NORTH_WEST: (40, 160)}  # 25.0 per cent, as it is
MORE = {**ALONE, MANCHESTER: (39, 82), NORTH_WEST: (61, 184)}
FOUND = f"{MOVES} numerator, Bolton (E08000001), 2024"
DUE, LATER = "reviews_on_time", "later_reviews_on_time"  # of one fact, and no other than moves
KNOWN = own({BOLTON: (3, 40)})


def told(shown: Shown, indicator: str = MOVES, period: int = 2024) -> pl.DataFrame:
    return figures(shown, indicator).with_columns(period=pl.lit(period, pl.Int64))


def attacked(now: pl.DataFrame, *before: pl.DataFrame, known: pl.DataFrame = KNOWN) -> set[str]:
    """What can be told of this release, after those `before`."""
    facts = NO_RELEASE
    for each in before:
        facts = read({"figures": each}, KNOWN, facts).facts
    breaches = audited({"figures": now}, known, facts)
    return {each.cell for each in breaches if each.criterion == "small"}


def test_the_first_release_is_attacked():
    assert FOUND in attacked(told(ALONE))


def test_what_is_told_as_it_was_is_not_attacked_again():
    assert attacked(told(ALONE), told(ALONE)) == set()
    assert attacked(told(ALONE), told(ALONE), told(ALONE)) == set()


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (ALONE, MORE),
        (ROUNDED, ALONE),
        ({**ALONE, BURY: None}, ALONE),
        ({area: ALONE[area] for area in (BOLTON, BURY, MANCHESTER)}, ALONE),
    ],
    ids=["another", "told more closely", "shown and was withheld", "told for the first time"],
)
def test_where_one_number_is_told_otherwise_all_of_them_are_attacked(before: Shown, now: Shown):
    assert FOUND in attacked(told(now), told(before))


def test_where_one_status_is_another_all_are_attacked():
    unreliable = told(ALONE).with_columns(status=pl.col("status").replace("c", "u"))
    assert FOUND in attacked(unreliable, told(ALONE))


def test_a_number_that_is_another_in_the_same_words_is_attacked():
    """Bolton's was corrected, and is withheld as it was: the sums of it are others."""
    known = KNOWN.with_columns(vintage=pl.lit(2, pl.Int64))
    assert FOUND in attacked(told(ALONE), told(ALONE), known=known)


def test_what_is_attacked_is_attacked_with_all_releases_before():
    """Its neighbours were never shown together."""
    hidden = {**ALONE, BURY: None, MANCHESTER: None}
    bury, manchester = (told({**hidden, area: ALONE[area]}) for area in (BURY, MANCHESTER))
    assert attacked(manchester, told(hidden)) == set()
    assert FOUND in attacked(manchester, bury, told(hidden))


def test_what_changes_in_another_period_does_not_matter():
    before = pl.concat([told(ALONE), told(ALONE, period=2023)])
    now = pl.concat([told(ALONE), told(MORE, period=2023)])
    assert {each[-4:] for each in attacked(now, before)} == {"2023"}


def test_what_changes_in_another_fact_does_not_matter():
    before = pl.concat([told(ALONE), told(ALONE, DUE)])
    now = pl.concat([told(ALONE), told(MORE, DUE)])
    assert {each.split()[0] for each in attacked(now, before)} == {DUE}


def test_what_changes_in_another_indicator_of_the_fact_does():
    before = pl.concat([told(ALONE, LATER), told(ALONE, DUE)])
    now = pl.concat([told(ALONE, LATER), told(MORE, DUE)])
    assert {each.split()[0] for each in attacked(now, before)} == {LATER, DUE}


def test_a_release_has_its_own_place_where_the_one_before_told_nothing_otherwise():
    """The second told all as it was, and so left no facts: the third is not taken for it."""
    first = read({"figures": told(ALONE)}, KNOWN)
    third = Reading.of(Folders({"tables": {"figures": told(MORE)}}), first.facts, KNOWN, 3)
    assert set(third.told["release"]) == {3}
    assert third.told["vintage"].max() == 3
