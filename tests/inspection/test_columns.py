"""Columns of a file that say something else than their contract."""

from typing import Any

import polars as pl
import pytest

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection import Inspection, inspect, labels, unknown
from iro_pipeline.inspection.pseudonyms import Pseudonyms

SCALE = {
    "1": ("1) Very weak", "1"),
    "2": ("2)",),
    "3": ("3)",),
    "4": ("4)",),
    "5": ("Very strong",),
}


def asked(**terms: Any) -> Field:
    """A question on a scale of which the form names the two ends."""
    return Field("q1", "string", "Strength.", header=("How strong?",), **(RATED | terms))


RATED: dict[str, Any] = {"codes": SCALE, "labels": True}
DAY: dict[str, Any] = {"formats": ("%d/%m/%Y",)}


def dated(**terms: Any) -> Field:
    return Field("held_on", "date", "The day.", header=("Held",), **(DAY | terms))


def seen(field: Field, *files: list[str | None]) -> Inspection:
    """Files of one column each, inspected together; the first is arrival 1."""
    contract = Contract("raw/form/table/2017", "Form", "a row", (), (field,))
    rows = [
        (arrival, line, cell)
        for arrival, cells in enumerate(files, 1)
        for line, cell in enumerate(cells, 2)
    ]
    schema = {"arrival": pl.Int64, "line": pl.Int64, field.name: pl.String}
    text = pl.DataFrame(rows, schema=schema, orient="row").with_columns(scope=pl.lit(""))
    return inspect(contract, text, Pseudonyms(b"k" * 32))


def told(found: Inspection) -> list[tuple]:
    return found.faults.select("arrival", "line", "rule", "severity").rows()


def test_other_words_beside_a_known_number_stop_the_column_of_that_file_with_one_fault():
    found = seen(asked(), ["1) Very weak", "5) Very effective", "2)"], ["Very strong", "2)"])
    assert told(found) == [(1, None, "scale_changed", "blank")]
    assert found.accepted["q1"].to_list() == [None, None, None, "5", "2"]
    assert "in 1 row" in found.faults["found"][0]
    assert "effective" not in str(found.faults.to_dicts())


def test_words_for_a_number_that_the_form_leaves_bare_are_another_scale():
    assert told(seen(asked(), ["3) Neither", "1) Very weak"])) == [
        (1, None, "scale_changed", "blank")
    ]


def test_where_rows_cannot_do_without_the_column_they_go_with_it_and_each_says_why():
    found = seen(asked(constraints={"required": True}), ["1)", "5) Very effective", None])
    assert told(found) == [
        *((1, line, "scale_changed", "reject") for line in (2, 3)),
        (1, 4, "required", "reject"),
    ]
    assert found.rejected.height == 3


def test_a_number_and_words_that_mean_the_same_answer_are_that_answer():
    found = seen(asked(), ["5. Very strong", "5 - VERY  STRONG", "5) Very strong"])
    assert (found.accepted["q1"].to_list(), found.faults.height) == (["5"] * 3, 0)


def test_a_number_stands_for_an_answer_only_where_the_list_says_so():
    found = seen(asked(), ["1", "5", "2)"])
    assert found.accepted["q1"].to_list() == ["1", None, "2"]
    assert told(found) == [(1, 3, "unknown_answer", "blank")]


def test_an_unknown_answer_is_told_with_the_nearest_that_is_known_and_not_with_itself():
    found = seen(asked(), ["Very strung", "Purple"])
    near, far = found.faults["expected"]
    assert near.endswith("; the nearest is Very strong")
    assert "nearest" not in far
    assert found.faults["found"].to_list() == [
        "an unknown answer, text like Aaaa aaaaaa",
        "an unknown answer, text like Aaaaaa",
    ]


def test_only_ends_and_blanks_may_be_middle_answers_without_words_so_the_column_is_stopped():
    found = seen(asked(), ["Very strong"] * 8 + [None])
    assert told(found) == [(1, None, "middle_unlabelled", "blank")]
    assert found.accepted["q1"].null_count() == 9


def test_too_few_to_tell_are_used_with_a_warning():
    found = seen(asked(), ["Very strong"] * 7 + [None])
    assert told(found) == [(1, None, "middle_unlabelled", "warn")]
    assert found.accepted["q1"].null_count() == 1


