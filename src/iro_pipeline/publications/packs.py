"""The packs of a release: read from its tables, drawn where what they say is new."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from iro_pipeline.disclosure import Audience
from iro_pipeline.packs import Pack, making, own, what_works
from iro_pipeline.packs.released import Tables, released
from iro_pipeline.provenance import build
from iro_pipeline.publications import page, printed, workbook
from iro_pipeline.publications.checksums import SUMS, digest, listed
from iro_pipeline.publications.edition import NOTICE, Edition

CARD = "pack.json"
DRAWN: Mapping[str, Callable[[Pack], bytes]] = {
    "page.html": lambda pack: page.render(pack).encode(),
    "print.pdf": printed.render,
    "workbook.xlsx": workbook.render,
}
# An authority's own sheet is read and taken along; to paste from there is its region's workbook.
OF_AUTHORITY = ("page.html", "print.pdf")
# Peer groups that are no partnership.
OTHERS = ("england", "region", "statistical_neighbours")


@dataclass(frozen=True)
class Told:
    """A pack, its place in a release, and the tables that its reader has."""

    place: str
    pack: Pack
    tables: Tables


def said(folder: Path, edition: Edition) -> Iterator[Told]:
    """
    What each reader is told of the tables that `folder` holds as they are published; no pack is
    made where they have no figure.
    """
    words = {"warning": edition.warning, "notice": NOTICE}
    public = released(folder / "tables")
    if not public["figures"].height:
        return
    yield Told("england", making.england(public, **words), public)
    for group in _partnerships(public):
        place = Audience("network", group).folder.replace("regions", "partnerships")
        yield Told(place, making.partnership(public, group, **words), public)
    for region in sorted(public["authorities"]["region"].unique()):
        place = Audience("network", region).folder
        if (folder / place).is_dir():
            tables = released(folder / place)
            yield Told(place, making.region(tables, region, **words), tables)
    works = what_works.works(public)
    for place in sorted(folder.glob("authorities/*")):
        tables = released(place)
        pack = own.authority(tables, public, place.name, works=works, **words)
        own_too = {name: rows for name, rows in tables.items() if rows.height}
        yield Told(f"authorities/{place.name}", pack, {**public, **own_too})


def draw(folder: Path, told: Iterable[Told], before: Path | None) -> int:
    """
    Write each pack's files into its place in `folder`; how many packs had to be drawn.

    Those of the release `before` that say the same, drawn by the same build, are taken over.
    """
    old = Drawn.of(before)
    return sum(_draw(folder / each.place, each, old) for each in told)


@dataclass(frozen=True)
class Drawn:
    """The files of a release by their digests; none where it is gone, or has no list of them."""

    release: Path
    sums: Mapping[str, str]

    @classmethod
    def of(cls, release: Path | None) -> Self:
        has_list = release is not None and (release / SUMS).is_file()
        return cls(release or Path(), listed(release) if release and has_list else {})

    def file(self, name: str) -> bytes | None:
        """A file as it was published; None where it is not there or no longer what it was."""
        path = self.release / name
        if name not in self.sums or not path.is_file():
            return None
        data = path.read_bytes()
        return data if digest(data) == self.sums[name] else None


def _draw(place: Path, told: Told, old: Drawn) -> bool:
    place.mkdir(parents=True, exist_ok=True)
    card = _card(told.pack)
    (place / CARD).write_bytes(card)
    names = OF_AUTHORITY if told.pack.kind == "authority" else tuple(DRAWN)
    is_same = old.file(f"{told.place}/{CARD}") == card
    taken = {name: old.file(f"{told.place}/{name}") if is_same else None for name in names}
    for name, data in taken.items():
        (place / name).write_bytes(DRAWN[name](told.pack) if data is None else data)
    return None in taken.values()


def _partnerships(public: Tables) -> list[str]:
    groups = public["benchmarks"].filter(~pl.col("peer_group").is_in(OTHERS))
    return sorted(groups["peer"].unique())


def _card(pack: Pack) -> bytes:
    """What tells one pack from another, for whoever delivers it."""
    told = {name: getattr(pack, name) for name in ("kind", "area", "name", "period", "edition")}
    told |= {"invented": bool(pack.warning), "drawn_by": build()}
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()
