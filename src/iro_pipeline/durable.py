"""What must outlive a power cut."""

import os
from pathlib import Path


def flush_folder(folder: Path) -> None:
    """Names put into or taken out of it, to the disk: flushing a file leaves its name behind."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
