import numpy as np
import polars as pl

from iro_pipeline import benchmarks
from iro_pipeline.packs import Funnel
from iro_pipeline.packs.funnels import funnels
from iro_pipeline.packs.whose import Whose
from tests.benchmarks.drawn import beside, measured, own
from tests.packs.drawn import ABOUT, ENGLAND, YORKSHIRE, of_area, rows, tables, yorkshire


def nation() -> Whose:
    """Forty authorities, some far out; England's figure and spread told as a release does."""
    draw = np.random.default_rng(6)
    wholes = draw.integers(40, 3000, 40)
    shares = np.clip(draw.normal(0.9, 0.03, 40), 0, 1)
    shares[:4] = [0.55, 0.7, 0.83, 0.999]
    parts = np.round(wholes * shares)
    figures = own(measured(list(zip(parts, wholes, strict=True))))
    others = beside(figures).with_columns(
        status=pl.lit(""), peer_status=pl.lit(""), distance=pl.col("distance").round(1)
    )
    names = [(row["authority"], row["authority_name"]) for row in others.iter_rows(named=True)]
    spread = benchmarks.spread(figures).with_columns(pl.col("tau2").round_sig_figs(3))
    told = of_area(
        "england",
        ENGLAND,
        value=round(100 * parts.sum() / wholes.sum(), 1),
        denominator=float(round(wholes.sum(), -1)),
        authorities=40,
    )
    code, region = YORKSHIRE
    register = [
        {"authority": each, "name": name, "la_code": "", "region": region, "region_code": code}
        for each, name in names
    ]
    areas = [told, of_area("region", YORKSHIRE)]
    drawn = {
        **tables(authorities=register, indicators=[ABOUT], figures=areas),
        "benchmarks": _as_released("benchmarks", others),
        "spread": _as_released("spread", spread),
    }
    return Whose("region", region, drawn)


def _as_released(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    columns = [each for each in rows(name, []).columns if each in frame.columns]
    return rows(name, frame.select(columns).to_dicts())


def test_a_point_lies_outside_the_lines_exactly_where_its_verdict_says_higher_or_lower():
    (chart,) = funnels(nation()).charts
    assert isinstance(chart, Funnel)
    lines = {limit.n: limit for limit in chart.limits}
    outside = 0
    for point in chart.points:
        line = lines[point.n]
        beyond = (point.value > line.upper_95) * "higher" + (point.value < line.lower_95) * "lower"
        assert beyond == point.word
        outside += bool(beyond)
    assert len(chart.points) == 40
    assert 2 <= outside <= 6


def test_the_lines_at_each_authority_and_as_drawn_stand_in_tables():
    section = funnels(nation())
    (chart,) = section.charts
    assert isinstance(chart, Funnel)
    figures, drawn = section.tables
    assert (chart.table, figures.is_long, drawn.is_long) == (figures.name, False, True)
    assert [row.cells[0].value for row in drawn.rows] == [limit.n for limit in chart.limits]
    assert [row.cells[2].value for row in figures.rows] == [point.value for point in chart.points]


def test_the_headline_names_those_outside():
    assert "Authority 0 (reviews on time: lower)" in funnels(nation()).headline


def test_without_the_spread_of_england_no_funnel_is_drawn():
    whose = Whose("region", YORKSHIRE[1], yorkshire())
    section = funnels(whose)
    assert section.charts == ()
    assert section.headline == "No funnel can be drawn: too few authorities have a figure."
