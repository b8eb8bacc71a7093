import json
import subprocess
import sys

import pytest

from iro_pipeline.pipeline import Outcome
from iro_pipeline.record.ledger import Busy
from tests.cli.terminal import PUBLISHED, REFUSED, SECRET, ends, iro


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (PUBLISHED, 0),
        (Outcome("nothing new", release="000007-abc"), 0),
        (ValueError(SECRET), 1),
        (REFUSED, 3),
        (Busy("another"), 75),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_every_ending_of_a_run_has_its_exit_code_and_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, ending: Outcome | Exception, code: int, form: list[str]
) -> None:
    ends(monkeypatch, ending)
    ended = iro("run", *form)
    assert ended.exit_code == code
    assert SECRET not in ended.output


def test_a_run_says_what_was_published_from_what_and_what_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends(monkeypatch, PUBLISHED)
    assert iro("run").stdout.splitlines() == [
        "Published release 000007-abc in data/processed/releases/000007-abc",
        "1 file inspected: 1 loaded.",
        "10 rows: 9 accepted, 1 rejected.",
        "Figures since the release before: 12 added, 3 changed, 0 withdrawn.",
        "Arrival 7 (ssda903/reviews, 2024, E08000012): 1 of 10 rows rejected; faults: date 1.",
        "`iro check FILE` says where in a file, and what to do.",
    ]


def test_a_refused_run_says_why_and_which_release_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    ends(monkeypatch, REFUSED)
    assert iro("run").stdout.splitlines() == [
        "Refused: nothing was published. Release 000003-abc stands.",
        "Nothing usable has arrived.",
    ]


def test_progress_goes_to_stderr_and_json_alone_to_stdout(monkeypatch: pytest.MonkeyPatch) -> None:
    ends(monkeypatch, PUBLISHED)
    ended = iro("run", "--json")
    assert ended.stderr == "3 files in data/raw, 1 of them new\n"
    said = json.loads(ended.stdout)
    assert said["state"] == "published"
    assert said["receipts"][0]["faults"] == {"date": 1}


@pytest.mark.parametrize("ending", [ValueError(SECRET), Busy("another")])
def test_what_fails_leaves_stdout_empty(monkeypatch: pytest.MonkeyPatch, ending: Exception) -> None:
    ends(monkeypatch, ending)
    assert iro("run", "--json").stdout == ""


def test_a_bug_is_said_by_its_kind_and_place(monkeypatch: pytest.MonkeyPatch) -> None:
    ends(monkeypatch, OSError(28, "No space left on device", SECRET))
    said = iro("run").stderr
    assert "OSError (No space left on device) at " in said
    assert "Traceback" not in said


def test_debug_lets_a_bug_through_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    ends(monkeypatch, ValueError("why"))
    ended = iro("--debug", "run")
    assert ended.exit_code == 1
    assert isinstance(ended.exception, ValueError)


@pytest.mark.parametrize(
    "mistyped", [["rum"], ["run", "--fast"], ["check"], ["run", "--root", "nowhere"], []]
)
def test_a_mistyped_command_is_a_matter_of_usage(mistyped: list[str]) -> None:
    assert iro(*mistyped).exit_code == 2


def test_help_is_instant_because_it_loads_neither_polars_nor_prefect() -> None:
    asked = (
        "import sys; from iro_pipeline.cli import app;"
        "app(['run', '--help'], standalone_mode=False);"
        "assert not {'polars', 'pandera', 'pyarrow', 'prefect'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True)
