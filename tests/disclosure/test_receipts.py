from types import SimpleNamespace

import polars as pl

from iro_pipeline.disclosure.receipts import MOVED, listed, screen
from iro_pipeline.disclosure.thresholds import Thresholds
from tests.tables import table

COUNTS = ["rows_in", "accepted", "rejected", "faults"]


def test_a_receipt_has_its_faults_as_a_number_and_never_a_path():
    receipt = SimpleNamespace(
        arrival=1,
        path="ssda903/a name that a person typed.csv",
        source="ssda903",
        table="reviews",
        period=2024,
        authority="E08000001",
        contract="raw/ssda903/reviews/2012",
        state="loaded",
        rows_in=100,
        accepted=80,
        rejected=20,
        faults={"required": 15, "code": 9},
        reason="",
        holds={},
        unchecked={"born_on": "no such column"},
        new=None,
        changed=None,
        withdrawn=None,
        sha256="ab",
        invented=False,
    )
    row = listed([receipt]).row(0, named=True)
    assert row["faults"] == 24
    assert row["state_reason"] is None
    assert "person" not in str(row)


def test_counts_of_one_to_five_rows_are_withheld_with_those_that_would_give_them_away():
    receipts = table(
        """
        | rows_in | accepted | rejected | faults | new | changed | withdrawn |
        |---------|----------|----------|--------|-----|---------|-----------|
        | 100     | 100      | 0        | 0      | 9   | 0       | 7         |
        | 100     | 97       | 3        | 7      |     |         |           |
        | 3       | 3        | 0        | 0      |     |         |           |
        | 100     | 100      | 0        | 2      | 9   | 2       | 7         |
        """,
        **dict.fromkeys([*COUNTS, *MOVED], pl.Int64),
    )
    receipts = receipts.with_columns(state=pl.lit("loaded"), state_reason=pl.lit("")).collect()
    screened = screen(receipts, Thresholds.load())
    assert screened.select(*COUNTS, *MOVED).rows() == [
        (100, 100, 0, 0, 9, 0, 7),
        (100, None, None, None, None, None, None),
        (None, None, None, None, None, None, None),
        (100, 100, 0, None, None, None, None),
    ]
    assert screened["status"].to_list() == ["", "c", "c", "c"]


def test_of_a_held_file_the_rules_are_told_and_nothing_of_what_was_found():
    held = SimpleNamespace(
        reason="", holds={"fewer_rows": "found 3"}, faults={}, unchecked={}, arrival=1, table="t"
    )
    assert listed([held])["state_reason"].item() == "fewer_rows"


def test_of_what_waits_waited_in_vain_or_is_forgotten_no_count_is_told():
    receipts = table(
        """
        | state      | state_reason            | rows_in | accepted | rejected | faults |
        |------------|-------------------------|---------|----------|----------|--------|
        | waiting    | few_records             | 103     | 103      | 0        | 0      |
        | superseded | few_records             | 103     | 103      | 0        | 0      |
        | held       | fewer_rows, few_records | 103     | 103      | 0        | 0      |
        | loaded     | few_records             | 103     | 103      | 0        | 0      |
        | superseded |                         | 103     | 103      | 0        | 0      |
        | forgotten  | forgotten               | 103     | 103      | 0        | 0      |
        """,
        **dict.fromkeys(["state", "state_reason"], pl.String),
        **dict.fromkeys(COUNTS, pl.Int64),
    ).with_columns(pl.lit(None, pl.Int64).alias(name) for name in MOVED)
    screened = screen(receipts.collect(), Thresholds.load())
    assert screened["rows_in"].to_list() == [None, None, None, 103, 103, None]
    assert screened.filter(status="c").select(pl.col(COUNTS).count()).row(0) == (0, 0, 0, 0)
