"""Practitioners' answers and services' returns, counted."""

import polars as pl

from iro_pipeline.audit.breaches import Breach
from iro_pipeline.audit.limits import Limits
from iro_pipeline.audit.staff import agreements, practitioners, services
from tests.audit.drawn import BOLTON, BURY, GATESHEAD, GROUPS, MANCHESTER, NORTH_WEST, SCORE

LIMITS = Limits(
    5, 10, 3, 50, fewest_left=5, fewest_authorities_left=2, fewest_for_a_word=5, round_to=10
)
FACTS = pl.DataFrame({"indicator": ["q15_by_service"], "fact": ["answer"]})


def of_region(n: dict[str, int], *named: str) -> list[str]:
    """What is wrong where the region and the `named` are shown, of whom so many answered."""
    shown = [(SCORE, 2024, "practitioner", "region", NORTH_WEST, "North West", 3.0)]
    shown += [(SCORE, 2024, "practitioner", "authority", area, "North West", 3.0) for area in named]
    names = ["indicator", "period", "speaker", "level", "area", "region", "value"]
    rows = [(SCORE, 2024, area, count, "North West") for area, count in n.items()]
    answers = pl.DataFrame(
        rows, schema=["indicator", "period", "authority", "n", "region"], orient="row"
    )
    told = practitioners(pl.DataFrame(shown, schema=names, orient="row"), answers, LIMITS)
    return words(told)


def words(breaches) -> list[str]:
    return sorted({each.words for each in breaches if isinstance(each, Breach)})


def returned(folder: str, level: str, authorities: int) -> list[str]:
    row = {
        "indicator": "q15_by_service", "period": 2024, "speaker": "service", "level": level,
        "area": BOLTON, "value": 3.0, "authorities": authorities,
    }  # fmt: skip
    told = pl.DataFrame([row | {"folder": folder}])
    return words(services(told, FACTS, LIMITS))


def test_a_region_of_enough_people_of_enough_authorities_is_let_through():
    assert of_region({BOLTON: 5, BURY: 5, MANCHESTER: 5}) == []


def test_a_region_of_few_people_is_found():
    assert "fewer people than may be told of" in of_region({BOLTON: 3, BURY: 3, MANCHESTER: 3})


def test_an_authority_of_few_people_that_is_shown_is_found():
    few = of_region({BOLTON: 9, BURY: 20, MANCHESTER: 20}, BOLTON)
    assert few == ["fewer people than may be told of"]


def test_a_region_of_few_authorities_is_found():
    assert "fewer authorities than may be told of" in of_region({BOLTON: 10, BURY: 10})


def test_an_authority_that_has_most_of_the_answers_is_found():
    assert of_region({BOLTON: 13, BURY: 6, MANCHESTER: 6}) == ["one authority has more than may be"]


def test_what_those_shown_leave_over_is_found():
    shown = of_region({BOLTON: 12, BURY: 12, MANCHESTER: 4}, BOLTON, BURY)
    assert shown == ["those shown taken away leave too few"]


def test_a_member_with_few_others_is_found():
    few = of_region({BOLTON: 6, BURY: 3, MANCHESTER: 1})
    assert "a member that takes its own away is left with too few" in few


def test_a_services_return_by_name_in_public_is_found():
    assert returned("tables", "authority", 1) == ["a service's return by name"]


def test_a_services_return_by_name_inside_its_network_is_let_through():
    assert returned("regions/north-west", "authority", 1) == []


def test_services_returns_of_two_authorities_are_found():
    assert returned("tables", "region", 2) == ["fewer authorities than may be told of"]


NEIGHBOURS = pl.DataFrame(
    [(GATESHEAD, 2024, "statistical_neighbours", "Statistical neighbours", BOLTON)],
    schema=GROUPS,
    orient="row",
)


def agreed(folder: str) -> list[str]:
    told = pl.DataFrame({"folder": [folder], "authority": [BOLTON], "wave": [2017]})
    return words(agreements(told, NEIGHBOURS))


def test_an_agreement_is_told_to_its_network_and_to_those_whose_neighbour_it_is():
    for folder in ("regions/north-west", f"authorities/{BURY}", f"authorities/{GATESHEAD}"):
        assert agreed(folder) == []


def test_an_agreement_told_to_anyone_else_is_found():
    for folder in ("tables", "regions/north-east", "authorities/E08000024"):
        assert agreed(folder) == ["a service's agreement by name"]
