import hashlib
import shutil
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline import pipeline
from iro_pipeline.disclosure import SURVEY
from iro_pipeline.indicators import catalogue
from iro_pipeline.record.ledger import Busy, Ledger
from iro_pipeline.workspace import Workspace
from tests.nation import drop, records


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("published")
    records(root)
    assert pipeline.run(Workspace(root)).state == "published"
    return root


@pytest.fixture
def workspace(published: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(published, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Workspace(tmp_path)


def latest(workspace: Workspace) -> Path:
    folder = workspace.latest()
    assert folder is not None
    return folder


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def kept(workspace: Workspace) -> dict[str, str]:
    """All that a workspace holds; of the ledger what it says, and not how SQLite lays it out."""
    held = bytes_of(workspace.root / "data")
    files = {name: digest for name, digest in held.items() if "/ledger.sqlite" not in name}
    return files | {"arrivals": str(Ledger(workspace.record).arrivals())}


def test_a_release_has_a_folder_for_each_audience(workspace: Workspace):
    held = {path.name for path in latest(workspace).iterdir()}
    assert held >= {"tables", "regions", "authorities", "README.md", "datapackage.json"}
    assert held >= {"receipts.parquet", "SHA256SUMS"}
    tables = {path.stem for path in (latest(workspace) / "tables").glob("*.parquet")}
    assert tables == {
        "benchmarks", "figures", "caseload_bands", "authorities", "indicators", "coverage",
        "published_figures", "series", "spread", "trends", *SURVEY,
    }  # fmt: skip


def test_a_region_is_the_ratio_of_sums_over_its_authorities(workspace: Workspace):
    figures = pl.read_ipc(workspace.restricted / "figures.arrow").filter(
        indicator="reviews_on_time", period=2024, region="North West"
    )
    parts = figures.filter(level="authority").select(pl.sum("numerator", "denominator")).row(0)
    whole = figures.filter(level="region").select("numerator", "denominator").row(0)
    assert parts == whole


def test_rules_across_tables_look_at_every_return_of_the_invented_nation_and_find_it_sound(
    workspace: Workspace,
):
    findings = pl.read_ipc(workspace.restricted / "findings.arrow")
    assert set(findings["table"]) >= {"episodes", "reviews"}
    assert findings.filter(pl.col("finding") == "could_not_run").is_empty()
    assert findings.filter(pl.col("rows") > 0, pl.col("severity") != "warn").is_empty()


def test_a_second_run_on_the_same_files_has_nothing_to_do(workspace: Workspace):
    before = latest(workspace)
    assert pipeline.run(workspace).state == "nothing new"
    assert latest(workspace) == before


def test_a_new_file_makes_a_new_release_and_leaves_the_old_one_alone(workspace: Workspace):
    before = latest(workspace)
    held = bytes_of(before)
    drop(workspace.root, night=2)
    outcome = pipeline.run(workspace)
    assert (outcome.state, outcome.folder) == ("published", latest(workspace))
    assert outcome.changes["new"] > 0
    assert bytes_of(before) == held


def test_what_a_service_states_is_told_again_by_every_later_release(workspace: Workspace):
    """It counts nobody, and is no secret once its network was told."""
    before = told_of_services(latest(workspace))
    assert before.height > 20
    drop(workspace.root, night=2)
    pipeline.run(workspace)
    again = told_of_services(latest(workspace))
    assert before.join(again, on=before.columns, how="anti").is_empty()


def told_of_services(release: Path) -> pl.DataFrame:
    facts = catalogue.terms().filter(pl.col("fact").is_in(["service", "cost", "caseload"]))
    figures = pl.scan_parquet(release / "regions/north-west/figures.parquet")
    named = figures.filter(level="authority", status="").join(facts, on="indicator", how="semi")
    return named.select("indicator", "area", "period", "value").collect()


def test_an_earlier_release_is_rebuilt_byte_for_byte(workspace: Workspace):
    first = latest(workspace)
    held, sequence = bytes_of(first), Ledger(workspace.record).releases.all()[0].sequence
    drop(workspace.root, night=2)
    pipeline.run(workspace)
    newest = latest(workspace)
    shutil.rmtree(first)
    assert pipeline.run(workspace, as_of=sequence).folder == first
    assert bytes_of(first) == held
    assert latest(workspace) == newest


def test_after_an_earlier_release_was_rebuilt_the_tables_are_made_for_the_latest_again(
    workspace: Workspace,
):
    drop(workspace.root, night=2)
    pipeline.run(workspace)
    newest = latest(workspace)
    figures = pl.read_ipc(workspace.restricted / "figures.arrow")
    pipeline.run(workspace, as_of=Ledger(workspace.record).releases.all()[0].sequence)
    pipeline.run(workspace)
    assert latest(workspace) == newest
    assert pl.read_ipc(workspace.restricted / "figures.arrow").equals(figures)


def test_there_is_no_release_as_of_a_number_that_the_ledger_does_not_hold(workspace: Workspace):
    outcome = pipeline.run(workspace, as_of=99_999)
    assert outcome.state == "refused"
    assert "there is no number 99999" in outcome.reasons[0]


def test_a_folder_without_data_raw_is_refused_and_left_as_it_is(tmp_path: Path):
    assert pipeline.run(Workspace(tmp_path)).state == "refused"
    assert [*tmp_path.iterdir()] == []


def test_all_of_processed_can_be_thrown_away_and_made_again(workspace: Workspace):
    held = bytes_of(latest(workspace))
    shutil.rmtree(workspace.root / "data/processed")
    assert pipeline.run(workspace).state == "published"
    assert bytes_of(latest(workspace)) == held


def test_only_bad_files_are_refused_and_the_latest_release_stays(workspace: Workspace):
    before = latest(workspace)
    (workspace.raw / "ssda903/2024/E08000012/more.csv").write_text("no,such,form\n1,2,3\n")
    outcome = pipeline.run(workspace)
    assert (outcome.state, outcome.exit_code) == ("refused", 3)
    assert latest(workspace) == before
    assert pipeline.run(workspace).state == "nothing new"


def test_a_record_that_is_damaged_is_refused_by_name_and_the_latest_release_stays(
    workspace: Workspace,
):
    before = latest(workspace)
    received = next((workspace.record / "received").rglob("*/*"))
    received.chmod(0o600)
    received.write_bytes(b"flipped" + received.read_bytes())
    shutil.rmtree(workspace.restricted)
    outcome = pipeline.run(workspace, as_of=1)
    assert outcome.state == "refused"
    assert received.name in outcome.reasons[0]
    assert latest(workspace) == before


def test_a_release_whose_link_was_lost_is_latest_again(workspace: Workspace):
    before = latest(workspace)
    (workspace.releases / "latest").unlink()
    assert pipeline.run(workspace).state == "published"
    assert latest(workspace) == before


def test_nothing_at_all_is_refused(tmp_path: Path):
    (tmp_path / "data/raw").mkdir(parents=True)
    outcome = pipeline.run(Workspace(tmp_path))
    assert (outcome.state, outcome.exit_code) == ("refused", 3)


def test_a_rehearsal_says_what_would_happen_and_keeps_nothing(workspace: Workspace):
    drop(workspace.root, night=2)
    before = kept(workspace), latest(workspace)
    outcome = pipeline.run(workspace, dry_run=True)
    assert outcome.state == "rehearsed"
    assert outcome.changes["new"] > 0
    assert {each.path.split("/")[2] for each in outcome.receipts} == {"E09000007"}
    after = kept(workspace), latest(workspace)
    assert {name for name in after[0] if after[0][name] != before[0].get(name)} == set()
    assert after == before


def test_a_rehearsal_in_a_new_folder_keeps_nothing(tmp_path: Path):
    records(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert pipeline.run(Workspace(tmp_path), dry_run=True).state == "rehearsed"
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_killed_rehearsal_left_is_swept_away_and_one_at_work_is_not(tmp_path: Path):
    workspace = Workspace(tmp_path)
    workspace.prepare()
    left = workspace.record / ".rehearsal-killed/data"
    left.mkdir(parents=True)
    with workspace.rehearsing() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        workspace.sweep()
        assert [*workspace.record.glob(".rehearsal-*")] == [folder]
    assert not [*workspace.record.glob(".rehearsal-*")]


def test_a_rehearsal_without_data_raw_is_refused_as_a_run_is(tmp_path: Path):
    assert pipeline.run(Workspace(tmp_path), dry_run=True) == pipeline.run(Workspace(tmp_path))
    assert not list(tmp_path.iterdir())


def test_one_run_at_a_time(workspace: Workspace):
    with Ledger(workspace.record).locked(), pytest.raises(Busy):
        pipeline.run(workspace)


def test_every_stage_can_be_performed_by_another(workspace: Workspace):
    performed = []

    def perform(stage, *args):
        performed.append(stage.__name__)
        return stage(*args)

    drop(workspace.root, night=2)
    pipeline.run(workspace, perform=perform)
    assert performed == [
        "receive", "inspect", "build_facts", "measure_indicators", "compare_with_peers",
        "publish",
    ]  # fmt: skip


def test_no_identifier_leaves_and_everything_says_that_it_is_invented(workspace: Workspace):
    for path in latest(workspace).rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert b"INV" not in held.replace(b"INVENTED", b""), path
            assert b"nvented" in held or b"NVENTED" in held or path.name == "SHA256SUMS", path


def test_a_correction_of_one_record_waits_and_publishes_nothing(workspace: Workspace):
    before = latest(workspace)
    (place,) = workspace.raw.glob("ssda903/2024/E08000012/reviews*.csv")
    place.write_text("\n".join(place.read_text().splitlines()[:-1]))
    outcome = pipeline.run(workspace)
    assert (outcome.state, outcome.exit_code) == ("nothing new", 0)
    assert [(each.state, each.withdrawn) for each in outcome.receipts] == [("waiting", 1)]
    assert latest(workspace) == before