@pytest.mark.parametrize("beside", ["2)", "1) Very weak", "5"])
def test_an_answer_with_its_number_shows_that_the_middle_would_be_there_too(beside):
    assert "middle_unlabelled" not in str(told(seen(asked(), ["Very strong"] * 8 + [None, beside])))


def test_without_blanks_nothing_can_be_missing_from_the_middle():
    assert told(seen(asked(), ["Very strong"] * 9)) == []


RANGES = {"few": ("1-5",), "some": ("6-9",), "many": ("10-12",), "most": ("13-45",)}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("10-Dec", "many"),
        ("2026-12-10 00:00:00", "many"),
        ("10/12/2026", "many"),
        ("05-Jan", "few"),
        ("01-May", "few"),
        ("2026-09-06", "some"),
        ("12-Oct", "many"),
    ],
)
def test_a_date_that_one_answer_alone_could_have_become_is_that_answer_with_a_warning(cell, code):
    found = seen(asked(codes=RANGES), ["6-9", cell])
    assert found.accepted["q1"].to_list() == ["some", code]
    assert told(found) == [(1, 3, "excel_date", "warn")]
    assert found.faults["expected"][0].startswith(RANGES[code][0])


@pytest.mark.parametrize("cell", ["11-Dec", "2026-12-31", "12-2026", "Dec-10"])
def test_a_date_that_no_answer_could_have_become_is_unknown(cell):
    assert told(seen(asked(codes=RANGES), [cell])) == [(1, 2, "unknown_answer", "blank")]


def test_a_date_that_two_answers_could_have_become_is_not_guessed():
    found = seen(asked(codes={"a": ("1-5",), "b": ("5-1",)}), ["01-May"])
    assert told(found) == [(1, 2, "unknown_answer", "blank")]


def test_a_range_of_a_month_and_a_year_is_found_again():
    codes = {"a": ("10-45",), "b": ("46-60",)}
    assert seen(asked(codes=codes), ["Oct-45"]).accepted["q1"].to_list() == ["a"]


def test_codes_in_another_case_are_taken_for_those_of_the_list_and_said_once_a_file():
    field = asked(labels=False, codes={"PN1": ("Attended",), "PN2": ("Attended too",)})
    found = seen(field, ["pn1", "PN2 ", "Pn2"], ["PN1"], ["PN9", "pn1"])
    assert found.accepted["q1"].to_list() == ["PN1", "PN2", "PN2", "PN1", None, "PN1"]
    assert told(found) == [
        (1, None, "case_folded", "warn"),
        (3, None, "case_folded", "warn"),
        (3, 2, "code", "blank"),
    ]
    assert found.faults["found"][0] == "codes in another case in 2 rows"


def test_a_code_that_two_of_the_list_could_be_is_not_guessed():
    field = asked(labels=False, codes={"ab": ("x",), "AB": ("y",)})
    assert told(seen(field, ["aB"])) == [(1, 2, "code", "blank")]


def test_dates_with_the_month_first_stop_a_column_that_has_the_day_first():
    found = seen(dated(), ["01/04/2023", "04/28/2023"], ["28/04/2023", "31/04/2023"])
    assert told(found) == [(1, None, "day_or_month_first", "blank"), (2, 3, "type", "blank")]
    assert found.accepted["held_on"].null_count() == 3
    assert (
        found.faults["found"][0]
        == "dates with the month first: all of them can be read as mm/dd/yyyy"
    )
    assert "dd/mm/yyyy" in found.faults["expected"][0]


def test_rows_that_need_the_date_go_with_the_column():
    found = seen(dated(constraints={"required": True}), ["01/04/2023", "04/28/2023"])
    assert told(found) == [(1, line, "day_or_month_first", "reject") for line in (2, 3)]


def test_a_row_without_the_date_does_not_go_with_the_column():
    found = seen(dated(faults="reject"), ["01/04/2023", None, "04/28/2023"])
    assert told(found) == [(1, line, "day_or_month_first", "reject") for line in (2, 4)]
    assert found.accepted["line"].to_list() == [3]


BOTH = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d")


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["01/04/2023", "02/05/2023"], None),
        (["28/04/2023", "02/05/2023"], "2023-04-28"),
        (["04/28/2023", "02/05/2023"], "2023-04-28"),
        (["01/04/2023", "last week"], None),
        (["28/04/2023", "04/28/2023"], None),
        (["04/04/2023", "05/05/2023"], "2023-04-04"),
        (["2023-04-05", "2023-05-02"], "2023-04-05"),
    ],
)
def test_where_both_orders_fit_every_row_the_column_is_stopped_and_else_read(cells, read):
    found = seen(dated(formats=BOTH), cells)
    assert str(found.accepted["held_on"][0]) == str(read)
    assert [rule for _, _, rule, _ in told(found)] == ([] if read else ["day_or_month_first"])


