"""SHA256SUMS: what a release consists of, and whether it still does."""

import hashlib
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from iro_pipeline.disclosure import columns

SUMS = "SHA256SUMS"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def seal(folder: Path) -> None:
    """List every other file of the folder with its digest, for `sha256sum --check`."""
    lines = [f"{digest(path.read_bytes())}  {name}\n" for name, path in files(folder).items()]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def listed(folder: Path) -> dict[str, str]:
    """The digest of each file that a release consists of; raises OSError where it has no list."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def files(folder: Path) -> dict[str, Path]:
    """The files of a release apart from SHA256SUMS, by their path within it, in its order."""
    named = {}
    for place, _, names in os.walk(folder):
        within = Path(place).relative_to(folder)
        named |= {(within / name).as_posix(): Path(place, name) for name in names}
    return {name: named[name] for name in sorted(named) if name != SUMS}


def verify(folder: Path) -> list[str]:
    """What is wrong with a release, in sentences; empty when it is whole."""
    if not (folder / SUMS).is_file():
        return [f"{SUMS} is missing"]
    sums, there = listed(folder), files(folder)
    wrong = [f"{name} is missing" for name in sums if name not in there]
    wrong += [f"{name} is not in {SUMS}" for name in there if name not in sums]
    editions = set()
    for name in sorted(sums.keys() & there.keys()):
        data = there[name].read_bytes()
        if digest(data) != sums[name]:
            wrong.append(f"{name} is not what it was")
        elif name.endswith(".parquet"):
            schema = pq.ParquetFile(pa.BufferReader(data)).schema_arrow
            said = schema.metadata or {}
            editions.add((said.get(b"iro.release"), said.get(b"iro.invented")))
            if not schema.equals(columns(Path(name).stem)):
                wrong.append(f"{name} has other columns or types than its contract")
    return wrong + (["its tables are not all of one release"] if len(editions) > 1 else [])
