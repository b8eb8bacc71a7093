from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.inspection import Inspection
from tests.inspections import inspected, rules

FOLDER = "ssda903/2024/E08000012"
BORN = "10/06/2019"  # the fourth birthday is in the return's year


def reviews(*rows: str) -> Inspection:
    """Reviews of the year to 31 March 2024, each "CHILD,DOB,REVIEW,REVIEW_CODE"."""
    return inspected(f"{FOLDER}/reviews.csv", "\n".join(["CHILD,DOB,REVIEW,REVIEW_CODE", *rows]))


def broken(*rows: str) -> set[str]:
    """The rules that these reviews break."""
    return {rule for _, rule in rules(reviews(*rows))}


@pytest.mark.parametrize(
    ("day", "code", "rule"),
    [
        ("09/06/2023", "PN0", None),
        ("10/06/2023", "PN0", "pn0_on_fourth_birthday"),
        ("11/06/2023", "PN0", "pn0_after_fourth_birthday"),
        ("09/06/2023", "PN1", "pn1_to_pn7_before_fourth_birthday"),
        ("09/06/2023", "PN7", "pn1_to_pn7_before_fourth_birthday"),
        ("10/06/2023", "PN1", None),
        ("11/06/2023", "PN7", None),
    ],
)
def test_participation_agrees_with_the_age_and_on_the_birthday_either_code_passes(day, code, rule):
    assert broken(f"1,{BORN},{day},{code}") == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("day", "code"), [("28/02/2024", "PN0"), ("29/02/2024", "PN1"), ("01/03/2024", "PN1")]
)
def test_a_child_born_on_29_february_is_four_on_29_february(day, code):
    assert broken(f"1,29/02/2020,{day},{code}") == set()


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (f"1,{BORN},11/06/2023,PN0", None),
        (f"1,{BORN},09/06/2023,PN1", None),
        (f"1,{BORN},10/06/2023,PN0", "PN0"),
    ],
)
def test_a_code_that_the_age_contradicts_is_blanked_and_the_review_stands(row, kept):
    found = reviews(row)
    assert found.accepted["participation"].to_list() == [kept]
    assert found.accepted["held_on"].null_count() == 0


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("09/06/2019", "held_before_birth"),
        ("31/03/2025", None),
        ("01/04/2025", "held_long_after_the_year"),
    ],
)
def test_a_review_before_birth_or_long_after_the_year_is_rejected(day, rule):
    found = reviews(f"1,{BORN},{day},PN0")
    assert (rule in {name for _, name in rules(found)}) == (rule is not None)
    assert found.accepted.is_empty() == (rule is not None)


@pytest.mark.parametrize(("day", "warned"), [("31/03/2023", True), ("01/04/2023", False)])
def test_a_review_of_another_year_is_pointed_out_and_kept(day, warned):
    found = reviews(f"1,01/02/2012,{day},PN1")
    assert (("held_on", "held_outside_the_year") in rules(found)) == warned
    assert found.accepted.height == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"1,{BORN},31/02/2024,PN1", ("held_on", "type", "reject")),
        (f"1,{BORN},28/04/23,PN1", ("held_on", "type", "reject")),
        (f"1,{BORN},,PN1", ("held_on", "required", "reject")),
        ("1,10/06/19,01/05/2023,PN1", ("born", "type", "blank")),
        (f"1,{BORN},01/07/2023,PN8", ("participation", "code", "blank")),
        (f"1,{BORN},01/07/2023,", ("participation", "participation_not_stated", "warn")),
    ],
)
def test_what_cannot_be_read_is_a_fault_under_dfes_number(row, fault):
    (told,) = reviews(row).faults.select("column", "rule", "severity", "expected").rows()
    assert told[:3] == fault
    number = {"held_on": "166", "participation": "167"}.get(fault[0])
    assert number is None or told[3].endswith(f"(DfE's rule {number})")


def test_of_two_codes_on_one_day_neither_is_kept_and_the_review_is_held_once():
    found = reviews("1,01/02/2012,01/05/2023,PN1", "1,01/02/2012,01/05/2023,PN7")
    assert found.accepted.select("line", "participation").rows() == [(2, None)]
    assert rules(found) == {
        ("held_on", "repeated_key"),
        ("participation", "two_codes_on_one_day"),
    }


def test_of_a_row_that_repeats_word_for_word_the_first_stands_with_its_code():
    found = reviews("1,01/02/2012,01/05/2023,PN1", "1,01/02/2012,01/05/2023,PN1")
    assert found.accepted.select("line", "participation").rows() == [(2, "PN1")]
    assert rules(found) == {("held_on", "repeated_row")}


def test_two_children_who_cannot_be_told_are_not_one_child_with_two_codes():
    found = reviews(",01/02/2012,01/05/2023,PN1", ",01/02/2012,01/05/2023,PN7")
    assert {rule for _, rule in rules(found)} == {"required"}


def test_a_date_of_birth_rests_as_a_tag_that_agrees_between_the_tables():
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,2,10/06/2019,WBRI,,,"
    known = inspected(f"{FOLDER}/header.csv", header).accepted
    seen = reviews(f"1,{BORN},01/05/2023,PN0", "2,11/06/2019,01/05/2023,PN0").accepted
    assert known["born"].to_list() == seen["born"].to_list()[:1]
    assert seen["born"].n_unique() == 2
    assert seen.schema["born"] == pl.String
    assert seen["born"].str.len_chars().unique().to_list() == [12]


def test_of_two_dates_of_birth_in_the_header_neither_is_certain():
    rows = "1,2,10/06/2019,WBRI,,,\n1,2,11/06/2019,WBRI,,,\n2,2,11/06/2019,WBRI,,,"
    found = inspected(f"{FOLDER}/header.csv", f"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n{rows}")
    assert found.accepted.select("line", pl.col("born").is_null()).rows() == [
        (2, True),
        (4, False),
    ]
    assert ("born", "two_dates_of_birth") in rules(found)


def test_without_dates_of_birth_the_rules_about_age_are_said_not_to_have_been_looked_into():
    found = inspected(f"{FOLDER}/reviews.csv", "CHILD,REVIEW,REVIEW_CODE\n1,01/05/2023,PN0")
    assert found.accepted.height == 1
    assert set(found.unchecked["rule"]) == {
        "held_before_birth",
        "pn0_after_fourth_birthday",
        "pn0_on_fourth_birthday",
        "pn1_to_pn7_before_fourth_birthday",
    }


days = st.dates(date(2018, 1, 1), date(2026, 1, 1)).map(lambda day: f"{day:%d/%m/%Y}")
texts = st.sampled_from(["", "31/02/2023", "1/4/24", "x"])
rows = st.tuples(
    st.sampled_from(["1", "2", "", "?"]),
    days | texts,
    days | texts,
    st.sampled_from(["PN0", "PN1", "PN8", ""]),
).map(",".join)
# A line without a cell is no row.
rows = rows.filter(lambda row: row != ",,,")


@settings(deadline=None, max_examples=30)
@given(drawn=st.lists(rows, min_size=1, max_size=8))
def test_every_row_is_accepted_or_rejected_with_a_reason(drawn):
    found = reviews(*drawn)
    lines = sorted([*found.accepted["line"], *found.rejected["line"]])
    assert lines == list(range(2, len(drawn) + 2))
    fatal = found.faults.filter(severity="reject")["line"].unique().sort().to_list()
    assert fatal == sorted(found.rejected["line"])
