"""When it cannot be told whether a review was in time: each reason, and until when it holds."""

from tests.facts.drawn import assert_due, due

REGULAR = """
    | a | 2022-08-01 |
    | a | 2022-10-20 |
    | a | 2023-04-20 |
    | a | 2023-10-20 |
    | a | 2024-04-15 |
    | a | 2024-10-10 |
    """
KNOWN = """
    | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
    | a | 2023 | second | 2022-11-01 | 2022-10-20 | |
    | a | 2024 | later  | 2023-04-20 | 2023-04-20 | |
    | a | 2024 | later  | 2023-10-20 | 2023-10-20 | |
    | a | 2025 | later  | 2024-04-20 | 2024-04-15 | |
    | a | 2025 | later  | 2024-10-15 | 2024-10-10 | |
    """
DOUBTED = """
    | a | 2023 | first   | 2022-08-01 | 2022-08-01 |              |
    | a | 2023 | second  | 2022-11-01 | 2022-10-20 |              |
    | a | 2024 | unknown |            | 2023-04-20 | rejected_row |
    | a | 2024 | unknown |            | 2023-10-20 | rejected_row |
    | a | 2025 | unknown |            | 2024-04-15 | rejected_row |
    | a | 2025 | later   | 2024-10-15 | 2024-10-10 |              |
    """
IN_CARE = "| a | 2022-07-04 | S | C2 | |"
FOUR_YEARS = range(2022, 2026)


def test_of_a_child_in_care_before_the_first_return_the_first_interval_cannot_be_told():
    """Nor the second, when the review that began it may have been the child's first."""
    reviews = "| a | 2021-06-01 |\n| a | 2021-09-10 |\n| a | 2022-02-01 |"
    rows = """
        | a | 2022 | unknown |            | 2021-06-01 | before_view     |
        | a | 2022 | unknown |            | 2021-09-10 | ordinal_unknown |
        | a | 2022 | later   | 2022-03-10 | 2022-02-01 |                 |
        """
    assert_due(due("| a | 2020-12-01 | S | C2 | 2022-07-31 |", reviews), rows)


def test_of_a_child_long_in_care_before_the_first_return_the_second_interval_is_six_months():
    """Three reviews had fallen due by 31 March 2021: on 30 June, 30 September and 30 March."""
    episodes = "| a | 2020-06-02 | S | C2 | 2022-05-31 |\n| b | 2020-06-03 | S | C2 | 2022-05-31 |"
    reviews = "| a | 2021-06-01 |\n| a | 2021-12-02 |\n| b | 2021-06-01 |\n| b | 2021-12-01 |"
    rows = """
        | a | 2022 | unknown |            | 2021-06-01 | before_view     |
        | a | 2022 | later   | 2021-12-01 | 2021-12-02 |                 |
        | b | 2022 | unknown |            | 2021-06-01 | before_view     |
        | b | 2022 | unknown |            | 2021-12-01 | ordinal_unknown |
        """
    assert_due(due(episodes, reviews), rows)


def test_without_a_review_six_months_into_the_first_return_one_fell_due_that_cannot_be_told():
    episodes = "| a | 2019-05-01 | S | C2 | 2021-09-30 |\n| b | 2019-05-01 | S | C2 | 2021-09-29 |"
    assert_due(due(episodes), "| a | 2022 | unknown | | | before_view |")


def test_after_a_missing_year_the_first_interval_cannot_be_told():
    """And what fell due in the missing year is nobody's to tell."""
    reviews = """
        | a | 2020-06-29 |
        | a | 2020-09-29 |
        | a | 2021-03-29 |
        | a | 2022-06-01 |
        | a | 2022-11-30 |
        """
    rows = """
        | a | 2021 | first   | 2020-06-29 | 2020-06-29 |                |
        | a | 2021 | second  | 2020-09-29 | 2020-09-29 |                |
        | a | 2021 | later   | 2021-03-29 | 2021-03-29 |                |
        | a | 2023 | unknown |            | 2022-06-01 | gap_in_returns |
        | a | 2023 | later   | 2022-12-01 | 2022-11-30 |                |
        """
    assert_due(due("| a | 2020-06-01 | S | C2 | |", reviews, years=[2021, 2023]), rows)


def test_a_gap_in_the_episodes_leaves_the_start_unknown_until_two_reviews_are_seen():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-10 |\n| a | 2022-07-20 | P | C2 | 2023-10-01 |"
    rows = """
        | a | 2023 | unknown |            | 2022-08-10 | start_not_seen  |
        | a | 2023 | unknown |            | 2022-11-20 | ordinal_unknown |
        | a | 2024 | later   | 2023-05-20 | 2023-05-01 |                 |
        """
    found = due(episodes, "| a | 2022-08-10 |\n| a | 2022-11-20 |\n| a | 2023-05-01 |")
    assert_due(found, rows)


def test_a_rejected_review_leaves_its_year_in_doubt_until_a_review_is_seen_after_it():
    found = due(IN_CARE, REGULAR, FOUR_YEARS, lost_reviews="| a | 2024 | |")
    assert_due(found, DOUBTED)


def test_a_rejected_episode_leaves_its_year_in_doubt_likewise():
    found = due(IN_CARE, REGULAR, FOUR_YEARS, lost_episodes="| a | 2024 | |")
    assert_due(found, DOUBTED)


def test_a_rejected_row_that_repeats_an_accepted_one_hides_nothing():
    found = due(
        IN_CARE,
        REGULAR,
        FOUR_YEARS,
        lost_reviews="| a | 2024 | 2023-04-20 |",
        lost_episodes="| a | 2024 | 2022-07-04 |",
    )
    assert_due(found, KNOWN)


