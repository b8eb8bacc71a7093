import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline import benchmarks as module
from iro_pipeline.benchmarks import MEDIAN, caseload_bands, own_figures
from iro_pipeline.contracts import Contract
from iro_pipeline.validation import at_rest
from tests.measured import with_nothing_untold
from tests.tables import table

AUTHORITIES = table(
    """
    | authority | period | la_code | name       | region     | region_code |
    |-----------|--------|---------|------------|------------|-------------|
    | E08000012 | 2024   | 341     | Liverpool  | North West | E12000002   |
    | E06000009 | 2024   | 890     | Blackpool  | North West | E12000002   |
    | E06000008 | 2024   | 889     | Blackburn  | North West | E12000002   |
    | E06000001 | 2024   | 805     | Hartlepool | North East | E12000001   |
    """,
    period=pl.Int64,
)
PEERS = table(
    """
    | authority | period | peer_group             | peer_name              | peer      | peer_of |
    |-----------|--------|------------------------|------------------------|-----------|---------|
    | E08000012 | 2024   | england                | England                | E08000012 | 4       |
    | E08000012 | 2024   | england                | England                | E06000009 | 4       |
    | E08000012 | 2024   | england                | England                | E06000008 | 4       |
    | E08000012 | 2024   | england                | England                | E06000001 | 4       |
    | E06000009 | 2024   | england                | England                | E06000001 | 4       |
    | E06000009 | 2024   | england                | England                | E06000008 | 4       |
    | E06000009 | 2024   | england                | England                | E06000009 | 4       |
    | E06000009 | 2024   | england                | England                | E08000012 | 4       |
    | E08000012 | 2024   | statistical_neighbours | Statistical neighbours | E06000009 | 3       |
    | E08000012 | 2024   | statistical_neighbours | Statistical neighbours | E06000001 | 3       |
    | E06000009 | 2024   | statistical_neighbours | Statistical neighbours | E06000008 | 3       |
    """,
    period=pl.Int64,
    peer_of=pl.Int64,
)


def figures(measured: pl.LazyFrame, there: pl.LazyFrame) -> pl.LazyFrame:
    standing = there.collect()
    return module.figures(own_figures(with_nothing_untold(measured), standing), standing).lazy()


def benchmarks(measured: pl.LazyFrame, peers: pl.LazyFrame, there: pl.LazyFrame) -> pl.LazyFrame:
    standing = there.collect()
    own = own_figures(with_nothing_untold(measured), standing)
    return module.benchmarks(own, peers, standing).lazy()


def indicators(drawing: str, speaker: str = "records") -> pl.LazyFrame:
    drawn = table(drawing, numerator=pl.Float64, denominator=pl.Float64, n=pl.Int64)
    return drawn.with_columns(period=pl.lit(2024, pl.Int64), speaker=pl.lit(speaker))


ON_TIME = indicators(
    """
    | indicator       | authority | numerator | denominator | n   |
    |-----------------|-----------|-----------|-------------|-----|
    | reviews_on_time | E08000012 | 90        | 100         | 100 |
    | reviews_on_time | E06000009 | 5         | 10          | 10  |
    | reviews_on_time | E06000001 | 9         | 10          | 10  |
    """
)


def areas(level: str, *columns: str) -> list[tuple]:
    rows = figures(ON_TIME, AUTHORITIES).filter(pl.col("level") == level)
    return rows.select(columns).collect().rows()


def test_an_authority_rests_on_itself():
    shown = areas("authority", "area_name", "region", "value", "authorities", "of")
    assert ("Liverpool", "North West", 90.0, 1, 1) in shown


def test_a_region_is_the_sum_of_its_authorities_and_never_their_average():
    shown = areas("region", "area", "numerator", "denominator", "value", "authorities", "of")
    assert shown == [
        ("E12000001", 9, 10, 90.0, 1, 1),
        ("E12000002", 95, 110, pytest.approx(100 * 95 / 110), 2, 3),
    ]


def test_england_says_on_how_many_of_its_authorities_it_rests():
    shown = areas("england", "area", "area_name", "region", "authorities", "of")
    assert shown == [("E92000001", "England", None, 3, 4)]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["E12000001", "E12000002"]), st.integers(0, 90)),
        min_size=1,
        max_size=20,
    )
)
def test_england_is_the_sum_of_its_regions(drawn):
    there = pl.LazyFrame(
        [
            {
                "authority": f"E{number:08}",
                "la_code": f"{number:03}",
                "period": 2024,
                "name": "A",
                "region": region,
                "region_code": region,
            }
            for number, (region, _) in enumerate(drawn)
        ]
    )
    measured = there.select(
        pl.lit("reviews_on_time").alias("indicator"),
        "authority",
        "period",
        pl.lit("records").alias("speaker"),
        pl.Series("numerator", [float(part) for _, part in drawn]),
        pl.lit(90.0).alias("denominator"),
        pl.lit(90).cast(pl.Int64).alias("n"),
    )
    sums = (
        figures(measured, there)
        .group_by("level")
        .agg(pl.sum("numerator", "denominator", "n", "authorities", "of"))
        .drop("level")
        .unique()
        .collect()
    )
    parts = float(sum(part for _, part in drawn))
    assert sums.rows() == [
        (parts, 90.0 * len(drawn), 90 * len(drawn), len(drawn), len(drawn)),
    ]


