import pytest

from tests.examination.drawn import against, examined


def found(episodes: str, rejected: str = "") -> set[tuple[str, int]]:
    return against(examined({"episodes": rejected}, episodes=episodes))


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ("2023-08-31 | 2023-12-01 | P", "episodes_overlap"),
        ("2023-09-01 | 2023-12-01 | P", None),
        ("2023-09-01 | 2023-12-01 | S", "care_starts_again_at_once"),
        ("2023-09-02 | 2023-12-01 | P", "gap_in_care"),
        ("2023-09-02 | 2023-12-01 | S", None),
    ],
)
def test_an_episode_begins_as_the_one_before_it_ends_or_starts_care_anew(second, rule):
    drawn = f"| a | 2023-05-01 | 2023-09-01 | S | C1 |\n| a | {second} | C1 |"
    assert found(drawn) == ({(rule, 3)} if rule else set())


def test_an_episode_that_another_follows_has_ended():
    drawn = "| a | 2023-05-01 | | S | C1 |\n| a | 2023-09-01 | | P | C1 |"
    assert found(drawn) == {("episode_left_open", 2)}


@pytest.mark.parametrize(("began", "broken"), [("2023-04-01", True), ("2023-03-31", False)])
def test_what_came_before_the_year_is_not_in_the_return(began, broken):
    assert found(f"| a | {began} | | P | C1 |") == ({("gap_in_care", 2)} if broken else set())


def test_a_rejected_episode_may_fill_the_gap():
    drawn = "| a | 2023-09-01 | | P | C1 |"
    assert found(drawn, "| a | 2023-05-01 | | S | C1 |") == set()


def test_two_children_are_not_one_and_a_single_episode_is_clean():
    seen = examined(episodes="| a | 2023-05-01 | | S | C1 |\n| b | 2023-09-01 | | S | C1 |")
    assert set(seen.findings.filter(table="episodes")["finding"]) == {"clean"}
