"""A change goes with both its figures, and never tells of one or two authorities between them."""

import polars as pl
import pytest

from iro_pipeline.disclosure.changes import change_shown
from iro_pipeline.disclosure.thresholds import Thresholds

LIMITS = Thresholds.load()


@pytest.mark.parametrize(
    ("now", "before", "both", "told"),
    [(10, 10, 10, True), (11, 10, 10, False), (10, 12, 10, False), (13, 10, 10, True)],
)
def test_authorities_of_one_time_alone_are_none_or_three(now: int, before: int, both: int, told):
    row = pl.DataFrame(
        {
            "authorities": [now],
            "before_authorities": [before],
            "change_authorities": [both],
            "status": [""],
            "before_status": [""],
            "change": [2.5],
        }
    )
    shown = row.with_columns(change_shown("", ["change"], LIMITS))["change"].item()
    assert shown == (2.5 if told else None)


@pytest.mark.parametrize(("now", "before"), [("c", ""), ("", "c"), ("", "x")])
def test_a_change_from_or_to_what_is_withheld_is_withheld(now: str, before: str):
    row = pl.DataFrame(
        {
            "authorities": [10],
            "before_authorities": [10],
            "change_authorities": [10],
            "status": [now],
            "before_status": [before],
            "change": [2.5],
        }
    )
    assert row.with_columns(change_shown("", ["change"], LIMITS))["change"].item() is None
