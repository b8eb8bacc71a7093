import polars as pl
import pytest
from polars.testing import assert_frame_equal

from iro_pipeline.facts.care import looked_after
from iro_pipeline.facts.periods import periods_of_care, views
from tests.inspections import claimed, inspected, rested, rules
from tests.tables import table

FOLDER = "ssda903/2024/E08000012"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
)
ANY_ORDER = {"check_row_order": False}


def on_31_march(rows: str) -> list[tuple[str, bool]]:
    """Children looked after on 31 March 2024, and whether on short breaks."""
    episodes = table(f"| child | started_on | legal_status | ended_on |\n|-|\n{rows.strip()}")
    return looked_after(returned(episodes)).select("child", "short_breaks").collect().rows()


def returned(episodes: pl.LazyFrame) -> pl.LazyFrame:
    """As the return of the year ending 31 March 2024 has them."""
    named = episodes.with_columns(
        authority=pl.lit("E08000012"),
        period=pl.lit(2024, pl.Int64),
        arrival=pl.lit(1, pl.Int64),
        placement=pl.lit(None, pl.String),
    )
    return named.with_row_index("line", 2).with_columns(pl.col("line").cast(pl.Int64))


@pytest.mark.parametrize(
    ("started", "ended", "counts"),
    [
        ("2023-06-01", "", True),
        ("2024-03-31", "", True),
        ("2024-04-01", "", False),
        ("2023-06-01", "2024-03-31", False),
        ("2023-06-01", "2024-04-01", True),
    ],
)
def test_a_child_counts_whose_episode_is_open_at_the_end_of_31_march(started, ended, counts):
    assert bool(on_31_march(f"| a | {started} | C2 | {ended} |")) is counts


def test_short_breaks_are_marked_and_a_child_is_one_row():
    rows = """
        | a | 2023-06-01 | V2 | 2023-09-01 |
        | a | 2023-09-01 | C2 |            |
        | b | 2023-06-01 | V3 |            |
        | c | 2023-06-01 | V4 |            |
        | d | 2023-06-01 | C1 |            |
        | d | 2023-11-01 | V4 |            |
        """
    assert on_31_march(rows) == [("a", False), ("b", True), ("c", True), ("d", True)]


def test_children_looked_after_come_to_rest_by_their_contract():
    episodes = table(
        "| child | started_on | legal_status | ended_on |\n|-|\n| a | 2023-06-01 | C2 | |"
    )
    hashed = pl.lit("0123456789ab").alias("child")
    assert rested("looked_after", looked_after(returned(episodes).with_columns(hashed))).height == 1


def test_a_missing_year_ends_one_view_and_opens_another():
    years = pl.LazyFrame({"period": [2019, 2020, 2022, 2021, 2024]}).with_columns(
        authority=pl.when(pl.col("period") == 2021).then(pl.lit("B")).otherwise(pl.lit("A")),
        la_code=pl.when(pl.col("period") == 2021).then(pl.lit("2")).otherwise(pl.lit("1")),
    )
    expected = """
        | authority | period | opens_on   | closes_on  | after_gap |
        |-----------|--------|------------|------------|-----------|
        | A         | 2019   | 2018-04-01 | 2020-03-31 | no        |
        | A         | 2020   | 2018-04-01 | 2020-03-31 | no        |
        | A         | 2022   | 2021-04-01 | 2022-03-31 | yes       |
        | A         | 2024   | 2023-04-01 | 2024-03-31 | yes       |
        | B         | 2021   | 2020-04-01 | 2021-03-31 | no        |
        """
    found = views(years).drop("la_code", "view")
    drawing = table(expected, period=pl.Int64, after_gap=pl.Boolean)
    assert_frame_equal(found, drawing, check_column_order=False, **ANY_ORDER)


def periods(rows: str) -> pl.LazyFrame:
    """Periods of care as the returns of 2023 and 2024 show them."""
    header = "| child | period | started_on | episode_reason | legal_status | ended_on |\n|-|\n"
    years = pl.LazyFrame({"period": [2023, 2024]}, {"period": pl.Int64}).with_columns(
        authority=pl.lit("E08000012"), la_code=pl.lit("341")
    )
    episodes = returned(table(header + rows.strip()).rename({"period": "year"}))
    episodes = episodes.with_columns(period=pl.col("year").cast(pl.Int64))
    return periods_of_care(episodes, views(years))


def assert_periods(found: pl.LazyFrame, rows: str) -> None:
    header = "| child | began_on | start_seen | clock | seen_to |\n|-|\n"
    drawing = table(header + rows.strip(), start_seen=pl.Boolean)
    drawing = drawing.with_columns(pl.col("seen_to").str.to_date())
    assert_frame_equal(found.select(drawing.collect_schema().names()), drawing, **ANY_ORDER)


def test_episodes_join_into_one_period_of_care_across_returns():
    rows = """
        | a | 2023 | 2022-05-02 | S | C1 | 2022-09-01 |
        | a | 2023 | 2022-09-01 | P | C1 |            |
        | a | 2024 | 2022-09-01 | P | C1 | 2023-06-01 |
        | a | 2024 | 2023-06-01 | L | C2 | 2023-12-01 |
        """
    assert_periods(periods(rows), "| a | 2022-05-02 | yes | care | 2023-12-01 |")


