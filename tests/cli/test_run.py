import json
import subprocess
import sys

import pytest

from iro_pipeline.cli.messages import tally, trouble
from iro_pipeline.pipeline import Outcome
from iro_pipeline.record.accounts import WITH_ANOTHER
from iro_pipeline.record.ledger import Busy
from tests.cli.terminal import PUBLISHED, REFUSED, SECRET, ends, iro, receipt


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
        "10 rows: 9 used, 1 rejected.",
        "Figures since the release before: 12 new, 3 revised, 0 withdrawn.",
        "Arrival 7 (ssda903/reviews, 2024, Liverpool (E08000012)): 1 of 10 rows rejected; "
        "at fault: a value cannot be read (1).",
        "`iro check FILE` says where in a file, and what to do.",
    ]


def test_rows_of_files_that_are_not_used_are_not_counted_as_used() -> None:
    came = [receipt(), receipt(arrival=8, state="duplicate"), receipt(arrival=9, state="held")]
    assert list(tally(came)) == [
        "3 files inspected: 1 duplicate, 1 held, 1 loaded.",
        "30 rows: 10 used, 0 rejected, 20 in files that are not used.",
    ]


def test_what_the_tables_of_a_file_share_is_said_once() -> None:
    told = {"fewer_rows": "found 2 rows. Is the file whole?"}
    file = [receipt(table=each, state="held", holds=told) for each in ("episodes", "reviews")]
    assert trouble(file) == (
        "Arrival 7 (ssda903/episodes and reviews, 2024, Liverpool (E08000012)): held, what was "
        "there before stands: found 2 rows. Is the file whole?"
    )


def test_a_run_with_corrections_that_wait_says_so_and_asks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting = receipt(state="waiting", holds={"few_records": "it differs in 3 records"})
    ends(monkeypatch, Outcome("nothing new", "000003-abc", receipts=[waiting]))
    ended = iro("run")
    assert ended.exit_code == 0
    assert ended.stdout.splitlines() == [
        "Nothing new. Release 000003-abc stands.",
        "1 file inspected: 1 waiting.",
        "10 rows: 0 used, 0 rejected, 10 in files that are not used.",
        "Arrival 7 (ssda903/reviews, 2024, Liverpool (E08000012)): waits, what was there before "
        "stands: it differs in 3 records.",
    ]


def test_of_a_file_refused_for_one_table_the_reason_is_that_tables() -> None:
    first = receipt(
        table="episodes", state="quarantined", reason="mostly_rejected: 3 of 9 rows cannot be used."
    )
    other = receipt(state="quarantined", reason=WITH_ANOTHER)
    assert trouble([first, other]).endswith("of it is used: 3 of 9 rows cannot be used.")


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
    assert said["receipts"][0]["faults"] == {"type": 1}


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
