"""One complete set of publications, a folder an audience."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from iro_pipeline.disclosure import Protected
from iro_pipeline.publications import checksums, descriptor, open_data, readme
from iro_pipeline.publications.edition import Edition


@dataclass(frozen=True)
class ReleaseContents:
    """A release's name, whether its data are invented, and its tables for each audience."""

    release: str
    invented: bool
    protected: Iterable[Protected]


def publish(folder: Path, contents: ReleaseContents) -> None:
    """
    Write every publication into an empty folder, and last the list of them.

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
    _page(folder, readme.of_release(public, edition))
    descriptor.write(folder, edition)
    checksums.seal(folder)


def _page(folder: Path, text: str) -> None:
    (folder / "README.md").write_text(text, encoding="utf-8")
