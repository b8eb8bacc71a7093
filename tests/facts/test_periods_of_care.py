"""From when to when the clock runs: starts, returns to care, changes and the end of care."""

import pytest

from tests.facts.drawn import STARTED, assert_due, due


def test_care_that_ends_before_the_due_date_leaves_nothing_due():
    """Regulation 33 asks for the case of a child who is looked after."""
    assert_due(due("| a | 2022-07-04 | S | C2 | 2022-07-31 |"), "")


def test_care_that_ends_on_the_due_date_leaves_the_review_due():
    """Regulation 33(1): within 20 working days, of which the last was a day of care."""
    found = due("| a | 2022-07-04 | S | C2 | 2022-08-01 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | | |")


def test_care_of_one_day_leaves_nothing_due():
    assert_due(due("| a | 2022-07-04 | S | L1 | 2022-07-04 |"), "")


def test_a_review_on_the_only_day_of_care_counts():
    found = due("| a | 2022-07-04 | S | L1 | 2022-07-04 |", "| a | 2022-07-04 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-07-04 | |")


def test_a_review_on_the_last_day_of_care_counts():
    """Regulation 33(3)(e): a review before accommodation ends."""
    found = due("| a | 2022-07-04 | S | V2 | 2022-07-22 |", "| a | 2022-07-22 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-07-22 | |")


def test_a_review_held_counts_though_care_ended_before_it_was_due():
    found = due("| a | 2022-07-04 | S | C2 | 2022-07-31 |", "| a | 2022-07-11 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-07-11 | |")


def test_of_a_child_who_died_moved_away_or_was_adopted_nothing_is_due_afterwards():
    """The second review would have been due on 1 November 2022. Why care ended is not read."""
    found = due("| a | 2022-07-04 | S | C2 | 2022-10-31 |", "| a | 2022-08-01 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-08-01 | |")


def test_a_child_who_moves_authority_is_another_child_with_a_clock_of_its_own():
    """Numbers are an authority's own: `there` is the same child in the return of the next one."""
    episodes = """
        | here  | 2022-07-04 | S | C2 | 2022-09-12 |
        | there | 2022-09-12 | S | C2 | 2022-12-01 |
        """
    rows = """
        | here  | 2023 | first | 2022-08-01 | 2022-08-01 | |
        | there | 2023 | first | 2022-10-11 | 2022-10-10 | |
        """
    assert_due(due(episodes, "| here | 2022-08-01 |\n| there | 2022-10-10 |"), rows)


def test_care_that_ends_on_the_eighteenth_birthday_before_the_due_date_leaves_nothing_due():
    """Born on 20 April 2005. An adult is not looked after: Children Act 1989, section 105."""
    reviews = "| a | 2022-07-29 |\n| a | 2022-10-28 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-07-29 | |
        | a | 2023 | second | 2022-10-29 | 2022-10-28 | |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | 2023-04-20 |", reviews), rows)


def test_care_left_open_past_the_eighteenth_birthday_goes_on_as_the_returns_say():
    """Born on 20 April 2005: no birthday comes to rest, so nothing here can stop the clock."""
    reviews = "| a | 2022-07-29 |\n| a | 2022-10-28 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-07-29 | |
        | a | 2023 | second | 2022-10-29 | 2022-10-28 | |
        | a | 2024 | later  | 2023-04-28 |            | |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | |", reviews), rows)


