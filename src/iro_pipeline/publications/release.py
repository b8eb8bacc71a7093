"""One complete set of publications, a folder an audience."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from iro_pipeline.disclosure import Protected
from iro_pipeline.publications import (
    changes_page,
    checksums,
    cookbook,
    database,
    descriptor,
    explore,
    open_data,
    readme,
)
from iro_pipeline.publications.edition import Edition
from iro_pipeline.publications.packs import Told, draw, said

Inspect = Callable[[Sequence[Told]], None]


@dataclass(frozen=True)
class ReleaseContents:
    """
    A release's name, whether its data are invented, and its tables for each audience.

    `before`: the release that it is set beside. `said`: what was said of that when this release was
    first made, by file name; it is said again, as the one before may be gone.
    """

    release: str
    invented: bool
    protected: Iterable[Protected]
    before: Path | None = None
    said: Mapping[str, bytes] = field(default_factory=dict)


def publish(folder: Path, contents: ReleaseContents, inspect: Inspect = lambda _: None) -> None:
    """
    Write every publication into an empty folder, and last the list of them.

    What packs say is put to `inspect` before any is drawn; it raises what it has against them.
    Raises ValueError when no tables are for the public: they describe the whole.
    """
    edition = Edition(contents.release, contents.invented)
    public = None
    for protected in contents.protected:
        place = folder / protected.audience.folder
        open_data.write(place, protected, release=edition.release, invented=edition.invented)
        if protected.audience.kind == "public":
            public = protected
        else:
            _page(place, readme.of_audience(protected, edition))
    if public is None:
        raise ValueError("A release needs tables for the public")
    open_data.write_table(folder / "receipts.parquet", public, "receipts", edition)
    told = list(said(folder, edition))
    inspect(told)
    draw(folder, told, contents.before)
    _changes(folder, public, contents, edition)
    sets = explore.write(folder / "tables/ees", public, edition)
    database.write(folder, edition)
    cookbook.write(folder, edition)
    _page(folder, readme.of_release(public, edition))
    descriptor.write(folder, edition, sets)
    checksums.seal(folder)


def _changes(folder: Path, public: Protected, contents: ReleaseContents, edition: Edition) -> None:
    for name, data in contents.said.items():
        (folder / name).write_bytes(data)
    if not contents.said:
        changes_page.write(folder, public, contents.before, edition)


def _page(folder: Path, text: str) -> None:
    (folder / "README.md").write_text(text, encoding="utf-8")
