from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.facts.appointments import allocated, appointment, care_of, iro_days
from tests.tables import table

LIVERPOOL, YEAR = "E08000012", 2024
BOTH_YEARS = (2023, 2024)


def located(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(
        authority=pl.lit(LIVERPOOL),
        arrival=pl.lit(1, pl.Int64),
        line=pl.int_range(pl.len(), dtype=pl.Int64) + 2,
    )


def register(rows: str) -> pl.LazyFrame:
    header = "| child | iro | started_on | ended_on | period |\n|-|"
    return located(table(f"{header}\n{rows.strip()}", period=pl.Int64))


def care(rows: str, years=BOTH_YEARS) -> pl.LazyFrame:
    """Periods of care that begin with the reason S, in returns of all the years they go on in."""
    header = "| child | started_on | ended_on |\n|-|"
    episodes = table(f"{header}\n{rows.strip()}").with_columns(
        episode_reason=pl.lit("S"),
        legal_status=pl.lit("C2"),
        placement=pl.lit("U1"),
    )
    returns = pl.LazyFrame({"period": years}).with_columns(
        authority=pl.lit(LIVERPOOL), la_code=pl.lit("341"), period=pl.col("period").cast(pl.Int64)
    )
    closes = pl.date("period", 3, 31)
    yearly = (
        episodes.join(returns.select("period"), how="cross")
        .filter(pl.col("started_on") <= closes)
        .filter((pl.col("ended_on") >= pl.date(pl.col("period") - 1, 4, 1)).fill_null(True))
        .with_columns(ended_on=pl.when(pl.col("ended_on") <= closes).then("ended_on"))
    )
    return care_of(located(yearly), returns)


def reviews(rows: str) -> pl.LazyFrame:
    return table(f"| child | held_on |\n|-|\n{rows}")


# Another child's row shows that the register and the return call children alike.
OTHER = "| z | 2023-05-02 |  |"
OTHERS = "| z | k | 2023-05-02 | | 2024 |"


def appointed(spell: str, held: str = "", lost: str = "") -> dict[str, object]:
    """Of a child in care from Monday 5 June 2023, so with an IRO due by Monday 12 June."""
    found = appointment(
        register(f"{spell}\n{OTHERS}"), register(lost), care(f"| a | 2023-06-05 | |\n{OTHER}"),
        reviews(held),
    )  # fmt: skip
    return found.filter(child="a").collect().row(0, named=True)


def test_an_iro_is_due_five_working_days_after_the_day_care_began():
    row = appointed("| a | i | 2023-06-12 | | 2024 |")
    assert (row["due_on"], row["appointed_on"]) == (date(2023, 6, 12), date(2023, 6, 12))
    assert row["determinable"]


def test_an_appointment_open_when_care_began_is_of_that_day():
    assert appointed("| a | i | 2023-01-09 | | 2024 |")["appointed_on"] == date(2023, 6, 5)


def test_an_appointment_that_ended_before_care_began_is_none():
    assert appointed("| a | i | 2023-01-09 | 2023-02-01 | 2024 |")["appointed_on"] is None


def test_the_first_review_of_this_period_of_care_is_beside_it():
    held = "| a | 2023-01-09 |\n| a | 2023-07-03 |\n| a | 2023-10-02 |"
    assert appointed("| a | i | 2023-06-06 | | 2024 |", held)["first_review_on"] == date(2023, 7, 3)


def test_a_rejected_row_of_the_childs_leaves_it_open():
    row = appointed("| a | i | 2023-06-20 | | 2024 |", lost="| a | j | 2023-06-06 | | 2024 |")
    assert not row["determinable"]


def test_care_that_ends_before_the_day_leaves_nothing_due():
    found = appointment(
        register(OTHERS), register(""), care(f"| a | 2023-06-05 | 2023-06-09 |\n{OTHER}"),
        reviews(""),
    )  # fmt: skip
    assert found.filter(child="a").collect()["due_on"].to_list() == [None]


def test_what_falls_due_in_a_year_without_a_register_cannot_be_told():
    late = "| a | 2024-03-27 | |"
    rows = "| z | k | 2023-05-02 | | 2024 |"
    found = appointment(
        register(rows), register(""), care(f"{late}\n{OTHER}", (2024, 2025)), reviews("")
    )
    told = found.filter(child="a").select("due_on", "determinable").collect()
    assert told.rows() == [(date(2024, 4, 5), False)]


def test_a_register_that_shares_no_child_with_the_return_says_nothing():
    found = appointment(
        register("| other-a | i | 2023-06-06 | | 2024 |"), register(""),
        care("| a | 2023-06-05 | |"), reviews(""),
    )  # fmt: skip
    assert found.collect().is_empty()


def days(spells: str, stays: str = "| a | 2022-06-01 | |") -> dict[str, object]:
    found = iro_days(register(spells), register(""), care(stays))
    return found.filter(child="a", period=YEAR).collect().row(0, named=True)


def test_a_child_with_one_iro_all_year_has_one_every_day():
    row = days("| a | i | 2022-06-03 | | 2024 |")
    assert (row["days"], row["days_with_iro"], row["iros"], row["all_year"]) == (366, 366, 1, True)


@pytest.mark.parametrize(
    ("second", "with_iro"),
    [("2023-10-01", 366), ("2023-10-11", 356), ("2023-09-01", 366)],
    ids=["at once", "ten days later", "two at a time"],
)
def test_days_between_two_iros_are_days_without_and_days_with_two_count_once(second, with_iro):
    row = days(f"| a | i | 2022-06-03 | 2023-10-01 | 2024 |\n| a | j | {second} | | 2024 |")
    assert (row["days_with_iro"], row["iros"]) == (with_iro, 2)


def test_only_days_of_care_count_and_care_that_began_in_the_year_is_not_all_of_it():
    row = days("| a | i | 2023-01-01 | | 2024 |", "| a | 2024-03-22 | |")
    assert (row["days"], row["days_with_iro"], row["all_year"]) == (10, 10, False)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), min_size=1, max_size=6))
