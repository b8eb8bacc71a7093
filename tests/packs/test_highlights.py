import pytest

from iro_pipeline.packs.highlights import highlights
from tests.packs.drawn import (
    ABOUT,
    ENGLAND,
    HULL,
    LEEDS,
    YORK,
    YORKSHIRE,
    beside,
    of_area,
    register,
    rows,
    whose,
    yorkshire,
)

WORSE = {"verdict": "lower", "reads_as": "worse"}
CASELOAD = {
    **ABOUT,
    "indicator": "children_per_iro",
    "title": "Children looked after per full-time IRO",
    "unit": "children per WTE",
    "better": "within",
    "chance": "rate",
    "asks_at_least": 50.0,
    "asks_at_most": 70.0,
}


def numbered(many: int) -> list[tuple[str, str]]:
    """So many authorities, by code and name."""
    return [(f"E0600{at:04}", f"Authority {at}") for at in range(many)]


def held(authority: tuple[str, str], value: float):
    return beside(authority, indicator="children_per_iro", value=value, denominator=9.5)


def test_nothing_to_raise_raises_nothing():
    assert highlights(whose(yorkshire(beside(LEEDS), beside(YORK), beside(HULL)))) == ()


def test_two_authorities_that_are_worse_are_raised_by_name_and_one_is_not():
    one = yorkshire(beside(LEEDS, **WORSE), beside(YORK))
    assert highlights(whose(one)) == ()
    two = yorkshire(beside(LEEDS, **WORSE), beside(YORK, **WORSE), beside(HULL))
    assert highlights(whose(two)) == (
        "Reviews held on time: 2 of 3 authorities are lower than England's others, which is worse, "
        "by more than chance and ordinary differences: Leeds and York.",
    )


def test_a_change_for_the_worse_of_the_area_is_raised_and_one_for_the_better_is_not():
    def changed(word: str):
        change = {"previous_period": 2023, "change": -2.0, "change_verdict": word}
        areas = [of_area("england", ENGLAND), of_area("region", YORKSHIRE, **change)]
        return whose(yorkshire(beside(LEEDS), figures=areas))

    assert highlights(changed("risen")) == ()
    assert highlights(changed("fallen")) == (
        "Reviews held on time: fallen by 2.0 percentage points in Yorkshire and The Humber since "
        "2023, by more than chance, and so worse.",
    )


def test_caseloads_above_the_handbooks_band_are_raised_with_the_areas_and_englands():
    areas = [
        of_area("england", ENGLAND, indicator="children_per_iro", value=68.9),
        of_area("region", YORKSHIRE, indicator="children_per_iro", value=71.25),
    ]
    drawn = yorkshire(held(LEEDS, 70.0), held(YORK, 70.1), indicators=[CASELOAD], figures=areas)
    assert highlights(whose(drawn)) == (
        "Children looked after per full-time IRO: 1 of 2 services with a figure has more than 70, "
        "the most that the Handbook calls good practice: York. All together: 71.3 (England 68.9).",
    )


def test_what_is_asked_and_not_met_is_raised():
    drawn = yorkshire(beside(LEEDS, standard_met="not met"), beside(YORK, standard_met="met"))
    assert highlights(whose(drawn)) == (
        "Reviews held on time: 1 of 2 authorities with a figure fell short of what is asked: "
        "Leeds. All together: 92.0% (England 92.0%).",
    )


def test_of_many_that_fell_short_the_least_and_the_greatest_figure_are_told_and_no_names():
    authorities = numbered(7)
    rows = [
        beside(each, standard_met="not met", value=80.0 + at) for at, each in enumerate(authorities)
    ]
    assert highlights(whose(yorkshire(*rows, authorities=register(*authorities)))) == (
        "Reviews held on time: all 7 authorities with a figure fell short of what is asked, "
        "with figures from 80.0% to 86.0%. All together: 92.0% (England 92.0%).",
    )


def sent(authority: tuple[str, str], number: int):
    return {
        "source": "dispute_log",
        "period": 2024,
        "speaker": "records",
        "level": "authority",
        "area": authority[0],
        "authorities": number,
        "of": 1,
        "status": "",
    }


def test_what_few_sent_is_raised():
    coverage = [sent(LEEDS, 1), sent(YORK, 0), sent(HULL, 0)]
    assert highlights(whose(yorkshire(coverage=coverage))) == (
        "Dispute logs came from 1 of 3 authorities: what rests on them says little of the area.",
    )


def test_of_one_measure_one_thing_is_raised():
    drawn = yorkshire(*(beside(each, **WORSE, standard_met="not met") for each in (LEEDS, YORK)))
    (only,) = highlights(whose(drawn))
    assert "lower than England's others" in only


def test_what_concerns_half_of_the_authorities_goes_first():
    authorities = numbered(9)
    worse = [beside(each, **WORSE) for each in authorities[:2]]
    above = [held(each, 80.0) for each in authorities[:5]]
    areas = [
        of_area("england", ENGLAND),
        of_area("england", ENGLAND, indicator="children_per_iro"),
    ]
    drawn = yorkshire(
        *worse,
        *above,
        authorities=register(*authorities),
        indicators=[ABOUT, CASELOAD],
        figures=areas,
    )
    first, second = highlights(whose(drawn))
    assert first.startswith("Children looked after per full-time IRO: all 5 services")
    assert second.startswith("Reviews held on time: all 2 authorities are lower")


@pytest.mark.parametrize(("lower", "raised"), [(0.1, True), (-0.1, False), (None, False)])
def test_managers_and_practitioners_are_raised_only_where_the_interval_has_no_nought(
    lower: float | None, raised: bool
):
    gap = {
        "question": "q12_suitably_challenging",
        "period": 2024,
        "level": "region",
        "area": YORKSHIRE[0],
        "service_value": 3.6,
        "practitioner_value": 2.79,
        "practitioner_source": "own",
        "gap": 0.81,
        "lower": lower,
        "upper": None if lower is None else 1.1,
        "status": "",
    }
    title = "IROs are suitably challenging: mean score of 1 to 5, service returns"
    asked = {"indicator": "q12_suitably_challenging_score_by_service", "title": title}
    drawn = {**yorkshire(indicators=[asked]), "survey_gaps": rows("survey_gaps", [gap])}
    assert highlights(whose(drawn)) == (
        (
            "Managers and practitioners differ by more than chance in 1 of 1 question, most in "
            "“IROs are suitably challenging” (of 5: managers 3.60, practitioners 2.79).",
        )
        * raised
    )
