"""English upper-tier authorities: one identity over time, whatever the code or the name."""

from collections.abc import Mapping
from datetime import MAXYEAR, date

import polars as pl

from iro_pipeline.authorities.names import Decided, elsewhere, form, names
from iro_pipeline.reference import BEGINS, register, standing, year_end

NOTHING_DECIDED: Mapping[str, str | None] = {}
UNKNOWN = "not an English upper-tier authority known to the register"
MOST_EXPLAINED = 500  # different known names and years of which it is said why they do not resolve


def on(day: date) -> pl.DataFrame:
    """One row per authority that existed on the day."""
    return (
        register()
        .rename({"gss_code": "authority"})
        .filter(standing(pl.lit(day)))
        .select("la_code", "authority", "name", "region", "region_code")
    )


def in_period(period: int) -> pl.DataFrame:
    return on(last_day(period))


def last_day(period: int) -> date:
    """31 March of the period, however far a typed year is."""
    return date(min(period, MAXYEAR), 3, 31)


def codes_for(period: int) -> pl.DataFrame:
    """la_code and authority, one to one, on 31 March of the period."""
    return in_period(period).select("la_code", "authority")


def resolve(texts: pl.DataFrame, decided: Decided = NOTHING_DECIDED) -> pl.DataFrame:
    """
    The rows of `texts` (text, period) with the `authority` that the text stands for.

    Exact, once brought to one form; null where nothing, or more than one authority, is meant. What
    people decided speaks only where the register is silent: it redefines no name and no code.
    """
    meant = (
        texts.lazy()
        .select("text", "period")
        .unique()
        .with_columns(form=form(pl.col("text")))
        .join(_meanings(decided), on="form")
        .filter(standing(year_end(pl.col("period"))))
        .select("text", "period", "la_code", "decided")
    )
    one = (
        standing_then(meant)
        .filter(pl.col("decided") == pl.col("decided").min().over("text", "period"))
        .group_by("text", "period")
        .agg(pl.col("gss_code").unique())
        .filter(pl.col("gss_code").list.len() == 1)
        .select("text", "period", authority=pl.col("gss_code").list.first())
    )
    return texts.join(one.collect(), on=["text", "period"], how="left", maintain_order="left")


def _meanings(decided: Decided) -> pl.LazyFrame:
    """names(), and the forms that were decided on."""
    said = {
        name: la_code
        for name, la_code in decided.items()
        if name and la_code and name not in elsewhere()
    }
    decisions = pl.LazyFrame(
        {"form": [*said], "la_code": [*said.values()]},
        schema={"form": pl.String, "la_code": pl.String},
    )
    known = names().lazy().with_columns(decided=pl.lit(False))
    return pl.concat([known, decisions.with_columns(decided=pl.lit(True))], how="diagonal")


def standing_then(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The rows whose `la_code` existed on 31 March of `period`, with the register's columns."""
    return frame.join(register().lazy(), on="la_code").filter(standing(year_end(pl.col("period"))))


def unresolved(asked: pl.DataFrame) -> pl.DataFrame:
    """
    The rows of `asked` (text, period) with the `rule` that a name breaks which `resolve` gives no
    authority, and a `hint` at what is known of it; of most names nothing is, and the hint is empty.
    """
    forms = asked.with_columns(form=form(pl.col("text")))
    abroad = pl.col("form").is_in([*elsewhere()])
    known = abroad | (
        pl.col("form").is_in(names()["form"].implode()) & pl.col("period").is_not_null()
    )
    pairs = forms.filter(known).select("form", "period").unique(maintain_order=True)
    told = [
        (known_as, period, why_unresolved(known_as, period or BEGINS.year))
        for known_as, period in pairs.head(MOST_EXPLAINED).rows()
    ]
    schema = {"form": pl.String, "period": asked.schema["period"], "hint": pl.String}
    hints = pl.DataFrame(told, schema=schema, orient="row")
    found = forms.join(
        hints, on=["form", "period"], how="left", nulls_equal=True, maintain_order="left"
    )
    rule = pl.when(abroad).then(pl.lit("not_in_england")).otherwise(pl.lit("unknown_authority"))
    return found.select(*asked.columns, rule=rule, hint=pl.col("hint").fill_null(""))


def why_unresolved(text: str, period: int) -> str:
    """Why `resolve` gives no authority, fit for a message: the text itself is never repeated."""
    known_as = pl.select(form(pl.lit(text))).item()
    meant = names().filter(pl.col("form") == known_as)
    if meant.is_empty():
        country = elsewhere().get(known_as)
        return f"a council in {country}, and none of England's" if country else UNKNOWN
    if period <= BEGINS.year:
        return f"the register of authorities begins on {BEGINS}"
    day = last_day(period)
    if meant["trust"].any():
        served = meant.filter(standing(pl.lit(day)))["la_code"].to_list()
        if not served:
            return f"a trust that served no authority on {day}"
        return f"a trust that serves {len(served)} authorities: {listed(served)}; name one of them"
    return lifetime(meant["la_code"].to_list(), day)


def lifetime(la_codes: list[str], day: date) -> str:
    """Which bound of the authority's life the day is outside, and who stood in its place."""
    spells = register().filter(pl.col("la_code").is_in(la_codes)).rows(named=True)
    began, ended = spells[0]["valid_from"], spells[-1]["valid_to"]
    if ended and ended < day:
        successors = spells[-1]["successors"].split("|")
        are = "successors are" if len(successors) > 1 else "successor is"
        return f"abolished on {ended}; its {are} {listed(successors)}"
    if began > day:
        succeeded = pl.col("successors").str.split("|").list.contains(spells[0]["la_code"])
        before = register().filter(succeeded)["la_code"].to_list()
        return f"did not exist until {began}; until then {listed(before)}"
    return f"a name not in use on {day}"


def listed(la_codes: list[str]) -> str:
    """The authorities by name and code, "A (1), B (2) and C (3)"; empty where there is none."""
    known = register().filter(pl.col("la_code").is_in(la_codes)).unique("la_code", keep="last")
    called = known.sort("la_code").select(pl.format("{} ({})", "name", "la_code")).to_series()
    *others, last = called.to_list() or [""]
    return f"{', '.join(others)} and {last}" if others else last
