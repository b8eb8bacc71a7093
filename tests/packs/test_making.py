import pytest

from iro_pipeline.packs import making
from iro_pipeline.packs.model import Pack, Table
from iro_pipeline.packs.released import Tables
from tests.packs.drawn import (
    HULL,
    LEEDS,
    YORK,
    YORKSHIRE,
    beside,
    beside_england,
    hidden,
    register,
    stands,
    yorkshire,
)


def made(tables: Tables) -> Pack:
    return making.region(tables, YORKSHIRE[1], warning="", notice="A notice.")


def every_table(pack: Pack) -> list[Table]:
    return [table for section in pack.sections for table in section.tables]


def test_every_number_with_an_origin_stands_there_in_the_release():
    tables = yorkshire(beside(LEEDS), beside(YORK, value=81.25), hidden(HULL))
    assert stands(every_table(made(tables)), tables) > 10


def test_every_table_and_chart_has_a_name_of_its_own_and_every_chart_its_table():
    before = {"previous_period": 2023, "previous_value": 92.0, "change": -2.0}
    pack = made(yorkshire(beside(LEEDS, **before), beside(YORK, **before), hidden(HULL)))
    names = [table.name for table in every_table(pack)]
    charts = [chart for section in pack.sections for chart in section.charts]
    assert charts
    assert len(set(names)) == len(names)
    assert {chart.table for chart in charts} <= set(names)
    for table in every_table(pack):
        headings = [column.heading for column in table.columns]
        assert len(set(headings)) == len(headings)
        assert {len(row.cells) for row in table.rows} <= {len(headings)}


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


def test_a_partnership_has_its_members_and_its_own_figure_from_beside_them():
    own = {"peer_group": "partnership", "peer": "Three of us", "peer_value": 91.25}
    tables = yorkshire(
        *(beside(each) for each in (LEEDS, YORK)),
        *(
            beside_england(
                authority=code, authority_name=name, peer_authorities=2, peer_of=3, **own
            )
            for code, name in (LEEDS, YORK)
        ),
    )
    pack = making.partnership(tables, "Three of us", warning="", notice="")
    (rug, *_) = pack.sections[0].tables
    assert [row.cells[0].text for row in rug.rows] == ["England", "Three of us", "Leeds", "York"]
    assert rug.rows[1].cells[1].text == "91.3%"
    assert rug.rows[1].cells[1].detail == "Rests on 2 of 3 authorities."
    assert stands(every_table(pack), tables) >= 6
    assert pack.authorities == (LEEDS, YORK)


def test_englands_pack_has_no_picture_of_every_authoritys_change():
    before = {"previous_period": 2023, "previous_value": 92.0, "change": -2.0}
    tables = yorkshire(*(beside(each, **before) for each in (LEEDS, YORK, HULL)))
    pack = making.england(tables, warning="", notice="")
    of = {section.name: section for section in pack.sections}
    assert of["changes"].charts == ()
    assert [table.name for table in of["changes"].tables] == ["changes"]
    assert stands(every_table(pack), tables) >= 6
