import pytest

from iro_pipeline.opening import Page, Unreadable
from iro_pipeline.opening.markup import LARGEST, pages

EPISODE = """
<EPISODE><DECOM>01/04/2023</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U4</PL>
<PL_POST>M1 1AA</PL_POST><HOME_POST/><URN>9</URN><PLACE_PROVIDER>PR1</PLACE_PROVIDER>
<DEC>05/05/2023</DEC><REC>X1</REC><REASON_PLACE_CHANGE/></EPISODE>
"""


def child(header: str = "", *, child_id: str = "INV1", episodes: str = "") -> str:
    own = f"<CHILDID>{child_id}</CHILDID><SEX>1</SEX><DOB>01/02/2012</DOB><UASC/>"
    return f"<CHILD><HEADER>{own}{header}</HEADER>{episodes}</CHILD>"


def returned(
    *children: str, declaration: str = '<?xml version="1.0" encoding="us-ascii"?>'
) -> bytes:
    return f"{declaration}<EXPSSDA903>{''.join(children)}</EXPSSDA903>".encode("cp1252")


def rows(data: bytes) -> dict[str, list[dict[str, str]]]:
    """Each module's rows, without their empty cells."""
    return {
        page.name: [
            {name: cell for name, cell in zip(page.rows[0], row, strict=True) if cell}
            for row in page.rows[1:]
        ]
        for page in pages(data)
    }


INV1 = {"CHILD": "INV1", "DOB": "01/02/2012"}


def test_a_return_has_a_page_for_each_module_headed_as_its_csv_file():
    found = {page.name: page.rows[0] for page in pages(returned())}
    assert found["header"] == ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"]
    assert found["reviews"] == ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"]
    assert [*found] == [
        "header", "episodes", "reviews", "uasc", "oc2", "oc3", "ad1", "placed_adoption",
        "prev_perm", "missing",
    ]  # fmt: skip


def test_a_child_is_a_row_of_the_header():
    found = rows(returned(child("<UPN>U</UPN><ETHNIC>WBRI</ETHNIC><MOTHER/><MC_DOB/>")))
    assert found["header"] == [INV1 | {"SEX": "1", "UPN": "U", "ETHNIC": "WBRI"}]


def test_an_episode_is_a_row_with_the_names_of_the_csv_file():
    (episode,) = rows(returned(child(episodes=EPISODE)))["episodes"]
    assert episode == {
        "CHILD": "INV1", "DECOM": "01/04/2023", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4",
        "PL_POST": "M1 1AA", "URN": "9", "PLACE_PROVIDER": "PR1", "DEC": "05/05/2023", "REC": "X1",
    }  # fmt: skip


@pytest.mark.parametrize("empty", ["", "<DEC/>", "<DEC></DEC>", "<DEC> </DEC>"])
def test_an_episode_without_an_end_stays_open_whatever_its_siblings_say(empty: str):
    still = f"<EPISODE><DECOM>05/05/2023</DECOM>{empty}</EPISODE>"
    for episodes in (EPISODE + still, still + EPISODE):
        found = rows(returned(child(episodes=episodes)))["episodes"]
        assert [row.get("DEC") for row in found if row["DECOM"] == "05/05/2023"] == [None]


def test_records_repeat_the_child_and_nothing_else_of_it():
    found = rows(
        returned(
            child(
                "<AREVIEW><REVIEW>27/09/2023</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>"
                "<AREVIEW><REVIEW>01/03/2024</REVIEW></AREVIEW>"
                "<AMISSING><MISSING>A</MISSING><MIS_START>29/07/2023</MIS_START></AMISSING>"
                "<OC2><SDQ_SCORE>21</SDQ_SCORE></OC2><PERMANENCE><PREV_PERM>Z1</PREV_PERM>"
                "</PERMANENCE><AD_PLACED><DATE_PLACED>03/05/2023</DATE_PLACED></AD_PLACED>"
            )
        )
    )
    assert found["reviews"] == [
        INV1 | {"REVIEW": "27/09/2023", "REVIEW_CODE": "PN1"},
        INV1 | {"REVIEW": "01/03/2024"},
    ]
    assert found["missing"] == [INV1 | {"MISSING": "A", "MIS_START": "29/07/2023"}]
    assert found["oc2"] == [INV1 | {"SDQ_SCORE": "21"}]
    assert found["prev_perm"] == [INV1 | {"PREV_PERM": "Z1"}]
    assert found["placed_adoption"] == [INV1 | {"DATE_PLACED": "03/05/2023"}]


def test_modules_within_the_header_have_the_children_that_have_their_items():
    found = rows(
        returned(
            child("<IN_TOUCH>NO</IN_TOUCH><ACTIV>P2</ACTIV><ACCOM>S1</ACCOM>"),
            child("<DATE_INT>03/05/2023</DATE_INT><FOSTER_CARE>0</FOSTER_CARE>", child_id="INV2"),
            child("<DUC>28/09/2023</DUC>", child_id="INV3"),
            child("<IN_TOUCH/><DATE_INT/><DUC/>", child_id="INV4"),
        )
    )
    assert found["oc3"] == [INV1 | {"IN_TOUCH": "NO", "ACTIV": "P2", "ACCOM": "S1"}]
    assert [row["CHILD"] for row in found["ad1"]] == ["INV2"]
    assert found["uasc"] == [INV1 | {"CHILD": "INV3", "SEX": "1", "DUC": "28/09/2023"}]
    assert len(found["header"]) == 4


