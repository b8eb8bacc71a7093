import polars as pl
import pytest

from iro_pipeline.contracts import Contract
from iro_pipeline.published import published_figures
from iro_pipeline.validation import at_rest
from tests.tables import table

FIGURES = table(
    """
    | authority | period_label | period | measure     | value | unit    | bound    | quote_kind |
    |-----------|--------------|--------|-------------|-------|---------|----------|------------|
    | E08000012 | 2022-03-31   | 2022   | cla         | 1500  | count   | exact    | verbatim   |
    | E08000012 | 2022/23 Q3   |        | on_time_pct | 91.7  | percent | exact    | paraphrase |
    | E06000053 | 2021/22      | 2022   | cla         | 6     | count   | at least | verbatim   |
    | E10000023 | 2020/21      | 2021   | cla         | 430   | count   | exact    | verbatim   |
    """,
    period=pl.Int64,
    value=pl.Float64,
).with_columns(source_url=pl.lit("https://example.org/report"))
STATISTICS = table(
    """
    | authority | period | vintage | children | children_status | rate_per_10000 |
    |-----------|--------|---------|----------|-----------------|----------------|
    | E08000012 | 2022   | 2024    | 1510     |                 | 160            |
    | E08000012 | 2023   | 2024    | 1520     |                 | 162            |
    | E06000053 | 2022   | 2024    |          | c               |                |
    """,
    period=pl.Int64,
    vintage=pl.Int64,
    children=pl.Int64,
    rate_per_10000=pl.Float64,
).with_columns(pl.col("children_status").fill_null(""))


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    return published_figures(FIGURES, STATISTICS).collect()


def beside(found: pl.DataFrame, authority: str, period_label: str) -> tuple:
    row = found.filter(authority=authority, period_label=period_label)
    dfe = ["dfe_children", "dfe_children_status", "dfe_rate_per_10000", "dfe_vintage"]
    return row.select("value", *dfe).row(0)


def test_a_figure_stands_beside_dfes_of_the_same_year(found: pl.DataFrame):
    assert beside(found, "E08000012", "2022-03-31") == (1500, 1510, "", 160, 2024)


def test_what_dfe_withheld_stays_withheld(found: pl.DataFrame):
    assert beside(found, "E06000053", "2021/22") == (6, None, "c", None, 2024)


@pytest.mark.parametrize(
    ("authority", "label"), [("E08000012", "2022/23 Q3"), ("E10000023", "2020/21")]
)
def test_a_label_that_is_no_year_and_a_year_that_dfe_is_not_known_for_have_nothing_beside_them(
    found: pl.DataFrame, authority: str, label: str
):
    assert beside(found, authority, label)[1:] == (None, None, None, None)


def test_an_authority_that_is_gone_has_its_name_and_region(found: pl.DataFrame):
    gone = found.filter(authority="E10000023").select("authority_name", "region")
    assert gone.row(0) == ("North Yorkshire", "Yorkshire and The Humber")


@pytest.mark.parametrize("name", ["processed/", "processed/published/"])
def test_it_keeps_its_contracts(found: pl.DataFrame, name: str):
    contract = Contract.load(f"{name}published_figures")
    assert found.columns == list(contract.dtypes)
    assert at_rest(contract, found).height == 4
