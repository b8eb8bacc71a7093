"""Answers, authorities and facts, drawn for the tests of what surveys measure."""

import polars as pl

from iro_pipeline.benchmarks import AREA, areas_of, there_are
from iro_pipeline.contracts import Contract
from tests.tables import table

FORM = "state_of_the_nation/response"
SUPPORT, RESOURCED = "q07_admin_support", "q15_service_resourced"
LIVERPOOL, KNOWSLEY, WIRRAL = "E08000012", "E08000011", "E08000015"
GATESHEAD, DURHAM = "E08000037", "E06000047"
NORTH_EAST, NORTH_WEST, ENGLAND = "E12000001", "E12000002", "E92000001"
AUTHORITIES = table(
    """
    | authority | name      | region     | region_code |
    |-----------|-----------|------------|-------------|
    | E08000012 | Liverpool | North West | E12000002   |
    | E08000011 | Knowsley  | North West | E12000002   |
    | E08000015 | Wirral    | North West | E12000002   |
    | E08000037 | Gateshead | North East | E12000001   |
    | E06000047 | Durham    | North East | E12000001   |
    """
)
SPEAKS = {"iro_manager": "service", "head_of_service": "service", "director": "director"}
FACTS = ("looked_after", "cla_statistic", "iro", "service", "caseload", "answer")


def there(*periods: int) -> pl.LazyFrame:
    """The five authorities in each period."""
    return AUTHORITIES.join(pl.LazyFrame({"period": periods or (2017,)}), how="cross")


def areas(*periods: int) -> pl.DataFrame:
    of = areas_of(there(*periods))
    return of.join(there_are(of), on=["period", *AREA], nulls_equal=True).collect()


def said(drawing: str, question: str = RESOURCED, period: int = 2017) -> pl.DataFrame:
    """Answers from rows of authority, role and answers, each a digit; one respondent an answer."""
    rows = table(drawing).collect()
    each = rows.with_columns(answer=pl.col("answers").str.extract_all(r"[a-z0-9_]+")).explode(
        "answer"
    )
    number = pl.int_range(pl.len()).over("authority", "role")
    return each.select(
        "authority",
        "role",
        "answer",
        questionnaire=pl.lit(FORM),
        period=pl.lit(period, pl.Int64),
        respondent=pl.concat_str("authority", "role", number, separator="-"),
        speaker=pl.col("role").replace_strict(SPEAKS, default="practitioner"),
        chosen=pl.lit(True),
        question=pl.lit(question),
        score=pl.col("answer").cast(pl.Int64, strict=False),
    )


def facts(**told: pl.LazyFrame) -> dict[str, pl.LazyFrame]:
    """Empty facts but for those told."""
    empty = {name: Contract.load(f"processed/facts/{name}").empty().lazy() for name in FACTS}
    return empty | told


def children(**of: int) -> pl.LazyFrame:
    """DfE's children looked after of 2017, by the authority's name."""
    codes = AUTHORITIES.select("name", "authority").collect()
    rows = pl.LazyFrame({"name": [*of], "children": [*of.values()]})
    return rows.join(codes.lazy(), on="name").select(
        "authority", "children", period=pl.lit(2017, pl.Int64)
    )


def row(frame: pl.DataFrame, **where: object) -> dict:
    """The one row of these values."""
    (found,) = frame.filter(**where).to_dicts()
    return found
