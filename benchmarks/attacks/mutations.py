"""One mistake at a time in what would be published, and whether it gives anyone away."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from benchmarks.attacks.oracle import Oracle
from benchmarks.attacks.releases import BY_QUARTER, FEWEST, PERIOD, SMALL, Release, behind, known
from benchmarks.attacks.words import PARTS, Words, words
from iro_pipeline import audit
from iro_pipeline.audit.breaches import Breach, cell

Tables = dict[str, pl.DataFrame]
NUMBERS = ["numerator", "denominator", "value", "lower", "upper", "n"]
KEY = ["indicator", "level", "area", "period"]
NOTHING = pl.DataFrame(schema={**audit.FACT, "release": pl.Int64, "vintage": pl.Int64})


@dataclass(frozen=True)
class Mutation:
    """
    `tables` as they would be published now. `given`: what is given away by its kind alone, as the
    audit would name it; where there is none, the exact reckoning says. `again`: after a release
    that was safe. `moved`: figures (area) whose true numbers are other than then.
    """

    tables: Tables
    given: set[str] = field(default_factory=set)
    again: bool = False
    moved: str = ""


def hidden(release: Release, table: str = "figures") -> pl.DataFrame:
    """Authorities' withheld rows with their true numbers, and `few`: whether one is small."""
    true = getattr(release.true, table)
    key = [*KEY, "quarter"] if table == "series" else KEY
    rest = pl.col("denominator") - pl.col("numerator")
    small = [each.is_between(1, SMALL) for each in (*map(pl.col, PARTS[:2]), rest)]
    return (
        release.shown[table]
        .filter(status="c")
        .select(key)
        .join(true.select(*key, *NUMBERS), on=key)
        .with_columns(few=pl.any_horizontal(small) | (pl.col("denominator") < FEWEST))
        .sort(key)
    )


def _picked(rows: pl.DataFrame, rng: np.random.Generator) -> dict | None:
    return rows.row(int(rng.integers(rows.height)), named=True) if rows.height else None


def _with(rows: pl.DataFrame, at: dict, key: list[str], numbers: dict) -> pl.DataFrame:
    here = pl.all_horizontal(pl.col(name) == at[name] for name in key)
    return rows.with_columns(
        pl.when(here).then(pl.lit(value, rows.schema[name])).otherwise(name).alias(name)
        for name, value in numbers.items()
    )


def shown(release: Release, at: dict, table: str = "figures") -> Tables:
    """What is withheld given back, an area's rounded as any other of its kind."""
    numbers = {name: at[name] for name in NUMBERS} | {"status": ""}
    if at["level"] != "authority":
        for name in ("numerator", "denominator", "n"):
            numbers[name] = (at[name] + 5) // 10 * 10
        for name in ("value", "lower", "upper"):
            numbers[name] = None if at[name] is None else round(at[name], 1)
    key = [*KEY, "quarter"] if "quarter" in at else KEY
    return release.shown | {table: _with(release.shown[table], at, key, numbers)}


def _few(at: dict) -> set[str]:
    rest = at["denominator"] - at["numerator"]
    told = zip(PARTS, (at["numerator"], at["denominator"], rest), strict=True)
    alike = at["denominator"] < FEWEST and at["numerator"] in (0, at["denominator"])
    return {
        _name(at, part)
        for part, value in told
        if 0 < value <= SMALL or (alike and part == "denominator")
    }


def _name(at: dict, part: str | None = None) -> str:
    where = {name: at[name] for name in ("indicator", "area", "period")}
    return cell(**where, part=part, quarter=at.get("quarter"))


def complementary(release: Release, rng: np.random.Generator) -> Mutation | None:
    at = _picked(hidden(release).filter(~pl.col("few")), rng)
    return Mutation(shown(release, at)) if at else None


def small(release: Release, rng: np.random.Generator) -> Mutation | None:
    at = _picked(hidden(release).filter("few", level="authority"), rng)
    return Mutation(shown(release, at), _few(at)) if at else None


def percentage(release: Release, rng: np.random.Generator) -> Mutation | None:
    at = _picked(hidden(release).drop_nulls("value"), rng)
    if at is None:
        return None
    told = _with(release.shown["figures"], at, KEY, {"value": at["value"]})
    return Mutation(release.shown | {"figures": told}, {_name(at)})


