"""Text for the annual report's headings: what the rows say, and what they do not."""

from typing import Any

from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.packs import Section
from iro_pipeline.packs.headings import headings
from tests.packs.drawn import LEEDS, beside, hidden
from tests.packs.drawn_own import FIRST, folder, judged, nation, sheet


def section(name: str, *benchmarks: dict[str, Any], **given: Any) -> Section:
    pack = sheet(folder(*benchmarks), nation(*benchmarks, **given))
    (found,) = [each for each in pack.sections if each.name == f"report_{name}"]
    return found


def test_every_figure_of_a_heading_is_an_indicator_that_is_told_of_authorities():
    told = {each.name for each in INDICATORS if each.finest == "authority"}
    named = [name for heading in headings() for name in heading.figures]
    assert set(named) <= told
    assert len(set(named)) == len(named), "no figure belongs under two headings"


def test_the_headings_stand_in_the_order_of_the_report_and_are_not_printed():
    pack = sheet(folder(beside(LEEDS)), nation(beside(LEEDS)))
    report = [each for each in pack.sections if each.name.startswith("report_")]
    names = [each.name.removeprefix("report_") for each in report]
    assert names == ["period", *(each.name for each in headings()), "overview"]
    assert not any(each.is_printed for each in report)


def test_a_figure_is_a_sentence_with_its_parts_its_interval_and_what_it_is_worth():
    row = judged(
        LEEDS, "lower", peer_authorities=150, peer_of=153, previous_period=2023,
        previous_value=91.2, change=-1.2, change_verdict="no more than chance",
    )  # fmt: skip
    assert section("timeliness", row).paragraphs[1] == (
        "Reviews on time: 90.0% (900 of 1,000 reviews that fell due, held or not), 95% interval "
        "85.3% to 93.4%. England: 92.0%, from 150 of 153 authorities. That is lower than England's "
        "other authorities by more than chance and ordinary differences would bring, which is "
        "worse. In 2023 it was 91.2%: the change is no more than chance would bring."
    )


def test_a_change_beyond_chance_is_told_with_its_size_and_none_as_none():
    before = {"previous_period": 2023, "peer_authorities": 1, "peer_of": 1}
    moved = beside(LEEDS, **before, previous_value=84.0, change=6.0, change_verdict="risen")
    assert (
        section("timeliness", moved)
        .paragraphs[1]
        .endswith(
            "In 2023 it was 84.0%: risen by 6.0 percentage points, more than chance would bring."
        )
    )
    same = beside(LEEDS, **before, previous_value=90.0, change=0.0)
    assert section("timeliness", same).paragraphs[1].endswith("In 2023 it was 90.0%: no change.")


def test_what_cannot_be_told_from_chance_says_so_and_why():
    few = beside(
        LEEDS, verdict="not enough information", verdict_reason="too few were counted",
        peer_authorities=3, peer_of=3,
    )  # fmt: skip
    assert "cannot be told: too few were counted." in section("timeliness", few).paragraphs[1]


def test_what_is_withheld_and_what_was_not_sent_are_named_without_a_number():
    found = section("timeliness", hidden(LEEDS))
    assert found.headline == "Quantitative information. None of 2 figures can be told."
    text = " ".join(found.paragraphs)
    assert "Not given here" in text
    assert "Reviews on time. The service has its own records of these" in text
    assert "Not sent, or could not be used: First review on time." in text
    assert not any(each.isdigit() for each in " ".join(found.paragraphs[1:]))


def test_a_service_s_own_yes_or_no_is_a_word():
    row = beside(
        LEEDS, indicator=FIRST, value=100.0, numerator=1.0, denominator=1.0, lower=None,
        upper=None, verdict=None, peer_value=60.8, peer_authorities=143, peer_of=153,
    )  # fmt: skip
    about = nation()["indicators"].to_dicts()[1]
    stated = about | {"counted_by": "authorities", "chance": "none"}
    found = section("timeliness", row, indicators=[stated])
    assert found.paragraphs[1] == (
        "First review on time: yes. England: 60.8%, from 143 of 153 authorities."
    )
    assert [cell.text for cell in found.tables[0].rows[0].cells[2:4]] == ["", "yes"]


def test_an_amount_says_what_it_was_made_of():
    row = beside(
        LEEDS, value=73.0, numerator=883.0, denominator=12.1, peer_value=68.9,
        peer_authorities=141, peer_of=153,
    )  # fmt: skip
    about = nation()["indicators"].to_dicts()[0]
    per_iro = about | {
        "unit": "children per WTE", "counts": "children", "out_of": "WTE of IROs in post",
    }  # fmt: skip
    found = section("timeliness", row, indicators=[per_iro])
    assert found.paragraphs[1].startswith(
        "Reviews on time: 73.0, from 883 children over 12.1 WTE of IROs in post, 95% interval"
    )


def test_each_heading_says_what_the_service_must_add():
    pack = sheet(folder(beside(LEEDS)), nation(beside(LEEDS)))
    for heading in headings():
        (found,) = [each for each in pack.sections if each.name == f"report_{heading.name}"]
        assert found.paragraphs[-1].startswith("To be added by the service: ")
        assert found.paragraphs[: len(heading.says)] == heading.says


def test_the_overview_begins_with_what_is_raised():
    row = judged(LEEDS, "lower")
    pack = sheet(folder(row), nation(row))
    assert pack.sections[-1].paragraphs[: len(pack.highlights)] == pack.highlights
