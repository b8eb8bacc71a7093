"""Nobody is named who did not agree, and nobody whose difference may be chance."""

from iro_pipeline.packs import Section, making, what_works
from tests.packs.drawn import HULL, LEEDS, YORK, YORKSHIRE, rows
from tests.packs.drawn_own import (
    FIRST,
    NORTH_EAST,
    ON_TIME,
    SUNDERLAND,
    TOOK_PART,
    agreed,
    judged,
    nation,
)

TOPIC = "Reviews on time"
NOBODY = "nobody who can be named"


def to_leeds(*benchmarks: dict, who: list[dict] | None = None) -> Section:
    """What Leeds is told, of the rows and of those who agreed: York, if nobody else."""
    told = what_works.works(nation(*benchmarks))
    of = rows("agreed_to_contact", agreed(YORK) if who is None else who)
    return what_works.of_authority(told, of, *LEEDS, YORKSHIRE[1])


def said(section: Section) -> str:
    """All that the section says, but what it says of how it was made."""
    cells = [each.text for table in section.tables for line in table.rows for each in line.cells]
    return " ".join([section.headline, *cells])


def test_who_is_reliably_above_and_agreed_is_named_with_the_wave_and_the_measure():
    found = to_leeds(judged(LEEDS, "lower"), judged(YORK, "higher", FIRST))
    assert found.headline == (
        "Leeds is worse than England's others in 1 topic. Reviews on time: York is reliably better "
        "and has agreed to be contacted."
    )
    (line,) = found.tables[0].rows
    assert [cell.text for cell in line.cells] == [
        TOPIC, "Reviews on time", "York", "region", "First review in 20 days", "2024",
    ]  # fmt: skip
    assert line.area == YORK[0]


def test_who_did_not_agree_is_neither_named_nor_counted():
    benchmarks = (judged(LEEDS, "lower"), judged(YORK, "higher"), judged(SUNDERLAND, "higher"))
    some = to_leeds(*benchmarks)
    none = to_leeds(*benchmarks, who=[])
    assert "Sunderland" not in said(some)
    assert "York" not in said(none)
    assert none.headline == (
        "Leeds is worse than England's others in 1 topic. Reviews on time: nobody who can be named "
        "is reliably better."
    )
    alone = to_leeds(judged(LEEDS, "lower"), who=[])
    assert said(alone) == said(none)


def test_nobody_is_named_by_chance():
    for verdict in ("about the same", "not enough information"):
        near = judged(YORK, verdict, value=99.9)
        assert "York" not in said(to_leeds(judged(LEEDS, "lower"), near))


def test_who_is_worse_in_another_measure_of_the_topic_is_not_above_in_it():
    mixed = (judged(YORK, "higher"), judged(YORK, "lower", FIRST))
    assert NOBODY in said(to_leeds(judged(LEEDS, "lower"), *mixed))


def test_above_in_another_topic_helps_nobody():
    assert NOBODY in said(to_leeds(judged(LEEDS, "lower"), judged(YORK, "higher", TOOK_PART)))


def test_an_earlier_year_and_another_group_of_peers_count_for_nothing():
    before = judged(YORK, "higher", period=2023)
    beside_region = judged(YORK, "higher") | {"peer_group": "region", "peer": YORKSHIRE[1]}
    for row in (before, beside_region):
        assert NOBODY in said(to_leeds(judged(LEEDS, "lower"), row))


def test_an_authority_is_not_told_to_ask_itself():
    found = to_leeds(judged(LEEDS, "lower"), judged(LEEDS, "higher", FIRST), who=agreed(LEEDS))
    assert NOBODY in said(found)


def test_a_neighbour_of_another_region_is_named_with_its_region():
    who = agreed(SUNDERLAND, region=NORTH_EAST[1])
    found = to_leeds(judged(LEEDS, "lower"), judged(SUNDERLAND, "higher"), who=who)
    assert found.tables[0].rows[0].cells[3].text == "neighbour, the North East"


