from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.arrivals import ticks
from iro_pipeline.arrivals.matching import Match, match, picked
from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection import inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.readers import Column, Sheet, Unreadable
from iro_pipeline.readers.survey import read

BOX = "Other (please specify)"
SCALE = {"poor": ("Poor",), "fair": ("Fair",), "good": ("Good",)}


def choice(name: str, header: str, sub: str = "", *, occurrence: int = 1) -> Field:
    subs = (sub,) if sub else ()
    return Field(name, "string", "", (header,), occurrence, sub=subs, codes=SCALE, labels=True)


def option(name: str, sub: str, header: str = "Which?") -> Field:
    return Field(name, "boolean", "", (header,), sub=(sub,), formats=("ticked",))


def box(name: str, header: str) -> Field:
    return Field(name, "string", "", (header,), place=2)


def survey(*fields: Field) -> Contract:
    return Contract("raw/invented/response/2027", "Invented", "", (), fields, form="survey")


def found(contract: Contract, sheet: Sheet) -> Match:
    present = [int(name) for name in sheet.rows.columns if name != "line"]
    return match(contract, sheet.columns, present)


def numbered(questions: str, subs: str, *rows: str) -> str:
    """An export of SurveyMonkey with nothing beside the answers but a number."""
    lines = [f"{101 + i},{row}" for i, row in enumerate(rows)]
    return "\n".join([f"Respondent ID,{questions}", f",{subs}", *lines])


def texts(contract: Contract, export: str) -> pl.DataFrame:
    sheet = read(export.encode())
    return picked(contract, sheet, found(contract, sheet), {})


def test_what_is_missing_and_what_is_not_foreseen_is_told_by_question_and_sub_label() -> None:
    contract = survey(
        choice("first", "How?", "Advice"),
        choice("second", "How?", "Support", occurrence=2),
        choice("third", "Why?"),
    )
    sheet = read(b"How?,,Else?\nAdvice,Weather,Response\nGood,Poor,Poor\n")
    assert found(contract, sheet).missing == [
        "'How?' › 'Support' (number 2 of that wording)",
        "'Why?'",
    ]
    assert found(contract, sheet).unforeseen == [1, 2]


def test_columns_of_a_table_are_found_as_its_headers_word_them() -> None:
    contract = Contract(
        "raw/a/b/1", "", "", (), (Field("kind", "string", "", ("1. Kind? or so",)),)
    )
    columns = [Column("1. kind? or so"), Column("Kind?")]
    assert match(contract, columns, [0, 1]) == Match({"kind": (0,)}, [], [1], 0.5, 0.5)


def test_one_answer_spread_over_a_column_an_option_is_that_answer() -> None:
    contract = survey(choice("how", "How?"), box("else", "How?"))
    table = texts(
        contract,
        numbered("How?,,,", f"Poor,Fair,Good,{BOX}", ",,Good,", "Poor,,,Sometimes", ",,,Never"),
    )
    assert table["how"].to_list() == ["good", "poor", None]
    assert table["else"].to_list() == [None, "Sometimes", "Never"]


def test_a_box_is_the_answer_other_only_where_no_option_is_ticked() -> None:
    scale = {**SCALE, "other": (BOX,)}
    contract = survey(Field("how", "string", "", ("How?",), codes=scale, labels=True))
    table = texts(
        contract, numbered("How?,,,", f"Poor,Fair,Good,{BOX}", ",,Good,No", ",,,No", ",,,")
    )
    assert table["how"].to_list() == ["good", BOX.lower(), None]


def test_beside_a_column_of_responses_a_box_is_no_option() -> None:
    scale = {**SCALE, "other": (BOX,)}
    field = Field("how", "string", "", ("How?",), codes=scale, labels=True)
    contract = survey(field, box("else", "How?"))
    table = texts(
        contract,
        numbered("How?,", f"Response,{BOX}", f"{BOX},It depends", "Good,Rather"),
    )
    assert table["how"].to_list() == [BOX, "Good"]
    assert table["else"].to_list() == ["It depends", "Rather"]


