"""datapackage.json: the public tables as a Frictionless data package (Table Schema, version 1)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.disclosure import published
from iro_pipeline.publications import explore
from iro_pipeline.publications.checksums import digest
from iro_pipeline.publications.edition import NOTICE, Edition

LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0, of the public sector information in it",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
SOURCES = [
    {
        "title": "Department for Education, statistics of children looked after in England",
        "path": "https://explore-education-statistics.service.gov.uk/",
    },
    {"title": "Returns that authorities and IROs made; receipts lists each of them"},
]
# Which table tells what a column's codes stand for.
KEYS = {"indicator": "indicators", "authority": "authorities"}
SYMBOLS = ["", "c", "u", "x", "z"]


def write(folder: Path, edition: Edition, sets: Iterable[explore.DataSet] = ()) -> None:
    """Of every Parquet file in `tables/` and beside it, and of the data sets in `tables/ees/`."""
    found = [*folder.glob("*.parquet"), *folder.glob("tables/*.parquet")]
    paths = sorted(path.relative_to(folder).as_posix() for path in found)
    described = {
        "profile": "data-package",
        "name": "iro-benchmarks",
        "title": "Benchmarks of Independent Reviewing Officer services in England",
        "version": edition.release,
        "invented": edition.invented,
        "description": f"{edition.warning} {NOTICE}".strip(),
        "licenses": [LICENCE],
        "sources": SOURCES,
        "resources": [
            *(_table(folder, path) for path in paths),
            *(_data_set(folder, each) for each in sets),
        ],
    }
    text = json.dumps(described, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")


def _table(folder: Path, path: str) -> dict[str, Any]:
    contract = published(Path(path).stem)
    return {
        "profile": "data-resource",
        "name": Path(path).stem.replace("_", "-"),
        "title": contract.title,
        "description": contract.grain,
        "path": path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        # No bytes: the validator counts none of a Parquet file, and would find that they differ.
        "hash": f"sha256:{digest((folder / path).read_bytes())}",
        "schema": _schema(contract),
    }


def _data_set(folder: Path, each: explore.DataSet) -> dict[str, Any]:
    """In DfE's form; a symbol stands where there is no number."""
    path = f"tables/ees/{each.name}.csv"
    data = (folder / path).read_bytes()
    chosen = {column.name: column for column in each.columns}
    fields = [_column(name, chosen.get(name)) for name in each.rows.columns]
    return {
        "profile": "data-resource",
        "name": each.name.replace("_", "-"),
        "title": each.title,
        "description": "one row per time, place and choice of filters, as Explore Education "
        "Statistics reads it",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{digest(data)}",
        "schema": {"fields": fields, "missingValues": SYMBOLS},
    }


def _schema(contract: Contract) -> dict[str, Any]:
    table = contract.name.rpartition("/")[2]
    keys = [name for name, of in KEYS.items() if name in contract.dtypes and table != of]
    return {
        "fields": [_field(each) for each in contract.fields],
        "primaryKey": list(contract.key),
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": KEYS[name], "fields": [name]}}
            for name in keys
        ],
        # An empty status means shown, and is no missing value; the validator reads a null as nan.
        "missingValues": ["nan"],
    }


def _field(each: Field) -> dict[str, Any]:
    known = {"enum": list(each.codes)} if each.codes else {}
    constraints = {**each.constraints, **known}
    return {
        "name": each.name,
        # A whole number in Parquet; where some are missing, the validator reads others as 2023.0.
        "type": "integer" if each.type == "year" else each.type,
        "description": each.description,
        **({"constraints": constraints} if constraints else {}),
    }


def _column(name: str, column: explore.Column | None) -> dict[str, Any]:
    is_number = column is not None and column.kind == "Indicator" and name != "verdict"
    says = column.label if column else explore.SAYS[name]
    return {"name": name, "type": "number" if is_number else "string", "description": says}
