"""Files of the record that a person writes, and that only their owner may read."""

import os
import stat
from pathlib import Path

from iro_pipeline.delivery import Undeliverable


def readable_by_owner(place: Path, most: int) -> bytes:
    """
    The bytes of a file that nobody else may read, its mode asked of what was opened.

    Raises Undeliverable where it is not there, is a link or open to others, or is too large.
    """
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Undeliverable(
            f"There is no file data/record/{place.name}: docs/delivering.md says what it holds."
        ) from None
    except OSError:
        raise Undeliverable(
            f"data/record/{place.name} cannot be opened: expected a file of your own, and no link."
        ) from None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_mode & 0o077:
            raise Undeliverable(
                f"data/record/{place.name} is open to other users: `chmod 600` closes it."
            )
        data = file.read(most + 1)
    if len(data) > most:
        raise Undeliverable(f"data/record/{place.name} is larger than {most:,} bytes.")
    return data
