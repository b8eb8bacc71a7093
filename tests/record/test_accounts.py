"""What receipts say of checks that failed, or that had nothing to look at."""

from dataclasses import replace

from iro_pipeline.inspection import inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.record.accounts import Seen, as_text, receipts_for
from iro_pipeline.record.receipts import Arrival, Receipt
from tests.inspections import claimed

PATH = "ssda903/2024/E08000012/reviews.csv"
DATED = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2012,01/05/2023,PN1\n"
UNDATED = "CHILD,REVIEW,REVIEW_CODE\n1,01/05/2023,PN1\n"


def told(text: str, holds: str | None = None) -> Receipt:
    """The receipt of a file, with another expression in place of its contract's first rule."""
    found = claimed(PATH, text)
    if holds is not None:
        first, *others = found.contract.rules
        rules = (replace(first, holds=holds), *others)
        found = replace(found, contract=replace(found.contract, rules=rules))
    seen = Seen(Arrival(1, 1, PATH, "", len(text)), found)
    inspection = inspect(found.contract, as_text([seen]), Pseudonyms(b"k" * 32))
    (receipt,) = receipts_for([seen], inspection)
    return receipt


def test_a_file_of_which_every_check_was_made_is_loaded():
    receipt = told(DATED)
    assert (receipt.state, receipt.unchecked, receipt.holds) == ("loaded", {}, {})


def test_a_file_on_which_a_check_fails_is_held_and_the_check_named():
    receipt = told(DATED, "nowhere > 1")
    assert (receipt.state, set(receipt.holds)) == ("held", {"check_failed"})
    assert receipt.unchecked == {"held_outside_the_year": "the check failed (ColumnNotFoundError)"}
    assert receipt.rows_in == receipt.accepted + receipt.rejected == 1


def test_a_file_refused_for_its_rows_is_told_how_many_and_what_is_wrong_most_often():
    rows = ["1,01/02/2012,May,PN1", "2,01/02/2012,,PN1", "3,01/02/2012,June,PN1"]
    receipt = told("\n".join(["CHILD,DOB,REVIEW,REVIEW_CODE", *rows, ""]))
    assert receipt.state == "quarantined"
    assert receipt.reason == (
        "mostly_rejected: 3 of 3 rows cannot be used, and at most one in five may be. Most "
        "often, in 2 rows: the date in REVIEW cannot be read. Mend it where it is kept and export "
        "it again."
    )


def test_a_file_without_dates_of_birth_is_loaded_and_says_what_was_not_looked_into():
    receipt = told(UNDATED)
    assert receipt.state == "loaded"
    assert receipt.unchecked["pn0_after_fourth_birthday"] == "no row has a DOB that can be read"
