"""The tables of one audience as flat Parquet files that any reader opens."""

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.disclosure import Protected
from iro_pipeline.publications.edition import NOTICE, Edition
from iro_pipeline.validation import at_rest

TABLES = ("figures", "benchmarks", "caseload_bands", "coverage", "indicators", "authorities")
OF_ONE_AUTHORITY = ("figures", "benchmarks")
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def write(folder: Path, protected: Protected, *, release: str, invented: bool) -> None:
    """One Parquet file a table, with its contract's descriptions; nothing of clock or place."""
    if not isinstance(protected, Protected):
        raise TypeError("Only tables that disclosure.protect let through can be published")
    edition = Edition(release, invented)
    folder.mkdir(parents=True, exist_ok=True)
    for name in tables_of(protected):
        write_table(folder / f"{name}.parquet", protected, name, edition)


def tables_of(protected: Protected) -> tuple[str, ...]:
    """The tables that this audience's folder holds."""
    return OF_ONE_AUTHORITY if protected.audience.kind == "authority" else TABLES


def write_table(path: Path, protected: Protected, name: str, edition: Edition) -> None:
    contract = published(name)
    rows = _in_order(getattr(protected.tables, name), contract)
    # Others see some of these rows, with the service returns' numbers as they came from rest.
    if protected.audience.kind == "public":
        rows = at_rest(contract, rows)
    audience = protected.audience.area or "public"
    pq.write_table(
        rows.to_arrow().cast(arrow_schema(contract, edition, audience)),
        path,
        # What the oldest reader in use can read; statistics would repeat values in the footer.
        compression="snappy",
        write_statistics=False,
        data_page_version="1.0",
    )


def published(name: str) -> Contract:
    """The contract of a published table."""
    return Contract.load(f"processed/published/{name}")


def arrow_schema(contract: Contract, edition: Edition, audience: str) -> pa.Schema:
    """Columns with their descriptions, and what the file says of itself."""
    said = {
        "iro.release": edition.release,
        "iro.table": contract.name.rsplit("/", 1)[-1],
        "iro.title": contract.title,
        "iro.grain": contract.grain,
        "iro.audience": audience,
        "iro.invented": str(edition.invented).lower(),
        **({"iro.warning": edition.warning} if edition.invented else {}),
        "iro.notice": NOTICE,
    }
    return pa.schema([_column(each) for each in contract.fields], metadata=said)


def _column(each: Field) -> pa.Field:
    return pa.field(
        each.name,
        ARROW[each.type],
        nullable=not each.required,
        metadata={"description": each.description},
    )


def _in_order(table: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    ordered = table.lazy().select(*contract.dtypes).sort(contract.key)
    return ordered.collect(engine="in-memory")
