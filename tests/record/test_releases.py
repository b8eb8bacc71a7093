from pathlib import Path

from iro_pipeline.record.ledger import Ledger


def test_a_release_recorded_again_is_confirmed_and_keeps_its_date(tmp_path: Path):
    ledger = Ledger(tmp_path)
    ledger.releases.note("000001-abc", 1, "build")
    (first,) = ledger.releases.all()
    ledger.releases.note("000001-abc", 1, "build")
    (again,) = ledger.releases.all()
    assert again.released_at == first.released_at
    assert again.confirmed_at >= first.confirmed_at
