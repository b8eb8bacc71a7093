"""An authority's own sheet: what it says of none, one and many, and never of noise."""

import itertools
from typing import Any

import pytest

from iro_pipeline.packs import Pack, Quarters, Section, own
from tests.packs.drawn import HULL, LEEDS, YORK, YORKSHIRE, beside, hidden, of_area
from tests.packs.drawn_own import (
    FIRST,
    ON_TIME,
    TOOK_PART,
    agreed,
    folder,
    judged,
    nation,
    sheet,
)


def part(pack: Pack, name: str) -> Section:
    (found,) = [each for each in pack.sections if each.name == name]
    return found


def of(*benchmarks: dict[str, Any], **given: Any) -> Pack:
    """Leeds' sheet of these rows."""
    return sheet(folder(*benchmarks, **given), nation(*benchmarks))


def test_a_worse_measure_comes_first_with_its_interval_and_england_s_figure():
    pack = of(judged(LEEDS, "lower"), judged(LEEDS, "about the same", FIRST))
    assert pack.highlights[0] == (
        "Worse than England's others, by more than chance and ordinary differences: reviews on "
        "time (Reviews on time)."
    )
    out = part(pack, "stands_out")
    assert out.headline == (
        "Of 2 measures that can be compared, 1 is worse than England's others by more than chance "
        "and ordinary differences; none is better."
    )
    assert out.paragraphs[0] == (
        "Reviews on time, 2024: 90.0% (900 of 1,000 reviews that fell due, held or not), 95% "
        "interval 85.3% to 93.4%. England: 92.0%. Lower than the others, which is worse."
    )
    assert "of 2, fewer than one" in out.paragraphs[-1]


def test_the_lowest_of_several_that_do_not_differ_is_never_named_as_the_weakest():
    rows = [judged(LEEDS, "about the same", each, value=value)
            for each, value in ((ON_TIME, 12.0), (FIRST, 99.9))]  # fmt: skip
    pack = of(*rows)
    out = part(pack, "stands_out")
    assert out.headline == (
        "Nothing in Leeds is better or worse than England's others by more than chance and "
        "ordinary differences: the order of its measures says nothing."
    )
    assert out.tables == ()
    assert pack.highlights == (
        "Of 2 measures that can be compared, none is worse than England's others by more than "
        "chance and ordinary differences.",
    )


def test_worse_and_better_are_both_told_the_worse_first():
    pack = of(judged(LEEDS, "higher"), judged(LEEDS, "lower", TOOK_PART))
    words = [line.cells[3].text for line in part(pack, "stands_out").tables[0].rows]
    assert words == ["worse", "better"]
    assert "1 is worse and 1 is better" in part(pack, "stands_out").headline
    assert pack.highlights[1].startswith("Better than England's others by more than chance")


def test_a_word_of_practitioners_whose_number_is_not_shown_is_told_as_that():
    score = "q07_admin_support_score_by_practitioner"
    nothing = dict.fromkeys(["value", "lower", "upper", "numerator", "denominator"])
    row = judged(LEEDS, "lower", score, **nothing, status="u", speaker="practitioner")
    figures = [of_area("england", ("E92000001", "England"), indicator=score)]
    about = nation()["indicators"].head(1).to_dicts()[0]
    public = nation(
        row, figures=figures, indicators=[about | {"indicator": score, "title": "Support"}]
    )
    out = part(sheet(folder(row, figures=figures), public), "stands_out")
    assert out.paragraphs[0] == (
        "Support. Lower than the others, which is worse. Too few answered for a number of theirs: "
        "the word is all that is told."
    )


def test_an_authority_of_which_nothing_can_be_shown_is_told_so_everywhere():
    pack = of(hidden(LEEDS))
    headlines = {each.name: each.headline for each in pack.sections}
    assert (
        pack.highlights[0] == "Nothing here can be compared with England's other authorities yet."
    )
    assert headlines["standing"].startswith("No figure of Leeds can be compared")
    assert headlines["stands_out"].startswith("No measure of Leeds can be called strong or weak")
    assert headlines["change"].startswith("Nothing can be said of change in Leeds")
    assert headlines["quarters"].startswith("No quarters can be told of Leeds")
    assert headlines["standards"].startswith("Whether Leeds meets what law and guidance ask cannot")
    assert headlines["what_works"].startswith("Nothing of Leeds can be compared")
    assert headlines["voices"].startswith("No manager of Leeds answered the survey")
    assert headlines["not_shown"] == (
        "Of 3 measures, none can be shown; 1 is withheld or has nothing to count and for 2 what "
        "they are made from was not sent or could not be used."
    )
    assert not any(each.charts for each in pack.sections)


