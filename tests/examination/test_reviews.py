import pytest

from iro_pipeline.examination import Examination
from tests.examination.drawn import CARE, against, examined, outcome

KNOWN = "| a | x |"


def found(reviews: str, episodes: str = CARE, header: str = KNOWN) -> Examination:
    return examined(reviews=reviews, episodes=episodes, header=header)


def test_a_review_that_agrees_with_everything_is_clean():
    seen = found("| a | x | 2023-06-01 | PN1 |")
    assert against(seen) == set()
    assert set(seen.findings["finding"]) == {"clean"}


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        ("| a | x |", None),
        ("| b | x |", "child_not_in_header"),
        ("| a | y |", "born_otherwise_in_header"),
    ],
)
def test_a_reviewed_child_is_in_the_header_with_the_same_date_of_birth(header, rule):
    seen = found("| a | x | 2023-06-01 | PN1 |", header=header)
    assert against(seen) == ({(rule, 2)} if rule else set())


def test_a_child_whose_header_row_was_rejected_is_in_the_header():
    seen = examined({"header": KNOWN}, reviews="| a | x | 2023-06-01 | PN1 |", episodes=CARE)
    assert against(seen) == set()


def test_dates_of_birth_that_are_in_neither_table_cannot_be_compared():
    seen = found("| a | | 2023-06-01 | PN1 |", header="| a | |")
    assert outcome(seen, "born_otherwise_in_header") == (
        "could_not_run",
        None,
        "no child has a date of birth in both tables",
    )


@pytest.mark.parametrize(
    ("statuses", "broken"), [(("V3", "V4"), True), (("V3", "C1"), False), (("C1", "C2"), False)]
)
def test_a_child_in_short_breaks_alone_has_no_review_in_the_return(statuses, broken):
    episodes = "\n".join(
        f"| a | 2023-0{month}-01 | 2023-0{month}-20 | S | {status} |"
        for month, status in zip((5, 6), statuses, strict=True)
    )
    seen = found("| a | x | 2023-06-10 | PN1 |", episodes)
    assert (("only_short_breaks", 2) in against(seen)) is broken


def test_a_child_without_an_episode_is_no_childs_of_the_return_nor_before_care():
    seen = found("| b | x | 2023-06-10 | PN1 |", header="| b | x |")
    assert against(seen) == {("no_episode_in_the_year", 2), ("no_episode_in_any_year", 2)}


def test_a_child_whose_only_episode_was_rejected_has_one():
    seen = examined(
        {"episodes": "| b | | | S | C1 |"},
        reviews="| b | x | 2023-06-10 | PN1 |",
        header="| b | x |",
    )
    assert against(seen) == set()


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2023-05-31", "held_before_care"),
        ("2023-06-01", None),
        ("2023-09-30", None),
        ("2023-10-01", "held_after_care"),
        ("2023-11-30", "held_after_care"),
        ("2023-12-01", None),
        ("2024-03-31", None),
        ("2024-04-01", None),
        ("2023-03-31", None),
    ],
)
def test_a_review_of_the_year_is_held_within_care(day, rule):
    episodes = """
        | a | 2023-06-01 | 2023-09-30 | S | C1 |
        | a | 2023-12-01 |            | S | C1 |
        """
    assert against(found(f"| a | x | {day} | PN1 |", episodes)) == ({(rule, 2)} if rule else set())


@pytest.mark.parametrize("day", ["2023-04-20", "2023-06-15", "2023-11-01"])
def test_a_review_beside_short_breaks_is_of_their_series(day):
    episodes = """
        | a | 2023-05-01 | 2023-05-03 | S | V3 |
        | a | 2023-07-01 | 2023-09-30 | S | C1 |
        """
    assert against(found(f"| a | x | {day} | PN1 |", episodes)) == set()


def test_care_lasts_as_long_as_the_longest_of_overlapping_episodes():
    episodes = """
        | a | 2023-05-01 | 2023-12-31 | S | C1 |
        | a | 2023-06-01 | 2023-07-01 | P | C1 |
        """
    assert ("held_after_care", 2) not in against(found("| a | x | 2023-10-01 | PN1 |", episodes))


def test_of_a_child_with_a_rejected_episode_care_is_not_told():
    episodes = "| a | 2023-06-01 | 2023-09-30 | S | C1 |"
    seen = examined(
        {"episodes": "| a | 2023-10-01 | | P | C1 |"},
        reviews="| a | x | 2023-12-01 | PN1 |",
        episodes=episodes,
        header=KNOWN,
    )
    assert against(seen) == set()
    assert outcome(seen, "held_after_care")[0] == "could_not_run"


def test_a_rejected_row_that_repeats_an_episode_leaves_care_told():
    row = "| a | 2023-06-01 | 2023-09-30 | S | C1 |"
    seen = examined(
        {"episodes": row}, reviews="| a | x | 2023-12-01 | PN1 |", episodes=row, header=KNOWN
    )
    assert ("held_after_care", 2) in against(seen)
