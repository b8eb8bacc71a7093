"""What was delivered stays as it was noted."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from iro_pipeline.record.deliveries import Delivery
from iro_pipeline.record.ledger import Ledger

TO = Delivery("a tag", "Lead NW", "North West", "0123456789ab", "000007-aaa")


def test_every_step_is_kept_in_order_and_told_of_one_recipient_and_audience(tmp_path: Path):
    ledger = Ledger(tmp_path)
    for state in ("sending", "later", "sending", "sent"):
        ledger.deliveries.note(Delivery(TO.recipient, TO.who, TO.audience, TO.edition, "x", state))
    ledger.deliveries.note(Delivery("another tag", *("x",) * 4))
    ledger.deliveries.note(Delivery(TO.recipient, "x", "London", *("x",) * 2))
    found = Ledger(tmp_path, looking=True).deliveries.to("a tag", "North West")
    assert [each.state for each in found] == ["sending", "later", "sending", "sent"]
    assert all(each.noted_at.startswith("20") for each in found)


@pytest.mark.parametrize("harm", ["UPDATE delivery SET state = 'sent'", "DELETE FROM delivery"])
def test_no_step_is_changed_or_taken_back(tmp_path: Path, harm: str):
    Ledger(tmp_path).deliveries.note(TO)
    with (
        closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db,
        pytest.raises(sqlite3.IntegrityError, match="what was delivered stays"),
    ):
        db.execute(harm)
    assert len(Ledger(tmp_path).deliveries.to(TO.recipient, TO.audience)) == 1


def test_a_step_that_there_is_not_is_refused(tmp_path: Path):
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        Ledger(tmp_path).deliveries.note(Delivery(*("x",) * 5, "lost"))


def test_a_record_of_an_earlier_edition_gets_the_table_with_the_next_run(tmp_path: Path):
    Ledger(tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript("DROP TABLE delivery; PRAGMA user_version = 4;")
    assert Ledger(tmp_path, looking=True).deliveries.to("x", "x") == []
    ledger = Ledger(tmp_path)
    assert ledger.outdated
    ledger.renew()
    ledger.deliveries.note(TO)