def test_a_withheld_figure_stands_nowhere_and_its_reason_does():
    pack = of(hidden(LEEDS))
    cell = part(pack, "standing").tables[0].rows[0].cells[1]
    assert (cell.text, cell.value) == ("[c]", None)
    assert "a count of 1 to 5" in cell.detail.lower()


def test_england_and_the_region_are_told_beside_what_the_authority_did_not_send():
    row = part(of(), "standing").tables[0].rows[0]
    assert [row.cells[at].text for at in (1, 4)] == ["[x]", "92.0%"]
    origin = row.cells[4].origin
    assert origin is not None
    assert origin.table == "figures"


def test_a_change_for_the_worse_is_raised_and_one_of_chance_is_not():
    moved = {"previous_period": 2023, "previous_value": 96.0, "change": -6.0}
    pack = of(beside(LEEDS, **moved, change_verdict="fallen"))
    assert part(pack, "change").headline == (
        "Of 1 measure, 1 changed by more than chance: Reviews on time (fallen by 6.0 percentage "
        "points since 2023, for the worse)."
    )
    assert "Changed for the worse since 2023, by more than chance: Reviews on time (fallen)." in (
        pack.highlights
    )
    calm = of(beside(LEEDS, **moved, change_verdict="no more than chance"))
    assert part(calm, "change").headline == (
        "Of 1 measure, none changed by more than chance would bring."
    )
    assert not any("Changed" in each for each in calm.highlights)


@pytest.mark.parametrize(
    ("met", "said"),
    [
        ("met", "1 is met"),
        ("not met", "1 is not met"),
        ("cannot tell", "1 cannot be told"),
    ],
)
def test_a_standard_is_met_not_met_or_cannot_be_told(met: str, said: str):
    row = beside(LEEDS, standard_met=met)
    about = nation()["indicators"].head(1).to_dicts()[0] | {"standard_words": "Every review."}
    pack = sheet(folder(row), nation(row, indicators=[about]))
    assert (
        part(pack, "standards").headline == f"Law or guidance asks something of 1 measure: {said}."
    )


def gap(question: str, **given: Any) -> dict[str, Any]:
    usual = {"question": question, "period": 2024, "level": "authority", "area": LEEDS[0]}
    return usual | {"area_name": LEEDS[1], "status": ""} | given


def test_managers_and_practitioners_differ_where_the_interval_leaves_out_nought():
    apart = gap(
        "q07_admin_support", service_value=4.0, practitioner_value=2.4, gap=1.6, lower=0.9,
        upper=2.3, practitioner_source="own", answers=11,
    )  # fmt: skip
    near = gap(
        "q15_service_resourced", service_value=3.0, practitioner_value=2.8, gap=0.2, lower=-0.4,
        upper=0.8, practitioner_source="own", answers=11,
    )  # fmt: skip
    lent = gap(
        "q17_courts_seek_view", service_value=5.0, practitioner_value=1.2,
        practitioner_source="region",
    )  # fmt: skip
    pack = of(beside(LEEDS), survey_gaps=[apart, near, lent])
    found = part(pack, "voices")
    assert [line.cells[7].text for line in found.tables[0].rows] == ["manager higher", "no", ""]
    assert found.headline == (
        "The service answered 3 questions in 2024; beside 2 of them are its own practitioners' "
        "answers: in 1 the manager's answer is higher than practitioners' by more than who "
        "happened to answer would bring."
    )
    assert any("the manager answered 4.00 of 5, and 11 practitioners" in x for x in pack.highlights)
    none = part(of(beside(LEEDS), survey_gaps=[lent]), "voices")
    assert "Difference" not in [each.heading for each in none.tables[0].columns]
    assert none.headline.endswith("Too few of its own practitioners did to be set beside it.")


def test_quarters_are_drawn_with_their_limits_and_a_withheld_one_is_a_gap():
    year = [
        {"level": "authority", "area": LEEDS[0], "indicator": ON_TIME, "period": 2024,
         "quarter": each, "value": value, "status": "" if value else "c", "mean": 90.0,
         "limit_low": 80.0, "limit_high": 100.0, "same": True}
        for each, value in ((1, 91.0), (2, None), (3, 92.0), (4, 79.0))
    ]  # fmt: skip
    trend = {"level": "authority", "area": LEEDS[0], "indicator": ON_TIME, "status": "",
             "first_period": 2024, "first_quarter": 1, "last_period": 2024, "last_quarter": 4,
             "points": 4, "signal": "outside", "change_verdict": "fallen",
             "reads_as": "worse"}  # fmt: skip
    found = part(of(beside(LEEDS), series=year, trends=[trend]), "quarters")
    (chart,) = found.charts
    assert isinstance(chart, Quarters)
    assert [each.value for each in chart.quarters] == [91.0, None, 92.0, 79.0]
    assert {each.upper for each in chart.quarters} == {100.0}
    assert [each.label for each in chart.quarters][-1] == "Jan\N{EN DASH}Mar 24"
    assert found.headline == (
        "Leeds, by more than chance: reviews on time fallen in January to March 2024 (a quarter "
        "outside the limits)."
    )
    assert found.is_printed
    alone = part(of(beside(LEEDS), series=year), "quarters")
    assert alone.headline == "Whether 1 measure shown by quarter changed in Leeds cannot be told."


