import pytest

from iro_pipeline.contracts import Contract, in_force, sources
from iro_pipeline.places import CHECKOUT

PAGE = (CHECKOUT / "docs/sources.md").read_text(encoding="utf-8")
FORMS = [
    "iro_service/service",
    "iro_allocation/allocation",
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
    explained = {line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")}
    assert {each.header[0] for each in newest.fields} <= explained


@pytest.mark.parametrize("codes", ["category", "outcome"])
def test_every_answer_that_cafcass_may_give_is_listed(codes):
    contract = next(iter(in_force("cafcass_enquiries", None)))
    field = next(each for each in contract.fields if each.name == codes)
    assert all(labels[0] in PAGE for labels in field.codes.values())
