"""What files hold beside the rows of the tables: nothing may stand there that they do not have."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from iro_pipeline.audit import analysts
from iro_pipeline.audit.breaches import Breach

SAID = b"iro."  # what our own entries begin with
ARROWS = (b"ARROW:schema", b"description")


def files(folder: Path) -> list[Breach]:
    """
    What is wrong with the Parquet files below a folder, and with what is given beside them.

    Raises OSError for an unreadable one.
    """
    found = [
        *((str(path.relative_to(folder)), words)
          for path in sorted(folder.rglob("*.parquet")) for words in _wrong(path)),
        *analysts.wrong(folder),
    ]  # fmt: skip
    return [Breach("a reader of bytes", name, "file", words) for name, words in found]


def _wrong(path: Path) -> Iterator[str]:
    # Opened here: a name must not be read as a pattern.
    with pa.OSFile(str(path), "rb") as file:
        parquet = pq.ParquetFile(file)
        yield from _footer(parquet)
        strings = [each.name for each in parquet.schema_arrow if _coded(each.type)]
        yield from _dictionaries(pq.ParquetFile(file, read_dictionary=strings), strings)


def _coded(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_dictionary(kind)


def _footer(parquet: pq.ParquetFile) -> Iterator[str]:
    meta = parquet.metadata
    for key in meta.metadata or {}:
        if not key.startswith(SAID) and key not in ARROWS:
            yield "its footer has an entry that is not ours"
    for group in range(meta.num_row_groups):
        for at in range(meta.num_columns):
            column = meta.row_group(group).column(at)
            if column.is_stats_set:
                yield f"column {column.path_in_schema} has statistics"
            if column.has_offset_index or column.has_column_index:
                yield f"column {column.path_in_schema} has a page index"


def _dictionaries(parquet: pq.ParquetFile, strings: list[str]) -> Iterator[str]:
    """A dictionary with an entry that no row has says what was taken away."""
    for group in range(parquet.metadata.num_row_groups):
        rows = parquet.read_row_group(group, columns=strings)
        for name in strings:
            if _unused(rows[name]):
                yield f"column {name} has a dictionary entry that no row has"


def _unused(column: pa.ChunkedArray) -> bool:
    return any(
        len(chunk.indices.drop_null().unique()) < len(chunk.dictionary)
        for chunk in column.chunks
        if pa.types.is_dictionary(chunk.type)
    )
