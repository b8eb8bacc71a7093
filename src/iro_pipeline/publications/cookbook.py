"""queries.sql: questions that analysts ask of a release, each with the query that answers it."""

from pathlib import Path

from iro_pipeline.publications.edition import Edition

NAME = "queries.sql"
SOURCE = Path(__file__).with_name(NAME)


def write(folder: Path, edition: Edition) -> None:
    """The queries as they are kept beside this file; of invented data with the warning above."""
    warning = f"-- {edition.warning}\n" if edition.invented else ""
    text = warning + SOURCE.read_text(encoding="utf-8")
    (folder / NAME).write_text(text, encoding="utf-8")


def queries(text: str) -> dict[str, str]:
    """Each query of such a file under the comment above it, which says what it answers."""
    blocks = (block.strip() for block in text.split("\n\n"))
    found = (block.partition("\n") for block in blocks if "\nSELECT" in block)
    return {asked.removeprefix("-- "): query for asked, _, query in found}
