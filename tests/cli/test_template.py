import json
from pathlib import Path

import pytest

from tests.cli.terminal import iro


@pytest.fixture(autouse=True)
def _there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_template_writes_a_workbook_and_says_where_it_goes(tmp_path: Path) -> None:
    ended = iro("template", "dispute_log")
    assert ended.exit_code == 0
    assert (tmp_path / "dispute_log.xlsx").read_bytes().startswith(b"PK")
    assert "Fill in the sheet Data" in ended.stdout
    assert "data/raw/dispute_log/<year>/<authority>/" in ended.stdout
    check = "iro check dispute_log.xlsx --source dispute_log --period YEAR --authority CODE"
    assert check in ended.stdout


def test_a_template_that_nobody_has_filled_in_checks_as_no_rows(tmp_path: Path) -> None:
    iro("template", "dispute_log")
    place = ("--source", "dispute_log", "--period", 2024, "--authority", "E08000012")
    ended = iro("check", tmp_path / "dispute_log.xlsx", *place)
    assert ended.exit_code == 0
    assert "0 rows" in ended.stdout


def test_template_writes_where_it_is_told_and_says_so_to_machines(tmp_path: Path) -> None:
    file = tmp_path / "our return.xlsx"
    ended = iro("template", "iro_service", "--period", 2024, "--output", file, "--json")
    assert json.loads(ended.stdout) == {
        "file": str(file),
        "contract": "raw/iro_service/service/2012",
        "folder": "data/raw/iro_service/2024/<authority>",
    }
    assert file.exists()


def test_template_says_the_year_that_it_was_told() -> None:
    ended = iro("template", "dispute_log", "--period", 2024, "--output", "our log.xlsx")
    assert "data/raw/dispute_log/2024/<authority>/" in ended.stdout
    assert "`iro check 'our log.xlsx' --source dispute_log --period 2024 --auth" in ended.stdout


def test_a_template_is_a_workbook_by_name_too(tmp_path: Path) -> None:
    ended = iro("template", "dispute_log", "--output", "log.csv")
    assert ended.exit_code == 2
    assert ".xlsx" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_template_never_writes_over_what_may_be_filled_in(tmp_path: Path) -> None:
    (tmp_path / "dispute_log.xlsx").write_text("filled in")
    ended = iro("template", "dispute_log")
    assert ended.exit_code == 2
    assert "--output" in ended.stderr
    assert (tmp_path / "dispute_log.xlsx").read_text() == "filled in"


def test_template_into_a_folder_that_is_not_there_is_no_bug() -> None:
    ended = iro("template", "dispute_log", "--output", "nowhere/form.xlsx")
    assert ended.exit_code == 2
    assert "cannot be written" in ended.stderr


def test_template_of_what_is_exported_says_what_to_do_instead(tmp_path: Path) -> None:
    ended = iro("template", "ssda903")
    assert ended.exit_code == 2
    assert "exported" in ended.stderr
    assert list(tmp_path.iterdir()) == []