def test_several_are_listed_and_each_topic_has_its_own():
    found = to_leeds(
        *(judged(LEEDS, "lower", each) for each in (ON_TIME, TOOK_PART)),
        *(judged(each, "higher") for each in (YORK, HULL)),
        who=agreed(HULL, YORK),
    )
    assert found.headline == (
        "Leeds is worse than England's others in 2 topics. Reviews on time: Hull and York are "
        "reliably better and have agreed to be contacted; Children take part: nobody who can be "
        "named is reliably better."
    )
    assert [line.cells[2].text for line in found.tables[0].rows] == ["Hull", "York", NOBODY]


def test_an_authority_that_is_below_in_nothing_is_told_so_and_shown_nobody():
    found = to_leeds(judged(LEEDS, "about the same"), judged(YORK, "higher"))
    assert "York" not in said(found)
    assert found.tables == ()
    assert found.headline.startswith("Leeds is worse than England's others in no topic")


def test_one_of_whom_nothing_is_compared_is_not_told_that_it_is_below_in_nothing():
    found = to_leeds(judged(YORK, "higher"))
    assert found.headline == (
        "Nothing of Leeds can be compared with England's others, so that nobody is looked for."
    )


def of_region(*benchmarks: dict, who: list[dict]) -> Section:
    tables = nation(*benchmarks, agreed_to_contact=who)
    return what_works.of_region(tables, YORKSHIRE[1], (HULL, LEEDS, YORK))


def test_a_region_is_told_topic_by_topic_who_is_below_and_who_may_be_asked():
    benchmarks = [judged(each, "lower") for each in (HULL, LEEDS)]
    found = of_region(*benchmarks, judged(YORK, "higher"), who=agreed(YORK))
    (line,) = found.tables[0].rows
    assert [cell.text for cell in line.cells] == [
        TOPIC,
        "Hull (Reviews on time) and Leeds (Reviews on time)",
        "York",
    ]
    assert found.headline == (
        "In 1 topic an authority of Yorkshire and The Humber is worse than England's others by "
        "more than chance and ordinary differences. Reliably better, and agreed to be contacted: "
        "York (reviews on time)."
    )


def test_a_region_in_which_nobody_agreed_names_nobody_above():
    found = of_region(judged(LEEDS, "lower"), judged(YORK, "higher"), who=[])
    assert found.tables[0].rows[0].cells[2].text == NOBODY
    assert "York " not in said(found)


def test_a_member_is_named_above_for_nothing_that_only_others_agreed_to():
    outside = agreed(SUNDERLAND, region=NORTH_EAST[1])
    found = of_region(judged(LEEDS, "lower"), judged(SUNDERLAND, "higher"), who=outside)
    assert "Sunderland" not in said(found)


def test_a_region_in_which_nobody_is_below_is_told_so():
    found = of_region(judged(YORK, "higher"), who=agreed(YORK))
    assert found.tables == ()
    assert found.headline.startswith("No authority of Yorkshire and The Humber is worse")


def test_of_a_region_of_which_nothing_is_compared_nothing_is_claimed():
    found = of_region(judged(SUNDERLAND, "lower"), who=[])
    assert found.headline == (
        "Nothing of the authorities of Yorkshire and The Humber can be compared with England's "
        "others, so that nobody is looked for."
    )


def test_a_region_s_pack_tells_whom_to_ask_and_england_s_does_not():
    tables = nation(judged(LEEDS, "lower"), judged(YORK, "higher"), agreed_to_contact=agreed(YORK))
    region = making.region(tables, YORKSHIRE[1], warning="", notice="")
    assert "York (reviews on time)." in next(
        each.headline for each in region.sections if each.name == "what_works"
    )
    england = making.england(tables, warning="", notice="")
    assert "what_works" not in {each.name for each in england.sections}


def test_the_question_is_cited_and_the_way_to_ask_said():
    found = to_leeds(judged(LEEDS, "lower"))
    assert "Can we contact you for a more in-depth phone survey?" in " ".join(found.paragraphs)
    assert "through your network's lead" in " ".join(found.paragraphs)