def unrounded(release: Release, rng: np.random.Generator) -> Mutation | None:
    there = release.shown["figures"].filter(level="region", status="").select(KEY)
    at = _picked(release.true.figures.join(there, on=KEY, how="semi").sort(KEY), rng)
    if at is None:
        return None
    exact = {name: at[name] for name in NUMBERS}
    return Mutation(release.shown | {"figures": _with(release.shown["figures"], at, KEY, exact)})


def quarter(release: Release, rng: np.random.Generator) -> Mutation | None:
    rows = hidden(release, "series").filter(level="authority")
    at = _picked(rows, rng)
    return Mutation(shown(release, at, "series"), _few(at) if at["few"] else set()) if at else None


def repeated(release: Release, rng: np.random.Generator) -> Mutation | None:
    at = _picked(hidden(release).filter(pl.col("value").is_not_null(), level="authority"), rng)
    if at is None:
        return None
    way = int(rng.integers(3))
    names = (["numerator"], ["estimate"], ["value", "numerator", "denominator"])[way]
    told = {name: at["value" if name == "estimate" else name] for name in names}
    told |= {"status": ""} if way == 2 else {}
    rows = release.shown["benchmarks"]
    key = ["indicator", "authority", "period"]
    again = _with(rows, at | {"authority": at["area"]}, key, told)
    return Mutation(release.shown | {"benchmarks": again}, {_name(at)})


def one_more(release: Release, rng: np.random.Generator) -> Mutation | None:
    there = release.shown["figures"].filter(pl.col("value").is_not_null(), level="authority")
    at = _picked(there.filter(~pl.col("indicator").is_in(list(BY_QUARTER))).sort(KEY), rng)
    if at is None:
        return None
    more = {name: at[name] + 1 for name in ("numerator", "denominator", "n")}
    more["value"] = 100 * more["numerator"] / more["denominator"]
    figures = _with(release.shown["figures"], at, KEY, more)
    given = cell(indicator="review", area=at["area"], period=at["period"])
    return Mutation(release.shown | {"figures": figures}, {given}, again=True, moved=at["area"])


def later(release: Release, rng: np.random.Generator) -> Mutation | None:
    at = _picked(hidden(release).filter(level="authority"), rng)
    return (
        Mutation(shown(release, at), _few(at) if at["few"] else set(), again=True) if at else None
    )


KINDS: dict[str, Callable[[Release, np.random.Generator], Mutation | None]] = {
    "a complementary figure is shown": complementary,
    "a small figure is shown": small,
    "the percentage of a withheld one": percentage,
    "a region's total is not rounded": unrounded,
    "a quarter is shown": quarter,
    "benchmarks repeat a withheld number": repeated,
    "again, with one review more": one_more,
    "again, and what was withheld is shown": later,
}


def audited(release: Release, mutation: Mutation) -> list[Breach]:
    """What the audit says, after the release before where there was one."""
    earlier, own = NOTHING, known(behind(release.true))
    if mutation.again:
        earlier = _read(release.shown, NOTHING, own).facts
        changed = (pl.col("authority") == mutation.moved) & pl.col("quarter").is_null()
        own = own.with_columns(vintage=pl.when(changed).then(2).otherwise(1).cast(pl.Int64))
    return audit.audit(_read(mutation.tables, earlier, own), own, release.true.groups)


def _read(tables: Tables, earlier: pl.DataFrame, own: pl.DataFrame) -> audit.Reading:
    return audit.Reading.of(audit.Folders({"tables": tables}), earlier, own)


def exposed(oracle: Oracle, release: Release, mutation: Mutation) -> set[str]:
    """What becomes recoverable, in all the names that it has."""
    if mutation.given:
        return mutation.given
    said = words(oracle.unknowns, mutation.tables)
    if mutation.again:
        before = words(oracle.unknowns, release.shown)
        said = replace(
            said,
            rows=[*said.rows, *before.rows],
            pairs=[*said.pairs, *before.pairs],
            told=said.told | before.told,
            withheld=said.withheld | before.withheld,
        )
    return names(oracle, said)


def names(oracle: Oracle, said: Words) -> set[str]:
    """The cells, by every name, that somebody can tell too closely."""
    found = {those for _, those in oracle.recoverable(said)}
    return {
        cell(indicator=indicator, part=part, area=area, period=PERIOD, quarter=quarter or None)
        for (indicator, part, area, quarter), those in oracle.unknowns.cells.items()
        if those in found
    }
