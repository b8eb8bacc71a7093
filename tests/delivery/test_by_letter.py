"""Letters to a real mail server on this machine."""

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from iro_pipeline.delivery.planning import Asked, Plan, plan
from iro_pipeline.delivery.sending import Ended, send
from iro_pipeline.publications.checksums import seal
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.delivery.drawn import (
    ANOTHER,
    FIRST,
    SECOND,
    THIRD,
    figures_of,
    listed,
    mailed,
    prepared,
    released,
    settings,
)
from tests.delivery.server import HANG_UP, Server, serving

TODAY = date(2026, 11, 22)
NORTH_WEST, LONDON = "nw@council.example", "london@council.example"
LEADS = (mailed("Lead NW", NORTH_WEST, "North West"), mailed("Lead L", LONDON, "London"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    prepared(tmp_path)
    released(tmp_path)
    listed(tmp_path, *LEADS)
    return tmp_path


@pytest.fixture
def server(root: Path):
    with serving(Server()) as listening:
        settings(root, listening.port)
        yield listening


@pytest.fixture(autouse=True)
def _pauses_pass_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iro_pipeline.delivery.sending.PAUSES", (0.0, 0.0))


def planned(root: Path, release: str = FIRST, *only: str, again: bool = False) -> Plan:
    workspace = Workspace(root)
    asked = Asked(workspace.releases / release, TODAY, frozenset(only), again)
    return plan(workspace, Ledger(workspace.record), asked)


def sent(root: Path, release: str = FIRST, *only: str, again: bool = False) -> list[Ended]:
    """How each errand that was due ended."""
    due = planned(root, release, *only, again=again)
    return list(send(due, Ledger(root / "data/record").deliveries).values())


def why_not(root: Path, release: str = FIRST) -> dict[str, str]:
    errands = planned(root, release).errands
    return {each.recipient.who: each.nothing.why for each in errands if each.nothing}


def steps(root: Path) -> list[tuple[str, str]]:
    """The ledger's whole account, by label and state."""
    keyed = (each.step for each in planned(root, FIRST).errands)
    deliveries = Ledger(root / "data/record").deliveries
    return [
        (step.who, step.state)
        for each in keyed
        for step in deliveries.to(each.recipient, each.audience)
    ]


def files(message: EmailMessage) -> dict[str, bytes]:
    found = {}
    for part in message.iter_attachments():
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        found[part.get_filename() or ""] = data
    return found


def test_each_lead_gets_their_own_pack_and_it_is_noted_before_and_after(root: Path, server: Server):
    assert [each.state for each in sent(root)] == ["sent", "sent"]
    (letter,) = server.took(NORTH_WEST)
    assert letter["To"] == NORTH_WEST
    assert letter["From"] == "iro@sender.example"
    assert set(files(letter)) == {
        "INVENTED-iro-north-west-year-to-31-march-2024.pdf",
        "INVENTED-iro-north-west-year-to-31-march-2024.xlsx",
        "INVENTED-iro-north-west-year-to-31-march-2024-page.zip",
    }
    assert len(server.took(LONDON)) == 1
    each = ["sending", "sent"]
    assert steps(root) == [*(("Lead NW", state) for state in each), *(("Lead L", s) for s in each)]


def test_a_page_travels_in_a_zip_and_the_others_as_they_are(root: Path, server: Server):
    sent(root)
    found = files(server.took(LONDON)[0])
    said = figures_of("regions/london", FIRST)
    stem = "INVENTED-iro-london-year-to-31-march-2024"
    assert found[f"{stem}.pdf"] == f"print.pdf: {said}".encode()
    assert found[f"{stem}.xlsx"] == f"workbook.xlsx: {said}".encode()
    with zipfile.ZipFile(io.BytesIO(found[f"{stem}-page.zip"])) as archive:
        assert archive.namelist() == [f"{stem}.html"]
        assert archive.read(f"{stem}.html") == f"page.html: {said}".encode()


def test_what_was_sent_is_not_sent_twice_and_it_is_said_when_it_was(root: Path, server: Server):
    sent(root)
    assert sent(root) == []
    assert len(server.taken) == 2
    assert why_not(root)["Lead NW"].startswith("sent on 20")
    assert f"with release {FIRST}, and the same since" in why_not(root)["Lead NW"]


def test_an_unchanged_pack_of_a_new_release_is_not_sent_again_and_a_changed_one_is(
    root: Path, server: Server
):
    sent(root)
    released(root, SECOND)
    assert sent(root, SECOND) == []
    released(root, THIRD, ANOTHER)
    assert len(sent(root, THIRD)) == 2
    assert len(server.took(LONDON)) == 2


def test_a_pack_that_a_newer_release_takes_back_is_sent_and_an_older_release_is_not(
    root: Path, server: Server
):
    sent(root)
    released(root, SECOND, ANOTHER)
    sent(root, SECOND)
    assert sent(root, FIRST) == []
    assert f"release {SECOND}, which is not older, was sent since" in why_not(root)["Lead NW"]
    released(root, THIRD)
    assert [each.state for each in sent(root, THIRD)] == ["sent", "sent"]
    assert len(server.took(LONDON)) == 3


def test_again_sends_to_whom_it_is_said_to_and_as_another_letter(root: Path, server: Server):
    sent(root)
    assert [each.state for each in sent(root, FIRST, "Lead L", again=True)] == ["sent"]
    first, second = server.took(LONDON)
    assert first["Message-ID"] != second["Message-ID"]
    assert len(server.took(NORTH_WEST)) == 1


def test_one_lead_s_refusal_does_not_stop_the_others(root: Path, server: Server):
    server.answers[NORTH_WEST] = [f"550 5.1.1 no {NORTH_WEST} here"]
    refused, taken = sent(root)
    assert (refused.state, refused.why) == ("refused", "the mail server's answer: 550 5.1.1")
    assert taken.state == "sent"
    assert [state for who, state in steps(root) if who == "Lead NW"] == ["sending", "refused"]


def test_who_is_not_taken_at_first_is_tried_again_after_the_others(root: Path, server: Server):
    server.answers[NORTH_WEST] = ["451 4.7.1 come back"]
    assert [each.state for each in sent(root)] == ["sent", "sent"]
    assert [to for to, _ in server.taken] == [LONDON, NORTH_WEST]
    nw = [state for who, state in steps(root) if who == "Lead NW"]
    assert nw == ["sending", "later", "sending", "sent"]


def test_who_is_not_taken_after_every_pause_is_left_to_the_next_time(root: Path, server: Server):
    server.answers[NORTH_WEST] = ["451 4.7.1 come back"] * 3
    later, _ = sent(root)
    assert (later.state, later.why) == ("later", "the mail server's answer: 451 4.7.1")
    assert [each.state for each in sent(root)] == ["sent"]
    assert len(server.took(LONDON)) == 1


def test_a_connection_that_ends_before_the_letter_left_is_tried_anew(root: Path, server: Server):
    server.answers[NORTH_WEST] = [HANG_UP]
    assert [each.state for each in sent(root)] == ["sent", "sent"]
    assert len(server.took(NORTH_WEST)) == 1


@pytest.mark.parametrize("said", ["552 5.3.4 too big", "452 4.3.1 disk full"])
def test_a_letter_that_is_refused_once_it_has_come_was_not_delivered(
    root: Path, server: Server, said: str
):
    server.ends_with[NORTH_WEST] = [said] * 3
    ended, _ = sent(root)
    assert ended.state == ("refused" if said.startswith("5") else "later")
    assert server.took(NORTH_WEST) == []
    server.ends_with.clear()
    assert [each.state for each in sent(root)] == ["sent"]


def test_a_letter_of_which_nobody_knows_waits_for_a_person_and_keeps_its_number(
    root: Path, server: Server
):
    server.ends_with[NORTH_WEST] = [HANG_UP]
    unclear, other = sent(root)
    assert (unclear.state, other.state) == ("unclear", "sent")
    assert sent(root) == []
    assert why_not(root)["Lead NW"].startswith("may have arrived: it was being sent on 20")
    sent(root, FIRST, "Lead NW", again=True)
    first, second = server.took(NORTH_WEST)
    assert first["Message-ID"] == second["Message-ID"]


def test_one_that_was_killed_amid_a_letter_leaves_it_open_and_the_rest_unsent(
    root: Path, server: Server, monkeypatch: pytest.MonkeyPatch
):
    deliveries = Ledger(root / "data/record").deliveries
    plain = type(deliveries).note

    def killed(self: object, step: object) -> None:
        if server.taken:
            raise SystemExit(143)
        plain(self, step)  # ty: ignore

    monkeypatch.setattr(type(deliveries), "note", killed)
    with pytest.raises(SystemExit):
        sent(root)
    monkeypatch.undo()
    assert steps(root) == [("Lead NW", "sending")]
    assert why_not(root).keys() == {"Lead NW"}
    assert [each.state for each in sent(root)] == ["sent"]
    assert [to for to, _ in server.taken] == [NORTH_WEST, LONDON]


def test_where_nobody_answers_no_one_is_noted_and_all_is_left_for_later(root: Path):
    with serving(Server()) as closed:
        settings(root, closed.port)
    ended = sent(root)
    assert [each.state for each in ended] == ["later", "later"]
    assert ended[0].why == "the mail server cannot be reached"
    assert steps(root) == []


def test_a_plan_sends_nothing_and_notes_nothing(root: Path, server: Server):
    assert len(planned(root).due) == 2
    assert (server.connections, server.taken, steps(root)) == (0, [], [])


def test_a_letter_larger_than_allowed_is_not_sent(root: Path, server: Server):
    settings(root, server.port, most_megabytes=1)
    large = root / "data/processed/releases" / FIRST / "regions/london/print.pdf"
    assert why_not(root) == {}
    large.write_bytes(b"x" * 800_000)
    seal(large.parents[2])
    assert why_not(root)["Lead L"].startswith("too large: an email of 1.1 MB where 1.0 MB are")
    assert len(sent(root)) == 1
