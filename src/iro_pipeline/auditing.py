"""Whether a release may appear: what it would tell is attacked, and then put on record."""

import logging
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from iro_pipeline import audit
from iro_pipeline.disclosure import Protected, protecting
from iro_pipeline.disclosure.numbers import EARLIER
from iro_pipeline.disclosure.protecting import Before
from iro_pipeline.indicators import catalogue
from iro_pipeline.record.published import CELL, FIGURE, Published, told_otherwise
from iro_pipeline.workspace import Workspace

log = logging.getLogger(__name__)

NAMED = 20  # breaches that a person is told at once; all are in the restricted tier
LIST = "breaches.txt"
YEAR = pl.lit(0, pl.Int64)
OTHER_PROFILE = (
    "{:,} numbers were published rounded otherwise; nothing is published: both together would tell "
    "more than either.",
    "In force in reference/disclosure.toml must be the profile that they were published with. For "
    "another, begin a workspace of its own, and let the figures of one of them out only.",
)
FAMILY = {"indicator": pl.String, "period": pl.Int64}
PARTS = ["numerator", "denominator"]
WITHHELD = "c"


class Refused(Exception):
    """A release that would give somebody away; `reasons` name cells and never a value."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(reasons[0])
        self.reasons = list(reasons)


def behind(figures: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """The true numbers of everything that records tell: one row per figure, quarter 0 the year."""
    years = figures.filter(speaker="records").with_columns(quarter=YEAR)
    quarters = series.with_columns(pl.col("quarter").cast(pl.Int64))
    facts = _facts()
    rows = pl.concat([each.select(*CELL, *PARTS) for each in (years, quarters)])
    return rows.join(facts, on="indicator", how="left", maintain_order="left")


def told_before(true: pl.DataFrame, record: Published) -> Before:
    """What earlier releases said of these figures, and all that stood behind them."""
    parts = {name: f"shown {name}" for name in PARTS}
    ever = pl.any_horizontal(pl.col(each).is_not_null() for each in parts.values())
    told = true.filter(pl.col("same") | ever).drop(PARTS).rename({v: k for k, v in parts.items()})
    return Before(told.select(list(protecting.TOLD)), record.editions().select(list(EARLIER)))


def attacked(
    workspace: Workspace, record: Published, true: pl.DataFrame, protected: Sequence[Protected]
) -> list[audit.Breach]:
    """
    What gives way in what would be published; where nothing does, it is put on record.

    `true`: figures as `behind` and `Published.dated` give them. Raises Refused where numbers would
    be told that were told before, rounded otherwise.
    """
    folders = audit.Folders({each.audience.folder: each.tables for each in protected})
    groups = workspace.scan("overlapping_groups").collect()
    indicators = workspace.scan("indicators").collect()
    ever = pl.concat([true.select(list(FIGURE)), record.history()]).unique([*CELL, "vintage"])
    own = pl.concat([known(ever), _answers(indicators)], how="diagonal")
    earlier = record.facts()
    read = audit.Reading.of(folders, earlier, own, record.release())
    told = read.told
    if differently := told_otherwise(told, earlier):
        raise Refused([line.format(differently) for line in OTHER_PROFILE])
    found = audit.audit(read, own, groups)
    if not found:
        record.append(
            otherwise(told, earlier),
            otherwise(shown(true, read.cells).select(list(FIGURE)), record.editions()),
        )
        log.info("The audit found nothing that gives anybody away in %d facts", told.height)
    return found


def left_out(before: Before, true: pl.DataFrame, found: Sequence[audit.Breach]) -> Before:
    """
    What a second attempt is told: nothing that is new of any fact and period that gave way.

    What is the same as before is known already, so that nothing is told of the rest.
    """
    about = pl.DataFrame([each.about for each in found], FAMILY, orient="row").unique()
    families = about.join(_facts(), on="indicator").select("fact", "period").unique()
    new = true.filter(~pl.col("same")).join(families, on=["fact", "period"], how="semi")
    log.warning(
        "Nothing new is told of %d facts and periods: the audit got through", families.height
    )
    hidden = new.select(*CELL, "same", shown=pl.lit(value=False))
    told = pl.concat([hidden, before.told], how="diagonal")
    told = told.unique(CELL, keep="first", maintain_order=True).select(list(protecting.TOLD))
    return replace(before, told=told)


def refusal(workspace: Workspace, found: Sequence[audit.Breach]) -> Refused:
    """The reasons, the first of them at once and all of them in the restricted tier."""
    lines = [f"{each.cell}: {each.words}, by {each.attacker}" for each in found]
    listed = workspace.restricted / LIST
    listed.touch(mode=0o600)
    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Refused(_told(lines, workspace))


def _facts() -> pl.DataFrame:
    return catalogue.terms().select("indicator", "fact").collect()


def known(ever: pl.DataFrame) -> pl.DataFrame:
    """
    What each area is and was truly made of, part by part, and since which release.

    `ever`: figures of all vintages (record.published.FIGURE). A part that stayed as it was when the
    other changed is of the older vintage: other figures tell of it too, and have not changed.
    """
    rest = pl.col("denominator") - pl.col("numerator")
    parts = [*CELL, "part", "value"]
    return (
        ever.sort(*CELL, "vintage")
        .with_columns(rest=rest, quarter=pl.col("quarter").replace(0, None))
        .unpivot(
            [*PARTS, "rest"], index=[*CELL, "vintage"], variable_name="part", value_name="value"
        )
        .drop_nulls("value")
        # One below the other, vintage by vintage: what is as the row above says nothing new.
        .filter(pl.any_horizontal(pl.col(each).ne_missing(pl.col(each).shift()) for each in parts))
        .rename({"area": "authority"})
    )


def _answers(indicators: pl.DataFrame) -> pl.DataFrame:
    """How many practitioners answered, by authority."""
    return indicators.filter(speaker="practitioner").select(
        "indicator",
        "period",
        "authority",
        level=pl.lit("authority"),
        part=pl.lit("denominator"),
        value="denominator",
        quarter=pl.lit(None, pl.Int64),
    )


def shown(true: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """
    Each figure and whether anyone is shown it, or was since it is so. `cells`: audit.Reading's.

    Of what counts nobody too, as an authority's statements: it is no secret once it was told.
    """
    told = cells.filter(pl.col("status") != WITHHELD).select(
        *(name for name in CELL if name != "quarter"), pl.col("quarter").fill_null(0)
    )
    seen = true.join(
        told.unique().with_columns(now=True), on=CELL, how="left", maintain_order="left"
    )
    return seen.with_columns(shown=pl.any_horizontal("shown", "now").fill_null(value=False))


def otherwise(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """
    The rows `now` of each fact and period of which any is otherwise than the last were `before`
    (with `release`): what a release adds to the record. No sum is of two facts or periods.
    """
    about = ["fact", "period"]
    columns = [name for name in now.columns if name != "release"]
    rows, then = (
        each.join(_facts(), on="indicator", how="left", maintain_order="left").with_columns(
            pl.coalesce("fact", "indicator")
        )
        for each in (now, before)
    )
    last = then.filter(pl.col("release") == pl.col("release").max().over(about))
    both = pl.concat([each.select("fact", *columns) for each in (rows, last)])
    new = both.filter(both.hash_rows().is_unique())
    return rows.join(new.select(about).unique(), on=about, how="semi").select(now.columns)


def _told(lines: Sequence[str], workspace: Workspace) -> list[str]:
    where = (workspace.restricted / LIST).relative_to(workspace.root)
    head = f"The release would give somebody away in {len(lines):,} numbers; nothing is published."
    more = [f"A run that is no rehearsal lists all of them in {where}."]
    more = more if len(lines) > NAMED else []
    return [head, *lines[:NAMED], *more]