def test_an_interval_goes_with_what_is_counted_and_not_with_what_is_stated():
    measured = indicators(
        """
        | indicator                              | authority | numerator | denominator | n |
        |----------------------------------------|-----------|-----------|-------------|---|
        | reviews_on_time                        | E08000012 | 5         | 10          | 9 |
        | iro_wte_agency_or_commissioned         | E08000012 | 5         | 10          | 1 |
        | children_per_iro                       | E08000012 | 5         | 10          | 1 |
        | q15_service_resourced_score_by_service | E08000012 | 5         | 10          | 9 |
        | cafcass_enquiries                      | E08000012 | 5         |             | 1 |
        """
    )
    shown = figures(measured, AUTHORITIES).filter(pl.col("level") == "authority")
    values = {
        row["indicator"]: (row["value"], row["lower"] is not None)
        for row in shown.collect().rows(named=True)
    }
    assert values == {
        "reviews_on_time": (50.0, True),
        "iro_wte_agency_or_commissioned": (50.0, False),
        "children_per_iro": (0.5, True),
        "q15_service_resourced_score_by_service": (0.5, False),
        "cafcass_enquiries": (5.0, True),
    }


def test_an_interval_is_in_the_unit_of_its_value():
    row = areas("authority", "area", "lower", "value", "upper")[0]
    assert row == (
        "E06000001",
        pytest.approx(59.585, abs=1e-3),
        90.0,
        pytest.approx(98.212, abs=1e-3),
    )


def beside(measured: pl.LazyFrame, group: str) -> dict[str, list]:
    columns = ("authority_name", "peer_value", "peer_authorities", "peer_of", "peer_method")
    rows = benchmarks(measured, PEERS, AUTHORITIES).filter(pl.col("peer_group") == group)
    return {name: shown for name, *shown in rows.select(columns).collect().rows()}


def test_peers_are_added_up_and_say_how_many_of_them_have_a_figure():
    england = pytest.approx(100 * 104 / 120)
    assert beside(ON_TIME, "england") == {
        "Blackpool": [england, 3, 4, "ratio of sums"],
        "Liverpool": [england, 3, 4, "ratio of sums"],
    }


def test_an_authority_none_of_whose_peers_has_a_figure_is_still_there():
    assert beside(ON_TIME, "statistical_neighbours") == {
        "Blackpool": [None, 0, 3, "ratio of sums"],
        "Liverpool": [70.0, 2, 3, "ratio of sums"],
    }


RATES = indicators(
    """
    | indicator         | authority | numerator | denominator | n |
    |-------------------|-----------|-----------|-------------|---|
    | looked_after_rate | E08000012 | 149       | 20000       | 1 |
    | looked_after_rate | E06000009 | 1845      | 100000      | 1 |
    | looked_after_rate | E06000001 | 1404      | 100000      | 1 |
    """
)


def test_a_rate_is_shown_as_dfe_publishes_it_halves_rounded_up():
    shown = figures(RATES, AUTHORITIES).filter(pl.col("level") == "authority")
    rates = dict(shown.select("area_name", "value").collect().rows())
    assert rates == {"Liverpool": 75.0, "Blackpool": 185.0, "Hartlepool": 140.0}


def test_neighbours_of_a_published_rate_are_the_median_of_what_is_published_half_rounded_up():
    assert beside(RATES, "statistical_neighbours")["Liverpool"] == [163.0, 2, 3, MEDIAN]


def test_england_s_rate_is_the_ratio_of_sums():
    assert beside(RATES, "england")["Liverpool"] == [154.0, 3, 4, "ratio of sums"]


def test_a_count_stands_beside_the_mean_of_its_peers_and_has_no_denominator():
    counts = indicators(
        """
        | indicator         | authority | numerator | denominator | n |
        |-------------------|-----------|-----------|-------------|---|
        | cafcass_enquiries | E08000012 | 3         |             | 1 |
        | cafcass_enquiries | E06000009 | 2         |             | 1 |
        """
    )
    assert beside(counts, "england")["Liverpool"] == [2.5, 2, 4, "mean of authorities"]
    denominators = benchmarks(counts, PEERS, AUTHORITIES).select("peer_denominator").collect()
    assert denominators.to_series().null_count() == denominators.height


BANDS = indicators(
    """
    | indicator                           | authority | numerator | denominator | n |
    |-------------------------------------|-----------|-----------|-------------|---|
    | q05_caseload_band_a_by_practitioner | E08000012 | 2         | 6           | 6 |
    | q05_caseload_band_c_by_practitioner | E08000012 | 4         | 6           | 6 |
    | q05_caseload_band_a_by_practitioner | E06000009 | 1         | 1           | 1 |
    | q05_caseload_band_c_by_practitioner | E06000009 | 0         | 1           | 1 |
    """,
    speaker="practitioner",
)


def test_bands_hold_counts_of_answers_and_the_interval_they_stand_for():
    rows = caseload_bands(figures(BANDS, AUTHORITIES)).filter(pl.col("level") == "region")
    assert rows.select("band", "lo", "hi", "extras", "count", "of").collect().rows() == [
        ("a", 70, None, True, 3, 7),
        ("c", 60, 70, False, 4, 7),
    ]


def test_every_table_keeps_its_contract():
    together = pl.concat([ON_TIME, RATES, BANDS])
    for name, made in {
        "figures": figures(together, AUTHORITIES),
        "benchmarks": benchmarks(together, PEERS, AUTHORITIES),
        "caseload_bands": caseload_bands(figures(together, AUTHORITIES)),
    }.items():
        contract = Contract.load(f"processed/{name}")
        found = made.collect()
        assert found.columns == list(contract.dtypes)
        assert at_rest(contract, found).height > 0
