from datetime import date, timedelta

import polars as pl
import pytest

from iro_pipeline.authorities import in_period, on, resolve, unresolved, why_unresolved
from iro_pipeline.authorities.likely import candidates
from iro_pipeline.authorities.names import form, names
from iro_pipeline.reference import reference, standing
from tests.tables import table


def resolved(text: str, period: int) -> str | None:
    drawn = pl.DataFrame({"text": [text], "period": [period]})
    return resolve(drawn)["authority"].item()


def days_of_change() -> list[date]:
    """The first day of every way things stood: a start, or the day after an end."""
    tables = [reference(name) for name in ("authorities", "authority_aliases", "delivery_trusts")]
    starts = pl.concat([frame["valid_from"] for frame in tables])
    ends = pl.concat([frame["valid_to"] for frame in tables]) + timedelta(days=1)
    return pl.concat([starts, ends]).drop_nulls().unique().sort().to_list()


def test_no_form_of_a_name_means_two_authorities_at_any_date_but_a_joint_trusts():
    for day in days_of_change():
        meant = (
            names()
            .filter(standing(pl.lit(day)))
            .join(on(day), on="la_code")
            .group_by("form")
            .agg(pl.col("la_code").n_unique(), pl.col("trust").all())
        )
        assert meant.filter(pl.col("la_code") > 1, ~pl.col("trust")).is_empty()


def test_a_name_is_recognised_however_the_council_writes_it():
    written = table("""
        | text                                     | period | authority |
        |------------------------------------------|--------|-----------|
        | E08000012                                | 2024   | E08000012 |
        | e08000012                                | 2024   | E08000012 |
        | 341                                      | 2024   | E08000012 |
        | LIVERPOOL CITY COUNCIL                   | 2024   | E08000012 |
        | London Borough of Camden                 | 2024   | E09000007 |
        | LB Camden                                | 2024   | E09000007 |
        | The Royal Borough of Kensington & Chelsea| 2024   | E09000020 |
        | Bolton Metropolitan Borough Council      | 2024   | E08000001 |
        | Bolton MBC                               | 2024   | E08000001 |
        | City of Bradford Metropolitan District Council | 2024 | E08000032 |
        | Bristol, City of                         | 2024   | E06000023 |
        | Bristol                                  | 2024   | E06000023 |
        | Hull City Council                        | 2024   | E06000010 |
        | Herefordshire, County of                 | 2024   | E06000019 |
        | Durham County Council                    | 2024   | E06000047 |
        | St Helens                                | 2024   | E08000013 |
        | Stockton on Tees                         | 2024   | E06000004 |
        | B&NES                                    | 2024   | E06000022 |
        | Hants County Council                     | 2024   | E10000014 |
        | Nottingham City Council                  | 2024   | E06000018 |
        | City of London Corporation               | 2024   | E09000001 |
        | Birmingham Children’s Trust              | 2024   | E08000025 |
        """, period=pl.Int64).collect()  # fmt: skip
    assert resolve(written.drop("authority")).equals(written)


def test_leeds_is_leeds_with_any_spaces():
    assert resolved(" Leeds\u00a0 City  Council ", 2024) == "E08000035"


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e"])
def test_characters_that_nobody_sees_are_no_part_of_a_name(hidden):
    assert resolved(f"Manches{hidden}ter", 2024) == "E08000003"


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("Newcastle", "E08000021"),  # Newcastle-under-Lyme is a district of Staffordshire
        ("Newcastle City Council", "E08000021"),
        ("Newcastle-under-Lyme", None),
        ("Richmond", "E09000027"),  # Richmondshire was a district of North Yorkshire
        ("Richmondshire", None),
        ("Durham City", "E06000047"),  # the City of Durham was a district, and went into the county
        ("City of Durham Council", "E06000047"),
    ],
)
def test_a_short_name_is_that_of_the_one_upper_tier_authority_that_has_it(text, authority):
    assert resolved(text, 2024) == authority


def decided(text: str, period: int, decisions: dict[str, str | None]) -> str | None:
    drawn = pl.DataFrame({"text": [text], "period": [period]})
    return resolve(drawn, decisions)["authority"].item()


def test_a_decided_name_stands_for_its_authority():
    assert decided("Barnett", 2024, {"barnett": "302"}) == "E09000003"
    assert decided("Barnett", 2024, {"barnett": None}) is None


@pytest.mark.parametrize("text", ["-", "*", ".", "??", " ", "\U0001f642", "\u200b"])
def test_a_text_without_a_name_in_it_is_nobodys_whatever_was_decided(text):
    assert decided(text, 2024, {"": "352"}) is None


@pytest.mark.parametrize("text", ["Liverpool", "E08000012", "341"])
def test_no_decision_redefines_a_name_or_code_of_the_register(text):
    assert decided(text, 2024, {"liverpool": "352", "e08000012": "352", "341": "352"}) == (
        "E08000012"
    )


def test_no_decision_makes_a_council_of_another_country_one_of_englands():
    assert decided("Cardiff", 2024, {"cardiff": "352"}) is None


def test_a_decision_on_an_abolished_name_speaks_for_the_years_after_it():
    assert decided("Poole", 2019, {"poole": "839"}) == "E06000029"
    assert decided("Poole", 2020, {"poole": "839"}) == "E06000058"


@pytest.mark.parametrize(
    "text",
    [
        "341.0",
        "London",
        "North West",
        "England",
        "Yorkshire",
        "Nottingham County Council",
        "Council",
        "City of",
        "Liverpol",
        "Kingston",
        "Kingston upon Thames / Richmond upon Thames",
        "314 / 318",
        "z",
        "",
    ],
)
def test_what_is_not_exactly_a_name_is_never_guessed(text):
    assert resolved(text, 2024) is None


