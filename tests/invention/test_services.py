"""What services, IROs and others say of the same invented nation agrees."""

import polars as pl

from iro_pipeline.authorities import in_period
from iro_pipeline.contracts import Contract
from iro_pipeline.invention import (
    allocations,
    cafcass,
    latent,
    published,
    service,
    statistics,
    survey,
)
from iro_pipeline.invention.neighbours import nearest
from tests.invention.nation import PERIODS, share, small

NATION = small(authorities=None, children=0.1)
QUALITIES = latent.services(in_period(2024), 2017)
TERMS = Contract.load("raw/state_of_the_nation/response/2017")
ANSWERS = pl.DataFrame(list(survey.responses(NATION, TERMS, 2024)), infer_schema_length=None)


def test_qualities_lie_within_what_councils_have_published() -> None:
    assert QUALITIES["timeliness"].is_between(0.65, 0.99).all()
    assert QUALITIES["participation"].is_between(0.80, 0.97).all()
    assert QUALITIES["caseload"].is_between(45, 105).all()
    assert QUALITIES["agency"].is_between(0, 0.6).all()


def test_authorities_of_a_region_are_somewhat_alike() -> None:
    regions = QUALITIES.join(in_period(2024), on="la_code")
    within = regions.select(pl.col("opinion").std().over("region").mean()).item()
    assert 0.5 < within / QUALITIES["opinion"].std() < 1


def test_most_authorities_have_a_few_hundred_children_and_none_more_than_2000() -> None:
    assert share(QUALITIES["size"].is_between(100, 1000)) > 0.85
    assert QUALITIES["size"].is_between(3, 2000).all()


def test_services_share_their_children_at_about_their_caseload() -> None:
    returned = pl.DataFrame(list(service.returns(NATION, 2024)))
    assert 125 < returned.height < 153
    known = pl.DataFrame(NATION.services_of(2024)).filter(pl.col("children") > 60)
    held = returned.join(known, on="authority")
    wte = pl.sum_horizontal("iro_wte_employed", "iro_wte_agency", "iro_wte_commissioned")
    ratio = held.select(pl.col("children") / wte / pl.col("caseload")).to_series()
    assert ratio.is_between(0.9, 1.1).all()


def test_each_child_has_one_iro_on_each_day() -> None:
    spells = allocations.allocations(NATION, 2024)
    order = spells.sort("authority", "child", "started_on")
    before = pl.col("ended_on").shift().over("authority", "child")
    follows = order.with_columns(
        before=before, nth=pl.int_range(pl.len()).over("authority", "child")
    )
    later = follows.filter(pl.col("nth") > 0)
    assert later.height > 100
    assert (later["before"] <= later["started_on"]).all()


def test_a_register_says_of_last_year_what_last_years_register_said() -> None:
    open_then = allocations.allocations(NATION, 2023).filter(pl.col("ended_on").is_null())
    now = allocations.allocations(NATION, 2024)
    still_there = open_then.join(now, on="authority", how="semi")
    agreed = still_there.join(now, on=["authority", "child", "started_on"])
    assert agreed.height == still_there.height > 4000


def test_published_counts_are_those_of_the_returns() -> None:
    rates = statistics.rates(NATION).filter(period=2024, counted="looked_after", level="authority")
    published_counts = dict(rates.select("la_code", "children").iter_rows())
    for each in NATION.services_of(2024):
        few = 1 <= each["children"] <= 5
        assert published_counts[each["la_code"]] == ("c" if few else str(each["children"]))


def test_england_and_the_regions_are_rounded_to_10() -> None:
    areas = statistics.rates(NATION).filter(pl.col("level") != "authority")
    assert (areas["children"].cast(pl.Int64) % 10 == 0).all()
    assert areas["region"].n_unique() == 9 + 2 + 1


def test_an_authority_without_a_past_has_symbols_in_its_place() -> None:
    cumberland = statistics.rates(NATION).filter(la_code="942", period=2022)
    assert cumberland.select("population", "children", "rate_per_10000").unique().rows() == [
        ("x", "z", "z")
    ]


def test_an_authority_has_ten_neighbours_and_is_not_its_own() -> None:
    services = QUALITIES.join(in_period(2024), on="la_code").to_dicts()
    row = nearest(services[0], services)
    codes = [row[f"neighbour_{rank}"] for rank in range(1, 11)]
    assert len({*codes, row["la_code"]}) == 11


def test_most_authorities_answer_the_survey_and_most_with_one_service_return() -> None:
    managers = pl.col("role").is_in(["iro_manager", "head_of_service"])
    by_authority = ANSWERS.group_by(pl.col("authority").str.to_lowercase()).agg(managers.sum())
    assert 125 < by_authority.height < 153
    assert share(by_authority["role"] == 1) > 0.75


def test_services_that_are_thought_well_of_score_higher() -> None:
    scored = ANSWERS.join(
        pl.DataFrame(NATION.services_of(2024)), left_on="authority", right_on="name"
    )
    score = pl.col("q15_service_resourced").cast(pl.Int64)
    assert scored.select(pl.corr(score, "opinion")).item() > 0.4


def test_a_question_asked_again_is_mostly_answered_the_same() -> None:
    pairs = ANSWERS.select("q15_service_resourced", "q16_service_resourced_again").drop_nulls()
    assert 0.8 < share(pairs.to_series(0) == pairs.to_series(1)) < 1


def test_some_questions_are_skipped() -> None:
    assert 0.01 < share(ANSWERS["q09_informal_challenge"].is_null()) < 0.1


def test_a_year_of_cafcass_has_enquiries_and_hardly_a_referral() -> None:
    cases = [
        case["case_kind"]
        for each in NATION.services_of(2024)
        for case in cafcass.cases({**each, "children": 10 * each["children"]}, 2024, NATION)
    ]
    assert cases.count("referral") < 0.05 * cases.count("enquiry")


def test_councils_publish_bounds_quarters_and_snapshots_as_well_as_years() -> None:
    told = [
        figure
        for period in PERIODS
        for each in NATION.services_of(period)
        for figure in published.figures(each, period, NATION)
    ]
    labels = {figure["period_label"] for figure in told}
    assert {"2023/24", "2024-03-31", "2023/24 Q3"} <= labels
    assert any(figure["measure"].endswith("_lower_bound") for figure in told)
