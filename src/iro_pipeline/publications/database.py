"""
iro.duckdb: views of the public tables, with their contracts' words, over the Parquet files.

Views hold no row, so that nothing can stand in the file that the tables do not say. Their paths are
relative: DuckDB resolves them where it is started, or in `file_search_path`.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from iro_pipeline.disclosure import published
from iro_pipeline.publications.edition import Edition

NAME = "iro.duckdb"
# Every DuckDB from 1.0 on reads it. Later forms carry a random number, so that no two are the same.
STORAGE = "v1.0.0"


def write(folder: Path, edition: Edition) -> None:
    """Of every Parquet file in `tables/` and beside it."""
    found = [*folder.glob("*.parquet"), *folder.glob("tables/*.parquet")]
    with duckdb.connect(config={"file_search_path": str(folder), "threads": "1"}) as memory:
        memory.execute(f"ATTACH {_text(str(folder / NAME))} AS iro (STORAGE_VERSION '{STORAGE}')")
        memory.execute("USE iro")
        for path in sorted(found, key=lambda each: each.stem):
            for statement in _view(path.stem, path.relative_to(folder).as_posix(), edition):
                memory.execute(statement)
        memory.execute("CHECKPOINT iro")
        memory.execute("USE memory")
        memory.execute("DETACH iro")


def _view(name: str, path: str, edition: Edition) -> Iterator[str]:
    contract = published(name)
    says = f"{edition.warning} {contract.title}: {contract.grain}".strip()
    yield f"CREATE VIEW {name} AS SELECT * FROM {_text(path)}"  # noqa: S608
    yield f"COMMENT ON VIEW {name} IS {_text(says)}"
    for each in contract.fields:
        yield f'COMMENT ON COLUMN {name}."{each.name}" IS {_text(each.description)}'


def _text(words: str) -> str:
    quoted = words.replace("'", "''")
    return f"'{quoted}'"
