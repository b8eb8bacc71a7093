"""Who agreed to be contacted: a service, for its authority, in the newest wave that it answered."""

import polars as pl

from iro_pipeline.survey import agreed_to_contact
from tests.tables import table

HEADER = "| authority | period | speaker | chosen | agreed |\n|-|\n"


def agreed(*rows: str) -> dict[str, int]:
    forms = table(HEADER + "\n".join(rows), period=pl.Int64, chosen=pl.Boolean, agreed=pl.Boolean)
    return dict(agreed_to_contact(forms).select("authority_name", "wave").rows())


def test_the_service_that_left_a_name_agreed_and_no_other_did():
    found = agreed(
        "| E08000012 | 2017 | service | yes | yes |",
        "| E08000011 | 2017 | service | yes | no  |",
        "| E08000015 | 2017 | service | yes |     |",
    )
    assert found == {"Liverpool": 2017}


def test_a_practitioner_s_or_a_director_s_name_is_no_agreement_of_the_service():
    assert not agreed(
        "| E08000012 | 2017 | practitioner | yes | yes |",
        "| E08000012 | 2017 | director     | yes | yes |",
    )


def test_a_return_that_does_not_speak_for_the_service_agrees_to_nothing():
    assert not agreed(
        "| E08000012 | 2017 | service | no  | yes |",
        "| E08000012 | 2017 | service | yes | no  |",
    )


def test_a_later_no_overrides_and_a_later_wave_that_was_not_answered_does_not():
    found = agreed(
        "| E08000012 | 2017 | service | yes | yes |",
        "| E08000012 | 2022 | service | yes | no  |",
        "| E08000011 | 2017 | service | yes | yes |",
        "| E08000015 | 2017 | service | yes | no  |",
        "| E08000015 | 2022 | service | yes | yes |",
    )
    assert found == {"Knowsley": 2017, "Wirral": 2022}


def test_of_two_forms_of_one_wave_both_must_agree():
    assert not agreed(
        "| E08000012 | 2017 | service | yes | yes |",
        "| E08000012 | 2017 | service | yes | no  |",
    )


def test_an_agreement_is_kept_under_a_new_code_and_ends_with_its_authority():
    found = agreed(
        "| E08000020 | 2009 | service | yes | yes |",
        "| E10000006 | 2017 | service | yes | yes |",
    )
    assert found == {"Gateshead": 2009}, "Cumbria is no more, and its successors agreed to nothing"
