import pytest

from tests.examination.drawn import CARE, against, examined, outcome


def found(allocations: str, episodes: str = CARE) -> set[tuple[str, int]]:
    return against(examined(allocation=allocations, episodes=episodes))


@pytest.mark.parametrize(
    ("until", "iro", "broken"),
    [
        ("2023-08-31", "j", False),
        ("2023-09-01", "j", False),
        ("2023-09-02", "j", True),
        ("", "j", True),
        ("", "i", False),
    ],
)
def test_a_child_has_one_iro_at_a_time(until, iro, broken):
    drawn = f"| a | i | 2023-05-01 | {until} | 1 |\n| a | {iro} | 2023-09-01 | | 1 |"
    assert (("two_iros_at_once", 3) in found(drawn)) is broken


@pytest.mark.parametrize(
    ("until", "again", "broken"),
    [
        ("2023-08-31", "2023-08-31", False),
        ("2023-08-31", "2023-09-01", False),
        ("2023-08-31", "2023-09-02", True),
        ("2023-08-31", None, True),
        ("2024-03-30", None, True),
        ("2024-03-31", None, False),
    ],
)
def test_a_child_in_care_whose_iro_leaves_has_another_by_the_next_day(until, again, broken):
    drawn = f"| a | i | 2023-05-01 | {until} | 1 |"
    drawn += f"\n| a | j | {again} | | 1 |" if again else ""
    assert (("gap_in_allocation", 2) in found(drawn)) is broken


@pytest.mark.parametrize("left", ["2023-08-31", "2023-09-01"])
def test_a_child_who_leaves_care_with_the_iro_has_no_gap(left):
    episodes = f"| a | 2022-06-01 | {left} | S | C1 |"
    assert found("| a | i | 2023-05-01 | 2023-08-31 | 1 |", episodes) == set()


@pytest.mark.parametrize(
    ("episodes", "broken"),
    [
        ("| a | 2022-06-01 |            | S | C1 |", False),
        ("| a | 2022-06-01 | 2024-04-01 | S | C1 |", False),
        ("| a | 2022-06-01 | 2024-03-31 | S | C1 |", True),
        ("| a | 2023-06-01 | 2023-06-03 | S | V3 |", False),
        ("| b | 2022-06-01 |            | S | C1 |", True),
    ],
)
def test_a_child_with_an_iro_is_looked_after(episodes, broken):
    drawn = "| a | i | 2023-05-01 | | 1 |\n| c | i | 2023-05-01 | | 1 |"
    also = f"{episodes}\n| c | 2022-06-01 | | S | C1 |"
    assert found(drawn, also) == ({("not_looked_after", 2)} if broken else set())


def test_a_register_with_other_numbers_than_the_return_cannot_be_set_beside_it():
    seen = examined(allocation="| z | i | 2023-05-01 | | 1 |", episodes=CARE)
    assert against(seen) == set()
    for rule in ("not_looked_after", "gap_in_allocation"):
        assert outcome(seen, rule)[0] == "could_not_run"


@pytest.mark.parametrize(
    ("second", "lines"),
    [
        ("2023-05-01 |            | 0.5", {2, 3}),
        ("2023-05-01 |            | 1.0", set()),
        ("2023-05-01 |            |    ", set()),
        ("2023-05-01 | 2023-09-01 | 0.5", set()),
    ],
)
def test_an_iro_has_one_wte_on_31_march(second, lines):
    drawn = f"| a | i | 2023-05-01 | | 1.0 |\n| b | i | {second} |"
    broken = {line for rule, line in found(drawn) if rule == "iro_with_two_wtes"}
    assert broken == lines
