"""Where files and tables rest below one root; the only file I/O of tables."""

import fcntl
import os
import shutil
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from iro_pipeline.arrivals.kept import Kept, unpacked
from iro_pipeline.arrivals.receiving import (
    Dropped,
    destroy,
    dropped,
    put,
    received,
    settled,
    take,
)
from iro_pipeline.contracts import Contract, in_force
from iro_pipeline.inspection import columns_at_rest
from iro_pipeline.record.receipts import Arrival, Receipt
from iro_pipeline.record.sketches import SKETCH
from iro_pipeline.validation import at_rest


@dataclass(frozen=True)
class Workspace:
    """
    data/raw (what was dropped), data/record (ledger, received bytes, key), data/processed.

    The record cannot be rebuilt and is for its owner only; all of data/processed can be.
    """

    root: Path

    @property
    def raw(self) -> Path:
        """Where people drop files."""
        return self.root / "data/raw"

    @property
    def record(self) -> Path:
        """The ledger, the received bytes and the identifier key."""
        return self.root / "data/record"

    @property
    def restricted(self) -> Path:
        """Row-level tables, pseudonymised, for their owner only."""
        return self.root / "data/processed/restricted"

    @property
    def releases(self) -> Path:
        """What may leave."""
        return self.root / "data/processed/releases"

    def prepare(self) -> None:
        """Make the folders; the record and the restricted tables are for their owner only."""
        for folder in (self.record, self.record / "received", self.restricted):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        self.raw.mkdir(parents=True, exist_ok=True)
        self.releases.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def rehearsing(self) -> Generator[Path]:
        """
        A passing folder for a copy of the record, as restricted as the record is.

        One whose rehearsal was killed has lost its lock, and the next run sweeps it away.
        """
        self.record.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            passing = TemporaryDirectory(prefix=".rehearsal-", dir=self.record)
            with passing as folder, _held(Path(folder)):
                yield Path(folder)
        finally:
            with suppress(OSError):  # of a record, unless there is one
                self.record.rmdir()

    def sweep(self) -> None:
        """Clear away what an interrupted run left half made."""
        aborted = filter(_is_let_go, self.record.glob(".rehearsal-*"))
        unfinished = (*self.releases.glob(".making-*"), *self.record.glob("received/.making-*"))
        for left in (*unfinished, *aborted):
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()

    def dropped(self, replaced: Mapping[str, str]) -> Iterator[Dropped]:
        """
        What lies below data/raw, its bytes copied to the received store where they can be.

        Not what was `replaced` or forgotten since: SHA-256 of the bytes to that of what is kept.
        """
        there = settled(self.raw, dropped(self.raw))
        taken = (take(self.raw, path, self.record / "received", replaced) for path in there)
        return (each for each in taken if each is not None)

    def received(self, arrival: Arrival) -> bytes | Kept:
        """
        The bytes of an arrival, or what is left of them without the rows of forgotten people.

        Raises Unreadable where none were taken or they are too many, and Damaged where the store
        no longer holds them whole.
        """
        data = received(self.record / "received", arrival)
        return data if arrival.kept is None else unpacked(data)

    def put(self, data: bytes) -> str:
        """Keep bytes in the place of received ones; returns their SHA-256."""
        return put(self.record / "received", data)

    def destroy(self, digests: Iterable[str]) -> None:
        """Delete received bytes that others were put in the place of, or that are forgotten."""
        destroy(self.record / "received", digests)

    def drop_tables(self) -> None:
        """Drop every table at rest; the next run makes them again."""
        if self.restricted.exists():
            shutil.rmtree(self.restricted)
        self.restricted.mkdir(mode=0o700, parents=True)

    def keep(self, contract: Contract, first: int, parts: Mapping[str, pl.DataFrame]) -> None:
        """Put the parts of a batch to rest, a file each, named by its first arrival."""
        for kind, rows in parts.items():
            _rest(rows, self._batches(kind, contract.name) / f"{first:06d}.arrow")

    def sketches(self) -> pl.DataFrame:
        """The sketches of every arrival whose rows are at rest."""
        places = sorted((self.restricted / "sketches").rglob("*.arrow"))
        return pl.concat([pl.DataFrame(schema=SKETCH), *map(pl.read_ipc, places)])

    def drop_batches(self, arrivals: Iterable[int]) -> None:
        """Take away the rows of batches that an interrupted run kept but never receipted."""
        unfinished = {f"{arrival:06d}.arrow" for arrival in arrivals}
        for place in self.restricted.glob("*/*/*/*/*.arrow"):
            if place.name in unfinished:
                place.unlink()

    def rows_are_of(self, build: str) -> bool:
        """Whether the inspected rows at rest were made by this build."""
        marker = self.restricted / "build"
        return marker.exists() and marker.read_text() == build

    def note_tables(self, release: str) -> None:
        """Say which release the tables at rest are of; nothing while they are being made."""
        (self.restricted / "release").write_text(release)

    def tables_are_of(self) -> str:
        """The release that the tables at rest were made for."""
        note = self.restricted / "release"
        return note.read_text() if note.exists() else ""

    def forget_rows(self, build: str) -> None:
        """Drop every inspected row; this build reads them again from the received store."""
        self.drop_tables()
        (self.restricted / "build").write_text(build)

    def rows(self, kind: str, source: str, table: str, loaded: Iterable[Receipt]) -> pl.LazyFrame:
        """All accepted (or rejected) rows of a table; a column that an edition lacks is null."""
        arrivals: dict[str, list[int]] = {}
        for receipt in loaded:
            if (receipt.source, receipt.table) == (source, table):
                arrivals.setdefault(receipt.contract, []).append(receipt.arrival)
        newest = next(each for each in in_force(source, None) if each.table == table)
        empty = pl.LazyFrame(schema=columns_at_rest(newest))
        editions = [
            pl.scan_ipc(sorted(self._batches(kind, contract).glob("*.arrow"))).filter(
                pl.col("arrival").is_in(numbers)
            )
            for contract, numbers in sorted(arrivals.items())
        ]
        return pl.concat([empty, *editions], how="diagonal_relaxed")

    def rows_of(self, kind: str, one: Receipt) -> pl.DataFrame:
        """The accepted (or rejected) rows of one receipt, from the one batch that holds them."""
        batches = {
            int(each.stem): each for each in self._batches(kind, one.contract).glob("*.arrow")
        }
        first = max(number for number in batches if number <= one.arrival)
        return pl.read_ipc(batches[first]).filter(arrival=one.arrival)

    def write(self, name: str, table: pl.LazyFrame | pl.DataFrame) -> None:
        """Nothing comes to rest without keeping its contract, schemas/processed/<name>.toml."""
        rows = table.lazy().collect(engine="in-memory")
        kept = at_rest(Contract.load(f"processed/{name}"), rows)
        _rest(kept, self.restricted / f"{name}.arrow")

    def scan(self, name: str) -> pl.LazyFrame:
        """A table at rest."""
        return pl.scan_ipc(self.restricted / f"{name}.arrow")

    def latest(self) -> Path | None:
        """The newest release's folder, its link resolved once; None before the first."""
        link = self.releases / "latest"
        return link.resolve() if link.exists() else None

    def _batches(self, kind: str, contract: str) -> Path:
        return self.restricted / kind / contract.removeprefix("raw/")


@contextmanager
def _held(folder: Path) -> Generator[None]:
    """Hold a folder for as long as this process is alive; the kernel frees it with its end."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _is_let_go(folder: Path) -> bool:
    """Whether no process that is alive holds the folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _rest(rows: pl.DataFrame, place: Path) -> None:
    """As Arrow IPC, a tenth of the cost of Parquet; aside first, because readers map files."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = place.with_suffix(".making")
    rows.write_ipc(aside)
    aside.replace(place)
