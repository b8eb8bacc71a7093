"""What is withheld of the survey tables about areas: with the figures they repeat, and by rule."""

import polars as pl

from iro_pipeline.disclosure.judging import agreed, estimable
from iro_pipeline.disclosure.subtraction import close
from iro_pipeline.disclosure.thresholds import Thresholds
from iro_pipeline.survey.scores import declared

CELL = ["indicator", "period", "speaker", "level", "area"]
ABOVE = pl.col("level") != "authority"
UNSAID = pl.lit(None, pl.String)


def estimates(rows: pl.DataFrame, cells: pl.DataFrame, limits: Thresholds) -> pl.Series:
    """All roles together as in `figures`; role groups so that none can be had from the others."""
    shown = cells.select(*CELL, "withheld", known=pl.lit(True))
    terms = cells.select("indicator", "unit", "fact", "question").unique()
    together = (pl.col("role_group") == "all") & ABOVE
    told = (
        rows.with_row_index("row")
        .join(shown, on=CELL, how="left")
        .join(terms, on="indicator", how="left")
        .with_columns(
            n=pl.col("answers"),
            denominator=pl.col("answers").cast(pl.Float64),
            # At rest it is made for percentages; of a mean it is a hundredth of the scores' sum.
            numerator=pl.when(pl.col("unit") == "score")
            .then(100 * pl.col("numerator"))
            .otherwise("numerator"),
        )
        .with_columns(
            because=pl.when(together & pl.col("known"))
            .then("withheld")
            .when(together)
            .then(limits.few_people())
            .otherwise(pl.coalesce(limits.withheld(), estimable(limits)))
        )
        .sort("row")
    )
    apart = pl.coalesce("question", "indicator")
    return told.with_columns(_roles(limits, apart).alias("because"))["because"]


