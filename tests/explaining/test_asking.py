import pytest

from iro_pipeline.explaining.asking import NotKnown, authority, indicator
from iro_pipeline.indicators.catalogue import terms

CATALOGUE = {row["indicator"]: row for row in terms().collect().iter_rows(named=True)}


@pytest.mark.parametrize("text", ["E08000012", "Liverpool", "liverpool city council", "341"])
def test_an_authority_is_known_by_its_code_its_number_and_the_names_people_type(text: str):
    assert authority(text).code == "E08000012"


def test_an_authority_is_itself_under_every_code_that_it_has_had():
    found = authority("Barnsley")
    assert set(found.codes) == {"E08000016", "E08000038"}
    assert authority("E08000016") == found


def test_an_authority_that_is_no_more_is_known_still():
    assert authority("Northamptonshire").name == "Northamptonshire"


def test_an_unknown_authority_is_told_with_the_likely_ones():
    with pytest.raises(NotKnown, match=r"Perhaps .*Liverpool \(E08000012\)"):
        authority("Liverpol")


@pytest.mark.parametrize("text", ["reviews_on_time", "Reviews on time", "TIM04", "tim04 "])
def test_an_indicator_is_known_by_its_name_and_its_code(text: str):
    assert indicator(text, CATALOGUE)["indicator"] == "reviews_on_time"


def test_a_code_that_several_share_is_told_with_all_of_them():
    with pytest.raises(NotKnown) as several:
        indicator("DIS05", CATALOGUE)
    shared = [name for name, row in CATALOGUE.items() if row["code"] == "DIS05"]
    assert len(shared) == 4
    assert all(name in str(several.value) for name in shared)


@pytest.mark.parametrize("text", ["reveiws on time", "on time reviews", "reviewsontime"])
def test_an_unknown_indicator_is_told_with_the_likely_ones(text: str):
    with pytest.raises(NotKnown, match=r"Perhaps .*reviews_on_time \(Reviews held on time\)"):
        indicator(text, CATALOGUE)


def test_what_is_like_nothing_is_told_without_a_guess():
    with pytest.raises(NotKnown) as nothing:
        indicator("zzzz", CATALOGUE)
    assert "Perhaps" not in str(nothing.value)
