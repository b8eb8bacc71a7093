import pytest

from iro_pipeline.packs import making
from iro_pipeline.packs.model import Cell, Pack
from iro_pipeline.packs.released import Tables
from tests.packs.drawn import HULL, LEEDS, YORK, YORKSHIRE, beside, hidden, register, yorkshire


def made(tables: Tables) -> Pack:
    return making.region(tables, YORKSHIRE[1], warning="", notice="A notice.")


def numbers(pack: Pack) -> list[Cell]:
    tables = [table for section in pack.sections for table in section.tables]
    return [cell for table in tables for row in table.rows for cell in row.cells if cell.origin]


def test_every_number_with_an_origin_stands_there_in_the_release():
    tables = yorkshire(beside(LEEDS), beside(YORK, value=81.25), hidden(HULL))
    found = numbers(made(tables))
    assert len(found) > 10
    for cell in found:
        assert cell.origin is not None
        (row,) = tables[cell.origin.table].filter(**dict(cell.origin.key)).iter_rows(named=True)
        assert row[cell.origin.column] == cell.value


def test_the_same_tables_make_the_same_edition_and_others_another():
    one = made(yorkshire(beside(LEEDS)))
    assert made(yorkshire(beside(LEEDS))) == one
    assert made(yorkshire(beside(LEEDS))).edition == one.edition
    assert made(yorkshire(beside(LEEDS, value=90.5))).edition != one.edition


def test_a_region_with_everything_withheld_has_every_section_and_says_so():
    pack = made(yorkshire(hidden(LEEDS), hidden(YORK), hidden(HULL)))
    said = {section.name: section.headline for section in pack.sections}
    assert said["summary"] == (
        "No figure of an authority of Yorkshire and The Humber could be compared with England's."
    )
    assert said["withheld"].startswith("Of 3 figures that the summary would have of 3 authorities")
    assert pack.highlights == ()


def test_an_authority_that_sent_nothing_has_its_row():
    pack = made(yorkshire(beside(LEEDS), beside(YORK)))
    rows = {row.cells[0].text: row for row in pack.sections[0].tables[0].rows}
    assert [*rows] == ["England", "Yorkshire and The Humber", "Hull", "Leeds", "York"]
    assert rows["Hull"].cells[1].text == "[x]"


def test_twenty_four_authorities_and_the_longest_name_have_a_row_each():
    long = ("E06000058", "Bournemouth, Christchurch and Poole")
    many = [long, *((f"E0600{at:04}", f"Authority {at}") for at in range(100, 123))]
    tables = yorkshire(*(beside(each) for each in many), authorities=register(*many))
    (rug, *_) = made(tables).sections[0].tables
    assert [row.cells[0].text for row in rug.rows[2:]] == sorted(name for _, name in many)


def test_a_release_without_figures_makes_no_pack():
    with pytest.raises(ValueError, match="no figures"):
        made(yorkshire(figures=[]))
