"""datapackage.json: the public tables as a Frictionless data package (Table Schema, version 1)."""

import json
from pathlib import Path
from typing import Any

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.disclosure import published
from iro_pipeline.publications.checksums import digest
from iro_pipeline.publications.edition import NOTICE, Edition

PARQUET = "application/vnd.apache.parquet"


def write(folder: Path, edition: Edition) -> None:
    """Of every Parquet file in `tables/` and beside it."""
    found = [*folder.glob("*.parquet"), *folder.glob("tables/*.parquet")]
    paths = sorted(path.relative_to(folder).as_posix() for path in found)
    described = {
        "profile": "data-package",
        "name": "iro-benchmarks",
        "title": "Benchmarks of Independent Reviewing Officer services in England",
        "version": edition.release,
        "invented": edition.invented,
        "description": f"{edition.warning} {NOTICE}".strip(),
        "resources": [_resource(folder, path) for path in paths],
    }
    text = json.dumps(described, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")


def _resource(folder: Path, path: str) -> dict[str, Any]:
    data = (folder / path).read_bytes()
    contract = published(Path(path).stem)
    return {
        "profile": "data-resource",
        "name": Path(path).stem.replace("_", "-"),
        "title": contract.title,
        "description": contract.grain,
        "path": path,
        "format": "parquet",
        "mediatype": PARQUET,
        "bytes": len(data),
        "hash": f"sha256:{digest(data)}",
        "schema": _schema(contract),
    }


def _schema(contract: Contract) -> dict[str, Any]:
    return {
        "fields": [_field(each) for each in contract.fields],
        "primaryKey": list(contract.key),
        # An empty status means shown, and is no missing value.
        "missingValues": [],
    }


def _field(each: Field) -> dict[str, Any]:
    known = {"enum": list(each.codes)} if each.codes else {}
    constraints = {**each.constraints, **known}
    return {
        "name": each.name,
        "type": each.type,
        "description": each.description,
        **({"constraints": constraints} if constraints else {}),
    }