@pytest.mark.parametrize("reason", ["P", "L", "T", "U", "B"])
def test_a_change_of_placement_or_legal_status_leaves_the_clock_running(reason):
    """Regulation 33(1) counts from the day the child became looked after."""
    episodes = f"""
        | a | 2022-07-04 | S | V2 | 2022-07-20 |
        | a | 2022-07-20 | {reason} | C1 | 2022-12-01 |
        """
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
        | a | 2023 | second | 2022-11-01 |            | |
        """
    assert_due(due(episodes, "| a | 2022-08-01 |"), rows)


def test_a_second_period_of_care_starts_the_clock_again():
    """Regulation 33(1): the child becomes looked after anew."""
    episodes = "| a | 2022-05-09 | S | C2 | 2022-07-18 |\n| a | 2022-12-05 | S | C2 | 2023-02-01 |"
    rows = """
        | a | first | no  | 2022-06-08 | 2022-06-08 |
        | a | first | yes | 2023-01-05 | 2023-01-05 |
        """
    assert_due(due(episodes, "| a | 2022-06-08 |\n| a | 2023-01-05 |"), rows, header=STARTED)


def test_coming_back_on_the_day_that_care_ended_starts_the_clock_again():
    """The reason S says so; the first period ended before its review was due."""
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-18 |\n| a | 2022-07-18 | S | C2 | 2022-09-01 |"
    found = due(episodes, "| a | 2022-08-15 |")
    assert_due(found, "| a | 2023 | first | 2022-08-15 | 2022-08-15 | |")
    assert_due(found, "| a | first | yes | 2022-08-15 | 2022-08-15 |", header=STARTED)


def test_coming_back_the_next_day_starts_the_clock_again():
    episodes = "| a | 2022-07-03 | S | C2 | 2022-07-17 |\n| a | 2022-07-18 | S | C2 | 2022-09-01 |"
    assert_due(due(episodes), "| a | first | yes | 2022-08-15 | |", header=STARTED)


def test_only_the_first_interval_of_a_period_of_care_is_restarted():
    episodes = "| a | 2022-05-09 | S | C2 | 2022-05-20 |\n| a | 2022-07-04 | S | C2 | 2022-12-01 |"
    rows = """
        | a | first  | yes | 2022-08-01 | 2022-08-01 |
        | a | second | no  | 2022-11-01 | 2022-11-01 |
        """
    assert_due(due(episodes, "| a | 2022-08-01 |\n| a | 2022-11-01 |"), rows, header=STARTED)


def test_care_ended_before_the_first_return_is_not_in_view_and_restarts_nothing():
    """A return has the episodes open in its year: whoever left before 1 April is not there."""
    episodes = "| a | 2020-05-01 | S | C2 | 2021-03-20 |\n| a | 2022-07-04 | S | C2 | 2022-09-01 |"
    assert_due(due(episodes), "| a | first | no | 2022-08-01 | |", header=STARTED)


def test_a_child_who_comes_back_twice_restarts_twice():
    episodes = """
        | a | 2022-05-09 | S | C2 | 2022-05-20 |
        | a | 2022-07-04 | S | C2 | 2022-08-01 |
        | a | 2022-10-03 | S | C2 | 2022-10-31 |
        """
    rows = """
        | a | first | yes | 2022-08-01 | |
        | a | first | yes | 2022-10-31 | |
        """
    assert_due(due(episodes), rows, header=STARTED)


def test_a_review_between_two_periods_of_care_is_of_neither():
    episodes = "| a | 2022-05-09 | S | C2 | 2022-05-20 |\n| a | 2022-07-04 | S | C2 | 2022-08-01 |"
    rows = """
        | a | 2023 | unknown |            | 2022-06-08 | outside_care |
        | a | 2023 | first   | 2022-08-01 |            |              |
        """
    assert_due(due(episodes, "| a | 2022-06-08 |"), rows)


def test_an_early_start_that_ends_unreviewed_owes_nothing_to_the_next():
    """Two stays of 14 working days each: neither lasted to its 20th."""
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-22 |\n| a | 2022-09-01 | S | C2 | 2022-09-22 |"
    assert_due(due(episodes), "")


def test_of_an_episode_in_two_returns_the_later_one_tells_the_end():
    """Due on 3 April 2023: the return of 2023 shows care open, that of 2024 that it ended."""
    ended = "| a | 2023-03-06 | S | C2 | 2023-04-02 |"
    assert_due(due(ended), "")
    assert_due(due(ended, years=[2022, 2023]), "")


def test_an_episode_left_open_goes_on_into_the_next():
    """Pointed out by the rules of examination, and followed: the child was in care."""
    episodes = "| a | 2022-07-04 | S | C2 | |\n| a | 2022-07-20 | P | C2 | 2022-12-01 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
        | a | 2023 | second | 2022-11-01 |            | |
        """
    assert_due(due(episodes, "| a | 2022-08-01 |"), rows)


def test_episodes_that_overlap_are_one_period_of_care():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-25 |\n| a | 2022-07-20 | P | C2 | 2022-12-01 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
        | a | 2023 | second | 2022-11-01 |            | |
        """
    assert_due(due(episodes, "| a | 2022-08-01 |"), rows)


def test_a_review_on_a_day_of_two_periods_of_care_is_the_new_ones():
    episodes = "| a | 2022-06-06 | S | C2 | 2022-07-04 |\n| a | 2022-07-04 | S | C2 | 2022-09-01 |"
    rows = """
        | a | 2023 | first | 2022-07-04 |            | |
        | a | 2023 | first | 2022-08-01 | 2022-07-04 | |
        """
    assert_due(due(episodes, "| a | 2022-07-04 |"), rows)


def test_siblings_do_not_meet():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-08-10 |\n| b | 2022-08-01 | S | C2 | 2022-08-20 |"
    rows = """
        | a | 2023 | first | 2022-08-01 |            | |
        | b | 2023 | first | 2022-08-30 | 2022-08-09 | |
        """
    assert_due(due(episodes, "| b | 2022-08-09 |"), rows)