def test_days_with_an_iro_are_the_days_that_any_spell_covers(spells):
    start = date(2023, 3, 1).toordinal()
    drawn = [(start + on, start + on + long) for on, long in spells]
    rows = [
        f"| a | i{n} | {date.fromordinal(since)} | {date.fromordinal(to)} | 2024 |"
        for n, (since, to) in enumerate(drawn)
    ]
    year = range(date(2023, 4, 1).toordinal(), date(2024, 4, 1).toordinal())
    covered = {day for since, to in drawn for day in range(since, to)}
    found = iro_days(register("\n".join(rows)), register(""), care("| a | 2022-06-01 | |"))
    expected = [len(covered & {*year})] if covered & {*year} else []
    assert found.filter(period=YEAR).collect()["days_with_iro"].to_list() == expected


def test_on_31_march_children_in_care_and_children_with_an_iro_are_set_side_by_side():
    children = table(
        """
        | child | short_breaks |
        |-------|--------------|
        | a     | no           |
        | b     | no           |
        | c     | yes          |
        | d     | no           |
        """,
        short_breaks=pl.Boolean,
    ).with_columns(authority=pl.lit(LIVERPOOL), period=pl.lit(YEAR, pl.Int64))
    held = register(
        """
        | a | i | 2023-06-01 |            | 2024 |
        | c | i | 2023-06-01 |            | 2024 |
        | d | i | 2023-06-01 | 2024-01-01 | 2024 |
        | e | i | 2023-06-01 |            | 2024 |
        """
    )
    found = allocated(held, register("| b | i | 2023-06-01 | | 2024 |"), children).collect()
    assert found.select("child", "looked_after", "with_iro", "determinable").rows() == [
        ("a", True, True, True),
        ("b", True, False, False),
        ("d", True, False, True),
        ("e", False, True, True),
    ]
