import hashlib
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline.arrivals.tables import claim, named_in
from iro_pipeline.inspection import inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.invention import invent
from tests.invention.nation import CITY, KENT, LIVERPOOL, PERIODS

FEW = (LIVERPOOL, KENT, CITY)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    invent(folder, periods=PERIODS, children=0.2, authorities=FEW)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.csv"))
    }


def test_the_same_seed_invents_the_same_bytes(root: Path, tmp_path: Path) -> None:
    invent(tmp_path, periods=PERIODS, children=0.2, authorities=FEW)
    assert hashes(tmp_path) == hashes(root)


def test_another_seed_invents_another_nation(root: Path, tmp_path: Path) -> None:
    invent(tmp_path, seed=1, periods=PERIODS, children=0.2, authorities=FEW)
    assert not set(hashes(tmp_path).values()) & set(hashes(root).values())


def test_a_years_returns_do_not_depend_on_the_other_years(root: Path, tmp_path: Path) -> None:
    invent(tmp_path, periods=(2024, 2025), children=0.2, authorities=FEW)
    once, again = hashes(root), hashes(tmp_path)
    shared = [path for path in once if "/2024/" in path and path in again]
    assert len(shared) > 10
    assert {path: once[path] for path in shared} == {path: again[path] for path in shared}


def test_every_file_says_that_it_is_invented(root: Path) -> None:
    files = [file for file in root.rglob("*") if file.is_file()]
    others = [file.name for file in files if not file.name.endswith(".invented.csv")]
    assert others == ["INVENTED.txt"]


def test_an_authority_without_reviews_still_returns_all_three_tables(tmp_path: Path) -> None:
    files = invent(tmp_path, periods=(2024,), children=0.004)
    returned = Counter(file.parent for file in files if "ssda903" in file.parts)
    assert set(returned.values()) == {3}
    lines = [len(file.read_text().splitlines()) for file in tmp_path.rglob("reviews*")]
    assert min(lines) == 1


def test_every_source_has_arrivals(root: Path) -> None:
    assert sorted(path.name for path in (root / "data/raw").iterdir()) == [
        "cafcass_enquiries",
        "cla_statistics",
        "dispute_log",
        "iro_allocation",
        "iro_service",
        "partnerships",
        "published_figures",
        "review_records",
        "ssda903",
        "state_of_the_nation",
        "statistical_neighbours",
    ]


def test_every_file_is_claimed_by_its_contract_and_nearly_every_row_accepted(root: Path) -> None:
    rows: Counter[str] = Counter()
    files = sorted((root / "data/raw").rglob("*.csv"))
    paths = [file.relative_to(root / "data/raw").as_posix() for file in files]
    named = named_in(paths)
    for path, file in zip(paths, files, strict=True):
        (claimed,) = claim(path, file.read_bytes(), named)
        text = claimed.text.with_columns(arrival=pl.lit(1, pl.Int64))
        found = inspect(claimed.contract, text, Pseudonyms(b"k" * 32))
        rows += Counter(accepted=found.accepted.height, rejected=found.rejected.height)
    assert 0 < rows["rejected"] < 0.005 * rows["accepted"]


def test_identifiers_are_visibly_invented(root: Path) -> None:
    reviews = pl.read_csv(sorted(root.rglob("reviews.invented.csv"))[0], infer_schema=False)
    assert reviews["CHILD"].str.contains(r"^INV\d{6}$").all()
    for file in root.rglob("allocation.invented.csv"):
        register = pl.read_csv(file, infer_schema=False)
        assert register["IRO"].str.contains(r"^IRO-INV-\d{2,}$").all()


def test_half_the_children_make_half_the_rows(root: Path, tmp_path: Path) -> None:
    invent(tmp_path, periods=PERIODS, children=0.1, authorities=FEW)
    sizes = [
        sum(file.stat().st_size for file in folder.rglob("episodes*"))
        for folder in (root, tmp_path)
    ]
    assert sizes[1] / sizes[0] == pytest.approx(0.5, abs=0.05)


def test_a_code_that_is_no_authoritys_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="W06000008: not the GSS code"):
        invent(tmp_path, periods=PERIODS, authorities=["W06000008"])
