"""Nothing that people typed reaches a terminal as anything but text on its own line."""

import logging
import os
import signal
from pathlib import Path

import pytest

from iro_pipeline import pipeline
from iro_pipeline.cli.endings import REFUSED, ending, told
from iro_pipeline.declarations import BadContract
from iro_pipeline.pipeline import Outcome
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.record.receipts import Decision
from iro_pipeline.workspace import Workspace
from tests.cli.terminal import PUBLISHED, ends, iro, receipt

HOSTILE = "a\nRelease 000009 stands.\x1b[31m\u202e\x9b\u2028b.csv"
HARMLESS = r"a\nRelease 000009 stands.\x1b[31m\u202e\x9b\u2028b.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A refused and a held file with a hostile name, and a decision with a hostile reason."""
    workspace = Workspace(tmp_path)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    (first, second) = ledger.receive([(HOSTILE, "a" * 64, 1), (f"{HOSTILE}2", "b" * 64, 1)])
    usual = {"rows_in": 0, "accepted": 0}
    ledger.record(
        "build",
        [
            receipt(arrival=first.sequence, state="quarantined", reason=HOSTILE, **usual),
            receipt(arrival=second.sequence, state="held", **usual),
        ],
    )
    ledger.decide([Decision(0, "means", HOSTILE, HOSTILE, None, HOSTILE, "341")])
    (workspace.raw / HOSTILE).touch()
    return tmp_path


@pytest.fixture(autouse=True)
def _one_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iro_pipeline.intake.reading_of", lambda *_: "build")


def test_what_nobody_would_see_is_written_out():
    assert told(HOSTILE) == HARMLESS
    assert told("Café – “½ day”… £5, 東京") == "Café – “½ day”… £5, 東京"
    assert told("\udcff") == r"\udcff"


@pytest.mark.parametrize("asked", [["status"], ["review"], ["review", "--decided"]])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_no_file_name_and_no_reason_commands_a_terminal_or_forges_a_line(
    root: Path, asked: list[str], form: list[str]
):
    said = iro(*asked, *form, "--root", root).stdout
    assert "Release 000009" in said
    assert not any(line.startswith("Release 000009") for line in said.splitlines())
    assert said.isascii() or told(said.replace("\n", "")) == said.replace("\n", "")


def test_check_says_the_name_of_a_hostile_file_harmlessly(tmp_path: Path):
    file = tmp_path / HOSTILE
    file.write_text("CHILD,DOB\n")
    (first, *_) = iro("check", file).stdout.splitlines()
    assert HARMLESS in first


def test_a_complaint_about_what_was_typed_is_harmless():
    said = iro("check", f"nowhere/{HOSTILE}").stderr
    assert "\x1b" not in said
    assert "\nRelease" not in said


def test_progress_is_harmless(monkeypatch: pytest.MonkeyPatch):
    def run(*_: object, **__: object) -> Outcome:
        logging.getLogger("iro_pipeline.intake").info("reading %s", HOSTILE)
        return PUBLISHED

    monkeypatch.setattr(pipeline, "run", run)
    assert iro("run").stderr == f"reading {HARMLESS}\n"


def test_a_run_that_is_told_to_end_clears_away_behind_it(monkeypatch: pytest.MonkeyPatch):
    cleared = []

    def run(*_: object, **__: object) -> Outcome:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            cleared.append(True)
        return PUBLISHED

    monkeypatch.setattr(pipeline, "run", run)
    before = signal.getsignal(signal.SIGTERM)
    assert iro("run").exit_code == 143
    assert cleared == [True]
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_reason_is_harmless(monkeypatch: pytest.MonkeyPatch):
    ends(monkeypatch, Outcome("refused", reasons=[HOSTILE]))
    assert HARMLESS in iro("run").stdout.splitlines()


def test_a_mistake_in_schemas_is_a_refusal_that_says_where(capsys: pytest.CaptureFixture[str]):
    mistake = BadContract("raw/a/b/2027", "[[fields]] number 3 (x)", "found 'heading'", "Mend it.")
    assert ending(mistake, debug=False) == REFUSED
    said = capsys.readouterr().err
    assert "schemas/raw/a/b/2027.toml, [[fields]] number 3 (x): found 'heading'. Mend it." in said
    assert "bug" not in said