def test_a_start_of_care_always_opens_a_period_and_a_gap_does():
    rows = """
        | a | 2023 | 2022-05-02 | S | C1 | 2022-06-01 |
        | a | 2023 | 2022-06-01 | S | C1 | 2022-07-01 |
        | a | 2023 | 2022-07-02 | P | C1 | 2022-08-01 |
        """
    expected = """
        | a | 2022-05-02 | yes | care | 2022-06-01 |
        | a | 2022-06-01 | yes | care | 2022-07-01 |
        | a | 2022-07-02 | no  | care | 2022-08-01 |
        """
    assert_periods(periods(rows), expected)


def test_an_episode_never_closed_ends_where_the_next_begins():
    rows = """
        | a | 2023 | 2022-05-02 | S | C1 |            |
        | a | 2023 | 2022-06-01 | P | C1 |            |
        | a | 2024 | 2023-06-01 | S | C1 | 2023-07-01 |
        """
    expected = """
        | a | 2022-05-02 | yes | care | 2023-03-31 |
        | a | 2023-06-01 | yes | care | 2023-07-01 |
        """
    assert_periods(periods(rows), expected)


def test_short_breaks_part_a_period_of_care():
    rows = """
        | a | 2023 | 2022-05-02 | S | V4 | 2022-06-01 |
        | a | 2023 | 2022-06-01 | L | C1 | 2022-07-01 |
        | a | 2023 | 2022-07-01 | L | V3 | 2022-07-08 |
        """
    expected = """
        | a | 2022-05-02 | yes | short_breaks | 2022-06-01 |
        | a | 2022-06-01 | yes | care | 2022-07-01 |
        | a | 2022-07-01 | yes | short_breaks | 2022-07-08 |
        """
    assert_periods(periods(rows), expected)


def test_days_after_the_last_return_in_view_are_not_seen():
    rows = """
        | a | 2024 | 2024-03-01 | S | C1 | 2024-05-01 |
        | b | 2024 | 2024-04-02 | S | C1 |            |
        | c | 2024 | 2024-03-01 | S | C1 |            |
        """
    expected = (
        "| a | 2024-03-01 | yes | care | 2024-03-31 |\n| c | 2024-03-01 | yes | care | 2024-03-31 |"
    )
    assert_periods(periods(rows), expected)


def test_episodes_are_read_and_what_is_not_needed_is_dropped():
    rows = f"""
{EPISODES}
1,02/05/2023,S,C1,N1,U1,PR1,01/09/2023,X1,,AB1 2,CD3 4,
1,01/09/2023,P,C1,N1,U1,PR1,,,CARPL,AB1 2,CD3 4,
2,01/09/2023,S,C1,N1,U1,PR1,31/08/2023,E4A,,,,
3,31/09/2023,S,C1,N1,U1,PR1,,,,,,
4,01/09/2023,X,C1,N1,U1,PR1,,,,,,
5,01/04/2024,S,V4,N1,U1,PR1,,,,,,
"""
    found = inspected(f"{FOLDER}/episodes.csv", rows)
    assert found.accepted.columns == [
        "arrival", "line", "period", "authority",
        "child", "started_on", "episode_reason", "legal_status", "placement", "ended_on",
    ]  # fmt: skip
    assert found.accepted["line"].to_list() == [2, 3, 7]
    assert found.rejected["line"].to_list() == [4, 5, 6]
    assert rules(found) == {
        ("ended_on", "ended_before_started"),
        ("started_on", "type"),
        ("episode_reason", "code"),
        ("started_on", "started_after_the_year"),
    }


def test_a_review_keeps_its_row_when_its_code_is_blank_or_unknown():
    rows = """
CHILD,DOB,REVIEW,REVIEW_CODE
1,02/05/2013,01/09/2023,PN1
2,02/05/2013,01/09/2023,
3,02/05/2013,01/09/2023,PN9
4,02/05/2013,01/09/2022,PN1
5,02/05/2013,,PN1
"""
    found = inspected(f"{FOLDER}/reviews.csv", rows)
    assert found.accepted["participation"].to_list() == ["PN1", None, None, "PN1"]
    assert found.rejected["line"].to_list() == [6]
    assert rules(found) == {
        ("participation", "code"),
        ("participation", "participation_not_stated"),
        ("held_on", "held_outside_the_year"),
        ("held_on", "required"),
    }


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "oc3"),
        ("CHILD,SEX,DOB,DUC", "uasc"),
        ("CHILD,DOB,MISSING,MIS_START,MIS_END", "missing"),
        ("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", "sw_episodes"),
        ("CHILD,DOB,DOLO_START,DOLO_END", "dolo"),
        ("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", "prev_perm"),
        ("CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", "placed_adoption"),
    ],
)
def test_the_other_modules_of_a_return_are_recognised_and_left_aside(header, name):
    found = claimed(f"{FOLDER}/x.csv", f"{header}\n{',' * header.count(',')}")
    assert found.contract.name.split("/")[2] == name
    assert found.contract.recognises_only


def test_a_header_keeps_nothing_but_the_child_and_a_tag_of_the_birth():
    rows = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,2,02/05/2013,WBRI,UN1,,"
    found = inspected(f"{FOLDER}/header.csv", rows)
    assert found.accepted.columns == ["arrival", "line", "period", "authority", "child", "born"]
    assert "2013" not in found.accepted["born"][0]
