import json
import shutil
import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import frictionless
import polars as pl
import pyarrow.parquet as pq
import pytest

from iro_pipeline.disclosure import published
from iro_pipeline.publications import ReleaseContents, publish, verify
from iro_pipeline.publications.open_data import TABLES
from tests.disclosure.drawn import BOLTON, GATESHEAD

MEMBERS = {
    "regions/north-west": {"E08000001", "E08000002", "E08000003"},
    "regions/north-east": {"E08000037", "E08000024", "E06000047"},
    f"authorities/{BOLTON}": {BOLTON},
    f"authorities/{GATESHEAD}": {GATESHEAD},
}


def test_a_release_has_a_folder_for_each_audience(release: Path):
    everything = {f"{name}.parquet" for name in TABLES}
    own = {"figures.parquet", "benchmarks.parquet", "README.md"}
    assert inside(release / "tables") == everything | {"ees"}
    network = everything | {"README.md", "agreed_to_contact.parquet"}
    assert inside(release / "regions/north-west") == network
    assert inside(release / "authorities" / GATESHEAD) == own
    assert inside(release / "authorities" / BOLTON) == own | {"published_figures.parquet"}
    assert inside(release) == {
        *("tables", "regions", "authorities"),
        *("README.md", "CHANGES.md", "datapackage.json", "receipts.parquet", "changes.parquet"),
        *("iro.duckdb", "queries.sql", "SHA256SUMS"),
    }


def test_a_service_return_is_by_name_in_its_network_and_its_own_folder_only(release: Path):
    by_name = 0
    for path in sorted(release.rglob("*.parquet")):
        members = MEMBERS.get(path.parent.relative_to(release).as_posix(), set())
        for authority in authorities_with_a_service_return(path):
            assert authority in members
            by_name += 1
    assert by_name > 0


def test_the_same_contents_give_the_same_bytes(
    release: Path, contents: ReleaseContents, tmp_path: Path
):
    publish(tmp_path, contents)
    assert verify(tmp_path) == []
    assert (tmp_path / "SHA256SUMS").read_bytes() == (release / "SHA256SUMS").read_bytes()


def test_sha256sum_finds_every_file_as_it_was_published(release: Path):
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=release, check=False).returncode == 0
    listed = (release / "SHA256SUMS").read_text().splitlines()
    files = [path for path in release.rglob("*") if path.is_file()]
    assert len(listed) == len(files) - 1


def test_a_release_of_invented_data_says_so_in_every_file_and_on_every_page(release: Path):
    for path in release.rglob("*.parquet"):
        said = pq.read_metadata(path).metadata
        assert said[b"iro.invented"] == b"true"
        assert said[b"iro.warning"].startswith(b"INVENTED DATA")
    for path in release.rglob("*.md"):
        assert path.read_text().startswith("> **INVENTED DATA")
    described = json.loads((release / "datapackage.json").read_text())
    assert described["invented"] is True
    assert described["description"].startswith("INVENTED DATA")


def test_a_release_of_real_data_does_not(contents: ReleaseContents, tmp_path: Path):
    publish(tmp_path, replace(contents, invented=False))
    assert verify(tmp_path) == []
    said = pq.read_metadata(tmp_path / "tables/figures.parquet").metadata
    assert said[b"iro.invented"] == b"false"
    assert not any("INVENTED" in path.read_text() for path in tmp_path.rglob("*.md"))


def test_the_data_package_describes_the_public_files(release: Path):
    described = json.loads((release / "datapackage.json").read_text())
    names = {resource["path"]: resource for resource in described["resources"]}
    found = [*release.glob("*.parquet"), *release.glob("tables/*.parquet")]
    found += [path for path in release.glob("tables/**/*.csv") if ".meta." not in path.name]
    assert set(names) == {path.relative_to(release).as_posix() for path in found}
    for path, resource in names.items():
        data = (release / path).read_bytes()
        assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"
        fields = [field["name"] for field in resource["schema"]["fields"]]
        if path.endswith(".csv"):
            assert resource["bytes"] == len(data)
            assert fields == data.decode().partition("\n")[0].split(",")
        else:
            assert fields == list(published(Path(path).stem).dtypes)
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_a_frictionless_validator_accepts_the_data_package(release: Path):
    report = frictionless.Package(str(release / "datapackage.json")).validate()
    assert report.flatten(["name", "message"]) == []


def test_the_page_of_a_release_says_what_it_was_made_from(release: Path):
    page = (release / "README.md").read_text()
    assert "| ssda903 | 2023 | 1 |" in page
    assert "| ssda903 | 2024 | 1 |" in page
    assert "1 other files are not used" in page


def test_no_file_holds_the_place_where_it_was_written(release: Path):
    for path in release.rglob("*"):
        assert not path.is_file() or str(release.parent).encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (
            lambda folder: flip(folder / "tables/figures.parquet"),
            "tables/figures.parquet is not what it was",
        ),
        (lambda folder: (folder / "README.md").unlink(), "README.md is missing"),
        (
            lambda folder: (folder / "tables/more.csv").touch(),
            "tables/more.csv is not in SHA256SUMS",
        ),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "SHA256SUMS is missing"),
    ],
)
def test_damage_is_found(release: Path, tmp_path: Path, damage, found: str):
    folder = shutil.copytree(release, tmp_path / "copy")
    damage(folder)
    assert verify(folder) == [found]


def test_a_release_without_tables_for_the_public_is_none(contents: ReleaseContents, tmp_path: Path):
    private = [each for each in contents.protected if each.audience.kind != "public"]
    with pytest.raises(ValueError, match="for the public"):
        publish(tmp_path, replace(contents, protected=private))


def authorities_with_a_service_return(path: Path) -> set[str]:
    """Authorities of which a number in the file rests on a service return."""
    table = pl.read_parquet(path, glob=False)
    if path.stem not in ("figures", "benchmarks", "caseload_bands"):
        return set()
    of_service = pl.col("speaker") == "service"
    if "indicator" in table.columns:
        of_service |= pl.col("indicator").str.contains("_per_iro|_wte_")
    rows = table.filter(of_service)
    if "level" in table.columns:
        rows = rows.filter(level="authority")
    own = ["value", "numerator", "denominator", "lower", "upper", "n"]
    numbers = [name for name in own if name in table.columns]
    told = rows.filter(pl.any_horizontal(pl.col(numbers).is_not_null()))
    return set(told["area" if "area" in told.columns else "authority"])


def inside(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
