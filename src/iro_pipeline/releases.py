"""How a release appears: whole, by one rename, or not at all."""

import logging
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from iro_pipeline import audit, auditing, examination, publications
from iro_pipeline.arrivals.receiving import Damaged
from iro_pipeline.disclosure import SURVEY, Tables, audiences, protect_each
from iro_pipeline.disclosure.receipts import listed
from iro_pipeline.durable import flush_folder
from iro_pipeline.indicators import catalogue
from iro_pipeline.provenance import release_id
from iro_pipeline.publications import ReleaseContents, verify
from iro_pipeline.publications.changes import NAMES as CHANGES
from iro_pipeline.record.published import Published
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.reference import register
from iro_pipeline.workspace import Workspace

log = logging.getLogger(__name__)

AT_REST = (
    *("figures", "benchmarks", "caseload_bands", "coverage", "spread"),
    *("series", "trends"),
    *("published_figures", "agreed_to_contact"),
)


def publish(
    workspace: Workspace, receipts: Sequence[Receipt], sequence: int, earlier: Sequence[Path] = ()
) -> Path:
    """
    Protect the tables for each audience, and let them appear as one release.

    `sequence` is the place of the newest arrival or decision that it takes into account. It is set
    beside the first of the `earlier` releases that is another. Raises Refused where the audit finds
    what would give somebody away.
    """
    name = release_id(sequence, [(each.arrival, each.sha256, each.state) for each in receipts])
    if (place := workspace.releases / name).exists():
        _verified(place)
        return place
    rest = {table: workspace.scan(table).collect() for table in AT_REST}
    record = Published(workspace.record / "published", name)
    behind = auditing.behind(rest["figures"], rest["series"])
    true = record.dated(behind)
    tables = Tables(
        groups=workspace.scan("overlapping_groups").collect(),
        **rest,
        before=auditing.told_before(true, record),
        survey={table: workspace.scan(table).collect() for table in SURVEY},
        indicators=catalogue.terms().collect(),
        authorities=register(),
        receipts=listed(examination.told(receipts, workspace.scan("findings").collect())),
    )
    readers = audiences(tables.authorities, tables.figures)
    protected = list(protect_each(tables, readers))
    if found := auditing.attacked(workspace, record, true, protected):
        less = replace(tables, before=auditing.left_out(tables.before, true, found))
        protected = list(protect_each(less, readers))
        if found := auditing.attacked(workspace, record, true, protected):
            raise auditing.refusal(workspace, found)
    contents = ReleaseContents(
        release=name,
        invented=any(each.invented for each in receipts if each.state == "loaded"),
        protected=protected,
        before=next((each for each in earlier if each.name != name), None),
        said=record.said(CHANGES),
    )
    folder = appear(workspace, name, lambda aside: _written(workspace, aside, contents, record))
    log.info("Release %s is whole", name)
    return folder


def _written(
    workspace: Workspace, aside: Path, contents: ReleaseContents, record: Published
) -> None:
    """The files, each looked into: what its rows do not say may stand in no corner of it."""

    def refuse(found: list[audit.Breach]) -> None:
        if found:
            raise auditing.refusal(workspace, found)

    publications.publish(
        aside,
        contents,
        lambda told: refuse(audit.packs((each.place, each.pack, each.tables) for each in told)),
    )
    refuse(audit.files(aside))
    record.say({name: (aside / name).read_bytes() for name in CHANGES})


def appear(workspace: Workspace, name: str, write: Callable[[Path], None]) -> Path:
    """
    Written aside, flushed, read back and only then renamed to its place.

    A release of that name is already whole: the same inputs and build make the same bytes.
    """
    place = workspace.releases / name
    if place.exists():
        _verified(place)
        return place
    aside = workspace.releases / f".making-{name}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    write(aside)
    _flush(aside)
    _verified(aside)
    aside.rename(place)
    flush_folder(workspace.releases)
    return place


def point_latest(workspace: Workspace, name: str) -> None:
    """Readers that resolve the link once see the old release or the new one, never both."""
    aside = workspace.releases / ".making-latest"
    aside.unlink(missing_ok=True)
    aside.symlink_to(name)
    aside.replace(workspace.releases / "latest")
    flush_folder(workspace.releases)


def _verified(place: Path) -> None:
    if wrong := verify(place):
        raise Damaged(f"The release {place.name} is not whole: {'; '.join(wrong[:5])}.")


def _flush(folder: Path) -> None:
    """To the disk, and readable by those it is for whatever the umask of the run."""
    for root, _, names in os.walk(folder):
        for name in names:
            with (Path(root) / name).open("rb") as file:
                os.fchmod(file.fileno(), 0o644)
                os.fsync(file.fileno())
        Path(root).chmod(0o755)
        flush_folder(Path(root))