def test_what_works_reads_the_authority_s_own_folder_for_who_agreed():
    benchmarks = (judged(LEEDS, "lower"), judged(YORK, "higher"), judged(HULL, "higher"))
    mine = folder(benchmarks[0], agreed_to_contact=agreed(YORK))
    found = part(sheet(mine, nation(*benchmarks)), "what_works")
    assert "York is reliably better" in found.headline
    assert "Hull" not in found.headline


def test_every_name_of_a_table_and_of_a_chart_is_unlike_every_other():
    pack = of(judged(LEEDS, "lower"))
    for kind in ("tables", "charts"):
        names = [each.name for section in pack.sections for each in getattr(section, kind)]
        assert len(set(names)) == len(names)
    for table in itertools.chain.from_iterable(each.tables for each in pack.sections):
        headings = [each.heading for each in table.columns]
        assert len(set(headings)) == len(headings)
        assert {len(line.cells) for line in table.rows} <= {len(table.columns)}


def test_every_number_is_where_its_origin_says():
    benchmarks = (judged(LEEDS, "lower", previous_period=2023, previous_value=96.0, change=-6.0),)
    mine, public = folder(*benchmarks), nation(*benchmarks)
    origins = 0
    for section in sheet(mine, public).sections:
        for cell in (c for t in section.tables for line in t.rows for c in line.cells):
            if cell.origin:
                rows = mine[cell.origin.table].filter(**dict(cell.origin.key))
                assert rows[cell.origin.column].to_list() == [cell.value]
                origins += 1
    assert origins > 10


def test_it_is_for_that_authority_alone_and_the_same_twice():
    row = judged(LEEDS, "lower")
    pack = of(row)
    assert (pack.kind, pack.area, pack.audience.split(":")[0]) == (
        "authority", LEEDS[0], "For Leeds alone",
    )  # fmt: skip
    assert pack == of(row)
    assert pack.edition == of(row).edition


def test_an_authority_that_is_no_more_and_an_empty_folder_are_refused():
    with pytest.raises(ValueError, match="No authority of today has the code 'E06000099'"):
        sheet(folder(), nation(), "E06000099")
    with pytest.raises(ValueError, match="has no figures"):
        sheet(folder(figures=[]), nation())


def test_the_region_is_a_column_under_its_name():
    region = beside(LEEDS) | {"peer_group": "region", "peer": YORKSHIRE[1], "peer_value": 88.0}
    table = part(of(beside(LEEDS), region), "standing").tables[0]
    at = [each.heading for each in table.columns].index(YORKSHIRE[1])
    assert table.rows[0].cells[at].text == "88.0%"


def test_at_most_three_things_are_raised():
    row = judged(LEEDS, "lower", previous_period=2023, change=-6.0, change_verdict="fallen")
    pack = of(row, judged(LEEDS, "higher", TOOK_PART))
    assert len(pack.highlights) == own.MOST


def sent(source: str, authorities: int, code: str = LEEDS[0]) -> dict[str, Any]:
    given = {"source": source, "period": 2024, "speaker": "records", "level": "authority"}
    return given | {"area": code, "authorities": authorities, "of": 1, "status": ""}


def test_what_was_not_sent_is_raised_and_what_was_is_listed():
    row = judged(LEEDS, "about the same")
    coverage = [sent("ssda903", 1), sent("dispute_log", 0), sent("review_records", 1, YORK[0])]
    pack = sheet(folder(row), nation(row, coverage=coverage))
    assert pack.highlights[1] == (
        "Nothing that could be used came of review records and dispute logs. What rests on it is "
        "not told."
    )
    cells = [[c.text for c in line.cells] for line in part(pack, "not_shown").tables[-1].rows]
    assert cells == [
        ["SSDA903 returns", "2024", "sent"],
        ["Review records", "2024", "nothing"],
        ["Dispute logs", "2024", "nothing"],
    ]
