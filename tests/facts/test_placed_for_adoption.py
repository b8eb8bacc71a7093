"""
A child placed for adoption (A3 to A6) is reviewed by the Adoption Agencies Regulations 2005,
regulation 36(3): four weeks after the placement, three months after that, then every six months.
Whether returns hold those reviews is not known, so that nothing of that time is called late.
"""

import pytest

from tests.facts.drawn import assert_due, due

PLACED = """
    | a | 2022-05-09 | S | C1 | 2022-11-07 | U4 |
    | a | 2022-11-07 | P | E1 | 2023-09-01 | A5 |
    """
REVIEWS = "| a | 2022-06-08 |\n| a | 2022-09-08 |\n| a | 2022-12-05 |\n| a | 2023-03-03 |"


def test_the_clock_of_care_stops_on_the_day_of_the_placement():
    """Six months from 8 September 2022 would have ended on 8 March 2023."""
    found = due(PLACED, REVIEWS)
    care = """
        | a | 2023 | first  | 2022-06-08 | 2022-06-08 | |
        | a | 2023 | second | 2022-09-08 | 2022-09-08 | |
        """
    assert_due(found, care)


def test_a_review_of_a_child_placed_for_adoption_is_shown_and_not_judged():
    """Care ended two days before six months from the last were over: nothing else fell due."""
    adoption = """
        | a | 2023 | unknown | | 2022-12-05 | placed_for_adoption |
        | a | 2023 | unknown | | 2023-03-03 | placed_for_adoption |
        """
    assert_due(due(PLACED, REVIEWS), adoption, "adoption")


def test_what_fell_due_before_the_placement_was_due():
    """The second review was due on 8 September 2022 and the placement made on 7 November."""
    found = due(PLACED, "| a | 2022-06-08 |\n| a | 2022-11-21 |")
    care = """
        | a | 2023 | first  | 2022-06-08 | 2022-06-08 | |
        | a | 2023 | second | 2022-09-08 |            | |
        """
    assert_due(found, care)


def test_six_months_without_a_review_one_fell_due_that_cannot_be_told():
    found = due(PLACED, "| a | 2022-06-08 |\n| a | 2022-09-08 |")
    assert_due(found, "| a | 2024 | unknown | | | placed_for_adoption |", "adoption")


@pytest.mark.parametrize("code", ["A3", "A4", "A5", "A6"])
def test_each_of_the_codes_of_adoption_stops_the_clock(code):
    found = due(f"| a | 2022-05-09 | S | V2 | 2022-07-01 | {code} |")
    assert_due(found, "")


@pytest.mark.parametrize("code", ["", "U1", "A2", "Z1"])
def test_any_other_placement_leaves_the_clock_of_care(code):
    """A foster home, a code long gone, none at all."""
    found = due(f"| a | 2022-05-09 | S | V2 | 2022-07-01 | {code} |")
    assert_due(found, "| a | 2023 | first | 2022-06-08 | | |")


def test_a_child_whose_adoption_falls_through_is_reviewed_by_six_months_from_the_first_seen():
    """Regulation 33(2): the child has been reviewed before, so it is no first review."""
    back = "| a | 2023-02-01 | P | C2 | 2024-02-01 | U4 |"
    episodes = PLACED.replace("2023-09-01", "2023-02-01").strip() + f"\n{back}"
    reviews = "| a | 2022-06-08 |\n| a | 2022-09-08 |\n| a | 2023-02-28 |\n| a | 2023-08-28 |"
    rows = """
        | a | 2023 | first   | 2022-06-08 | 2022-06-08 |                     |
        | a | 2023 | second  | 2022-09-08 | 2022-09-08 |                     |
        | a | 2023 | unknown |            | 2023-02-28 | placed_for_adoption |
        | a | 2024 | later   | 2023-08-28 | 2023-08-28 |                     |
        """
    assert_due(due(episodes, reviews), rows)


def test_a_child_who_comes_into_care_again_after_an_adoption_placement_starts_anew():
    """The reason S: the child becomes looked after, regulation 33(1)."""
    again = "| a | 2023-09-04 | S | C2 | 2023-10-02 | U4 |"
    episodes = f"{PLACED.strip()}\n{again}"
    found = due(episodes, "| a | 2022-06-08 |\n| a | 2022-09-08 |")
    rows = """
        | a | 2023 | first  | 2022-06-08 | 2022-06-08 | |
        | a | 2023 | second | 2022-09-08 | 2022-09-08 | |
        | a | 2024 | first  | 2023-10-02 |            | |
        """
    assert_due(found, rows)
