"""What people dropped: found below data/raw/, copied to the received store, and never changed."""

import hashlib
import io
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from iro_pipeline.durable import flush_folder
from iro_pipeline.opening import Unreadable, gate
from iro_pipeline.record.receipts import Arrival

_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial")
_CLUTTER = ("thumbs.db", "desktop.ini")
_AT_ONCE = 1_000_000
MOMENT = 1.0  # seconds in which a file that is being written grows
_REFUSED = "refused:"
_FORGOTTEN = "forgotten"
_NO_FILE = {
    "link": ("a link to another place", "Drop the file itself."),
    "special": ("a pipe or device, and no file", "Drop a file."),
    "folder": (
        "a folder that the user of this run may not open",
        "Let that user read it; the next run tries again.",
    ),
    "large": ("a file too large to read", "Part it into files by authority and year."),
    "closed": (
        "a file that the user of this run may not open",
        "Let that user read it; the next run tries again.",
    ),
}


class Dropped(NamedTuple):
    """A file below data/raw/: its path there, and its SHA-256 or why its bytes were not taken."""

    path: str
    sha256: str
    bytes: int = 0


class Damaged(Exception):
    """What the record or a release holds is not what was written there; nothing is published."""


def dropped(raw: Path) -> Iterator[str]:
    """
    What lies below data/raw/, as paths within it, in order; folders that may not be opened too.

    Unfinished copies wait until they have their name; hidden files and a system's own are nobody's.
    """
    closed: list[str] = []
    for folder, subfolders, names in os.walk(
        raw, onerror=lambda error: closed.append(error.filename)
    ):
        visible = sorted(name for name in subfolders if not name.startswith("."))
        links = [name for name in visible if (Path(folder) / name).is_symlink()]
        subfolders[:] = [name for name in visible if name not in links]
        for name in sorted([*names, *links]):
            if not name.startswith((".", "~$")) and not name.lower().endswith(
                _UNFINISHED + _CLUTTER
            ):
                yield (Path(folder) / name).relative_to(raw).as_posix()
    yield from sorted(Path(each).relative_to(raw).as_posix() for each in closed)


def settled(raw: Path, paths: Iterable[str]) -> list[str]:
    """
    The paths whose files stay as they are for a moment; the others are still being written.

    Only files that changed just now are waited for, once for all of them.
    """
    paths = list(paths)
    before = {path: _look(raw / path) for path in paths}
    newest = max((look.st_mtime for look in before.values() if look), default=0)
    if time.time() - newest < MOMENT:
        time.sleep(MOMENT)
    return [path for path in paths if _same(before[path], _look(raw / path))]


def take(raw: Path, path: str, store: Path, replaced: Mapping[str, str]) -> Dropped | None:
    """
    Copy a file's bytes to the received store, under their SHA-256.

    Not those that were `replaced`: people's rows were taken out of them since, or all was forgotten
    (an empty text), and they are refused.

    None where it is gone, or changed while it was copied: the next run looks again. Names that are
    not text are told escaped. Links are never followed, and pipes never waited for.
    """
    # A backslash doubled first: else a name that spells an escape would be taken for another.
    told = path.replace("\\", "\\\\").encode(errors="backslashreplace").decode()
    try:
        look = (raw / path).lstat()
        if refused := _no_file(look):
            return Dropped(told, f"{_REFUSED}{refused}", look.st_size)
        descriptor = os.open(raw / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError:
        return Dropped(told, f"{_REFUSED}closed")
    with os.fdopen(descriptor, "rb") as file:
        digest, size = _hashed(file)
        if digest in replaced:
            return Dropped(told, digest if replaced[digest] else _REFUSED + _FORGOTTEN, size)
        place = _place(store, digest)
        if not place.exists() and not _copied(file, place):
            return None
    return Dropped(told, digest, size)


def received(store: Path, arrival: Arrival) -> bytes:
    """
    The bytes of an arrival, or what is kept in their place.

    Raises Unreadable where none were taken or they are too many, and Damaged where the store no
    longer holds them whole.
    """
    gate.weigh(arrival.bytes)
    if arrival.sha256.startswith(_REFUSED):
        if arrival.sha256 == _REFUSED + _FORGOTTEN:
            raise _forgotten()
        found, do = _NO_FILE[arrival.sha256.removeprefix(_REFUSED)]
        raise Unreadable("no_plain_file", found=found, expected="a file", do=do)
    digest = arrival.kept or arrival.sha256
    place = _place(store, digest)
    data = place.read_bytes() if place.exists() else b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(
            f"data/record/received/{place.parent.name}/{place.name} is missing or not what was "
            "received: restore data/record/ from its copy, or drop the file again."
        )
    return data


def put(store: Path, data: bytes) -> str:
    """Keep bytes of our own making in the received store; returns their SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    place = _place(store, digest)
    if not place.exists():
        _copied(io.BytesIO(data), place)
        flush_folder(place.parent)
    return digest


def destroy(store: Path, digests: Iterable[str]) -> None:
    """Delete bytes from the received store; those that are gone already are no error."""
    for place in (_place(store, digest) for digest in digests):
        if place.exists():
            place.unlink()
            flush_folder(place.parent)


def _forgotten() -> Unreadable:
    return Unreadable(
        "forgotten",
        found="the same bytes as a file that was forgotten",
        expected="that they are not sent again",
        do="Delete the file from data/raw/. `iro review --decided` says who had it forgotten and "
        "why.",
    )


def _no_file(look: os.stat_result) -> str:
    """Why nothing is taken of what lies there; of a file too large to read no copy is kept."""
    if stat.S_ISDIR(look.st_mode):
        return "folder"
    if not stat.S_ISREG(look.st_mode):
        return "link" if stat.S_ISLNK(look.st_mode) else "special"
    return "large" if look.st_size > gate.LARGEST_FILE else ""


def _look(place: Path) -> os.stat_result | None:
    try:
        return place.lstat()
    except OSError:
        return None


def _same(one: os.stat_result | None, other: os.stat_result | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _hashed(file: IO[bytes], copy: IO[bytes] | None = None) -> tuple[str, int]:
    """The SHA-256 and the length of a file from its beginning, copied as it is read."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while part := file.read(_AT_ONCE):
        digest.update(part)
        size += len(part)
        if copy is not None:
            copy.write(part)
    return digest.hexdigest(), size


def _copied(file: IO[bytes], place: Path) -> bool:
    """Whether the file still had the bytes that its place is named after; it appears whole."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    aside = place.parent.parent / f".making-{place.name}"
    with aside.open("wb") as copy:
        digest, _ = _hashed(file, copy)
        copy.flush()
        os.fsync(copy.fileno())
    if digest != place.name:
        aside.unlink()
        return False
    aside.chmod(0o400)
    aside.rename(place)
    return True


def _place(store: Path, sha256: str) -> Path:
    return store / sha256[:2] / sha256
