"""Folders that are synced: whole packs, by one rename, in no other place."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from iro_pipeline.delivery.folders import put
from iro_pipeline.delivery.post import Later, Rejected
from tests.delivery.drawn import FIRST

FILES = {"iro.pdf": b"a print", "iro.xlsx": b"a workbook"}


@pytest.fixture
def sync(tmp_path: Path) -> Path:
    (tmp_path / "sync").mkdir()
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "sync"


def lying(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def test_the_files_of_a_pack_lie_together_below_its_release(sync: Path):
    put(str(sync), FIRST, "london", FILES)
    assert lying(sync) == {f"{FIRST}/london/{name}": data for name, data in FILES.items()}
    assert [each.name for each in sync.iterdir()] == [FIRST]


def test_they_appear_all_at_once(sync: Path, monkeypatch: pytest.MonkeyPatch):
    plain, seen = os.rename, []

    def looked(*names: str, **folders: int) -> None:
        seen.append(sorted((sync / FIRST).iterdir()))
        seen.append(sorted(each.name for each in (sync / names[0]).iterdir()))
        plain(*names, **folders)

    monkeypatch.setattr(os, "rename", looked)
    put(str(sync), FIRST, "london", FILES)
    assert seen == [[], sorted(FILES)]


@pytest.mark.parametrize("broken_at", ["fsync", "rename"])
def test_one_that_is_stopped_amid_it_leaves_nothing_where_people_look_and_can_be_repeated(
    sync: Path, monkeypatch: pytest.MonkeyPatch, broken_at: str
):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken_at, full)
    with pytest.raises(Later, match="cannot be written to: No space left on device"):
        put(str(sync), FIRST, "london", FILES)
    assert list((sync / FIRST).iterdir()) == []
    monkeypatch.undo()
    put(str(sync), FIRST, "london", FILES)
    assert lying(sync) == {f"{FIRST}/london/{name}": data for name, data in FILES.items()}


def test_what_lies_there_in_the_same_bytes_is_left_with_what_people_put_beside_it(sync: Path):
    put(str(sync), FIRST, "london", FILES)
    (sync / FIRST / "london/minutes.docx").write_bytes(b"of the meeting")
    before = (sync / FIRST / "london/iro.pdf").stat().st_mtime_ns
    put(str(sync), FIRST, "london", FILES)
    assert (sync / FIRST / "london/iro.pdf").stat().st_mtime_ns == before
    assert lying(sync)[f"{FIRST}/london/minutes.docx"] == b"of the meeting"


@pytest.mark.parametrize("other", [b"a print, annotated", b"another", b""])
def test_a_file_that_a_person_changed_is_never_written_over(sync: Path, other: bytes):
    put(str(sync), FIRST, "london", FILES)
    (sync / FIRST / "london/iro.pdf").write_bytes(other)
    with pytest.raises(Rejected, match="other files are there under the names of ours"):
        put(str(sync), FIRST, "london", FILES)
    assert (sync / FIRST / "london/iro.pdf").read_bytes() == other


def test_a_folder_that_lacks_a_file_is_not_filled_up(sync: Path):
    (sync / FIRST / "london").mkdir(parents=True)
    with pytest.raises(Rejected, match="without all of its files"):
        put(str(sync), FIRST, "london", FILES)
    assert lying(sync) == {}


def link_of_release(sync: Path) -> None:
    (sync / FIRST).symlink_to(sync.parent / "elsewhere")


def link_of_pack(sync: Path) -> None:
    (sync / FIRST).mkdir()
    (sync / FIRST / "london").symlink_to(sync.parent / "elsewhere")


def link_aside(sync: Path) -> None:
    (sync / f".making-{FIRST}-london").symlink_to(sync.parent / "elsewhere")


def file_of_release(sync: Path) -> None:
    (sync / FIRST).write_text("")


@pytest.mark.parametrize("trap", [link_of_release, link_of_pack, link_aside, file_of_release])
def test_no_link_leads_out_of_the_folder(sync: Path, trap: Callable[[Path], None]):
    (sync.parent / "elsewhere/iro.pdf").write_bytes(b"of others")
    trap(sync)
    with pytest.raises((Rejected, Later)):
        put(str(sync), FIRST, "london", FILES)
    assert lying(sync.parent / "elsewhere") == {"iro.pdf": b"of others"}


def test_a_link_in_place_of_a_file_is_not_looked_through(sync: Path):
    put(str(sync), FIRST, "london", FILES)
    place = sync / FIRST / "london/iro.pdf"
    place.unlink()
    place.symlink_to(sync.parent / "elsewhere/iro.pdf")
    (sync.parent / "elsewhere/iro.pdf").write_bytes(FILES["iro.pdf"])
    with pytest.raises(Rejected, match="a link or a file"):
        put(str(sync), FIRST, "london", FILES)


def test_a_folder_that_is_gone_is_not_made(sync: Path):
    sync.rmdir()
    with pytest.raises(Later, match="No such file"):
        put(str(sync), FIRST, "london", FILES)
    assert not sync.exists()
