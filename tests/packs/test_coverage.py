from typing import Any

from iro_pipeline.packs.coverage import coverage, headline
from tests.packs.drawn import HULL, LEEDS, YORK, YORKSHIRE, stands, whose, yorkshire


def sent(level: str, area: tuple[str, str], number: int, **given: Any) -> dict[str, Any]:
    usual = {
        "source": "dispute_log",
        "period": 2024,
        "speaker": "records",
        "level": level,
        "area": area[0],
        "area_name": area[1],
        "authorities": number,
        "of": 1 if level == "authority" else 3,
        "status": "",
    }
    return usual | given


def each(numbers: tuple[int, int, int], **given: Any) -> list[dict[str, Any]]:
    of = zip((LEEDS, YORK, HULL), numbers, strict=True)
    return [sent("authority", area, number, **given) for area, number in of]


def test_the_fewest_and_the_whole_are_told():
    rows = [*each((1, 0, 0)), *each((1, 1, 1), source="ssda903")]
    assert headline(whose(yorkshire(coverage=rows))) == (
        "1 of 3 authorities sent the fewest: dispute logs. All sent: SSDA903 returns."
    )


def test_where_all_sent_everything_it_is_said_so():
    rows = [*each((1, 1, 1)), *each((1, 1, 1), source="ssda903")]
    assert headline(whose(yorkshire(coverage=rows))) == (
        "All 3 authorities sent everything: SSDA903 returns and dispute logs."
    )


def test_where_nobody_sent_anything_it_is_said_so():
    said = headline(whose(yorkshire()))
    assert said == "Nobody in Yorkshire and The Humber sent anything."
    none = headline(whose(yorkshire(coverage=each((0, 0, 0)))))
    assert none == "Nobody sent dispute logs."


def test_a_row_for_each_authority_says_what_it_sent_and_how_many_practitioners_answered():
    survey = {"source": "state_of_the_nation", "speaker": "practitioner"}
    withheld = {"status": "c", "status_reason": "fewer than 10 people"}
    drawn = yorkshire(
        coverage=[
            *each((1, 0, 0)),
            sent("region", YORKSHIRE, 1),
            sent("authority", LEEDS, 1, respondents=12, **survey),
            sent("authority", YORK, 1, respondents=None, **survey, **withheld),
            sent("region", YORKSHIRE, 2, respondents=15, **survey),
        ]
    )
    (table,) = coverage(whose(drawn)).tables
    shown = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
    assert shown == {
        "Yorkshire and The Humber": ["1 of 3", "15"],
        "Hull": ["nothing", "[z]"],
        "Leeds": ["sent", "12"],
        "York": ["nothing", "[c]"],
    }
    assert stands((table,), drawn) == 3
