"""A few authorities of the invented nation, small enough to run whole in a test."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from iro_pipeline.invention import invent

# Liverpool, Knowsley, St Helens, Wirral; Barnet, Camden, Croydon: two regions.
AUTHORITIES = (
    "E08000012", "E08000011", "E08000013", "E08000015", "E09000003", "E09000007", "E09000008",
)  # fmt: skip


@cache
def _written() -> Path:
    folder = Path(mkdtemp(prefix="iro-invented-"))
    invent(folder, periods=(2023, 2024), children=0.3, authorities=AUTHORITIES)
    return folder / "data/raw"


# What Cafcass tells is of all 153 authorities: with it a release has a folder for each.
OF_ALL = "cafcass_enquiries/"
LATE = "ssda903/2024/E09000007/"


def drop(root: Path, *, night: int, apart: str | tuple[str, ...] = OF_ALL, only: str = "") -> None:
    """The first night all but the return of Camden for 2024; the second night that too."""
    for file in sorted(_written().rglob("*.csv")):
        path = file.relative_to(_written()).as_posix()
        if (
            path.startswith(LATE) == (night == 2)
            and not path.startswith(apart)
            and path.startswith(only)
        ):
            place = root / "data/raw" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)


def small_nation(root: Path) -> None:
    """What arrives the first night."""
    drop(root, night=1)


def records(root: Path) -> None:
    """The same without its surveys, whose tables cost a run most."""
    drop(root, night=1, apart=(OF_ALL, "state_of_the_nation/"))


def every_source(root: Path) -> None:
    """The same, with what is of all authorities."""
    drop(root, night=1, apart=LATE)
