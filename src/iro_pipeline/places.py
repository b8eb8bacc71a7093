"""Where the folders that ship with the code are: inside the wheel, or at the root of a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parents[1]


def shipped(folder: str) -> Path:
    installed = PACKAGE / folder
    return installed if installed.is_dir() else CHECKOUT / folder


SCHEMAS = shipped("schemas")
REFERENCE = shipped("reference")
