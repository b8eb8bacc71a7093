"""Only packs that are whole, approved, and whose folder they lie in."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iro_pipeline.delivery import Undeliverable
from iro_pipeline.delivery.audiences import Audience
from iro_pipeline.delivery.parcels import parcels
from iro_pipeline.delivery.planning import Asked, plan
from iro_pipeline.inspection.pseudonyms import KEY_VARIABLE
from iro_pipeline.publications.checksums import seal
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.delivery.drawn import FIRST, SECOND, listed, prepared, put, redrawn, released


@pytest.fixture
def release(tmp_path: Path) -> Path:
    prepared(tmp_path)
    (tmp_path / "sync").mkdir()
    listed(tmp_path, put("Lead L", tmp_path / "sync", "London"))
    return released(tmp_path)


def due(root: Path, name: str = FIRST) -> list[str]:
    workspace = Workspace(root)
    asked = Asked(workspace.releases / name, date(2026, 11, 22))
    found = plan(workspace, Ledger(workspace.record, looking=True), asked)
    return [each.recipient.who for each in found.due]


def test_every_pack_is_found_by_whom_it_is_for(release: Path):
    assert set(parcels(release)) == {
        Audience("region", "North West"),
        Audience("region", "London"),
        Audience("partnership", "five boroughs"),
        Audience("authority", "E08000012"),
        Audience("england"),
    }


def test_a_partnership_s_files_are_not_taken_for_those_of_a_region_called_alike(release: Path):
    found = parcels(release)
    assert found[Audience("region", "London")].label == "london"
    assert found[Audience("partnership", "five boroughs")].label == "partnership-five-boroughs"


def test_a_name_without_a_plain_letter_is_called_as_its_folder_is(release: Path):
    redrawn(release, "partnerships/five-boroughs", name="五区")
    found = parcels(release)[Audience("partnership", "五区")]
    stem = "INVENTED-iro-partnership-five-boroughs-year-to-31-march-2024"
    assert (found.label, found.stem) == ("partnership-five-boroughs", stem)


def test_a_folder_without_a_pack_is_none(release: Path):
    (release / "regions/london/pack.json").unlink()
    seal(release)
    assert Audience("region", "London") not in parcels(release)


def test_only_the_three_surfaces_leave_a_pack_s_folder(release: Path):
    found = parcels(release)[Audience("region", "London")]
    assert found.surfaces == ["print.pdf", "workbook.xlsx", "page.html"]
    assert {each.name for each in found.folder.iterdir()} > {*found.surfaces, "README.md"}


def changed(release: Path) -> None:
    (release / "regions/london/print.pdf").write_text("other figures")


def missing(release: Path) -> None:
    (release / "regions/london/print.pdf").unlink()


def added(release: Path) -> None:
    (release / "england/more.pdf").write_text("")


def unsealed(release: Path) -> None:
    (release / "SHA256SUMS").unlink()


@pytest.mark.parametrize("harm", [changed, missing, added, unsealed])
def test_nothing_is_sent_of_a_release_that_is_not_whole(
    release: Path, harm: Callable[[Path], None]
):
    harm(release)
    with pytest.raises(Undeliverable, match="is not whole, and nothing of it is sent"):
        due(release.parents[3])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": "North West"}, "another's pack than its folder is for"),
        ({"name": "Atlantis"}, "another's pack"),
        ({"kind": "partnership"}, "another's pack"),
        ({"kind": "england"}, "another's pack"),
        ({"kind": "public"}, "another's pack"),
        ({"edition": "0123"}, "an edition that is not of 12 hexadecimal digits"),
        ({"edition": 7}, "a pack.json without edition on one line"),
        ({"period": "2024\r\nBcc: all@world.example"}, "a pack.json without period on one line"),
        ({"name": "London\u202e"}, "a pack.json without name on one line"),
        ({"name": "London\u2028x"}, "a pack.json without name on one line"),
        ({"invented": "no"}, "does not say whether it is invented"),
    ],
)
def test_a_pack_that_says_another_thing_than_its_folder_stops_everything(
    release: Path, said: dict[str, object], told: str
):
    redrawn(release, "regions/london", **said)
    with pytest.raises(Undeliverable, match=told):
        parcels(release)


@pytest.mark.parametrize("text", ["{", "[]", "\udcff"])
def test_a_pack_json_that_cannot_be_read_is_told(release: Path, text: str):
    place = release / "regions/london/pack.json"
    place.write_bytes(text.encode("utf-8", "surrogateescape"))
    seal(release)
    with pytest.raises(Undeliverable, match="The pack in regions/london has"):
        parcels(release)


def test_a_link_to_another_s_file_is_not_followed(release: Path):
    place = release / "regions/london/print.pdf"
    place.unlink()
    place.symlink_to("../north-west/print.pdf")
    seal(release)
    with pytest.raises(Undeliverable, match="has a link"):
        parcels(release)


def test_two_packs_for_one_audience_are_told(release: Path):
    shutil.copytree(release / "partnerships/five-boroughs", release / "partnerships/five")
    seal(release)
    with pytest.raises(Undeliverable, match="has a pack of which there is another"):
        parcels(release)


def test_a_release_that_waits_for_approval_is_not_sent(release: Path):
    root = release.parents[3]
    ledger = Ledger(root / "data/record")
    ledger.approvals.ask("a lead", "two of us look first", asked=True)
    assert due(root) == ["Lead L"]
    released(root, SECOND)
    with pytest.raises(Undeliverable, match="waits for approval"):
        due(root, SECOND)
    ledger.approvals.approve(SECOND, "a lead", "looked at what moved")
    assert due(root, SECOND) == ["Lead L"]


def test_a_release_that_the_record_does_not_know_is_not_sent(release: Path):
    release.rename(release.with_name(SECOND))
    with pytest.raises(Undeliverable, match="no run has finished it"):
        due(release.parents[3], SECOND)


def test_with_another_key_nobody_would_be_known_so_nothing_is_sent(
    release: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(KEY_VARIABLE, "another key of 16 bytes or more")
    with pytest.raises(Undeliverable, match="another than the one that this record was begun"):
        due(release.parents[3])
    monkeypatch.delenv(KEY_VARIABLE)
    (release.parents[3] / "data/record/identifier.key").unlink()
    with pytest.raises(Undeliverable, match="No identifier key"):
        due(release.parents[3])