@pytest.mark.parametrize(("flag", "children"), [("1", 1), ("0", 0), ("", 0)])
def test_a_child_may_be_unaccompanied_without_a_date(flag: str, children: int):
    data = returned(child()).replace(b"<UASC/>", f"<UASC>{flag}</UASC>".encode())
    assert len(rows(data)["uasc"]) == children


def test_modules_of_later_years_are_told_by_their_items():
    found = rows(
        returned(
            child("<ANY><SW_ID>SW1</SW_ID><SW_DECOM>01/04/2023</SW_DECOM></ANY>"),
            child(episodes="<OTHER><DOLO_START>01/05/2026</DOLO_START></OTHER>", child_id="INV2"),
        )
    )
    assert found["sw_episodes"] == [INV1 | {"SW_ID": "SW1", "SW_DECOM": "01/04/2023"}]
    assert found["dolo"] == [INV1 | {"CHILD": "INV2", "DOLO_START": "01/05/2026"}]


def test_a_new_item_is_a_column_that_a_contract_can_name():
    new = EPISODE.replace("<DEC>", "<PL_NEW>x</PL_NEW><DEC>")
    (page,) = [page for page in pages(returned(child(episodes=new))) if page.name == "episodes"]
    assert page.rows[0][-1] == "PL_NEW"
    assert page.rows[1][-1] == "x"


def test_row_one_is_the_first_record():
    (page,) = [page for page in pages(returned(child(episodes=EPISODE))) if page.name == "episodes"]
    assert page == Page("episodes", page.rows, first=0)


def test_an_empty_record_is_none():
    assert rows(returned(child("<AREVIEW/><AREVIEW><REVIEW/></AREVIEW>")))["reviews"] == []


@pytest.mark.parametrize("value", ["<!-- no -->PN1", "PN<!-- no -->1", "<![CDATA[PN1]]>", " PN1\n"])
def test_a_value_is_whole_whatever_stands_within_it(value: str):
    data = returned(child(f"<AREVIEW><REVIEW_CODE>{value}</REVIEW_CODE></AREVIEW>"))
    assert rows(data)["reviews"] == [INV1 | {"REVIEW_CODE": "PN1"}]


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1"])
def test_the_encodings_of_older_systems_are_read(encoding: str):
    data = returned(
        child(child_id="É1"), declaration=f'<?xml version="1.0" encoding="{encoding}"?>'
    )
    assert rows(data)["header"][0]["CHILD"] == "É1"


HOSTILE = {
    "billion laughs": (
        b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><EXPSSDA903>&b;</EXPSSDA903>',
        "document_type",
    ),
    "external DTD": (
        b'<!DOCTYPE EXPSSDA903 SYSTEM "http://x.invalid/a.dtd"><EXPSSDA903/>',
        "document_type",
    ),
    "undefined entity": (b"<EXPSSDA903>&a;</EXPSSDA903>", "broken_xml"),
    "deep nesting": (b"<EXPSSDA903>" + b"<a>" * 100_000 + b"</a>" * 100_000, "broken_xml"),
    "cut off": (returned(child(episodes=EPISODE))[:-30], "broken_xml"),
    "cut off between children": (returned(child(), child())[: -len("</EXPSSDA903>")], "broken_xml"),
    "not in its encoding": (returned(child(child_id="É")), "broken_xml"),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?><EXPSSDA903/>', "encoding"),
    "NUL": (b"<EXPSSDA903>\x00</EXPSSDA903>", "encoding"),
    "wrong root": (b"<Children><CHILD/></Children>", "unknown_xml"),
    "a namespace": (b'<EXPSSDA903 xmlns="urn:x"><CHILD/></EXPSSDA903>', "unknown_xml"),
    "a child in a namespace": (returned('<CHILD xmlns="urn:x"><HEADER/></CHILD>'), "broken_xml"),
    "no header": (returned("<CHILD/>"), "broken_xml"),
    "two headers": (returned("<CHILD><HEADER/><HEADER/></CHILD>"), "broken_xml"),
    "an unknown record": (returned(child("<AOTHER><X>1</X></AOTHER>")), "unknown_element"),
    "an unknown record beside episodes": (returned(child(episodes="<X/>")), "unknown_element"),
    "an element in an item": (
        returned(child("<AREVIEW><REVIEW><DAY>1</DAY></REVIEW></AREVIEW>")),
        "unknown_element",
    ),
    "a record in the name of another child": (
        returned(child("<AREVIEW><CHILDID>INV2</CHILDID></AREVIEW>")),
        "unknown_element",
    ),
    "an item twice": (
        returned(child(episodes="<EPISODE><DEC>1</DEC><DEC>2</DEC></EPISODE>")),
        "broken_xml",
    ),
    "a text beside the elements": (returned(child(episodes="INV9")), "broken_xml"),
    "many new items": (
        returned(child("".join(f"<N{n}>1</N{n}>" for n in range(60)))),
        "broken_xml",
    ),
    "too large": (b"<EXPSSDA903>" + b" " * LARGEST, "too_large"),
}


@pytest.mark.parametrize(("data", "rule"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_return_is_refused_by_rule(data: bytes, rule: str):
    with pytest.raises(Unreadable) as refused:
        pages(data)
    assert refused.value.rule == rule
    assert "INV" not in str(refused.value)
    assert refused.value.do.endswith(".")
