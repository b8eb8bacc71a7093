"""
Regulation 48: a series of short breaks is reviewed within three months of its first placement,
then every six months. No reviews of theirs are returned (rule 399): what fell due is known of the
first, and of none whether it was held.
"""

from tests.facts.drawn import STARTED, assert_due, due

BREAKS = "short_breaks"
NOT_RETURNED = "short_breaks_not_returned"


def test_the_first_review_of_an_agreement_is_due_three_months_after_it_began():
    """V4, one episode for the agreement. Regulation 48(3)."""
    found = due("| a | 2022-07-04 | S | V4 | 2023-12-01 |")
    assert_due(found, f"| a | 2023 | first | 2022-10-04 | | {NOT_RETURNED} |", BREAKS)
    assert_due(found, "")


def test_an_agreement_that_ends_sooner_leaves_nothing_due():
    assert_due(due("| a | 2022-07-04 | S | V4 | 2022-10-03 |"), "", BREAKS)


def test_months_of_short_breaks_end_with_one_that_is_too_short():
    """Three months from 30 November."""
    found = due("| a | 2022-11-30 | S | V4 | 2023-02-28 |")
    assert_due(found, f"| a | 2023 | first | 2023-02-28 | | {NOT_RETURNED} |", BREAKS)


STAYS = """
    | a | 2023-05-05 | S | V3 | 2023-05-07 |
    | a | 2023-06-02 | S | V3 | 2023-06-04 |
    | a | 2023-08-04 | S | V3 | 2023-08-06 |
    """


def test_stays_recorded_one_by_one_are_one_series_from_the_first():
    """V3: each stay has an S of its own, and starts no clock of its own."""
    found = due(STAYS)
    assert_due(found, f"| a | 2024 | first | 2023-08-05 | | {NOT_RETURNED} |", BREAKS)


def test_a_series_whose_last_stay_is_over_in_three_months_leaves_nothing_due():
    """The last stay ended on 4 August 2023, a day before."""
    shorter = STAYS.replace("2023-08-04", "2023-08-02").replace("2023-08-06", "2023-08-04")
    assert_due(due(shorter), "", BREAKS)


def test_a_stay_more_than_twelve_months_after_the_last_begins_a_new_series():
    """Regulation 48(2)(c) looks at 12 months; our choice to part a series by them."""
    episodes = """
        | a | 2022-05-06 | S | V3 | 2022-05-08 |
        | a | 2022-08-12 | S | V3 | 2022-08-14 |
        | a | 2023-08-15 | S | V3 | 2023-08-17 |
        | a | 2023-12-01 | S | V3 | 2023-12-03 |
        """
    rows = """
        | a | first | no  | 2022-08-06 | |
        | a | first | yes | 2023-11-15 | |
        """
    assert_due(due(episodes, years=range(2021, 2025)), rows, BREAKS, STARTED)


def test_a_stay_just_twelve_months_after_the_last_goes_on_with_the_series():
    episodes = """
        | a | 2022-05-06 | S | V3 | 2022-05-08 |
        | a | 2022-08-12 | S | V3 | 2022-08-14 |
        | a | 2023-08-14 | S | V3 | 2023-08-17 |
        | a | 2023-12-01 | S | V3 | 2023-12-03 |
        """
    found = due(episodes, years=range(2021, 2025))
    assert_due(found, f"| a | 2023 | first | 2022-08-06 | | {NOT_RETURNED} |", BREAKS)


def test_stays_within_twelve_months_of_the_first_return_may_not_be_the_first_of_their_series():
    """On 1 April 2021 the returns begin: a stay of that January would be in none of them."""
    episodes = """
        | a | 2021-09-03 | S | V3 | 2021-09-05 |
        | a | 2022-03-04 | S | V3 | 2022-03-06 |
        """
    found = due(episodes)
    assert_due(found, f"| a | 2022 | unknown | | | {NOT_RETURNED} |", BREAKS)


def test_from_twelve_months_after_the_first_return_opens_the_first_stay_seen_is_the_first():
    """A stay that ended on 31 March 2021, unseen, would be of one series with the former."""
    before = "| a | 2022-03-31 | S | V3 | 2022-04-02 |\n| a | 2022-10-28 | S | V3 | 2022-10-30 |"
    assert_due(due(before), f"| a | 2023 | unknown | | | {NOT_RETURNED} |", BREAKS)
    after = before.replace("2022-03-31", "2022-04-01")
    assert_due(due(after), f"| a | 2023 | first | 2022-07-01 | | {NOT_RETURNED} |", BREAKS)


