from datetime import date, timedelta

import polars as pl
import pytest

from iro_pipeline.authorities import (
    codes_for,
    in_period,
    on,
    register,
    resolve,
)
from iro_pipeline.contracts import Contract, codes
from iro_pipeline.reference import reference
from iro_pipeline.validation import at_rest

TODAY = {
    "North East": 12,
    "North West": 24,
    "Yorkshire and The Humber": 15,
    "East Midlands": 10,
    "West Midlands": 14,
    "East of England": 11,
    "London": 33,
    "South East": 19,
    "South West": 15,
}


def counted(period: int) -> dict[str, int]:
    return dict(in_period(period).group_by("region").len().iter_rows())


def test_there_are_153_authorities_in_nine_regions_today():
    assert counted(2025) == TODAY
    assert sum(TODAY.values()) == 153


def test_there_were_152_in_2017():
    assert counted(2017) == TODAY | {"North West": 23, "East Midlands": 9, "South West": 16}


@pytest.mark.parametrize(
    ("period", "authorities"),
    [(2010, 152), (2019, 152), (2020, 151), (2021, 151), (2022, 152), (2023, 152), (2024, 153)],
)
def test_the_number_of_authorities_follows_each_reorganisation(period, authorities):
    assert in_period(period).height == authorities


def test_derbyshire_and_lincolnshire_are_in_the_east_midlands():
    counties = on(date(2025, 3, 31)).filter(pl.col("name").is_in(["Derbyshire", "Lincolnshire"]))
    assert counties["region"].to_list() == ["East Midlands", "East Midlands"]


@pytest.mark.parametrize(
    ("former", "last_day", "successors"),
    [
        ("835", date(2019, 3, 31), ["838", "839"]),
        ("836", date(2019, 3, 31), ["839"]),
        ("837", date(2019, 3, 31), ["839"]),
        ("928", date(2021, 3, 31), ["940", "941"]),
        ("909", date(2023, 3, 31), ["942", "943"]),
    ],
)
def test_an_abolished_authority_names_successors_that_begin_the_next_day(
    former, last_day, successors
):
    row = register().row(by_predicate=pl.col("la_code") == former, named=True)
    assert (row["valid_to"], row["successors"].split("|")) == (last_day, successors)
    begun = on(last_day + timedelta(days=1))["la_code"].to_list()
    assert set(successors) <= set(begun)
    assert former not in begun
    assert not set(successors) & set(on(last_day)["la_code"])


def test_no_other_authority_was_abolished():
    last = register().group_by("la_code", maintain_order=True).last()
    ended = last.filter(pl.col("valid_to").is_not_null())["la_code"].to_list()
    assert ended == ["835", "836", "837", "909", "928"]


@pytest.mark.parametrize(
    ("la_code", "last_day", "before", "after"),
    [
        ("390", date(2013, 3, 31), "E08000020", "E08000037"),
        ("929", date(2013, 3, 31), "E06000048", "E06000057"),
        ("825", date(2020, 3, 31), "E10000002", "E06000060"),
        ("815", date(2023, 3, 31), "E10000023", "E06000065"),
        ("933", date(2023, 3, 31), "E10000027", "E06000066"),
        ("370", date(2025, 3, 31), "E08000016", "E08000038"),
        ("373", date(2025, 3, 31), "E08000019", "E08000039"),
    ],
)
def test_a_recoded_authority_keeps_its_la_code(la_code, last_day, before, after):
    def code(day):
        return on(day).filter(la_code=la_code)["authority"].item()

    assert (code(last_day), code(last_day + timedelta(days=1))) == (before, after)
    for period, held in ((last_day.year, before), (last_day.year + 1, after)):
        asked = pl.DataFrame({"text": [before, after, la_code], "period": period})
        assert resolve(asked)["authority"].to_list() == [held] * 3


def test_an_authority_stands_once_at_every_date():
    for day in register()["valid_from"].unique():
        standing_then = on(day)
        assert standing_then["la_code"].is_unique().all()
        assert standing_then["authority"].is_unique().all()


def test_every_la_code_is_text_of_three_digits():
    for name in ("authorities", "authority_aliases", "delivery_trusts"):
        written = reference(name)["la_code"]
        assert written.dtype == pl.String
        assert written.str.contains("^[0-9]{3}$").all()
        assert written.is_in(register()["la_code"].implode()).all()


def test_the_register_keeps_its_contract():
    contract = Contract.load("processed/authorities")
    assert at_rest(contract, register()).equals(register())
    regions = register().select("region_code", "region").unique()
    wordings = codes("region")
    assert {code: wordings[code][0] for code in wordings} == dict(regions.iter_rows())


def test_codes_of_a_period_are_one_to_one():
    codes_2025 = codes_for(2025)
    assert codes_2025.columns == ["la_code", "authority"]
    assert codes_2025.filter(la_code="373").row(0) == ("373", "E08000019")
