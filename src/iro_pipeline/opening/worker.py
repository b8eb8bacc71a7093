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
    """Answer one message after another until the input ends; anything unforeseen ends it too."""
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(limit, (most, most))
    send(sys.stdout.buffer, b"ready")
    while (data := received(sys.stdin.buffer)) is not None:
        _more_seconds()
        send(sys.stdout.buffer, answer(data))
        del data


def _more_seconds() -> None:
    """Let this file have its seconds of CPU, also when nobody is left to end the process."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + SECONDS, most))


if __name__ == "__main__":
    main()
