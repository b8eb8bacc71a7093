"""Which numbers of people add up to which, and how far a correction leaves them open."""

import tomllib
from collections.abc import Iterator
from functools import cache

import numpy as np
import polars as pl
from scipy import sparse

from iro_pipeline.places import REFERENCE

PLACE = ["level", "area", "period", "quarter"]
NUMBER = ["number", *PLACE]
YEAR = 0  # the quarter of a number of the whole year
NOTHING = 1e-6
# How far a reader takes it that a correction moves a number, as the audit does.
CORRECTION = 20.0


@cache
def _linked() -> dict[str, list[dict]]:
    return tomllib.loads((REFERENCE / "linked.toml").read_text(encoding="utf-8"))


@cache
def known_as() -> dict[str, str]:
    """The one name of each number that has several: the first of its group that has one already."""
    names: dict[str, str] = {}
    for group in (each["numbers"] for each in _linked()["same"]):
        first = next((names[each] for each in group if each in names), group[0])
        names |= dict.fromkeys(group, first)
    return names


def _named(number: str) -> str:
    return known_as().get(number, number)


def terms(states: pl.DataFrame, shows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Terms of equations, each a whole less its parts: equation, column, coefficient."""
    linked = _linked()
    yield _halves(shows)
    for each in linked["sum"]:
        yield _of_places(states, each["whole"], each["parts"])
    for each in linked["within"]:
        yield _of_places(states, each["whole"], [each["part"]])
    regions, time = states.filter(level="region"), ["release", "number", "period", "quarter"]
    yield _added(regions, states.filter(level="authority"), [*time, "region"])
    yield _added(states.filter(level="england"), regions, time)
    in_year = ["release", "number", "level", "area", "period"]
    by_quarter = pl.col("quarter") != YEAR
    yield _added(states.filter(~by_quarter), states.filter(by_quarter), in_year)


def _halves(shows: pl.DataFrame) -> pl.DataFrame:
    """A denominator is its numerator and the rest."""
    sign = pl.when(pl.col("part") == "denominator").then(1).otherwise(-1)
    return shows.filter((pl.col("part") == "rest").any().over("edition")).select(
        equation="edition", column="column", coefficient=sign
    )


def _of_places(states: pl.DataFrame, whole: str, parts: list[str]) -> pl.DataFrame:
    named = [_named(each) for each in parts]
    return _added(
        states.filter(number=_named(whole)),
        states.filter(pl.col("number").is_in(named)),
        ["release", *PLACE],
    )


def _added(wholes: pl.DataFrame, parts: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Each whole that is there less the parts of it that are: who has no row counted nothing."""
    whole = wholes.select(*on, equation="state", whole="column")
    part = parts.select(*on, "column").join(whole, on=on, nulls_equal=True)
    own = part.select("equation", column="whole").unique()
    return pl.concat(
        [
            part.select("equation", "column", coefficient=-1),
            own.select("equation", "column", coefficient=1),
        ]
    )


def matrix(
    kinds: Iterator[pl.DataFrame], table: pl.DataFrame
) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
    """
    What is not so in these figures is no equation: a part greater than its whole is left out, and
    a whole with more in it than its parts is known only to be no less.
    """
    numbered = [each.with_columns(kind=pl.lit(kind, pl.Int16)) for kind, each in enumerate(kinds)]
    told = _once(pl.concat(numbered).sort("kind", "equation", "column"))
    sums = _rows(told.with_columns(row=pl.struct("kind", "equation").rle_id()), table.height)
    over = sums @ table["value"].to_numpy()
    true = over > -NOTHING
    moved, room = _corrections(table)
    both = sparse.csr_array(sparse.vstack([sums[true], moved]))
    exact = np.concatenate([(over < NOTHING)[true], np.zeros(len(room), bool)])
    return both, exact, np.concatenate([over[true].clip(0), room])


def _once(terms: pl.DataFrame) -> pl.DataFrame:
    """Releases that tell of the same numbers set up the same equations."""
    said = pl.struct("column", "coefficient").hash().sum()
    equations = terms.group_by("kind", "equation", maintain_order=True).agg(said=said)
    first = equations.unique(["kind", "said"], keep="first", maintain_order=True)
    return terms.join(first, on=["kind", "equation"], how="semi", maintain_order="left")


def _rows(terms: pl.DataFrame, columns: int) -> sparse.csr_array:
    entries = terms["coefficient"].to_numpy().astype(float)
    place = (terms["row"].to_numpy(), terms["column"].to_numpy())
    return sparse.csr_array((entries, place), shape=(terms["row"].n_unique(), columns))


def _corrections(table: pl.DataFrame) -> tuple[sparse.csr_array, np.ndarray]:
    """What an authority corrected, less what it was, and the other way round, with their room."""
    number, column = pl.col(NUMBER), pl.col("column")
    again = pl.all_horizontal(number.eq_missing(number.shift()))  # they lie side by side
    pairs = (
        table.with_columns(again=again, before=column.shift(), by=pl.col("value").diff())
        .filter("again", pl.col("level") == "authority", pl.col("by").abs() <= CORRECTION)
        .select("column", "before", "by")
    )
    count, by = pairs.height, pairs["by"].to_numpy()
    rows = np.arange(count)
    place = np.tile(rows, 2), np.concatenate([pairs["column"], pairs["before"]])
    signs = np.repeat([1.0, -1.0], count)
    newer = sparse.csr_array((signs, place), shape=(count, table.height))
    both = sparse.csr_array(sparse.vstack([newer, -newer]))
    return both, np.concatenate([CORRECTION + by, CORRECTION - by])
