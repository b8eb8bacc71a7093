"""iro deliver, as the person who sends sees it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from iro_pipeline.record.deliveries import Deliveries, Delivery
from iro_pipeline.record.ledger import Ledger, alone
from tests.cli.terminal import iro
from tests.delivery.drawn import (
    FIRST,
    listed,
    mailed,
    prepared,
    put,
    released,
    settings,
)
from tests.delivery.server import HANG_UP, Server, serving

NORTH_WEST, LONDON = "nw@council.example", "london@council.example"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    prepared(tmp_path)
    released(tmp_path)
    (tmp_path / "sync").mkdir()
    rows = (mailed("Lead NW", NORTH_WEST, "North West"), put("Lead L", tmp_path / "sync", "London"))
    listed(tmp_path, *rows)
    return tmp_path


@pytest.fixture
def server(root: Path):
    with serving(Server()) as listening:
        settings(root, listening.port)
        yield listening


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iro_pipeline.delivery.sending.PAUSES", (0.0, 0.0))


def ledger(root: Path) -> list[str]:
    """All that it holds."""
    with closing(sqlite3.connect(root / "data/record/ledger.sqlite")) as db:
        return list(db.iterdump())


def states(root: Path, *said: str) -> dict[str, str]:
    told = json.loads(iro("deliver", *said, "--root", root, "--json").stdout)
    return {each["who"]: each["state"] for each in told["recipients"]}


def test_without_send_it_is_said_who_would_get_what_and_nothing_is_done(root: Path, server: Server):
    before = ledger(root)
    said = iro("deliver", "latest", "--root", root)
    assert said.exit_code == 0, said.output
    assert f"Release {FIRST}, whole." in said.stdout
    assert "  Lead NW (North West): to be sent by email of 2." in said.stdout
    sizes = "pdf 0.1 kB, xlsx 0.1 kB, html 0.1 kB."
    assert f"  Lead L (London): to be sent into the folder: {sizes}" in said.stdout
    assert "2 to be sent." in said.stdout
    assert "Nothing was sent and nothing noted" in said.stdout
    assert (server.connections, list((root / "sync").iterdir())) == (0, [])
    assert ledger(root) == before


def test_with_send_it_is_done_once(root: Path, server: Server):
    said = iro("deliver", "latest", "--send", "--root", root)
    assert said.exit_code == 0, said.output
    assert "2 sent." in said.stdout
    assert len(server.took(NORTH_WEST)) == 1
    assert (root / "sync" / FIRST / "london").is_dir()
    assert states(root, FIRST, "--send") == dict.fromkeys(["Lead NW", "Lead L"], "nothing due")
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("answer", "ends_with", "code", "state"),
    [
        ("550 5.1.1 no such box", "250 Ok", 3, "refused"),
        ("451 4.7.1 come back", "250 Ok", 75, "not yet"),
        ("250 Ok", HANG_UP, 3, "not known"),
    ],
)
def test_who_was_not_sent_to_shows_in_the_ending(
    root: Path, server: Server, answer: str, ends_with: str, code: int, state: str
):
    server.answers[NORTH_WEST], server.ends_with[NORTH_WEST] = [answer] * 9, [ends_with]
    said = iro("deliver", "latest", "--send", "--json", "--root", root)
    assert said.exit_code == code
    told = [each["state"] for each in json.loads(said.stdout)["recipients"]]
    assert told == [state, "sent"]


def test_where_the_mail_server_lets_nobody_in_only_letters_are_left(root: Path, server: Server):
    settings(root, server.port, security="starttls")
    said = iro("deliver", "latest", "--send", "--root", root)
    assert said.exit_code == 3
    assert "Lead NW (North West): not tried. The mail server offers no STARTTLS" in said.stdout
    assert "Lead L (London): sent into the folder" in said.stdout
    assert "1 sent, 1 not tried." in said.stdout


def test_who_is_held_back_is_told_beforehand(root: Path, server: Server):
    listed(root, mailed("Lead NW", NORTH_WEST, "North West", "London"))
    said = iro("deliver", "latest", "--root", root)
    assert said.exit_code == 3
    assert "  Lead NW (North West): held back. Not cleared for North West" in said.stdout


def test_addresses_and_folders_are_told_nowhere(root: Path, server: Server):
    server.answers[NORTH_WEST] = [f"550 5.1.1 <{NORTH_WEST}> is unknown"]
    for said in ((), ("--send",), ("--json",), ("--send", "--json")):
        told = iro("deliver", "latest", *said, "--root", root).output
        assert "council.example" not in told
        assert "sync" not in told
    everything = (root / "data/record").glob("ledger.sqlite*")
    assert not any(b"council.example" in each.read_bytes() for each in everything)


def test_it_can_be_sent_to_some_only_and_again_to_them_alone(root: Path, server: Server):
    assert states(root, "latest", "--send", "--to", "Lead NW") == {"Lead NW": "sent"}
    again = ("latest", "--send", "--again")
    assert states(root, *again, "--to", "Lead NW") == {"Lead NW": "sent"}
    assert iro("deliver", *again, "--root", root).exit_code == 2
    assert iro("deliver", "latest", "--to", "Nobody", "--root", root).exit_code == 3
    assert len(server.taken) == 2


@pytest.mark.parametrize("name", ["..", ".", "../../raw", "000001-x", "", "/etc", ".making-x"])
def test_a_release_is_one_that_lies_among_the_releases(root: Path, server: Server, name: str):
    (root / "data/processed/releases/.making-x").mkdir()
    said = iro("deliver", name, "--send", "--root", root)
    assert said.exit_code == 2, said.output
    assert server.connections == 0


def test_what_is_wrong_with_the_recipients_stops_everything(root: Path, server: Server):
    listed(root, mailed("Lead NW", NORTH_WEST, "North West"), mailed("Lead L", "?", "London"))
    said = iro("deliver", "latest", "--send", "--root", root)
    assert said.exit_code == 3
    assert "recipients.csv, row 3, address: found what is no plain address" in said.stderr
    assert "Nothing was sent." in said.stderr
    assert server.connections == 0


def test_before_the_first_release_nothing_is_made(tmp_path: Path):
    assert iro("deliver", "latest", "--send", "--root", tmp_path).exit_code == 3
    assert not list(tmp_path.iterdir())


def test_the_log_says_who_was_sent_what_and_when(root: Path, server: Server):
    server.answers[NORTH_WEST] = ["451 4.7.1 come back"]
    iro("deliver", "latest", "--send", "--root", root)
    told = iro("deliver", "latest", "--log", "--root", root).stdout
    steps = [line.rpartition(": ")[2] for line in told.splitlines()]
    assert steps == ["begun", "not yet", "begun", "sent", "begun", "sent"]
    assert told.splitlines()[-1].endswith("Lead NW (North West), edition 0123456789ab: sent")
    assert "council.example" not in told
    assert iro("deliver", "latest", "--log", "--send", "--root", root).exit_code == 2


def test_a_folder_tells_by_itself_what_became_of_a_delivery_that_was_killed(
    root: Path, server: Server, monkeypatch: pytest.MonkeyPatch
):
    plain = Deliveries.note

    def killed(self: Deliveries, step: Delivery) -> None:
        if step.state == "sent":
            raise SystemExit(143)
        plain(self, step)

    to_folder = ("latest", "--send", "--to", "Lead L")
    monkeypatch.setattr(Deliveries, "note", killed)
    assert iro("deliver", *to_folder, "--root", root).exit_code == 143
    monkeypatch.undo()
    assert [each.state for each in Ledger(root / "data/record").deliveries.of(FIRST)] == ["sending"]
    assert (root / "sync" / FIRST / "london").is_dir()
    assert states(root, *to_folder) == {"Lead L": "sent"}


def test_while_another_delivers_it_is_left_for_later(root: Path, server: Server):
    with alone(root / "data/record", "delivery.lock"):
        assert iro("deliver", "latest", "--send", "--root", root).exit_code == 75
        assert iro("deliver", "latest", "--root", root).exit_code == 0
    assert server.connections == 0
