from typing import Any

from iro_pipeline.packs import Diverging
from iro_pipeline.packs.model import Section
from iro_pipeline.packs.released import Tables
from iro_pipeline.packs.survey import survey
from tests.packs.drawn import YORKSHIRE, rows, stands, whose, yorkshire

AREA = {"period": 2024, "level": "region", "area": YORKSHIRE[0], "area_name": YORKSHIRE[1]}
TITLES = [
    {"indicator": f"{name}_score_by_service", "title": f"{title}: mean score of 1 to 5, services"}
    for name, title in (("q07", "Administrative support"), ("q12", "IROs challenge"))
]


def gap(question: str, **given: Any) -> dict[str, Any]:
    usual = {
        "question": question,
        "service_value": 3.5,
        "practitioner_value": 3.0,
        "practitioner_source": "own",
        "gap": 0.5,
        "lower": 0.2,
        "upper": 0.8,
        "services": 12,
        "answers": 50,
        "status": "",
    }
    return AREA | usual | given


def share(question: str, speaker: str, **given: Any) -> dict[str, Any]:
    usual = {
        "indicator": f"{question}_top_two_by_{speaker}",
        "speaker": speaker,
        "role_group": "all",
        "value": 40.0,
        "lower": 30.0,
        "upper": 50.0,
        "answers": 50,
        "authorities": 12,
        "of": 15,
        "status": "",
    }
    return AREA | usual | given


def told(gaps: list[dict[str, Any]], shares: list[dict[str, Any]]) -> Tables:
    return {
        **yorkshire(indicators=TITLES),
        "survey_gaps": rows("survey_gaps", gaps),
        "survey_estimates": rows("survey_estimates", shares),
    }


def asked(gaps: list[dict[str, Any]], shares: list[dict[str, Any]]) -> Section:
    return survey(whose(told(gaps, shares)))


def test_the_question_in_which_they_are_furthest_apart_is_named():
    section = asked([gap("q07"), gap("q12", gap=-0.9, lower=-1.2, upper=-0.6)], [])
    assert section.headline == (
        "Managers and practitioners differ by more than chance in 2 of 2 questions, most in "
        "“IROs challenge” (of 5: managers 3.50, practitioners 3.00)."
    )


def test_a_difference_whose_interval_holds_nought_is_none():
    section = asked([gap("q07", lower=-0.1), gap("q12", lower=0.0)], [])
    assert section.headline == (
        "In none of 2 questions do managers and practitioners differ by more than chance."
    )
    assert [row.cells[6].text for row in section.tables[1].rows] == ["no", "no"]


def test_where_nothing_may_be_told_there_is_neither_picture_nor_table():
    nothing = dict.fromkeys(["practitioner_value", "gap", "lower", "upper", "answers"])
    section = asked([gap("q07", **nothing, status="c", status_reason="fewer than 10 people")], [])
    assert section.headline.endswith("say may not be told.")
    assert section.charts == ()
    assert asked([], []).tables == ()


def test_each_speaker_has_a_picture_with_a_bar_for_each_question_that_is_told():
    hidden = dict.fromkeys(["value", "lower", "upper", "answers"])
    shares = [
        share("q07", "service"),
        share("q12", "service", value=25.0, answers=12),
        share("q07", "practitioner", value=36.45),
        share("q12", "practitioner", **hidden, status="c", status_reason="a count of 1 to 5"),
    ]
    section = asked([gap("q07"), gap("q12")], shares)
    services, practitioners = section.charts
    assert isinstance(services, Diverging)
    assert isinstance(practitioners, Diverging)
    assert [row.label for row in services.rows] == ["Administrative support", "IROs challenge"]
    (bar,) = practitioners.rows
    assert [part.share for part in bar.segments] == [63.55, 36.45]
    assert (bar.segments[1].text, bar.n, bar.is_astride) == ("36%", "50", False)


def test_every_share_of_a_bar_stands_in_the_table_with_its_interval_and_answers():
    drawn = told([gap("q07")], [share("q07", "service"), share("q07", "practitioner")])
    section = survey(whose(drawn))
    assert stands(section.tables, drawn) == 15
    (line,) = section.tables[0].rows
    said = [cell.text for cell in line.cells]
    assert said == ["Administrative support", *["40.0%", "30.0%", "50.0%", "50"] * 2]
