"""Nobody gets another's pack, whatever the file of recipients says."""

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.delivery.letters import attachments
from iro_pipeline.delivery.planning import Asked, Errand, plan
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.delivery import drawn
from tests.delivery.drawn import FIRST, PACKS, figures_of, listed, mailed, prepared, released

TODAY = date(2026, 11, 22)
FOLDERS = {
    "North West": "regions/north-west",
    "London": "regions/london",
    "partnership: Five Boroughs": "partnerships/five-boroughs",
    "E08000012": "authorities/E08000012",
    "england": "england",
}
AUDIENCES = st.sampled_from(sorted(FOLDERS))
ROWS = st.lists(st.tuples(AUDIENCES, st.sets(AUDIENCES, min_size=1)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cleared")
    prepared(root)
    released(root)
    drawn.settings(root, 25)
    return root


def errands(root: Path, today: date = TODAY) -> tuple[Errand, ...]:
    workspace = Workspace(root)
    asked = Asked(workspace.releases / FIRST, today)
    return plan(workspace, Ledger(workspace.record, looking=True), asked).errands


def said_in(errand: Errand) -> set[str]:
    """Of which packs anything that would be handed over tells."""
    assert errand.parcel is not None
    told = b"".join(_opened(name, data) for name, _, data in attachments(errand.parcel)).decode()
    return {folder for folder in PACKS if figures_of(folder, FIRST) in told}


def _opened(name: str, data: bytes) -> bytes:
    if not name.endswith(".zip"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


@given(rows=ROWS)
@settings(max_examples=40)
def test_nothing_is_due_to_anybody_beyond_what_they_are_cleared_for(
    root: Path, rows: list[tuple[str, set[str]]]
):
    lines = [
        mailed(f"Lead {number}", f"lead{number}@council.example", audience, ";".join(cleared))
        for number, (audience, cleared) in enumerate(rows)
    ]
    listed(root, *lines)
    for errand, (audience, cleared) in zip(errands(root), rows, strict=True):
        assert (errand.nothing is None) == (audience in cleared)
        if errand.nothing is None:
            assert said_in(errand) == {FOLDERS[audience]}


def test_being_cleared_for_the_whole_is_not_being_cleared_for_a_part(root: Path):
    listed(root, mailed("Lead", "lead@council.example", "E08000012", "North West; england"))
    (errand,) = errands(root)
    assert errand.nothing is not None
    assert errand.nothing.why == "not cleared for E08000012: clearance does not name it"
    assert errand.nothing.asks


@pytest.mark.parametrize(
    ("begins", "ends", "why"),
    [
        ("2026-11-23", "", "not before 2026-11-23"),
        ("", "2026-11-21", "not after 2026-11-21"),
        ("2026-11-22", "2026-11-22", None),
    ],
)
def test_both_days_belong_to_the_time_in_which_somebody_gets_it(
    root: Path, begins: str, ends: str, why: str | None
):
    listed(root, f"Lead,lead@council.example,,London,London,{begins},{ends}")
    (errand,) = errands(root)
    assert (errand.nothing.why if errand.nothing else None) == why
    assert errand.nothing is None or not errand.nothing.asks


def test_who_is_not_active_is_no_matter_for_anybody_though_not_cleared(root: Path):
    listed(root, "Lead,lead@council.example,,London,england,,2020-01-01")
    (errand,) = errands(root)
    assert errand.nothing is not None
    assert not errand.nothing.asks


def test_a_pack_that_the_release_does_not_have_is_told(root: Path):
    listed(root, mailed("Lead", "lead@council.example", "partnership: Six Boroughs"))
    (errand,) = errands(root)
    assert errand.nothing is not None
    assert errand.nothing.why == "this release has no pack for partnership: six boroughs"


def test_a_folder_is_not_one_of_ours(root: Path):
    listed(root, drawn.put("Lead", root / "data/processed/releases", "London"))
    assert "is within data/" in str(errands(root)[0].nothing)
    with tempfile.TemporaryDirectory() as elsewhere:
        listed(root, drawn.put("Lead", Path(elsewhere), "London"))
        assert errands(root)[0].nothing is None
        link = Path(elsewhere, "link")
        link.symlink_to(root / "data/raw")
        listed(root, drawn.put("Lead", link, "London"))
        assert "is within data/" in str(errands(root)[0].nothing)
    listed(root, drawn.put("Lead", Path(elsewhere), "London"))
    assert "its folder is not there" in str(errands(root)[0].nothing)
