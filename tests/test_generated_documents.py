import pytest

from iro_pipeline.dictionary import pages

PAGES = pages()


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)
def test_a_generated_document_says_what_the_code_and_the_contracts_say(place):
    assert place.read_text(encoding="utf-8") == PAGES[place], (
        "run: python -m iro_pipeline.dictionary"
    )
