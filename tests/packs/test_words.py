import pytest

from iro_pipeline.packs import words


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Leeds"], "Leeds"),
        (["Hull", "Leeds", "York"], "Hull, Leeds and York"),
        (["Bristol, City of", "Torbay"], "Bristol, City of; and Torbay"),
        (["Hammersmith and Fulham", "Kent"], "Hammersmith and Fulham; and Kent"),
    ],
)
def test_names_that_have_commas_or_and_are_told_apart_by_semicolons(names: list[str], said: str):
    assert words.listed(names) == said


@pytest.mark.parametrize(
    ("number", "whole", "said"),
    [
        (0, 5, "None of 5 authorities"),
        (3, 5, "3 of 5 authorities"),
        (5, 5, "All 5 authorities"),
        (1, 1, "The one authority"),
        (0, 1, "Not the one authority"),
    ],
)
def test_how_many_of_how_many_begins_a_sentence(number: int, whole: int, said: str):
    assert words.of(number, whole) == said


def test_many_names_are_left_to_the_table():
    assert words.few(["a"] * 7) == ""
    assert words.few([]) == ""
    assert words.few(["a", "b"]) == ": a and b"


def test_regions_by_the_compass_have_an_article():
    names = ["North West", "East of England", "London", "Yorkshire and The Humber"]
    assert [words.the(name) for name in names] == [
        *("the North West", "the East of England", "London", "Yorkshire and The Humber")
    ]
