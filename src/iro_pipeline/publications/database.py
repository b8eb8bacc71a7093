"""
iro.duckdb: views of the public tables, with their contracts' words, over the Parquet files.

Views hold no row, so that nothing can stand in the file that the tables do not say. Their paths are
relative: DuckDB resolves them where it is started, or in `file_search_path`.
"""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from iro_pipeline.disclosure import published
from iro_pipeline.publications.edition import Edition

NAME = "iro.duckdb"
# Every DuckDB from 1.0 on reads it. Later forms carry a random number, so that no two are the same.
STORAGE = "v1.0.0"


def write(folder: Path, edition: Edition) -> None:
    """Of every Parquet file in `tables/` and beside it."""
    found = [*folder.glob("*.parquet"), *folder.glob("tables/*.parquet")]
    with _searchable(folder) as place, duckdb.connect(config={"threads": "1"}) as memory:
        memory.execute(f"SET file_search_path = {_text(str(place))}")
        made = place.parent / NAME
        memory.execute(f"ATTACH {_text(str(made))} AS iro (STORAGE_VERSION '{STORAGE}')")
        memory.execute("USE iro")
        for path in sorted(found, key=lambda each: each.stem):
            for statement in _view(path.stem, path.relative_to(folder).as_posix(), edition):
                memory.execute(statement)
        memory.execute("CHECKPOINT iro")
        memory.execute("USE memory")
        memory.execute("DETACH iro")
        shutil.copyfile(made, folder / NAME)


@contextmanager
def _searchable(folder: Path) -> Generator[Path]:
    """The folder by another name, in a passing one: DuckDB takes , * [ and ? in paths for signs."""
    with TemporaryDirectory(prefix="iro-") as passing:
        place = Path(passing) / "release"
        place.symlink_to(folder.resolve())
        yield place


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
