"""The ledger of what was published: every fact ever told, in the record, for its owner only."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from iro_pipeline.durable import flush_folder

# A number of people in a cell, as its readers know it, and since when it is what it is.
FACT: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(["indicator", "speaker", "part", "level", "area", "region"], pl.String),
    **{"period": pl.Int64, "quarter": pl.Int64, "status": pl.String},
    **{"low": pl.Float64, "high": pl.Float64, "release": pl.Int64, "vintage": pl.Int64},
    "rounding": pl.Int64,  # to the nearest what it was told
}
# Before it was kept an authority's were told as they are; of areas it is not known.
UNKEPT = pl.when(level="authority").then(1)
CELL = ["indicator", "level", "area", "period", "quarter"]
# A figure as it truly was when a release was made, and whether that or one before showed it so.
FIGURE: dict[str, type[pl.DataType]] = {
    **{"indicator": pl.String, "level": pl.String, "area": pl.String},
    **{"period": pl.Int64, "quarter": pl.Int64},
    **{"numerator": pl.Float64, "denominator": pl.Float64},
    **{"shown": pl.Boolean, "vintage": pl.Int64},
}
PARTS = ["numerator", "denominator"]


@dataclass(frozen=True)
class Published:
    """
    A folder of the record with files of each release: `<place>.<release>.facts.arrow` holds what it
    told, `….figures.arrow` the figures behind it, each of the facts and periods of which any was
    otherwise before; beside them lies what it said of the one before.
    None is ever written over. The place is that of its making, from 1: names of releases do not
    tell it, as one may be made anew of old arrivals.
    Of the release `made`, only those before it are known.
    """

    folder: Path
    made: str

    def release(self) -> int:
        """The place of the release that is being made; its own where it was made before."""
        places = self._places()
        return places.get(self.made, max(places.values(), default=0) + 1)

    def facts(self) -> pl.DataFrame:
        """Every fact told so far, with the place of the `release` that told it so first."""
        told = map(pl.read_ipc, self._before("facts"))
        every = pl.concat([pl.DataFrame(schema=FACT), *told], how="diagonal")
        return every.with_columns(pl.col("rounding").fill_null(UNKEPT))

    def editions(self) -> pl.DataFrame:
        """Every figure behind a release that is otherwise, with the place of the `release`."""
        told = [pl.DataFrame(schema={**FIGURE, "release": pl.Int64})]
        told += [
            pl.read_ipc(each).with_columns(release=pl.lit(_place(each), pl.Int64))
            for each in self._before("figures")
        ]
        return pl.concat(told)

    def history(self) -> pl.DataFrame:
        """Every figure behind every release, once for each time that it was otherwise."""
        told = [pl.DataFrame(schema=FIGURE), *map(pl.read_ipc, self._before("figures"))]
        return pl.concat(told).unique([*CELL, "vintage"], maintain_order=True)

    def dated(self, figures: pl.DataFrame) -> pl.DataFrame:
        """
        `figures` of today, each with `vintage` and what releases before said: whether it is the
        `same` as behind the last (and then whether it was `shown`), and its parts as they were when
        it was last shown (`shown numerator`, `shown denominator`; null where it never was).
        """
        every = self.editions().sort("release")
        # All of an indicator's fact and period were kept together; it may be of another fact today.
        newest = pl.col("release") == pl.col("release").max().over("indicator", "period")
        last = every.filter(newest).drop("release")
        shown = every.filter("shown").unique(CELL, keep="last").select(*CELL, *PARTS)
        then, told = ({name: f"{kind} {name}" for name in PARTS} for kind in ("then", "shown"))
        rows = figures.join(
            last.rename({**then, "shown": "then shown"}), on=CELL, how="left", maintain_order="left"
        ).join(shown.rename(told), on=CELL, how="left", maintain_order="left")
        alike = [pl.col(name).eq_missing(pl.col(before)) for name, before in then.items()]
        same = pl.col("vintage").is_not_null() & pl.all_horizontal(alike)
        return rows.select(
            *figures.columns,
            *told.values(),
            same=same,
            shown=pl.when(same).then("then shown"),
            vintage=pl.when(same).then("vintage").otherwise(self.release()).cast(pl.Int64),
        )

    def append(self, facts: pl.DataFrame, figures: pl.DataFrame) -> None:
        """What the release tells, and the figures behind it; a release is written once."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for kind, rows in (
            ("facts", facts.select(list(FACT))),
            ("figures", figures.select(list(FIGURE))),
        ):
            _write(rows, self._file(f"{kind}.arrow"))

    def say(self, files: Mapping[str, bytes]) -> None:
        """Keep what a release says of what moved: made anew, it must say the same."""
        for name, data in files.items():
            _put(self._file(name), lambda aside, data=data: aside.write_bytes(data))

    def said(self, names: Sequence[str]) -> dict[str, bytes]:
        """Those files as they were first; empty where the release is made for the first time."""
        places = {name: self._file(name) for name in names}
        if not all(place.exists() for place in places.values()):
            return {}
        return {name: place.read_bytes() for name, place in places.items()}

    def _file(self, name: str) -> Path:
        return self.folder / f"{self.release():06d}.{self.made}.{name}"

    def _places(self) -> dict[str, int]:
        """Of each release that is on record, its place."""
        named = (each.name.split(".") for each in self.folder.glob("*.facts.arrow"))
        return {release: int(place) for place, release, *_ in named}

    def _before(self, kind: str) -> list[Path]:
        listed = sorted(self.folder.glob(f"*.{kind}.arrow"))
        return [each for each in listed if _place(each) < self.release()]


def told_otherwise(now: pl.DataFrame, before: pl.DataFrame) -> int:
    """How many numbers that would be told `now` were told `before`, rounded otherwise."""
    number = ["indicator", "part", "level", "area", "period", "quarter"]
    told = pl.col("low").is_not_null()
    then = before.filter(told).select(*number, before="rounding").unique()
    both = now.filter(told).join(then, on=number, nulls_equal=True)
    return both.filter(pl.col("rounding") != pl.col("before")).select(number).n_unique()


def _place(file: Path) -> int:
    return int(file.name.split(".")[0])


def _write(rows: pl.DataFrame, place: Path) -> None:
    _put(place, lambda aside: rows.write_ipc(aside, compression="zstd"))


def _put(place: Path, write: Callable[[Path], object]) -> None:
    """Whole or not at all, readable by its owner only, and never written over."""
    if place.exists():
        return
    aside = place.with_suffix(".making")
    write(aside)
    aside.chmod(0o600)
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.rename(place)
    flush_folder(place.parent)