def test_an_agreement_from_before_the_first_return_began_when_it_says():
    """The day of an S is in every return in which the episode is open."""
    episodes = "| a | 2021-02-01 | S | V4 | |\n| b | 2020-06-01 | S | V4 | 2021-09-29 |"
    found = due(episodes)
    assert_due(found, f"| a | 2022 | first | 2021-05-01 | | {NOT_RETURNED} |", BREAKS)


def test_of_an_old_agreement_one_fell_due_that_cannot_be_told():
    """Its first fell due before the returns begin, and another by 30 September 2021."""
    episodes = "| a | 2020-06-01 | S | V4 | 2021-09-30 |"
    assert_due(due(episodes), f"| a | 2022 | unknown | | | {NOT_RETURNED} |", BREAKS)


def test_a_review_returned_all_the_same_is_shown_and_not_judged():
    """An earlier one may not have been returned: six months from this one are not certain."""
    found = due("| a | 2022-07-04 | S | V4 | 2023-12-01 |", "| a | 2022-09-01 |")
    rows = f"""
        | a | 2023 | first   | 2022-10-04 | 2022-09-01 | {NOT_RETURNED} |
        | a | 2023 | unknown |            |            | {NOT_RETURNED} |
        """
    assert_due(found, rows, BREAKS)


def test_a_review_between_two_stays_is_of_their_series():
    found = due(STAYS, "| a | 2023-07-14 |")
    assert_due(found, f"| a | 2024 | first | 2023-08-05 | 2023-07-14 | {NOT_RETURNED} |", BREAKS)


def test_a_review_within_twelve_months_of_the_last_stay_is_of_the_series_and_later_of_none():
    reviews = "| a | 2023-12-01 |\n| b | 2024-03-01 |"
    episodes = "| a | 2022-12-02 | S | V3 | 2022-12-04 |\n| b | 2022-12-02 | S | V3 | 2022-12-04 |"
    found = due(episodes, reviews)
    assert_due(found, f"| a | 2024 | first | 2023-03-02 | 2023-12-01 | {NOT_RETURNED} |", BREAKS)
    assert_due(found, "| b | 2024 | unknown | | 2024-03-01 | outside_care |")


def test_the_clocks_change_when_short_breaks_turn_into_care_and_back():
    """Regulation 48, then 33 from 4 July 2022, then 48 again from 5 December."""
    episodes = """
        | a | 2022-03-07 | S | V4 | 2022-07-04 |
        | a | 2022-07-04 | L | V2 | 2022-12-05 |
        | a | 2022-12-05 | L | V4 | 2023-12-05 |
        """
    found = due(episodes, "| a | 2022-07-29 |")
    care = """
        | a | 2023 | first  | 2022-08-01 | 2022-07-29 | |
        | a | 2023 | second | 2022-10-29 |            | |
        """
    breaks = f"""
        | a | 2023 | first | 2022-06-07 | | {NOT_RETURNED} |
        | a | 2023 | first | 2023-03-05 | | {NOT_RETURNED} |
        """
    assert_due(found, care)
    assert_due(found, breaks, BREAKS)


def test_care_that_turns_into_short_breaks_before_the_due_date_leaves_nothing_due_in_care():
    episodes = "| a | 2022-07-04 | S | V2 | 2022-07-25 |\n| a | 2022-07-25 | L | V4 | 2022-09-01 |"
    assert_due(due(episodes), "")


def test_after_short_breaks_care_is_the_childs_first():
    """It starts the clock of regulation 33, and starts it for the first time."""
    episodes = "| a | 2022-05-02 | S | V4 | 2022-07-04 |\n| a | 2022-07-04 | L | V2 | 2022-08-01 |"
    assert_due(due(episodes), "| a | first | no | 2022-08-01 | |", header=STARTED)


def test_a_rejected_row_leaves_the_start_of_a_series_in_doubt():
    found = due("| a | 2022-07-04 | S | V4 | |", lost_episodes="| a | 2023 | |")
    assert_due(found, "| a | 2023 | unknown | | | rejected_row |", BREAKS)
