"""How much authorities differ beyond chance, and where each of them lies."""

import numpy as np
import polars as pl

from iro_pipeline.benchmarks.areas import OWNER
from iro_pipeline.benchmarks.grids import Array, Grid, settled
from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.benchmarks.values import on_scale, one_vote, stabilised, unstabilised
from iro_pipeline.statistics.funnels import dispersion
from iro_pipeline.statistics.ranks import quarters, rank_sets, rankability
from iro_pipeline.statistics.shrinkage import posterior

MEASURED = ["indicator", "period"]
QUARTERS = ("highest", "third", "second", "lowest")  # in the order of their probabilities
UNSURE = "not enough information"


def compared(own: pl.DataFrame) -> pl.DataFrame:
    """The rows in which chance can be told from difference."""
    return own.filter(pl.col("y").is_not_null(), pl.col("variance") > 0)


def spread(own: pl.DataFrame) -> pl.DataFrame:
    """
    One row per indicator and period of which enough authorities have a figure.

    `centre` is England's figure on the stabilised scale, `dispersion` how many times the spread is
    that of chance, `tau2` the variance between authorities, `rankability` its share of the spread.
    Spiegelhalter, Quality and Safety in Health Care 2005;14:347 (additive random effects).
    """
    rows = _enough(compared(_centred(own)))
    grid = Grid.of(rows, MEASURED)
    error = grid.spread(rows["variance"].sqrt())
    phi, tau2 = dispersion(grid.spread(rows["y"]), error, grid.once(rows["centre"]))
    return rows[grid.first].select(
        *MEASURED,
        "speaker",
        "centre",
        "authorities",
        dispersion=settled(phi),
        tau2=settled(tau2),
        rankability=settled(rankability(tau2, error)),
    )


def estimates(own: pl.DataFrame) -> pl.DataFrame:
    """
    One row per authority that is compared: its figure drawn towards the others (`estimate` and its
    ends, in the indicator's unit), and the quarter of England it lies in.

    `drawn_y` and `drawn_variance` are its moments on the scale of the comparison.
    """
    rows = _enough(compared(own)).with_columns(**_uncorrected())
    grid = Grid.of(rows, MEASURED)
    error = grid.spread(rows["variance"].sqrt())
    found = posterior(grid.spread(rows["y"]), error)
    reach = limits().z * found.sd
    drawn = {
        "estimate": found.mean,
        "estimate_lower": found.mean - reach,
        "estimate_upper": found.mean + reach,
    }
    return rows.select(
        *MEASURED,
        "authority",
        "authorities",
        drawn_y=grid.gathered(found.mean),
        drawn_variance=grid.gathered(found.sd**2),
        **{name: _in_unit(rows, grid.gathered(values)) for name, values in drawn.items()},
        **_quarter(grid, quarters(found.mean, found.sd)),
    )


def places(own: pl.DataFrame, groups: pl.DataFrame, spreads: pl.DataFrame) -> pl.DataFrame:
    """
    One row per authority, indicator, period and group: the places that it may have in the group.

    1 is the best, as the indicator has it. Nobody has a place in what people say, nor where no way
    is better, where most of the spread is chance, or in a small group: there a place would tell of
    the others. `groups` has a row per period, `group` and member `authority`.
    """
    ranked = compared(own).filter(
        pl.col("better").is_in(["higher", "lower"]), pl.col("speaker") == "records"
    )
    able = spreads.filter(pl.col("rankability") >= limits().rankable).select(MEASURED)
    rows = _enough(ranked.join(groups, on=OWNER).join(able, on=MEASURED), [*MEASURED, "group"])
    grid = Grid.of(rows, [*MEASURED, "group"])
    better = pl.when(pl.col("better") == "higher").then(1).otherwise(-1)
    y = grid.spread(rows.select(better * pl.col("y")).to_series())
    found = rank_sets(y, grid.spread(rows["variance"].sqrt()), limits().confidence)
    return rows.select(
        *MEASURED,
        "authority",
        "group",
        **{
            name: grid.gathered(values).cast(pl.Int64)
            for name, values in zip(("rank_low", "rank_high", "rank_of"), found, strict=True)
        },
    )


def _centred(own: pl.DataFrame) -> pl.DataFrame:
    together = [pl.sum(name).over(MEASURED) for name in ("part", "weight")]
    return own.with_columns(centre=stabilised(*together, of_votes=one_vote()))


def _enough(rows: pl.DataFrame, together: list[str] = MEASURED) -> pl.DataFrame:
    counted = rows.with_columns(authorities=pl.len().over(together).cast(pl.Int64))
    return counted.filter(pl.col("authorities") >= limits().smallest_group_for_spread)


def _uncorrected() -> dict[str, pl.Expr]:
    """Without the three eighths, which would draw shares of few towards the others twice."""
    whole = pl.col("denominator")
    share = pl.col("chance") == "proportion"
    return {
        "y": stabilised(pl.col("numerator"), whole, of_votes=pl.lit(True)),
        "variance": pl.when(share).then(1 / (4 * whole)).otherwise("variance"),
    }


def _in_unit(rows: pl.DataFrame, y: pl.Series) -> pl.Series:
    return rows.select(on_scale(pl.col("scale") * unstabilised(y))).to_series()


def _quarter(grid: Grid, probabilities: Array) -> dict[str, pl.Series | pl.Expr]:
    """The quarter that is sure enough, and how sure; not told of groups that are too small."""
    likeliest = probabilities.argmax(axis=-1)
    sure = grid.gathered(np.take_along_axis(probabilities, likeliest[..., None], -1)[..., 0]).round(
        4
    )
    named = grid.gathered(likeliest).cast(pl.Int64)
    told = pl.col("authorities") >= limits().smallest_group_for_quarters
    words = named.replace_strict(dict(enumerate(QUARTERS)), return_dtype=pl.String)
    quarter = pl.when(sure >= limits().quarter_sure).then(words).otherwise(pl.lit(UNSURE))
    return {
        "quartile": pl.when(told).then(quarter),
        "quartile_probability": pl.when(told).then(sure),
    }
