"""Two hundred malformed variants of a file of every source: no crash, no hang, no lost row."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from iro_pipeline import intake
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.nation import every_source

VARIANTS = 200
ROWS = 12  # a variant's, before it is harmed
STRANGE = (
    "",
    " ",
    "NULL",
    "#N/A",
    "=1+1",
    "1.15E+11",
    "31/02/2023",
    "1/4/24",
    "-1",
    "é\u202e",
    "x" * 99,
)
SOURCES = (
    "cafcass_enquiries", "cla_statistics", "dispute_log", "iro_allocation", "iro_service",
    "published_figures", "review_records", "ssda903", "state_of_the_nation",
    "statistical_neighbours",
)  # fmt: skip


def cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def put(data: bytes, chance: Random) -> bytes:
    """A byte that means something, where it does not belong."""
    at = chance.randrange(len(data))
    return data[:at] + chance.choice([b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b";"]) + data[at:]


def encode(data: bytes, chance: Random) -> bytes:
    text = data.decode().replace("e", "é", 3)
    return text.encode(chance.choice(["utf-16", "cp1252", "mac_roman", "utf-8-sig", "utf-32"]))


def delimit(data: bytes, chance: Random) -> bytes:
    return data.replace(b",", chance.choice([b";", b"\t", b"|"]))


def end(data: bytes, chance: Random) -> bytes:
    return data.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b""]))


def without_a_line(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    lines.pop(chance.randrange(len(lines)))
    return b"".join(lines)


def line_again(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"".join(lines)


def cells(data: bytes, change: Callable[[list[list[str]]], None]) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    change(rows)
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def strange_cell(data: bytes, chance: Random) -> bytes:
    def change(rows: list[list[str]]) -> None:
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(STRANGE)

    return cells(data, change)


def strange_column(data: bytes, chance: Random) -> bytes:
    def change(rows: list[list[str]]) -> None:
        at, said = chance.randrange(len(rows[0])), chance.choice(STRANGE)
        for row in rows[1:]:
            row[at] = said

    return cells(data, change)


def without_a_column(data: bytes, chance: Random) -> bytes:
    def change(rows: list[list[str]]) -> None:
        at = chance.randrange(len(rows[0]))
        for row in rows:
            del row[at]

    return cells(data, change)


def columns_about(data: bytes, chance: Random) -> bytes:
    def change(rows: list[list[str]]) -> None:
        order = chance.sample(range(len(rows[0])), len(rows[0]))
        rows[:] = [[row[i] for i in order] for row in rows]

    return cells(data, change)


def titled(data: bytes, chance: Random) -> bytes:
    return chance.choice([b"A title\n\n", b"sep=,\n", b"\n", b",,,\n"]) + data


HARMS = (
    cut, flip, put, encode, delimit, end, without_a_line, line_again, strange_cell, strange_column,
    without_a_column, columns_about, titled,
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, bytes]]:
    """The first rows of one file of each source, and the folder that it lies in."""
    root = tmp_path_factory.mktemp("sound")
    every_source(root)
    raw = root / "data/raw"
    files = {place.relative_to(raw).parts[0]: place for place in sorted(raw.rglob("*.csv"))}
    return {
        source: (
            place.parent.relative_to(raw),
            cells(place.read_bytes(), lambda rows: rows.__delitem__(slice(ROWS, None))),
        )
        for source, place in files.items()
    }


def harmed(data: bytes, chance: Random) -> bytes:
    for harm in chance.choices(HARMS, k=chance.choice([1, 1, 1, 2, 3])):
        try:
            data = harm(data, chance)
        except (UnicodeDecodeError, ValueError, IndexError, csv.Error):
            continue  # what is there no longer has lines or cells
    return data


@pytest.mark.parametrize("source", SOURCES)
def test_no_variant_crashes_hangs_or_loses_a_row(source: str, sound, tmp_path: Path):
    folder, data = sound[source]
    place = tmp_path / "data/raw" / folder
    place.mkdir(parents=True)
    for number in range(VARIANTS):
        chance = Random(f"{source} {number}")
        (place / f"{number:03}.invented.csv").write_bytes(harmed(data, chance))
    workspace = Workspace(tmp_path)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    intake.receive(workspace, ledger)
    told = intake.inspect(workspace, ledger)
    assert [each.arrival for each in told] == list(range(1, VARIANTS + 1))
    for each in told:
        if each.accepted or each.holds:
            text = (workspace.raw / each.path).read_bytes().decode("utf-8-sig")
            assert each.rows_in >= rows_of(text, source), each.path
    assert {"quarantined"} < {each.state for each in told}


def rows_of(text: str, source: str) -> int:
    """The rows of a file by another reader; a survey's begin with a respondent's number."""
    rows = csv.reader(io.StringIO(text.removeprefix("sep=,\n"), newline=""))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if source != "state_of_the_nation":
        return len(filled) - 1
    begins = next(i for i, row in enumerate(filled) if any("90020" in cell for cell in row))
    return len(filled) - begins
