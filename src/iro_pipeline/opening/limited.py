"""Opening what comes from outside, in a process that may not grow, linger or write."""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
import time
from typing import IO, Any

from iro_pipeline.opening import Page, Unreadable, gate

SECONDS = 8
# Of a file on its way to the worker, and of an answer on its way back.
MOST_BYTES = gate.LARGEST_FILE
# A worker gets what Python and its libraries need to start, and no secret of the parent's.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
_LENGTH = struct.Struct(">Q")


class NotStarted(RuntimeError):
    """No worker starts on this machine: no fault of the file that is to be opened."""


def pages(data: bytes) -> list[Page] | None:
    """
    The sheets of a workbook or the modules of a return; None where the bytes are plain text.

    Workbooks and XML are read by one worker process, started when first needed and again after it
    died; callers in several threads wait for one another. Raises Unreadable, also where a file
    brought the worker to its limits of memory or time; NotStarted where no worker starts.
    """
    if gate.kind(data) == "text":
        return None
    answer = _worker.ask(data)
    if answer is None:
        raise Unreadable(
            "resources",
            found="a file that could not be opened within the limits of memory and time",
            expected=f"a file that opens within {SECONDS} seconds and 1 GB of memory",
            do="Save the table alone as CSV UTF-8 and drop that.",
        )
    if "refused" in answer:
        rule, found, expected, do = answer["refused"]
        raise Unreadable(rule, found=found, expected=expected, do=do)
    return [Page(*each) for each in answer["pages"]]


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message, after its length."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def received(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the stream, and for one that is too long."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MOST_BYTES:
        return None
    message = stream.read(length)
    return message if len(message) == length else None


class _Worker:
    """The process and its pipes; started by the first question."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()

    def ask(self, data: bytes) -> dict[str, Any] | None:
        """
        The worker's answer; None where it died or was ended for taking too long.

        A worker that had opened other files before may have died of them: a new one is asked.
        """
        with self.lock:
            until = time.monotonic() + SECONDS
            was_new = not self._is_alive()
            message = self._message(data, until)
            if message is None and not was_new and time.monotonic() < until:
                message = self._message(data, until)
        return None if message is None else json.loads(message)

    def _message(self, data: bytes, until: float) -> bytes | None:
        process = self._started()
        is_late = threading.Event()

        def end() -> None:
            # Ending the process ends the waiting, whichever pipe the caller is held up at.
            is_late.set()
            process.kill()

        timer = threading.Timer(max(0.0, until - time.monotonic()), end)
        timer.start()
        message = None
        try:
            send(_pipe(process.stdin), data)
            message = received(_pipe(process.stdout))
        except BrokenPipeError:
            pass
        finally:
            timer.cancel()
            timer.join()
            # Also where the caller was interrupted: the answer on its way is to another question.
            if message is None or is_late.is_set():
                self.stop()
        return message

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                _pipe(pipe).close()
            except BrokenPipeError:
                continue

    def forget(self) -> None:
        """In a fork the process is the parent's: leave it, and whoever was asking it, there."""
        self.process, self.lock = None, threading.Lock()

    def _is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or not self._is_alive():
            self.stop()
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "iro_pipeline.opening.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What a library says on its way down may quote the file.
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                # Ctrl-C is for the parent: the worker ends when its input ends.
                start_new_session=True,
            )
            if received(_pipe(self.process.stdout)) != b"ready":
                self.stop()
                raise NotStarted("The process that opens files did not start.")
        return self.process


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


_worker = _Worker()
atexit.register(_worker.stop)
os.register_at_fork(after_in_child=_worker.forget)
