"""Which code, contracts and reference tables a figure comes from."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from iro_pipeline.places import PACKAGE, REFERENCE, SCHEMAS

# What no figure comes from; and what lies inside an installed package, or is made of its source.
_ASIDE = {"cli", "delivery", "invention", "schemas", "reference"}
_MADE = "__pycache__"
_WRITERS = ("polars", "pyarrow", "duckdb", "vl-convert-python", "typst", "xlsxwriter")


@cache
def build() -> str:
    """
    One digest over the package's files, the contracts, the reference tables, and the versions of
    the libraries that reckon, draw and write.

    Equal builds give equal bytes for equal arrivals; anything edited is another build, but for the
    command line, delivery and the invented nation, which no figure comes from.
    """
    writers = " ".join(f"{name} {version(name)}" for name in _WRITERS)
    digest = hashlib.sha256(writers.encode())
    for root, pattern in ((PACKAGE, "*.*"), (SCHEMAS, "*.toml"), (REFERENCE, "*.*")):
        for path in _sources(root, pattern):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def reading(names: Mapping[str, str | None]) -> str:
    """
    What inspected rows rest on: the build, and what people decided that names stand for.

    With another decision every file is read again, as it is with another build.
    """
    if not names:
        return build()
    decided = json.dumps(dict(names), sort_keys=True)
    return f"{build()}-{hashlib.sha256(decided.encode()).hexdigest()[:8]}"


def release_id(sequence: int, inputs: list[tuple[int, str, str]]) -> str:
    """The name of the release that this build makes of (arrival, SHA-256, state) inputs."""
    digest = hashlib.sha256(build().encode())
    for arrival, sha256, state in sorted(inputs):
        digest.update(f"{arrival} {sha256} {state}\n".encode())
    return f"{sequence:06d}-{digest.hexdigest()[:12]}"


def _sources(root: Path, pattern: str) -> list[Path]:
    found = (path for path in root.rglob(pattern) if path.is_file() and _MADE not in path.parts)
    return sorted(path for path in found if path.relative_to(root).parts[0] not in _ASIDE)