def beside(rows: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Three means of the same authorities need twice as many of them as one does."""
    enough = pl.col("authorities") >= 2 * limits.fewest_authorities
    weighed = [
        f"{name}_{how}" for name in ("value", "deff", "n_eff") for how in ("weighted", "raked")
    ]
    return rows.with_columns(pl.when(enough).then(pl.col(weighed)).name.keep())


def gaps(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.Series:
    """A side that `figures` withholds; of an authority its own practitioners, by `borrowed`."""
    told = rows.with_row_index("row")
    for speaker in ("service", "practitioner"):
        side = told.with_columns(
            indicator=pl.concat_str("question", pl.lit(f"_score_by_{speaker}")),
            speaker=pl.lit(speaker),
        )
        found = side.join(
            cells.select(*CELL, pl.col("withheld").alias(speaker)), on=CELL, how="left"
        )
        told = told.join(found.select("row", speaker), on="row", how="left")
    own = pl.col("practitioner").is_not_null()
    return told.sort("row").select(
        because=pl.when(ABOVE)
        .then(pl.coalesce("practitioner", "service"))
        .when(own)
        .then("practitioner")
    )["because"]


def borrowed(rows: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Of an authority with too few, or too unlike, practitioners the region's stand there."""
    shown = rows.filter(level="region").select(
        "question", "period", "region", regional=pl.col("because").is_null()
    )
    enough = (pl.col("answers") >= limits.fewest_people) & (
        pl.col("reliability") >= limits.least_reliability
    )
    own = ABOVE | (enough & pl.col("because").is_null()).fill_null(False)
    theirs = pl.when(pl.col("regional").fill_null(False)).then("regional_value")
    source = pl.when(own & pl.col("practitioner_value").is_not_null()).then(pl.lit("own"))
    only_own = ("reliability", "gap", "lower", "upper", "answers")
    return rows.join(
        shown, on=["question", "period", "region"], how="left", maintain_order="left"
    ).with_columns(
        practitioner_value=pl.when(own).then("practitioner_value").otherwise(theirs),
        practitioner_source=source.when(~own & theirs.is_not_null()).then(pl.lit("region")),
        because=pl.when(ABOVE).then("because"),
        **{name: pl.when(own).then(name) for name in only_own},
    )


def scores(rows: pl.DataFrame, cells: pl.DataFrame, limits: Thresholds) -> pl.Series:
    """With any of its questions: the others and the score would give that one away."""
    hidden = cells.filter(pl.col("withheld").is_not_null())
    items = pl.DataFrame(
        [
            {"score_name": score.name, "question": item}
            for score in declared()
            for item in score.items
        ]
    ).join(pl.DataFrame({"speaker": ["service", "director", "practitioner"]}), how="cross")
    named = items.with_columns(
        indicator=pl.concat_str("question", pl.lit("_top_two_by_"), "speaker")
    )
    key = ["score_name", "period", "speaker", "level", "area"]
    also = (
        hidden.filter(ABOVE)
        .join(named, on=["indicator", "speaker"])
        .group_by(key)
        .agg(also=pl.col("withheld").sort().first())
    )
    told = rows.join(also, on=key, how="left", maintain_order="left").with_columns(n="answers")
    told = told.with_columns(
        also=pl.coalesce("also", estimable(limits), _of_one_voice(rows, limits))
    )
    part = {"numerator": pl.col("value") * pl.col("n") / 100, "unit": pl.lit("percent")}
    return _closed(_cells(told, ["score_name"], **part), limits, pl.col("also"))


def coverage(rows: pl.DataFrame, limits: Thresholds) -> pl.Series:
    """How many practitioners answered, and in how many authorities several did."""
    asked = rows.with_columns(n=pl.when(_of_people()).then("respondents"), answers="respondents")
    whose = pl.when(_of_people()).then("speaker").otherwise(pl.lit("records"))
    cells = _cells(asked, ["source", "role_group"], speaker=whose)
    somebody = pl.col("respondents") > 0
    told = cells.with_columns(because=_closed(cells, limits)).with_columns(
        because=pl.when(somebody).then("because")
    )
    return told.with_columns(_roles(limits, pl.col("source")).alias("because"))["because"]


def reported(rows: pl.DataFrame, limits: Thresholds) -> pl.Series:
    told = rows.with_columns(
        speaker=pl.lit("service"), n="authorities", largest=pl.lit(None, pl.Int64)
    )
    one = ABOVE & pl.col("value").is_in([0.0, 100.0])
    alike = pl.when(one).then(limits.few_authorities())
    return _closed(_cells(told, ["speaker"]), limits, alike)


def bounds(rows: pl.DataFrame, cells: pl.DataFrame, limits: Thresholds) -> pl.Series:
    """With any of the bands that it counts."""
    bands = cells.filter(
        pl.col("indicator").str.contains(r"^q05_caseload_band_[abc]_by_"),
        pl.col("withheld").is_not_null(),
    )
    key = ["period", "speaker", "level", "area"]
    also = bands.group_by(key).agg(also=pl.col("withheld").sort().first())
    told = rows.join(also, on=key, how="left", maintain_order="left").with_columns(n="answers")
    services = (pl.col("speaker") == "service") & pl.col("value").is_in([0.0, 100.0])
    alike = pl.when(services).then(limits.few_authorities())
    told = told.with_columns(also=pl.coalesce("also", alike))
    counted = {"numerator": pl.col("at_70").cast(pl.Float64), "unit": pl.lit("percent")}
    return _closed(_cells(told, ["speaker"], **counted), limits, pl.col("also"))


def _of_one_voice(rows: pl.DataFrame, limits: Thresholds) -> pl.Series:
    """Areas whose services all have the same score."""
    key = ["score_name", "period", "speaker"]
    own = rows.filter(~ABOVE).filter(pl.col("speaker") != "practitioner")
    england = own.group_by(key).agg(in_england=agreed("value"))
    region = own.group_by(*key, "region").agg(in_region=agreed("value"))
    same = pl.when(level="region").then("in_region").when(level="england").then("in_england")
    return (
        rows.join(region, on=[*key, "region"], how="left", maintain_order="left")
        .join(england, on=key, how="left", maintain_order="left")
        .select(pl.when(same).then(limits.few_authorities()))
        .to_series()
    )


def _roles(limits: Thresholds, measure: pl.Expr) -> pl.Expr:
    """
    Role groups of one measure: those unfit to show, with the smallest other if only one is.

    Of a measure answered in several ways they stand or fall together. All are withheld where all
    roles together are, and where those withheld would still be too few to be told from the whole.
    """
    one, over = pl.col("role_group") != "all", [measure, pl.col("period")]
    group = [*over, pl.col("role_group")]
    whole = (pl.col("role_group") == "all") & (pl.col("level") == "england") & _of_people()
    gone = (whole & pl.col("because").is_not_null()).any().over(over)
    unfit = one & pl.col("because").is_not_null().any().over(group)
    size = pl.col("answers").max().over(group)
    count = pl.col("role_group").filter(unfit).n_unique().over(over)
    smallest = size == size.filter(one & ~unfit).min().over(over)
    hidden = unfit | (one & (count == 1) & smallest)
    # Each group once, though a measure of several answers has a row for each of them.
    left = (size / pl.len().over(group)).filter(hidden).sum().over(over)
    too_few = (count > 0) & (left < limits.fewest_people)
    reason = pl.col("because").drop_nulls().first().over(over)
    return pl.when(~one).then("because").when(hidden | too_few | gone).then(reason)


def _of_people() -> pl.Expr:
    return pl.col("speaker") == "practitioner"


def _cells(rows: pl.DataFrame, measure: list[str], **terms: pl.Expr) -> pl.DataFrame:
    """Rows as the cells that rules and subtraction look at; `terms` where they are others."""
    given = {
        "indicator": pl.concat_str(measure, separator=" "),
        "question": UNSAID,
        "unit": pl.lit("score"),
        "fact": pl.lit("answer"),
        "numerator": pl.col("n").cast(pl.Float64),
        "denominator": pl.col("n").cast(pl.Float64),
        **terms,
    }
    return rows.with_row_index("row").with_columns(**given)


def _closed(cells: pl.DataFrame, limits: Thresholds, also: pl.Expr = UNSAID) -> pl.Series:
    """Why each row may not be shown, `also` or by a rule, in the order of the rows."""
    judged = cells.with_columns(withheld=pl.coalesce(also, limits.withheld()))
    return close(judged, limits).sort("row")["withheld"]
