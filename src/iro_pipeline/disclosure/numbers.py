"""The numbers of people behind the figures, and the equations that a reader can set up."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from scipy import sparse

from iro_pipeline.disclosure.people import people
from iro_pipeline.places import REFERENCE

PARTS = ("numerator", "denominator", "rest")
PLACE = ["level", "area", "period", "quarter"]
NUMBER = ["number", *PLACE]
FAMILY = ["fact", "period"]  # no equation joins two of them
YEAR = 0  # the quarter of a number of the whole year
NOTHING = 1e-6
# How far a reader takes it that a correction moves a number, as the audit does.
CORRECTION = 20.0
TERMS = ["fact", "unit", "speaker"]
# A figure as it was in an earlier release, and whether it was ever shown as it was then.
EARLIER = {
    **{"indicator": pl.String, "level": pl.String, "area": pl.String},
    **{"period": pl.Int64, "quarter": pl.Int64},
    **{"numerator": pl.Float64, "denominator": pl.Float64},
    **{"shown": pl.Boolean, "release": pl.Int64},
}


def nothing_earlier() -> pl.DataFrame:
    """Before the first release."""
    return pl.DataFrame(schema=EARLIER)


@dataclass(frozen=True)
class Numbers:
    """
    `table`: one row per number and time that it was otherwise (number, level, area, period,
    quarter; fact, region, true `value`; whether an earlier release has `told` it).
    `shows`: which `figure` (its place in the cells given) shows which `column` (a row of `table`).
    `equations`: a row of it, times the values, is 0, or at least 0 where it is not `exact`, and
    may then become less by its `room`.
    """

    table: pl.DataFrame
    shows: pl.DataFrame
    equations: sparse.csr_array
    exact: np.ndarray
    room: np.ndarray

    @property
    def value(self) -> np.ndarray:
        """What each number truly is."""
        return self.table["value"].to_numpy()

    @classmethod
    def of(cls, cells: pl.DataFrame, earlier: pl.DataFrame) -> "Numbers":
        """
        `cells`: figures that records tell, by year (quarter 0) and by quarter, one row each, with
        their indicator's unit, fact and speaker, their region, and `figure`, their place.
        `earlier`: figures of earlier releases (EARLIER), of indicators and areas among those.
        """
        parts = _parts(_editions(cells, earlier))
        states = _states(parts)
        table = states.group_by("column").agg(
            pl.first(*NUMBER, "fact", "region", "value"), pl.any("told")
        ).sort("column")  # fmt: skip
        shown_by = parts.join(states.select(*NUMBER, "release", "column"), on=[*NUMBER, "release"])
        shown_by = shown_by.sort("edition", "column")
        seen = shown_by.drop_nulls("figure").select("figure", "column").unique(maintain_order=True)
        return cls(table, seen, *_matrix(_terms(states, shown_by), table))

    def families(self) -> Iterator[tuple[np.ndarray, "Numbers"]]:
        """The numbers of each fact and period, with the places of its figures among all."""
        of_column = self.table.select(pl.struct(FAMILY).rank("dense") - 1).to_series().to_numpy()
        of_row = of_column[self.equations.indices[self.equations.indptr[:-1]]]
        of_shown = of_column[self.shows["column"].to_numpy()]
        count = int(of_column.max(initial=0)) + 1
        kinds = (grouped(each, count) for each in (of_column, of_row, of_shown))
        for columns, rows, shown in zip(*kinds, strict=True):
            shows = self.shows[shown]
            figures, figure = np.unique(shows["figure"].to_numpy(), return_inverse=True)
            column = np.searchsorted(columns, shows["column"].to_numpy())
            mine = self.equations[rows][:, columns]
            shown_by = pl.DataFrame({"figure": figure, "column": column})
            kept = mine, self.exact[rows], self.room[rows]
            yield figures, Numbers(self.table[columns], shown_by, *kept)


@cache
def _linked() -> dict[str, list[dict]]:
    return tomllib.loads((REFERENCE / "linked.toml").read_text(encoding="utf-8"))


@cache
def _names() -> dict[str, str]:
    """The one name of each number that has several: the first of its group that has one already."""
    names: dict[str, str] = {}
    for group in (each["numbers"] for each in _linked()["same"]):
        first = next((names[each] for each in group if each in names), group[0])
        names |= dict.fromkeys(group, first)
    return names


def _named(number: str) -> str:
    return _names().get(number, number)


def _editions(cells: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Figures of this release and of those before it; `figure` is null of these."""
    terms = cells.select("indicator", *TERMS).unique("indicator", maintain_order=True)
    regions = cells.select("level", "area", "region").unique(maintain_order=True)
    before = earlier.join(terms, on="indicator").join(regions, on=["level", "area"])
    last = earlier.select(pl.col("release").max().fill_null(0)).item()
    now = cells.select(
        *("figure", "indicator", *PLACE, *TERMS, "region"),
        *(pl.col(part).cast(pl.Float64) for part in PARTS[:2]),
        told=pl.lit(value=False),
        release=pl.lit(last + 1, pl.Int64),
    )
    both = pl.concat([now, before.rename({"shown": "told"})], how="diagonal_relaxed")
    return both.with_row_index("edition")


