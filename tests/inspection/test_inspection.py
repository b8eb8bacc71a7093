from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.contracts import Contract, Rule
from iro_pipeline.inspection import Inspection, inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms

FORM = """
title = "Invented form"
grain = "one row per child and day"
path = "{period}/{authority}"
primaryKey = ["child", "held_on"]

[[fields]]
name = "child"
header = "CHILD"
type = "string"
identifier = "child"
description = "The child."
constraints = { required = true, pattern = '[A-Z0-9]+' }

[[fields]]
name = "held_on"
header = "REVIEW"
type = "date"
format = "%d/%m/%Y"
description = "The day."
constraints = { required = true }

[[fields]]
name = "participation"
header = "CODE"
type = "string"
codes = "invented"
description = "How."

[[fields]]
name = "number"
header = "N"
type = "integer"
symbols = "symbol"
description = "How many."
constraints = { minimum = 0 }

[[rules]]
id = "held_in_the_year"
says = "A review is held in its year"
holds = "period IS NULL OR held_on <= DATE '2024-03-31'"
fields = ["held_on"]
severity = "warn"
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    schemas: Path = tmp_path_factory.mktemp("schemas")
    (schemas / "raw/form/table").mkdir(parents=True)
    (schemas / "codes").mkdir()
    (schemas / "raw/form/table/2012.toml").write_text(FORM)
    (schemas / "codes/invented.toml").write_text('title = "t"\n[codes]\nPN0 = "a"\nPN1 = "b"\n')
    (schemas / "codes/symbol.toml").write_text('title = "t"\n[codes]\nc = "hidden"\n')
    return Contract.load("raw/form/table/2012", schemas)


def seen(contract: Contract, *rows: tuple[str | None, ...]) -> Inspection:
    text = pl.DataFrame(
        rows,
        schema=dict.fromkeys(("child", "held_on", "participation", "number"), pl.String),
        orient="row",
    )
    text = text.with_row_index("line", 2).with_columns(
        pl.lit(1, pl.Int64).alias("arrival"),
        pl.col("line").cast(pl.Int64),
        period=pl.lit(2024, pl.Int64),
        authority=pl.lit("E08000012"),
        scope=pl.lit("341"),
    )
    return inspect(contract, text, Pseudonyms(b"k" * 32))


def told(found: Inspection) -> list[tuple[int, str, str, str]]:
    return found.faults.select("line", "column", "rule", "severity").rows()


def test_a_good_row_is_accepted_with_its_types_and_a_pseudonym(contract: Contract):
    found = seen(contract, ("A1", "28/04/2023", "PN1", "7"))
    accepted = found.accepted
    assert [part.height for part in found] == [1, 0, 0, 0, 0]
    assert accepted.schema["held_on"] == pl.Date
    assert accepted["child"][0] != "A1"


@pytest.mark.parametrize("day", ["31/02/2023", "1/4/24", "2023-04-28", " ", "28/04/23"])
def test_a_date_that_is_none_rejects_the_row_where_it_is_required(contract: Contract, day: str):
    found = seen(contract, ("A1", day.strip() or None, "PN1", "7"))
    assert (found.accepted.height, found.rejected.height) == (0, 1)


def test_a_rejected_row_keeps_what_could_be_read(contract: Contract):
    kept = seen(contract, ("A1", "28/04/2023", None, None)).accepted
    lost = seen(contract, ("A1", "no date", None, None)).rejected
    assert lost["child"][0] == kept["child"][0]


def test_a_fault_in_an_optional_value_blanks_it_and_keeps_the_row(contract: Contract):
    found = seen(contract, ("A1", "28/04/2023", "PN9", "-1"))
    assert found.accepted.select("participation", "number").row(0) == (None, None)
    assert told(found) == [(2, "number", "minimum", "blank"), (2, "participation", "code", "blank")]


def test_a_symbol_stands_beside_the_number_that_it_hides(contract: Contract):
    accepted = seen(contract, ("A1", "28/04/2023", None, "c")).accepted
    assert accepted.select("number", "number_status").row(0) == (None, "c")


def test_of_repeated_keys_the_first_row_stands(contract: Contract):
    twice = ("A1", "28/04/2023", "PN1", None)
    found = seen(
        contract, twice, ("A1", "28/04/2023", "PN0", None), ("A2", "28/04/2023", None, None)
    )
    assert found.accepted["line"].to_list() == [2, 4]
    assert [fault[2] for fault in told(found)] == ["repeated_key"]


def test_a_row_that_says_the_same_again_is_told_from_one_that_says_something_else(
    contract: Contract,
):
    row, other = ("A1", "28/04/2023", "PN1", None), ("A1", "28/04/2023", "PN1", "7")
    found = seen(contract, row, row, other, other)
    assert found.accepted["line"].to_list() == [2]
    assert [(fault[0], fault[2]) for fault in told(found)] == [
        (3, "repeated_row"),
        (4, "repeated_key"),
        (5, "repeated_row"),
    ]


def test_a_day_written_in_two_ways_is_one_key(contract: Contract):
    found = seen(contract, ("A1", "01/04/2023", None, None), ("A1", "1/4/2023", None, None))
    assert [(fault[0], fault[2]) for fault in told(found)] == [(3, "repeated_key")]


def test_a_rule_is_not_kept_by_rows_that_have_nothing_to_hold_to_it(contract: Contract):
    needy = replace(contract, rules=(replace(contract.rules[0], needs=("participation",)),))
    row = ("A1", "28/04/2023", "PN1", None)
    assert seen(needy, row).unchecked.is_empty()
    found = seen(needy, (*row[:2], "", None))
    assert found.unchecked.rows() == [
        (1, "held_in_the_year", "no row has a CODE that can be read", False)
    ]


def test_a_check_that_fails_is_said_to_have_failed_and_tells_no_value(contract: Contract):
    broken = replace(contract, rules=(replace(contract.rules[0], holds="nowhere > 1"),))
    found = seen(broken, ("A1", "28/04/2023", "PN1", None))
    assert found.unchecked.rows() == [
        (None, "held_in_the_year", "the check failed (ColumnNotFoundError)", True)
    ]


def test_a_warning_changes_nothing(contract: Contract):
    found = seen(contract, ("A1", "28/04/2024", None, None))
    assert found.accepted["held_on"].null_count() == 0
    assert told(found) == [(2, "held_on", "held_in_the_year", "warn")]


def test_a_missing_value_is_one_fault_and_not_two(contract: Contract):
    assert told(seen(contract, ("A1", "no date", None, None))) == [(2, "held_on", "type", "reject")]
    assert told(seen(contract, ("A1", None, None, None))) == [(2, "held_on", "required", "reject")]


def test_a_cell_that_breaks_two_terms_is_one_fault(contract: Contract):
    child = replace(
        contract.fields[0], constraints={**contract.fields[0].constraints, "maxLength": 4}
    )
    narrow = replace(contract, fields=(child, *contract.fields[1:]))
    assert told(seen(narrow, ("a long one", "28/04/2023", None, None))) == [
        (2, "child", "maxLength", "reject")
    ]


def test_a_sentence_across_columns_is_silent_about_a_cell_that_could_not_be_used(
    contract: Contract,
):
    both = Rule("both", "A number goes with its code", "number IS NOT NULL", ("participation",))
    strict = replace(contract, rules=(both,))
    row = ("A1", "28/04/2023", "PN1")
    assert told(seen(strict, (*row, None))) == [(2, "participation", "both", "reject")]
    assert told(seen(strict, (*row, "seven"))) == [(2, "number", "type", "blank")]


def test_a_repeated_row_is_said_in_the_words_of_the_file(contract: Contract):
    row = ("A1", "28/04/2023", "PN1", None)
    assert seen(contract, row, row).faults["expected"][0] == (
        "one row for each CHILD and REVIEW and no row twice"
    )


def test_a_fault_tells_the_shape_of_what_was_found_and_never_the_value(contract: Contract):
    fault = seen(contract, ("A1", "Kezia 1999", None, None)).faults
    assert fault["found"][0] == "text like Aaaaa 9999"
    assert "dd/mm/yyyy" in fault["expected"][0]


def test_the_shape_of_what_cannot_be_seen_is_told_harmlessly(contract: Contract):
    fault = seen(contract, ("A1", "\x1b[9A\n\u202e\u00a0½x", None, None)).faults
    assert fault["found"][0] == "text like \ufffd[9A\ufffd\ufffd\ufffd9a"


cell = st.none() | st.sampled_from(
    ["A1", "A2", "a", "28/04/2023", "31/02/2023", "04/28/2023", "PN1", "pn1", "c", "7", "x"]
)


@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.tuples(cell, cell, cell, cell), max_size=12))
def test_rows_in_are_rows_accepted_and_rejected(contract: Contract, rows):
    found = seen(contract, *rows)
    lines = [*found.accepted["line"], *found.rejected["line"]]
    assert sorted(lines) == list(range(2, len(rows) + 2))


@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.tuples(cell, cell, cell, cell), max_size=12))
def test_every_rejected_row_has_a_fault_that_says_why(contract: Contract, rows):
    found = seen(contract, *rows)
    fatal = found.faults.filter(severity="reject")["line"].unique().to_list()
    assert sorted(fatal) == sorted(found.rejected["line"])
