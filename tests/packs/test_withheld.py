from iro_pipeline.packs.withheld import withheld
from tests.packs.drawn import HULL, LEEDS, YORK, beside, hidden, whose, yorkshire


def test_of_all_figures_it_is_told_how_many_are_shown_withheld_and_not_there():
    section = withheld(whose(yorkshire(beside(LEEDS), hidden(YORK))))
    assert section.headline == (
        "Of 3 figures that the summary would have of 3 authorities, 1 can be shown. 1 is withheld "
        "or without meaning, and for 1 what it is made from was not sent or could not be used."
    )
    measures, reasons = section.tables
    assert [cell.value for cell in measures.rows[0].cells] == ["Reviews on time", 1, 1, 0, 1, 0]
    assert {row.cells[0].text: row.cells[1].value for row in reasons.rows} == {
        "A count of 1 to 5.": 1,
        "What it is made from was not sent, or could not be used.": 1,
    }


def test_where_nothing_is_missing_nothing_is_said_of_what_was_not_sent():
    section = withheld(whose(yorkshire(beside(LEEDS), hidden(YORK), hidden(HULL))))
    assert section.headline == (
        "Of 3 figures that the summary would have of 3 authorities, 1 can be shown. 2 are withheld "
        "or without meaning."
    )


def test_where_nothing_is_withheld_it_is_said_so():
    section = withheld(whose(yorkshire(beside(LEEDS))))
    assert section.headline == (
        "Of 3 figures that the summary would have of 3 authorities, 1 can be shown. None is "
        "withheld or without meaning, and for 2 what they are made from was not sent or could not "
        "be used."
    )


def test_where_everything_is_shown_it_is_said_so():
    section = withheld(whose(yorkshire(*(beside(each) for each in (LEEDS, YORK, HULL)))))
    assert section.headline == "All 3 figures of the authorities in the summary are shown."