def test_a_review_hidden_before_the_first_seen_leaves_three_or_six_months_open():
    """A year in doubt before the period of care began is nothing to it."""
    episodes = "| a | 2023-03-13 | S | C2 | 2024-03-31 |\n| b | 2023-04-03 | S | C2 | 2024-03-31 |"
    reviews = "| a | 2023-04-05 |\n| a | 2023-07-05 |\n| b | 2023-05-02 |"
    rows = """
        | a | 2024 | unknown |            | 2023-04-05 | rejected_row    |
        | a | 2024 | unknown |            | 2023-07-05 | ordinal_unknown |
        | a | 2024 | later   | 2024-01-05 |            |                 |
        | b | 2024 | first   | 2023-05-04 | 2023-05-02 |                 |
        | b | 2024 | second  | 2023-08-02 |            |                 |
        """
    found = due(episodes, reviews, lost_reviews="| a | 2023 | |\n| b | 2023 | |")
    assert_due(found, rows)


def test_a_review_outside_every_period_of_care_is_told_apart():
    """Before care, after it, and of a child without an episode."""
    reviews = "| a | 2022-07-01 |\n| a | 2022-08-20 |\n| b | 2022-09-01 |"
    rows = """
        | a | 2023 | unknown |            | 2022-07-01 | outside_care |
        | a | 2023 | first   | 2022-08-01 |            |              |
        | a | 2023 | unknown |            | 2022-08-20 | outside_care |
        | b | 2023 | unknown |            | 2022-09-01 | outside_care |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | 2022-08-10 |", reviews), rows)


def test_a_rejected_row_of_another_child_casts_no_doubt():
    assert_due(due(IN_CARE, REGULAR, FOUR_YEARS, lost_reviews="| b | 2024 | |"), KNOWN)


def test_a_rejected_review_of_a_year_before_care_began_casts_no_doubt():
    assert_due(due(IN_CARE, REGULAR, FOUR_YEARS, lost_reviews="| a | 2022 | |"), KNOWN)


def test_two_years_in_doubt_leave_unknown_what_lies_between_them():
    rows = """
        | a | 2023 | unknown |            | 2022-08-01 | rejected_row |
        | a | 2023 | unknown |            | 2022-10-20 | rejected_row |
        | a | 2024 | unknown |            | 2023-04-20 | rejected_row |
        | a | 2024 | unknown |            | 2023-10-20 | rejected_row |
        | a | 2025 | unknown |            | 2024-04-15 | rejected_row |
        | a | 2025 | later   | 2024-10-15 | 2024-10-10 |              |
        """
    found = due(IN_CARE, REGULAR, FOUR_YEARS, lost_reviews="| a | 2023 | |\n| a | 2024 | |")
    assert_due(found, rows)


def test_a_review_rejected_in_the_last_year_leaves_a_missed_one_unknown():
    """The third review would have been due on 1 May 2023; the rejected row may be it."""
    found = due(
        "| a | 2022-07-04 | S | C2 | 2023-09-01 |",
        "| a | 2022-08-01 |\n| a | 2022-11-01 |",
        lost_reviews="| a | 2024 | |",
    )
    rows = """
        | a | 2023 | first   | 2022-08-01 | 2022-08-01 |              |
        | a | 2023 | second  | 2022-11-01 | 2022-11-01 |              |
        | a | 2024 | unknown |            |            | rejected_row |
        """
    assert_due(found, rows)


def test_a_year_in_doubt_begins_on_1_april():
    """Due on that day and on the day before, three months from the first review."""
    episodes = "| a | 2022-12-05 | S | C2 | 2023-05-01 |\n| b | 2022-12-05 | S | C2 | 2023-05-01 |"
    rows = """
        | a | 2023 | first   | 2023-01-05 | 2023-01-01 |              |
        | a | 2024 | unknown |            |            | rejected_row |
        | b | 2023 | first   | 2023-01-05 | 2022-12-31 |              |
        | b | 2023 | second  | 2023-03-31 |            |              |
        """
    reviews = "| a | 2023-01-01 |\n| b | 2022-12-31 |"
    assert_due(due(episodes, reviews, lost_reviews="| a | 2024 | |\n| b | 2024 | |"), rows)


def test_care_that_began_on_the_first_day_of_the_first_return_is_seen_from_its_start():
    """A day sooner, and a review of 31 March 2021 might have been the first."""
    episodes = "| a | 2021-04-01 | S | C2 | 2021-06-30 |\n| b | 2021-03-31 | S | C2 | 2021-06-30 |"
    rows = """
        | a | 2022 | first   | 2021-05-04 | 2021-04-30 |             |
        | b | 2022 | unknown |            | 2021-04-30 | before_view |
        """
    assert_due(due(episodes, "| a | 2021-04-30 |\n| b | 2021-04-30 |"), rows)


def test_a_child_new_to_care_in_the_year_after_a_gap_is_seen_from_the_start():
    found = due(
        "| a | 2022-07-04 | S | C2 | 2022-10-01 |", "| a | 2022-08-01 |", years=[2021, 2023]
    )
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-08-01 | |")


def test_a_return_of_one_year_tells_of_those_who_came_into_care_in_it():
    episodes = "| a | 2022-07-04 | S | C2 | |\n| b | 2020-07-06 | S | C2 | |"
    reviews = "| a | 2022-08-01 |\n| a | 2022-10-31 |\n| b | 2022-06-01 |\n| b | 2022-12-02 |"
    rows = """
        | a | 2023 | first   | 2022-08-01 | 2022-08-01 |             |
        | a | 2023 | second  | 2022-11-01 | 2022-10-31 |             |
        | b | 2023 | unknown |            | 2022-06-01 | before_view |
        | b | 2023 | later   | 2022-12-01 | 2022-12-02 |             |
        """
    assert_due(due(episodes, reviews, years=[2023]), rows)
