"""Putting a pack into a folder that is synced: whole, by one rename, and nowhere else."""

import errno
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress

from iro_pipeline.delivery.post import Later, Rejected

_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_LED_ASTRAY = (errno.ENOTDIR, errno.ELOOP)


def put(folder: str, release: str, name: str, files: Mapping[str, bytes]) -> None:
    """
    The files in <folder>/<release>/<name>/, all of them at once.

    Every step is taken from within the folder before it and follows no link, so that nothing lands
    elsewhere. What is there already in the same bytes stays as it is. Raises Rejected where other
    files or a link are there, and Later for what the system refuses (a full disk).
    """
    try:
        with ExitStack() as opened:
            top = opened.enter_context(_opened(folder))
            place = opened.enter_context(_made(release, top))
            if _is_there(name, place):
                _compare(opened.enter_context(_opened(name, place)), files)
                return
            aside = f".making-{release}-{name}"
            with suppress(FileNotFoundError):  # left by one that was killed
                shutil.rmtree(aside, dir_fd=top)
            _write(opened.enter_context(_made(aside, top)), files)
            os.rename(aside, name, src_dir_fd=top, dst_dir_fd=place)
            os.fsync(place)
            os.fsync(top)
    except OSError as failure:
        if failure.errno in _LED_ASTRAY:
            raise Rejected("in the folder stands a link or a file where ours should be") from None
        raise Later(f"the folder cannot be written to: {failure.strerror}") from None


@contextmanager
def _opened(name: str, within: int | None = None) -> Generator[int]:
    """A folder. Of the one that a person named alone a link is followed."""
    follow = 0 if within is None else os.O_NOFOLLOW
    descriptor = os.open(name, _FOLDER | follow, dir_fd=within)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _made(name: str, within: int) -> Generator[int]:
    """A folder that is there, or is made."""
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=within)
    with _opened(name, within) as descriptor:
        yield descriptor


def _is_there(name: str, within: int) -> bool:
    try:
        os.stat(name, dir_fd=within, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _write(folder: int, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    os.fsync(folder)


def _compare(folder: int, files: Mapping[str, bytes]) -> None:
    """Raises Rejected unless the folder holds these files; others beside them are a person's."""
    for name, data in files.items():
        try:
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)
        except FileNotFoundError:
            raise Rejected("a folder of this release is there, without all of its files") from None
        with os.fdopen(descriptor, "rb") as file:
            if file.read(len(data) + 1) != data:
                raise Rejected("other files are there under the names of ours") from None