def test_where_other_is_an_option_and_a_box_the_second_is_the_box() -> None:
    scale = {**SCALE, "other": (BOX,)}
    field = Field("how", "string", "", ("How?",), codes=scale, labels=True)
    contract = survey(field, box("else", "How?"))
    rows = numbered("How?,,,,", f"Poor,Fair,Good,{BOX},{BOX}", f",,,{BOX},Never", ",Fair,,,")
    assert texts(contract, rows).drop("line").rows() == [(BOX.lower(), "Never"), ("fair", None)]


def test_two_answers_to_a_question_that_takes_one_are_a_fault_in_that_row() -> None:
    contract = survey(choice("how", "How?"))
    table = texts(contract, numbered("How?,,", "Poor,Fair,Good", ",,Good", "Poor,,Good"))
    told = inspect(contract, table.with_columns(arrival=pl.lit(1, pl.Int64)), Pseudonyms(b"k" * 32))
    assert told.accepted["how"].to_list() == ["good", None]
    assert told.faults.select("line", "column", "rule", "found").rows() == [
        (4, "how", "two_answers", "two answers to a question that takes one")
    ]


def test_answers_below_the_header_of_another_option_are_refused() -> None:
    contract = survey(choice("how", "How?"), option("reviews", "Reviews"), option("no", "No"))
    with pytest.raises(Unreadable, match=r"moved_headers: found .* column 3, .* 'fair'"):
        texts(contract, numbered("How?,,", "Poor,Fair,Good", "Poor,,", ",Good,"))
    with pytest.raises(Unreadable, match="moved_headers"):
        texts(contract, numbered("Which?,", "Reviews,No", ",Reviews"))


def test_statements_are_found_where_a_form_leaves_out_their_question() -> None:
    contract = survey(
        choice("advice", "How good?", "Advice"),
        choice("support", "How good?", "Is support to hand? Always?"),
        choice("later", "How good later?", "Advice"),
    )
    table = texts(
        contract,
        "ID,Start time,Completion time,Advice,Is support to hand? Always?,Advice2\n"
        "1,,,Good,Fair,Poor\n",
    )
    assert table.drop("line").rows() == [("Good", "Fair", "Poor")]


def test_statements_and_options_with_a_dash_in_them_are_told_apart() -> None:
    contract = survey(
        choice("court", "How good?", "Advice - in court"),
        option("often", "Court - often", "When?"),
        option("seldom", "Court - seldom", "When?"),
    )
    spread = "Advice - in court - Poor,Advice - in court - Fair,Advice - in court - Good"
    subs = f"{spread},Court - often,Court - seldom"
    apart = texts(contract, numbered("How good?,,,When?,", subs, ",,x,,x"))
    assert apart.drop("line").rows() == [("good", "false", "true")]
    joined = texts(contract, "How good? [Advice - in court],When? [Court]\nGood,seldom\n")
    assert joined.drop("line").rows() == [("Good", "false", "true")]


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Reviews", ("true", "false", "false")),
        ("Panels, and boards;Reviews;", ("true", "true", "false")),
        (" reviews , TRAINING ", ("true", "false", "true")),
        ("Reviews\nTraining", ("true", "false", "true")),
        # What is left may be one of the others reworded, so that one is not false.
        ("Reviews, Boards", ("true", "Boards", None)),
        ("Boards;", ("Boards", None, None)),
        ("Panels, and boards, Reviews, Training, Else", ("Else", "true", "true")),
    ],
)
def test_a_cell_of_several_options_is_parted_by_the_known_ones(
    cell: str, values: tuple[str | None, ...]
) -> None:
    contract = survey(
        option("reviews", "Reviews"),
        option("panels", "Panels, and boards"),
        option("training", "Training"),
    )
    table = texts(contract, f'Number,Which?\n1,"{cell}"\n2,\n')
    assert table.drop("line").rows() == [values, (None, None, None)]