def test_beside_two_orders_a_form_of_one_order_alone_is_watched_for_the_other():
    stamps = (*BOTH, "%m/%d/%Y %I:%M:%S %p")
    found = seen(dated(formats=stamps), ["28/04/2023 09:00:00 AM", "02/05/2023 10:00:00 AM"])
    assert told(found) == [(1, None, "day_or_month_first", "blank")]
    assert found.accepted["held_on"].null_count() == 2


def test_the_forms_of_a_date_are_told_once_with_or_without_a_time():
    found = seen(dated(formats=(*BOTH, "%d/%m/%Y %H:%M")), ["28/04/2023", "soon"])
    (expected,) = found.faults["expected"]
    assert expected.endswith(
        "written dd/mm/yyyy or mm/dd/yyyy or yyyy-mm-dd, alone or with the time after it"
    )


def test_it_says_how_to_export_dates_that_can_be_read_in_one_way():
    found = seen(dated(formats=BOTH), ["01/04/2023"])
    assert found.faults["expected"][0].endswith("export them as yyyy-mm-dd")


def test_a_column_of_answers_mostly_not_on_the_list_is_stopped_with_one_fault_for_its_file():
    found = seen(asked(), ["Very strong-ish"] * 10 + ["2)"] * 9 + [None], ["2)", "Very strong"])
    assert told(found) == [(1, None, "mostly_unknown", "blank")]
    assert found.accepted["q1"].to_list() == [None] * 20 + ["2", "5"]
    assert found.faults["found"][0] == (
        "answers that are not on the list in 10 of 19 rows with one"
    )
    assert "the nearest to what is found most is Very strong" in found.faults["expected"][0]
    assert "ish" not in str(found.faults.to_dicts())


@pytest.mark.parametrize(("strange", "known"), [(9, 0), (10, 10)])
def test_few_or_no_more_than_half_are_told_row_by_row(strange: int, known: int):
    found = seen(asked(), ["Purple"] * strange + ["2)"] * known)
    assert {rule for _, _, rule, _ in told(found)} == {"unknown_answer"}
    assert found.faults.height == strange
    assert found.accepted["q1"].count() == known


def test_words_on_another_scale_are_told_as_that_and_not_as_unknown():
    found = seen(asked(), ["5) Very effective"] + ["Purple"] * 20)
    assert told(found) == [(1, None, "scale_changed", "blank")]


def test_where_rows_cannot_do_without_a_column_mostly_unknown_they_go_with_it():
    found = seen(asked(constraints={"required": True}), ["Purple"] * 10 + [None])
    assert told(found) == [
        *((1, n, "mostly_unknown", "reject") for n in range(2, 12)),
        (1, 12, "required", "reject"),
    ]


def test_codes_mostly_not_on_their_list_stop_the_column_too():
    field = asked(labels=False, codes={"PN1": ("Attended",)})
    found = seen(field, ["XX"] * 10 + ["pn1", "PN1"], ["PN1"])
    assert told(found)[0] == (1, None, "case_folded", "warn")
    assert told(found)[1:] == [(1, None, "mostly_unknown", "blank")]
    assert found.accepted["q1"].drop_nulls().to_list()[-1] == "PN1"
    assert found.accepted["q1"].head(12).null_count() == 12


def test_thousands_of_different_unknown_answers_are_told_as_one():
    """Likeness is costly; nobody reads the nearest of more than a hundred."""
    found = seen(asked(), [f"Very {i} {'strung' * 50}" for i in range(5000)])
    assert told(found) == [(1, None, "mostly_unknown", "blank")]
    assert found.accepted["q1"].null_count() == 5000


def test_more_different_answers_than_any_list_has_are_not_read_at_all(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(unknown, "MOST_DIFFERENT", 3)
    monkeypatch.setattr(labels, "read", None)
    found = seen(asked(), ["1)", "2)", "3)", None, "5)", "5)"])
    assert told(found) == [(1, None, "mostly_unknown", "blank")]
    assert found.faults["found"][0] == "4 different answers"
