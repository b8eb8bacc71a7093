import json
from pathlib import Path

import pytest

from iro_pipeline import invention
from iro_pipeline.pipeline import Outcome
from tests.cli.terminal import PUBLISHED, ends, iro


@pytest.fixture
def nation(monkeypatch: pytest.MonkeyPatch) -> None:
    """An invented nation of one empty file."""

    def invent(folder: Path, **_: object) -> list[Path]:
        file = folder / "data/raw/ssda903/2024/E08000012/reviews.invented.csv"
        file.parent.mkdir(parents=True)
        file.touch()
        return [file]

    monkeypatch.setattr(invention, "invent", invent)
    monkeypatch.setattr("iro_pipeline.cli.demo.headlines", lambda _: ["Reviews on time: 91.2%"])


@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize("command", ["demo", "sample"])
def test_invented_data_say_that_they_are_invented(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    ends(monkeypatch, PUBLISHED)
    ended = iro(command, tmp_path / "new")
    assert ended.exit_code == 0
    assert "Everything here is invented" in ended.stdout
    assert [*(tmp_path / "new").rglob("*.invented.csv")]
    assert json.loads(iro(command, tmp_path / "other", "--json").stdout)["invented"] is True


@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize("command", ["demo", "sample"])
def test_a_folder_that_holds_anything_is_not_written_into(tmp_path: Path, command: str) -> None:
    (tmp_path / "mine.txt").touch()
    assert iro(command, tmp_path).exit_code == 2
    assert [*tmp_path.iterdir()] == [tmp_path / "mine.txt"]


@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize("command", ["demo", "sample"])
def test_a_rehearsal_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    ends(monkeypatch, Outcome("rehearsed"))
    assert iro(command, tmp_path / "new", "--dry-run").exit_code == 0
    assert [*tmp_path.iterdir()] == []
