import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from iro_pipeline.opening import Page, Unreadable, limited, markup, workbook
from tests.opening.books import book, raw

SMALL = book([["A", "B"], [1, 2]])
RETURN = b"<EXPSSDA903><CHILD><HEADER><CHILDID>INV1</CHILDID></HEADER></CHILD></EXPSSDA903>"
_STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[limited._Worker]:
    """A worker of the test's own, not started yet."""
    own = limited._Worker()
    monkeypatch.setattr(limited, "_worker", own)
    yield own
    own.stop()


def pid(worker: limited._Worker) -> int:
    assert worker.process is not None
    return worker.process.pid


def test_text_is_left_to_its_own_reader_without_a_worker(worker: limited._Worker):
    assert limited.pages(b"A,B\n1,2\n") is None
    assert worker.process is None


def test_a_workbook_and_a_return_are_read_by_the_same_worker():
    assert limited.pages(SMALL) == workbook.pages(SMALL) == [Page("Data", [["A", "B"], ["1", "2"]])]
    first = pid(limited._worker)
    assert limited.pages(RETURN) == markup.pages(RETURN)
    assert pid(limited._worker) == first


@pytest.mark.parametrize("data", [raw("<row><c>"), b"<EXPSSDA903>", b"<?xml version='1.0'?><a/>"])
def test_a_refusal_comes_back_as_it_was_made(data: bytes):
    with pytest.raises(Unreadable) as told:
        limited.pages(data)
    with pytest.raises(Unreadable) as made:
        (workbook if data.startswith(b"PK") else markup).pages(data)
    assert str(told.value) == str(made.value)


def test_the_worker_has_limits_and_nothing_of_the_parents(
    worker: limited._Worker, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("IRO_SECRET", "tell-tale")
    limited.pages(SMALL)
    process = pid(worker)
    assert resource.prlimit(process, resource.RLIMIT_AS)[0] <= 1_000_000_000
    assert resource.prlimit(process, resource.RLIMIT_CORE)[0] == 0
    assert resource.prlimit(process, resource.RLIMIT_FSIZE)[0] == 0
    assert resource.prlimit(process, resource.RLIMIT_CPU)[0] <= limited.SECONDS + 1
    assert b"tell-tale" not in Path(f"/proc/{process}/environ").read_bytes()


def test_the_worker_starts_without_what_is_large():
    asked = "import json, sys, iro_pipeline.opening.worker; print(json.dumps([*sys.modules]))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", asked]))
    assert "lxml.etree" in loaded
    assert not {"polars", "prefect", "pandera", "pyarrow", "numpy"} & {*loaded}


def test_a_file_that_takes_too_long_harms_only_itself(monkeypatch: pytest.MonkeyPatch):
    slow = raw(f"<row>{'<c><v>1</v></c>' * 1_000}</row>" * 200)
    limited.pages(SMALL)
    began = time.monotonic()
    with monkeypatch.context() as patched:
        patched.setattr(limited, "SECONDS", 0.1)
        with pytest.raises(Unreadable, match="resources:"):
            limited.pages(slow)
    assert time.monotonic() - began < 5
    assert limited.pages(SMALL) == workbook.pages(SMALL)


def test_a_file_that_needs_too_much_memory_harms_only_itself(worker: limited._Worker):
    # Cells that share one long text, of which each becomes a copy.
    text = _STRINGS % (b"<si><t>" + b"a" * 30_000_000 + b"</t></si>")
    with pytest.raises(Unreadable, match="resources:"):
        limited.pages(raw('<row><c t="s"><v>0</v></c></row>' * 60, sharedStrings=text))
    assert worker.process is None
    assert limited.pages(SMALL) == workbook.pages(SMALL)


def test_a_worker_that_died_is_started_again(worker: limited._Worker):
    for _ in range(2):
        assert limited.pages(SMALL) is not None
        os.kill(pid(worker), signal.SIGKILL)
    assert limited.pages(RETURN) == markup.pages(RETURN)


def test_an_answer_that_nobody_waited_for_is_not_given_to_the_next(
    worker: limited._Worker, monkeypatch: pytest.MonkeyPatch
):
    limited.pages(SMALL)

    def interrupted(stream: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(limited, "received", interrupted)
        with pytest.raises(KeyboardInterrupt):
            limited.pages(SMALL)
    assert limited.pages(RETURN) == markup.pages(RETURN)


def test_callers_in_several_threads_have_each_their_own_answer():
    books = [book([[f"A{number}"]]) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(limited.pages, books))
    assert answers == [[Page("Data", [[f"A{number}"]])] for number in range(40)]


def test_a_worker_that_cannot_start_is_no_fault_of_the_file(
    worker: limited._Worker, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(limited.NotStarted, match="did not start"):
        limited.pages(SMALL)


def test_a_worker_ends_when_its_parent_is_gone(worker: limited._Worker):
    limited.pages(SMALL)
    process = worker.process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(5) == 0


def test_a_fork_starts_a_worker_of_its_own(worker: limited._Worker):
    limited.pages(SMALL)
    parents, _ = worker.process, worker.forget()
    assert limited.pages(SMALL) == workbook.pages(SMALL)
    assert parents is not None
    assert pid(worker) != parents.pid
    worker.stop()
    worker.process = parents
