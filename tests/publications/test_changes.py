"""What moved between two releases, and how CHANGES.md says it."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from iro_pipeline.disclosure import PUBLIC, Tables, protect
from iro_pipeline.disclosure.receipts import RECEIPT
from iro_pipeline.publications import ReleaseContents, publish
from iro_pipeline.publications.changes import counted
from tests.explaining.releases import RECEIPTS, _receipt, tables

OLD, NEW = "000003-abc", "000005-def"
COUNTS = {"new": 0, "revised": 0, "withdrawn": 0}
LATER = {"arrival": 5, "table": "reviews", "period": 2024, "state": "loaded"}


def release(folder: Path, drawn: Tables, receipts=RECEIPTS, **said: Any) -> Path:
    rows = pl.DataFrame([_receipt(each) for each in receipts], schema=RECEIPT)
    usual: dict[str, Any] = {"release": folder.name, "invented": True}
    protected = [protect(replace(drawn, receipts=rows), PUBLIC)]
    folder.mkdir(parents=True)
    publish(folder, ReleaseContents(**usual | said, protected=protected))
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Then 20 and 24 of 40 in Bolton and Bury; now 30 and 24, a file later."""
    folder = tmp_path_factory.mktemp("two")
    before = release(folder / OLD, tables(reviews=(20, 24)))
    dropped = [each for each in RECEIPTS if each["arrival"] != 2]
    now = release(folder / NEW, tables(reviews=(30, 24)), [*dropped, LATER], before=before)
    return before, now


def told(folder: Path) -> str:
    return (folder / "CHANGES.md").read_text(encoding="utf-8")


def rows(folder: Path) -> dict[str, dict]:
    found = pl.read_parquet(folder / "changes.parquet").filter(indicator="reviews_on_time")
    return {row["area_name"]: row for row in found.to_dicts()}


def test_a_first_release_is_set_beside_none(two: tuple[Path, Path]):
    first, _ = two
    assert "There is no release before this one" in told(first)
    assert pq.read_table(first / "changes.parquet").num_rows == 0
    assert counted(first) == {}


def test_a_revision_tells_both_values_and_its_size(two: tuple[Path, Path]):
    _, now = two
    bolton = rows(now)["Bolton"]
    assert (bolton["change_kind"], bolton["value_before"], bolton["value"]) == ("revised", 50, 75)
    assert bolton["revised_by"] == 25
    assert " | 2024 | Bolton | 50 | 75 | +25 |" in told(now)


def test_what_is_withdrawn_is_named_and_its_value_is_not_said_again(
    two: tuple[Path, Path], tmp_path: Path
):
    now = release(tmp_path / NEW, tables(reviews=(30, 4)), before=two[0])
    bury = rows(now)["Bury"]
    assert bury["change_kind"] == "withdrawn"
    assert (bury["value"], bury["value_before"], bury["revised_by"]) == (None, None, None)
    assert bury["status_reason"].startswith("a count of 1 to 5")
    assert "| Bury | 60 |" not in told(now)


def test_the_page_counts_what_the_table_holds(two: tuple[Path, Path]):
    before, now = two
    kinds = pl.read_parquet(now / "changes.parquet")["change_kind"].value_counts()
    assert counted(now) == COUNTS | dict(kinds.iter_rows())
    assert f"Set beside release {before.name}" in told(now)
    numbers = [f"{counted(now)[kind]:,}" for kind in COUNTS]
    assert f" | {' | '.join(numbers)} | " in next(
        line for line in told(now).splitlines() if line.startswith("| All ")
    )


def test_the_page_says_which_files_came_and_went(two: tuple[Path, Path]):
    _, now = two
    assert "| ssda903 | 2024 | used now | 1 |" in told(now)
    assert "| ssda903 | 2024 | no longer used | 1 |" in told(now)


def test_the_same_release_again_has_moved_nothing(two: tuple[Path, Path], tmp_path: Path):
    before, _ = two
    again = release(tmp_path / NEW, tables(reviews=(20, 24)), before=before)
    assert counted(again) == COUNTS
    assert "The same files are used as before" in told(again)


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "tables/figures.parquet").unlink(),
        lambda folder: shutil.rmtree(folder),
        lambda folder: pl.DataFrame({"other": [1]}).write_parquet(
            folder / "tables/figures.parquet"
        ),
    ],
)
def test_a_release_before_that_cannot_be_read_is_none(two, tmp_path: Path, harm):
    folder = shutil.copytree(two[0], tmp_path / OLD)
    harm(folder)
    now = release(tmp_path / NEW, tables(reviews=(30, 4)), before=folder)
    assert counted(now) == {}


def test_real_figures_are_never_set_beside_invented_ones(two: tuple[Path, Path], tmp_path: Path):
    now = release(tmp_path / NEW, tables(reviews=(30, 4)), before=two[0], invented=False)
    assert counted(now) == {}
    assert "INVENTED" not in told(now)


def test_what_was_said_first_is_said_again(two: tuple[Path, Path], tmp_path: Path):
    _, now = two
    said = {name: (now / name).read_bytes() for name in ("CHANGES.md", "changes.parquet")}
    again = release(tmp_path / NEW, tables(reviews=(30, 4)), said=said)
    assert told(again) == told(now)
