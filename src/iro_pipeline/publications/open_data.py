"""The tables of one audience as flat Parquet files that any reader opens."""

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from iro_pipeline.disclosure import OF_ONE_AUTHORITY, SURVEY, Protected, published
from iro_pipeline.disclosure.sheets import drawn_up
from iro_pipeline.publications.edition import NOTICE, Edition
from iro_pipeline.validation import at_rest

TABLES = (
    *("figures", "benchmarks", "caseload_bands", "coverage", "spread", "series", "trends"),
    "published_figures",
    *SURVEY,
    *("indicators", "authorities"),
)
OF_NETWORKS = (*TABLES, "agreed_to_contact")


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
    kept = OF_ONE_AUTHORITY if protected.audience.kind == "authority" else OF_NETWORKS
    return tuple(name for name in kept if name in protected.tables)


def write_table(path: Path, protected: Protected, name: str, edition: Edition) -> None:
    rows = protected.tables[name]
    # Others see some of these rows, with the service returns' numbers as they came from rest.
    if protected.audience.kind == "public":
        at_rest(published(name), pl.DataFrame(rows))
    said = said_of(name, edition, protected.audience.area or "public")
    _put(path, rows.replace_schema_metadata(said))


def write_changes(folder: Path, rows: pl.DataFrame, before: str, edition: Edition) -> None:
    """What moved since the release `before`, as a table that names it; of none, without rows."""
    kept = drawn_up("changes", at_rest(published("changes"), rows))
    said = said_of("changes", edition, "public") | {"iro.before": before}
    _put(folder / "changes.parquet", kept.replace_schema_metadata(said))


def _put(path: Path, rows: pa.Table) -> None:
    # Opened here: pyarrow would look for the file system of each of hundreds of paths.
    with pa.OSFile(str(path), "wb") as file:
        pq.write_table(
            rows,
            file,
            # What the oldest reader in use can read; statistics would repeat values in the footer.
            compression="snappy",
            write_statistics=False,
            data_page_version="1.0",
        )


def said_of(name: str, edition: Edition, audience: str) -> dict[str, str]:
    """What a file says of itself."""
    contract = published(name)
    return {
        "iro.release": edition.release,
        "iro.table": name,
        "iro.title": contract.title,
        "iro.grain": contract.grain,
        "iro.audience": audience,
        "iro.invented": str(edition.invented).lower(),
        **({"iro.warning": edition.warning} if edition.invented else {}),
        "iro.notice": NOTICE,
    }