def test_an_option_that_is_not_known_is_a_fault_and_no_answer() -> None:
    contract = survey(option("reviews", "Reviews"), option("panels", "Panels"))
    table = texts(contract, 'Number,Which?\n1,"Panels, Secret"\n')
    told = inspect(contract, table.with_columns(arrival=pl.lit(1, pl.Int64)), Pseudonyms(b"k" * 32))
    assert told.accepted.select("reviews", "panels").rows() == [(None, True)]
    assert told.faults.select("column", "rule").rows() == [("reviews", "unknown_answer")]
    assert "Secret" not in str(told.faults.rows())


def test_who_filled_in_the_box_alone_ticked_none_of_the_options() -> None:
    contract = survey(
        option("reviews", "Reviews"), option("panels", "Panels"), box("else", "Which?")
    )
    table = texts(contract, numbered("Which?,,", f"Reviews,Panels,{BOX}", ",,Visits", ",Panels,"))
    assert table.select("reviews", "panels").rows() == [("false", "false"), ("false", "true")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # Numbers from 0 on, as SurveyMonkey writes them: each column has its own.
        (["0,1", "0,", ",1", ","], ["true true", "true false", "false true", None]),
        (["1,0", "0,0"], ["true false", "false false"]),
        (["Yes,No", "No,Yes"], ["true false", "false true"]),
        (["No,No"], ["false false"]),
        (["Yes,", ",No"], ["true false", "false true"]),
    ],
)
def test_no_and_nought_are_ticks_only_where_they_are_the_option_or_its_number(
    cells: list[str], expected: list[str | None]
) -> None:
    contract = survey(option("yes", "Yes"), option("no", "No"))
    table = texts(contract, numbered("Which?,", "Yes,No", *cells))
    assert table.select(pl.concat_str("yes", "no", separator=" ")).to_series().to_list() == expected


OPTIONS = ("Reviews", "Panels, boards", "Visits; calls", "A, B, C", "Training")


@settings(max_examples=50)
@given(
    ticked=st.lists(st.sampled_from(OPTIONS), unique=True, min_size=1),
    joined=st.sampled_from([", ", ";", "; ", "|", "\n", " ,"]),
)
def test_options_joined_in_whatever_way_come_apart_again(ticked: list[str], joined: str) -> None:
    text = joined.join(ticked) + (";" if joined == ";" else "")
    table = ticks.together(
        pl.Series([text]), {name: frozenset({name.casefold()}) for name in OPTIONS}
    )
    assert table.row(0) == tuple("true" if name in ticked else "false" for name in OPTIONS)


def test_a_schema_on_disk_may_address_a_column_by_its_sub_label(tmp_path: Path) -> None:
    place = tmp_path / "raw/invented/response/2027.toml"
    place.parent.mkdir(parents=True)
    place.write_text(
        'title = "T"\ngrain = "g"\nform = "survey"\n'
        '[[fields]]\nname = "reviews"\nheader = "Which?"\nsub = "Reviews"\n'
        'type = "boolean"\nformat = "ticked"\ndescription = "d"\n',
        encoding="utf-8",
    )
    contract = Contract.load("raw/invented/response/2027", tmp_path)
    assert texts(contract, "Number,Which?\n1,Reviews\n")["reviews"].to_list() == ["true"]


def test_questions_that_differ_after_the_question_mark_are_told_apart_by_their_order() -> None:
    fields = choice("first", "How? One."), choice("second", "How? Two.")
    sheet = read(b"How? One.,How? Two.\nGood,Poor\n")
    assert found(survey(*fields), sheet).missing == ["'How? Two.'"]
    told = survey(fields[0], choice("second", "How? Two.", occurrence=2))
    assert texts(told, "How? One.,How? Two.\nGood,Poor\n").drop("line").rows() == [("Good", "Poor")]
