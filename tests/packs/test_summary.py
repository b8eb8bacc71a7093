from iro_pipeline.packs.summary import headline, summary
from tests.packs.drawn import (
    ABOUT,
    HULL,
    LEEDS,
    YORK,
    beside,
    beside_england,
    hidden,
    whose,
    yorkshire,
)

APART = "by more than chance and ordinary differences"


def test_none_worse_is_said_so():
    alike = whose(yorkshire(beside(LEEDS), beside(YORK)))
    assert headline(alike) == (
        f"None of 2 figures that could be compared with England's others are worse {APART}. "
        "None is better."
    )


def test_one_worse_is_named_with_its_measure():
    rows = [beside(LEEDS), beside(YORK, verdict="lower", reads_as="worse"), beside(HULL)]
    assert headline(whose(yorkshire(*rows))) == (
        f"1 of 3 figures that could be compared with England's others is worse {APART}: "
        "York (reviews on time). None is better."
    )


def test_a_difference_that_nobody_calls_good_or_bad_is_neither():
    said = headline(whose(yorkshire(beside(LEEDS, verdict="higher"), beside(YORK))))
    assert said.startswith("None of 2 figures")
    assert said.endswith("None is better.")


def test_figures_of_which_there_is_not_enough_information_are_not_among_the_compared():
    unsure = beside(LEEDS, verdict="not enough information", verdict_reason="too few were counted")
    better = beside(YORK, verdict="higher", reads_as="better")
    assert headline(whose(yorkshire(unsure, better))) == (
        f"Not the one figure that could be compared with England's others is worse {APART}. "
        "1 is better."
    )


def test_all_withheld_is_said_so():
    assert headline(whose(yorkshire(hidden(LEEDS), hidden(YORK)))) == (
        "No figure of an authority of Yorkshire and The Humber could be compared with England's."
    )


def test_what_is_stated_has_no_verdict():
    stated = beside(LEEDS, verdict="not enough information", verdict_reason="stated")
    (rug, _) = summary(whose(yorkshire(stated, indicators=[ABOUT | {"chance": "none"}]))).tables
    leeds = next(row for row in rug.rows if row.cells[0].text == "Leeds")
    assert (leeds.cells[1].text, leeds.cells[1].word) == ("90.0%", "")


def test_beside_its_region_an_authority_may_have_another_verdict():
    own = beside_england(peer_group="region", peer="Yorkshire and The Humber", verdict="higher")
    (_, full) = summary(whose(yorkshire(beside(LEEDS), own))).tables
    (line,) = full.rows
    assert [cell.text for cell in line.cells[-2:]] == ["about the same", "higher"]


def test_englands_summary_has_regions_and_below_every_authority_folded_away():
    section = summary(whose(yorkshire(beside(LEEDS), beside(YORK)), "england"))
    (rug, every) = section.tables
    assert section.title == "Regions, measure by measure"
    assert section.headline.startswith("None of 2 figures that could be compared")
    assert [row.cells[0].text for row in rug.rows] == ["England", "Yorkshire and The Humber"]
    assert [row.cells[0].text for row in every.rows] == ["England", "Hull", "Leeds", "York"]
    assert (rug.is_long, every.is_long) == (False, True)
