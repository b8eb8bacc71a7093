"""The process that opens workbooks and XML: it reads messages and answers, under limits."""

import json
import math
import resource
import sys
import time

from iro_pipeline.opening import Unreadable, gate, markup, workbook
from iro_pipeline.opening.limited import SECONDS, received, send

# Address space, not memory in use: what is asked for beyond it is refused at once.
MOST_MEMORY = 1_000_000_000
_SAVE_AGAIN = "Save it under a new name in the program it comes from, and drop that file."
_READERS = {"workbook": workbook.pages, "markup": markup.pages}


def answer(data: bytes) -> bytes:
    """The pages of a file, or why it is refused, as JSON. Raises MemoryError, which ends it all."""
    try:
        return json.dumps({"pages": _READERS[gate.kind(data)](data)}).encode()
    except Unreadable as no:
        return json.dumps({"refused": (no.rule, no.found, no.expected, no.do)}).encode()
    except MemoryError:
        raise
    except BaseException as error:  # A panic of calamine is no Exception. Its words may be values.
        found = f"content that stopped the reading ({type(error).__name__})"
        refused = ("unforeseen", found, "a file that its reader understands", _SAVE_AGAIN)
        return json.dumps({"refused": refused}).encode()


def main() -> None:
    """Answer one message after another until the input ends, or a file needs too much memory."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_NOFILE, 16)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    send(sys.stdout.buffer, b"ready")
    while (data := received(sys.stdin.buffer)) is not None:
        # Also when nobody is left to end this process, a file has its seconds and no more.
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + SECONDS)
        send(sys.stdout.buffer, answer(data))
        del data


def _limit(of: int, most: int) -> None:
    _, allowed = resource.getrlimit(of)
    least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(of, (least, allowed))


if __name__ == "__main__":
    main()