def _parts(editions: pl.DataFrame) -> pl.DataFrame:
    """One row per figure of a release and number of people in it."""
    asked = ["edition", "figure", "indicator", "fact", "region", "told", "release", *PLACE]
    told = editions.select(*asked, **dict(zip(PARTS, people(), strict=False)))
    names = told.select("indicator").unique().join(pl.DataFrame({"part": PARTS}), how="cross")
    named = names.with_columns(
        number=pl.concat_str("indicator", "part", separator=".").replace(_names())
    )
    return (
        told.unpivot(PARTS, index=asked, variable_name="part")
        .drop_nulls("value")
        .join(named, on=["indicator", "part"])
    )


def _states(parts: pl.DataFrame) -> pl.DataFrame:
    """
    One row per number and release, in their order, with its `column`: the same as in the release
    before where it is the same.
    """
    moved = pl.col("value") != pl.col("value").shift()
    new = pl.struct(NUMBER) != pl.struct(NUMBER).shift()
    return (
        parts.group_by(*NUMBER, "release")
        .agg(pl.first("fact", "region", "value"), pl.any("told"))
        .sort(*NUMBER, "release")
        .with_columns(column=((new | moved).fill_null(True).cum_sum() - 1).cast(pl.UInt32))
        .with_row_index("state")
    )


def _terms(states: pl.DataFrame, shows: pl.DataFrame) -> Iterator[pl.DataFrame]:
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


def _matrix(
    kinds: Iterator[pl.DataFrame], table: pl.DataFrame
) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
    """
    What is not so in these figures is no equation: a part greater than its whole is left out, and
    a whole with more in it than its parts is known only to be no less.
    """
    numbered = [each.with_columns(kind=pl.lit(kind, pl.Int16)) for kind, each in enumerate(kinds)]
    terms = _once(pl.concat(numbered).sort("kind", "equation", "column"))
    matrix = _rows(terms.with_columns(row=pl.struct("kind", "equation").rle_id()), table.height)
    over = matrix @ table["value"].to_numpy()
    true = over > -NOTHING
    moved, room = _corrections(table)
    both = sparse.csr_array(sparse.vstack([matrix[true], moved]))
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
    by = pl.col("value") - pl.col("value").shift().over(NUMBER)
    pairs = (
        table.select("column", "level", before=pl.col("column").shift().over(NUMBER), by=by)
        .filter(pl.col("level") == "authority", pl.col("by").abs() <= CORRECTION)
        .select("column", "before", "by")
    )
    count, by = pairs.height, pairs["by"].to_numpy()
    rows = np.arange(count)
    place = np.tile(rows, 2), np.concatenate([pairs["column"], pairs["before"]])
    signs = np.repeat([1.0, -1.0], count)
    newer = sparse.csr_array((signs, place), shape=(count, table.height))
    both = sparse.csr_array(sparse.vstack([newer, -newer]))
    return both, np.concatenate([CORRECTION + by, CORRECTION - by])


def grouped(label: np.ndarray, count: int) -> list[np.ndarray]:
    """The places of each label, 0 to count - 1, in their order."""
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))