@pytest.mark.parametrize("text", ["N Yorks", "N. Yorks", "N Yorks County Council", "NYCC"])
def test_n_yorks_is_never_york(text):
    assert resolved(text, 2022) == "E10000023"
    assert resolved(text, 2024) == "E06000065"
    assert resolved("City of York Council", 2024) == "E06000014"


def test_dorset_in_2019_is_not_the_dorset_of_2020():
    assert resolved("Dorset", 2019) == "E10000009"
    assert resolved("Dorset", 2020) == "E06000059"


def test_an_abolished_name_resolves_for_its_dates_only():
    assert resolved("Dorset County Council", 2019) == "E10000009"
    assert resolved("Dorset County Council", 2020) is None
    assert resolved("Cumbria", 2023) == "E10000006"
    assert resolved("Cumbria", 2024) is None
    assert resolved("Cumberland", 2023) is None


def test_a_trust_stands_for_its_authority_while_it_serves_only_that_one():
    assert resolved("Slough Children First", 2021) is None
    assert resolved("Slough Children First", 2022) == "E06000039"
    assert resolved("Northamptonshire Children's Trust", 2021) == "E10000021"
    assert resolved("Northamptonshire Children's Trust", 2022) is None
    assert resolved("AfC", 2024) is None


def test_rows_come_back_as_they_went_repeated_and_in_order():
    asked = table("""
        | text    | period |
        |---------|--------|
        | York    | 2024   |
        |         | 2024   |
        | Camden  |        |
        | York    | 2024   |
        """, period=pl.Int64).collect()  # fmt: skip
    found = resolve(asked)
    assert found.drop("authority").equals(asked)
    assert found["authority"].to_list() == ["E06000014", None, None, "E06000014"]


@pytest.mark.parametrize(
    ("text", "period", "reason"),
    [
        ("909", 2024, "abolished on 2023-03-31; its successors are Cumberland (942) and"
                      " Westmorland and Furness (943)"),
        ("Poole UA", 2020, "abolished on 2019-03-31; its successor is Bournemouth, Christchurch and"
                           " Poole (839)"),
        ("BCP", 2019, "did not exist until 2019-04-01; until then Dorset (835), Poole (836) and"
                      " Bournemouth (837)"),
        ("AfC", 2024, "a trust that serves 3 authorities: Kingston upon Thames (314), Richmond upon"
                      " Thames (318) and Windsor and Maidenhead (868); name one of them"),
        ("AfC", 2014, "a trust that served no authority on 2014-03-31"),
        ("Camden", 2009, "the register of authorities begins on 2009-04-01"),
        ("Somewhere", 2024, "not an English upper-tier authority known to the register"),
    ],
)  # fmt: skip
def test_what_does_not_resolve_says_why_without_repeating_the_text(text, period, reason):
    assert resolved(text, period) is None
    assert why_unresolved(text, period) == reason
    assert text not in reason


def test_of_many_names_at_once_it_is_said_which_rule_they_break_and_what_is_known_of_them():
    asked = pl.DataFrame(
        {"text": ["Cardiff", "Nowhere", "Cumbria", None], "period": [None, 2024, 2024, 2024]},
        schema={"text": pl.String, "period": pl.Int64},
    )
    found = unresolved(asked)
    assert found.select("text", "period").equals(asked)
    assert found["rule"].to_list() == ["not_in_england"] + ["unknown_authority"] * 3
    assert found["hint"][0] == "a council in Wales, and none of England's"
    assert found["hint"][2].startswith("abolished on 2023-03-31")
    assert (found["hint"][1], found["hint"][3]) == ("", "")


@pytest.mark.parametrize("period", [0, 9999, 10000])
def test_a_mistyped_year_is_no_failure(period):
    asked = pl.DataFrame({"text": ["Cumbria", "Nowhere"], "period": period})
    assert resolve(asked)["authority"].to_list() == [None, None]
    assert unresolved(asked).height == 2


def test_twenty_thousand_unknown_names_are_told_in_no_time():
    """What is known of a name is looked up for the few that are known at all."""
    asked = pl.DataFrame({"text": [f"Nowhere {i} {'x' * 200}" for i in range(20_000)]})
    found = unresolved(asked.with_columns(period=pl.lit(2024, pl.Int64)))
    assert found["rule"].unique().to_list() == ["unknown_authority"]


@pytest.mark.parametrize("text", ["-", "??", ""])
def test_a_text_without_a_name_in_it_is_like_nobodys(text):
    assert candidates(text, 2024) == []


def test_of_a_very_long_name_the_beginning_is_compared():
    (first, *_) = candidates("Barnett" + " " * 60 + "x" * 1_000_000, 2024)
    assert first.name == "Barnet"


def test_the_form_of_a_name_is_its_own_form():
    written = names().select("form", again=form(pl.col("form")))
    changed = written.filter(pl.col("form") != pl.col("again"))
    assert changed.is_empty()


@pytest.mark.parametrize("period", [2017, 2020, 2024, 2026])
def test_every_authority_is_found_by_its_name_code_and_number(period):
    own = in_period(period)
    shouted = pl.concat_str(pl.lit(" the "), pl.col("name").str.to_uppercase(), pl.lit(" Council."))
    for text in (pl.col("name"), shouted, pl.col("authority"), pl.col("la_code")):
        asked = own.select(text.alias("text"), pl.lit(period).alias("period"))
        assert resolve(asked)["authority"].equals(own["authority"])
