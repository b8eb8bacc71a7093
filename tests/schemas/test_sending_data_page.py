import pytest

from iro_pipeline.contracts import Contract, in_force, sources
from iro_pipeline.places import CHECKOUT

PAGE = (CHECKOUT / "docs/sending-data.md").read_text(encoding="utf-8")
FORMS = [
    "iro_service/service",
    "iro_allocation/allocation",
    "dispute_log/dispute",
    "review_records/record",
    "cafcass_enquiries/enquiry",
    "published_figures/figure",
]


@pytest.mark.parametrize("source", sources())
def test_every_source_says_where_its_files_go(source):
    assert f"`data/raw/{source}/" in PAGE


@pytest.mark.parametrize("form", FORMS)
def test_every_column_that_a_person_fills_in_is_explained(form):
    source, table = form.split("/")
    newest: Contract = next(each for each in in_force(source, None) if f"/{table}/" in each.name)
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    explained = {line.split("|")[1].strip().strip("*") for line in rows}
    assert {each.header[0] for each in newest.fields} <= explained


@pytest.mark.parametrize(
    ("source", "name"),
    [
        *(("cafcass_enquiries", name) for name in ("category", "outcome")),
        *(("dispute_log", name) for name in ("theme", "stage", "dispute_outcome")),
        ("review_records", "spoken_to"),
        *(("iro_service", name) for name in ("independent_legal_advice", "team_like_children")),
    ],
)
def test_every_answer_to_choose_from_is_listed(source, name):
    contract = next(iter(in_force(source, None)))
    field = next(each for each in contract.fields if each.name == name)
    assert all(labels[0] in PAGE for labels in field.codes.values())


def test_the_data_sheet_is_explained_under_its_headings_and_in_their_order():
    (contract,) = in_force("iro_service", None)
    listed = PAGE[PAGE.index("## IRO service return") : PAGE.index("## Allocation list")]
    rows = [line.split("|")[1].strip() for line in listed.splitlines() if line.startswith("| ")]
    expected = []
    for each in contract.fields:
        if f"*{each.section}*" not in expected:
            expected.append(f"*{each.section}*")
        expected.append(each.header[0] if each.optional_column else f"**{each.header[0]}**")
    assert rows[1:] == expected
