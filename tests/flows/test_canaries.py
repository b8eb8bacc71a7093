"""Tell-tale values in every column of every source, and nowhere that others can look."""

import csv
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL

from flows import nightly
from iro_pipeline import pipeline
from iro_pipeline.arrivals.claims import in_text
from iro_pipeline.cli.messages import outcome_in_words, outcome_record
from iro_pipeline.contracts import Contract, in_force
from iro_pipeline.pipeline import Outcome
from iro_pipeline.readers import wording
from iro_pipeline.workspace import Workspace
from tests.nation import small_nation

CANARY = "Tittlemouse"
# What a council printed is public, and its words are kept with the figure.
PUBLIC = {"published_figures", "partnerships"}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory, prefect_at_home: Path) -> tuple[Path, Outcome]:
    """A flow over every source with canaries in every column, file name and folder; its outcome."""
    root = tmp_path_factory.mktemp("night")
    small_nation(root)
    for place in sorted((root / "data/raw").rglob("*.csv")):
        plant(place, root / "data/raw")
    lost = root / f"data/raw/{CANARY}/{CANARY}.csv"
    lost.parent.mkdir()
    lost.write_text(f"{CANARY}\n{CANARY}\n")
    ended: list[Outcome] = []
    with pytest.MonkeyPatch.context() as patch:
        record = nightly.record
        patch.setattr(nightly, "record", lambda outcome: record(ended.append(outcome) or outcome))
        run: Any = nightly.nightly
        run(str(root), return_state=True)
    return root, ended[0]


def plant(place: Path, raw: Path) -> None:
    """Canaries in every column that is dropped or free, in the last row all over, in the name."""
    source, year = place.relative_to(raw).parts[:2]
    contracts = in_force(source, int(year) if year.isdecimal() else None)
    contract = in_text(contracts, place.read_bytes()).contract
    rows = list(csv.reader(io.StringIO(place.read_text(encoding="utf-8"))))
    headers = 2 if contract.form == "survey" else 1
    free = {i for i, header in enumerate(filled(rows[0])) if is_free(contract, header)}
    body = [[CANARY if i in free else cell for i, cell in enumerate(row)] for row in rows[headers:]]
    with place.with_name(f"{CANARY} {place.name}").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*rows[:headers], *body, [CANARY] * len(rows[0])])
    place.unlink()


def filled(headers: list[str]) -> Iterator[str]:
    """Each column's header, or that of the block it stands in."""
    last = ""
    for header in headers:
        last = header or last
        yield last


def is_free(contract: Contract, header: str) -> bool:
    """Whether any text may stand in the column without harm to its row."""
    return wording(header) in {wording(each) for each in contract.ignored}


def everywhere(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the releases: its name, its bytes, and what its pages say when unpacked."""
    releases = root / "data/processed/releases"
    for place in releases.rglob("*"):
        yield "a name", place.relative_to(releases).as_posix().encode()
        if place.is_file():
            yield place.name, place.read_bytes()
            if place.suffix == ".parquet":
                yield place.name, pl.read_parquet(place).write_csv().encode()


def test_the_canaries_were_read_and_rest_where_only_their_owner_looks(night):
    _, outcome = night
    assert outcome.state == "published"
    loaded = [each for each in outcome.receipts if each.state == "loaded"]
    assert {"ssda903", "state_of_the_nation", "iro_allocation"} <= {each.source for each in loaded}
    assert all(each.rejected or each.faults for each in loaded)
    assert any(each.source == "" for each in outcome.receipts)


def test_no_release_holds_one(night):
    root, _ = night
    found = [where for where, held in everywhere(root) if CANARY.encode() in held]
    assert found == []


def test_no_receipt_and_no_sentence_about_the_run_holds_one(night):
    _, outcome = night
    assert CANARY not in json.dumps(outcome_record(outcome), default=str)
    assert CANARY not in "\n".join(outcome_in_words(outcome))


def test_prefect_keeps_none(night, prefect_at_home: Path):
    database = Path(PREFECT_SERVER_DATABASE_CONNECTION_URL.value().partition("///")[2])
    written = [*database.parent.iterdir(), *prefect_at_home.rglob("*")]
    kept = b"".join(each.read_bytes() for each in written if each.is_file())
    assert b"build facts" in kept
    assert CANARY.encode() not in kept


def test_another_build_reads_everything_again_and_logs_none(night, caplog, capfd, monkeypatch):
    root, _ = night
    monkeypatch.setattr("iro_pipeline.intake.reading", lambda _: "another build")
    with caplog.at_level(logging.DEBUG):
        assert pipeline.run(Workspace(root)).state == "published"
    assert "tables inspected" in caplog.text
    assert CANARY not in caplog.text + "".join(capfd.readouterr())


def test_rows_at_rest_hold_none_but_the_open_text_and_the_record_none_but_as_they_came(night):
    root, _ = night
    restricted = root / "data/processed/restricted"
    found = {
        place.relative_to(restricted).parts[:2]
        for place in restricted.rglob("*.arrow")
        if CANARY in pl.read_ipc(place).write_csv()
    }
    assert {source for part, source in found if part == "texts"} == {"state_of_the_nation"}
    assert {source for part, source in found if part != "texts"} <= PUBLIC
