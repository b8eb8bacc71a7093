"""Invented categories of one fact, beside which protecting and the audit are measured."""

import numpy as np
import polars as pl

from benchmarks.attacks import categories, cost
from benchmarks.attacks.mutations import Mutation, audited, hidden, shown
from benchmarks.attacks.releases import Release, standing, sums, tables
from iro_pipeline.audit.breaches import OUTSIDER
from iro_pipeline.audit.limits import same
from iro_pipeline.disclosure.equations import known_as
from iro_pipeline.indicators import catalogue

PLACES = standing().filter(region="North East").sort("authority").head(4)
FEW = PLACES["authority"][0]
SMALL = "category_1"


def protected() -> Release:
    """Of three categories in four authorities one number is small."""
    counts = PLACES.select("authority", quarter=pl.lit(0, pl.Int64)).join(
        pl.DataFrame({"kind": categories.names(3), "count": [62, 85, 97]}), how="cross"
    )
    few = (pl.col("authority") == FEW) & (pl.col("kind") == SMALL)
    counts = counts.with_columns(count=pl.when(few).then(3).otherwise("count"))
    return Release.of(tables(sums(counts, categories.kinds(3))))


def withheld(release: Release, area: str) -> set[str]:
    return set(release.rows().filter(status="c", area=area)["indicator"])


def test_of_a_small_number_in_one_category_another_category_is_withheld_too():
    with categories.listed(3):
        mine = withheld(protected(), FEW)
    assert SMALL in mine
    assert len(mine) == 2


def test_the_audit_knows_that_categories_add_up():
    with categories.listed(3):
        release = protected()
        assert audited(release, Mutation(release.shown)) == []
        other = pl.col("indicator") != SMALL
        beside = hidden(release).row(by_predicate=other & (pl.col("area") == FEW), named=True)
        breaches = audited(release, Mutation(shown(release, beside)))
    assert [each.attacker for each in breaches] == [OUTSIDER]
    assert breaches[0].cell.startswith(f"{SMALL} numerator")


def known() -> tuple[list[str], set[str], set[str]]:
    """The indicators there are, and the numbers with several names on either side."""
    listed = catalogue.terms().collect()["indicator"].to_list()
    return listed, set(known_as()), set(same())


def test_while_they_last_there_is_nothing_else_and_afterwards_all_is_as_it_was():
    before = known()
    assert categories.LIKE in before[0]
    assert all(f"{categories.LIKE}.denominator" in names for names in before[1:])
    with categories.listed(3):
        wholes = {f"{name}.denominator" for name in categories.names(3)}
        assert known() == (categories.names(3), wholes, wholes)
    assert known() == before


def test_reviews_are_as_many_however_many_categories_they_are_divided_into():
    few, many = (
        categories.drawn(np.random.default_rng(1), standing(), each)["count"].to_numpy().sum()
        for each in (8, 80)
    )
    assert abs(many - few) < few / 10


def test_the_audit_finds_nothing_in_what_is_measured():
    """But would, if what protects did not know that these add up."""
    row = cost.by_categories(np.random.default_rng(0), PLACES, 8)
    assert row["to_protect"] > 0
    assert (row["categories"], row["figures"], row["breaches"]) == (8, 48, 0)
