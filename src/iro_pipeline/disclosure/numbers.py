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


@dataclass(frozen=True)
class Numbers:
    """
    `table`: one row per number (number, level, area, period, quarter; fact, region, true `value`).
    `shows`: which `figure` (its place in the cells given) shows which `column` (a row of `table`).
    `equations`: a row of it, times the values, is 0, or at least 0 where it is not `exact`.
    """

    table: pl.DataFrame
    shows: pl.DataFrame
    equations: sparse.csr_array
    exact: np.ndarray

    @property
    def value(self) -> np.ndarray:
        """What each number truly is."""
        return self.table["value"].to_numpy()

    @classmethod
    def of(cls, cells: pl.DataFrame) -> "Numbers":
        """
        `cells`: figures that records tell, by year (quarter 0) and by quarter, one row each, with
        their indicator's unit and fact, whether they are the `same` as in the release before, and
        `figure`, their place.
        """
        parts = _parts(cells)
        table = (
            parts.group_by(NUMBER)
            .agg(pl.first("fact", "region", "value"), pl.all("same"))
            .sort(NUMBER)
            .with_row_index("column")
        )
        shows = parts.join(table.select(*NUMBER, "column"), on=NUMBER).sort("figure", "column")
        seen = shows.select("figure", "column").unique(maintain_order=True)
        return cls(table, seen, *_matrix(_terms(table, shows), table))

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
            yield figures, Numbers(self.table[columns], shown_by, mine, self.exact[rows])


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


def _parts(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per figure and number of people in it."""
    asked = ["figure", "indicator", "fact", "region", "same", *PLACE]
    told = cells.select(*asked, **dict(zip(PARTS, people(), strict=False)))
    names = told.select("indicator").unique().join(pl.DataFrame({"part": PARTS}), how="cross")
    named = names.with_columns(
        number=pl.concat_str("indicator", "part", separator=".").replace(_names())
    )
    return (
        told.unpivot(PARTS, index=asked, variable_name="part")
        .drop_nulls("value")
        .join(named, on=["indicator", "part"])
    )


def _terms(table: pl.DataFrame, shows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Terms of equations, each a whole less its parts: equation, column, coefficient."""
    known, linked = table.select(*NUMBER, "column"), _linked()
    yield _halves(shows)
    for each in linked["sum"]:
        yield _of_places(known, each["whole"], each["parts"])
    for each in linked["within"]:
        yield _of_places(known, each["whole"], [each["part"]])
    regions, time = table.filter(level="region"), ["number", "period", "quarter"]
    yield _added(regions, table.filter(level="authority"), [*time, "region"])
    yield _added(table.filter(level="england"), regions, time)
    in_year = ["number", "level", "area", "period"]
    by_quarter = pl.col("quarter") != YEAR
    yield _added(table.filter(~by_quarter), table.filter(by_quarter), in_year)
    yield _unchanged(regions, table.filter(level="authority"), [*time, "region"])
    yield _unchanged(table.filter(level="england"), regions, time)


def _unchanged(wholes: pl.DataFrame, parts: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """
    What has not changed of a whole that has: less the whole of before it is what has changed, so
    that together it is known.
    """
    changed = wholes.filter(~pl.col("same")).select(*on, equation="column")
    known = parts.filter("same").select(*on, "column").join(changed, on=on, nulls_equal=True)
    return known.select("equation", "column", coefficient=pl.lit(-1, pl.Int32))


def _halves(shows: pl.DataFrame) -> pl.DataFrame:
    """A denominator is its numerator and the rest."""
    sign = pl.when(pl.col("part") == "denominator").then(1).otherwise(-1)
    return shows.filter((pl.col("part") == "rest").any().over("figure")).select(
        equation="figure", column="column", coefficient=sign
    )


def _of_places(known: pl.DataFrame, whole: str, parts: list[str]) -> pl.DataFrame:
    named = [_named(each) for each in parts]
    return _added(
        known.filter(number=_named(whole)), known.filter(pl.col("number").is_in(named)), PLACE
    )


def _added(wholes: pl.DataFrame, parts: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Each whole that is there less the parts of it that are: who has no row counted nothing."""
    whole = wholes.select(*on, equation="column")
    part = parts.select(*on, "column").join(whole, on=on, nulls_equal=True)
    own = part.select("equation", column="equation").unique()
    return pl.concat(
        [
            part.select("equation", "column", coefficient=-1),
            own.select("equation", "column", coefficient=1),
        ]
    )


def _matrix(
    kinds: Iterator[pl.DataFrame], table: pl.DataFrame
) -> tuple[sparse.csr_array, np.ndarray]:
    """
    What is not so in these figures is no equation: a part greater than its whole is left out, and
    a whole with more in it than its parts is known only to be no less.
    """
    numbered = [each.with_columns(kind=pl.lit(kind, pl.Int16)) for kind, each in enumerate(kinds)]
    terms = pl.concat(numbered).sort("kind", "equation")
    row = pl.struct("kind", "equation").rle_id()
    terms = terms.with_columns(row=row)
    entries = terms["coefficient"].to_numpy().astype(float)
    place = (terms["row"].to_numpy(), terms["column"].to_numpy())
    shape = (terms["row"].n_unique(), table.height)
    matrix = sparse.csr_array((entries, place), shape=shape)
    over = matrix @ table["value"].to_numpy()
    # Of what has not changed there is no whole to be less than.
    known = np.asarray((matrix > 0).sum(axis=1)).ravel() == 0
    true = known | (over > -NOTHING)
    return matrix[true], (known | (over < NOTHING))[true]


def grouped(label: np.ndarray, count: int) -> list[np.ndarray]:
    """The places of each label, 0 to count - 1, in their order."""
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))
