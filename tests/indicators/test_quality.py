import polars as pl
import pytest

from iro_pipeline.indicators.quality import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}


def measured(name: str, fact: pl.LazyFrame) -> list[tuple]:
    found = BY_NAME[name].measure(fact).select("numerator", "denominator", "untold")
    return found.collect().rows()


SERVICE = table(
    """
    | authority | supervisions_held | supervisions_due | annual_report_on | actions_done |
    |-----------|-------------------|------------------|------------------|--------------|
    | E08000012 | 104               | 120              | 2024-09-30       | 9            |
    | E06000009 | 130               | 120              | 2024-10-01       |              |
    | E06000008 |                   | 120              |                  | 3            |
    """,
    **dict.fromkeys(["supervisions_held", "supervisions_due", "actions_done"], pl.Int64),
).with_columns(
    period=pl.lit(2024, pl.Int64),
    actions_planned=pl.lit(12),
    annual_report_to_board=pl.lit(True),
    dispute_protocol=pl.lit(True),
    guardian_protocol=pl.lit(False),
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("supervisions_held", [(104, 120, 0)]),
        ("annual_report_in_time", [(0, 1, 0), (1, 1, 0)]),
        ("work_programme_done", [(3, 12, 0), (9, 12, 0)]),
        ("annual_report_to_board", [(1, 1, 0)] * 3),
        ("dispute_protocol", [(1, 1, 0)] * 3),
        ("guardian_protocol", [(0, 1, 0)] * 3),
    ],
)
def test_a_part_that_exceeds_its_whole_and_a_blank_are_in_neither(name, told):
    assert sorted(measured(name, SERVICE)) == told


TEAM = table(
    "| iros_in_post | iros_trained | iros_observed |\n|-|\n| 12 | 9 | 13 |",
    **dict.fromkeys(["iros_in_post", "iros_trained", "iros_observed"], pl.Int64),
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


def test_iros_trained_are_of_all_persons_who_were_iros():
    assert measured("iros_trained", TEAM) == [(9, 12, 0)]
    assert measured("iros_observed", TEAM) == []


REPORTED = table(
    "| children_asked | children | records_audited | records_sound | reported_reviews |\n|-|\n"
    "| 95 | 500 | 40 | 33 | 1200 |",
    **dict.fromkeys(
        ["children_asked", "children", "records_audited", "records_sound", "reported_reviews"],
        pl.Int64,
    ),
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("children_asked_about_their_iro", (95, 500, 0)),
        ("iro_records_audited", (40, 1200, 0)),
        ("iro_records_sound", (33, 40, 0)),
    ],
)
def test_what_is_checked_is_a_share_of_what_there_is(name, told):
    assert measured(name, REPORTED) == [told]
