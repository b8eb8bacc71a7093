import polars as pl
import pytest

from iro_pipeline.facts.published import published_figure


def figure(**said: str) -> dict[str, object]:
    row = {
        "authority": "E08000012",
        "period_label": "2022/23",
        "measure": "reviews_on_time_pct",
        "value": 91.7,
        "unit": "percent",
        "source_url": "https://example.org/report",
        "quote": "91.7% of reviews were in time",
        "arrival": 1,
        "line": 2,
    }
    return (
        published_figure(pl.LazyFrame([row | said], schema_overrides={"quote": pl.String}))
        .collect()
        .row(0, named=True)
    )


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("2022/23", 2023),
        ("1999/2000", 2000),
        ("2022-03-31", 2022),
        ("2021-04-01", None),
        ("2023/24 Q3", None),
        ("2020-03", None),
        ("2016", None),
        ("c.2019", None),
        ("2019/21", None),
        ("9919/20", None),
        ("2019-07-01/2020-07-31", None),
    ],
)
def test_only_a_full_year_or_a_31_march_has_a_period(label, period):
    assert figure(period_label=label)["period"] == period


def test_above_so_much_is_a_bound_and_not_a_value():
    found = figure(measure="reviews_on_time_pct_lower_bound")
    assert (found["measure"], found["bound"]) == ("reviews_on_time_pct", "at least")
    assert figure()["bound"] == "exact"


@pytest.mark.parametrize(
    ("quote", "kind"),
    [("Over 90%", "verbatim"), ("[paraphrase] 90%", "paraphrase"), (None, "paraphrase")],
)
def test_a_note_is_told_from_the_sources_own_words(quote, kind):
    assert figure(quote=quote)["quote_kind"] == kind
