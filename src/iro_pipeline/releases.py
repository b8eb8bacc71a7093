"""How a release appears: whole, by one rename, or not at all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from iro_pipeline.publications import verify
from iro_pipeline.workspace import Workspace


class DamagedRelease(Exception):
    """A release does not read back as it was written."""


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
    _flush_folder(workspace.releases)
    return place


def point_latest(workspace: Workspace, name: str) -> None:
    """Readers that resolve the link once see the old release or the new one, never both."""
    aside = workspace.releases / ".making-latest"
    aside.unlink(missing_ok=True)
    aside.symlink_to(name)
    aside.replace(workspace.releases / "latest")
    _flush_folder(workspace.releases)


def _verified(place: Path) -> None:
    if wrong := verify(place):
        raise DamagedRelease(f"The release {place.name} is not whole: {'; '.join(wrong[:5])}")


def _flush(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        for name in names:
            with (Path(root) / name).open("rb") as file:
                os.fsync(file.fileno())
        _flush_folder(Path(root))


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
