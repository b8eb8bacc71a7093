"""SHA256SUMS: what a release consists of, and whether it still does."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from iro_pipeline.publications.open_data import ARROW, published

SUMS = "SHA256SUMS"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def seal(folder: Path) -> None:
    """List every other file of the folder with its digest, for `sha256sum --check`."""
    lines = [f"{digest(path.read_bytes())}  {name}\n" for name, path in files(folder).items()]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def files(folder: Path) -> dict[str, Path]:
    """The files of a release apart from SHA256SUMS, by their path within it, in its order."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {name: found[name] for name in sorted(found) if found[name].is_file() and name != SUMS}


def verify(folder: Path) -> list[str]:
    """What is wrong with a release, in sentences; empty when it is whole."""
    if not (folder / SUMS).is_file():
        return [f"{SUMS} is missing"]
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    there = files(folder)
    wrong = [f"{name} is missing" for name in listed if name not in there]
    wrong += [f"{name} is not in {SUMS}" for name in there if name not in listed]
    editions = set()
    for name in sorted(listed.keys() & there.keys()):
        data = there[name].read_bytes()
        if digest(data) != listed[name]:
            wrong.append(f"{name} is not what it was")
        elif name.endswith(".parquet"):
            table = pq.read_table(pa.BufferReader(data))
            said = table.schema.metadata or {}
            editions.add((said.get(b"iro.release"), said.get(b"iro.invented")))
            wrong += _departures(name, table.schema)
    return wrong + (["its tables are not all of one release"] if len(editions) > 1 else [])


def _departures(name: str, schema: pa.Schema) -> Iterator[str]:
    """How a table's columns and types differ from its contract's."""
    fields = published(Path(name).stem).fields
    if [(each.name, ARROW[each.type]) for each in fields] != list(
        zip(schema.names, schema.types, strict=True)
    ):
        yield f"{name} has other columns or types than its contract"
