import polars as pl
import pytest

from iro_pipeline.readers import Column, Unreadable
from iro_pipeline.readers.headings import blanked, stem
from iro_pipeline.readers.survey import read

RESOURCED = "How well resourced is the IRO service?"


def test_a_blank_question_belongs_to_the_question_on_its_left() -> None:
    sheet = read(b"Respondent ID,Role,\n,Response,Other (please specify)\n101,,Auditor\n")
    assert sheet.columns == [
        Column("Respondent ID", 1, 1, ""),
        Column("Role", 1, 1, "Response"),
        Column("Role", 1, 2, "Other (please specify)"),
    ]
    assert sheet.rows.select("0", "1", "2").rows() == [("101", None, "Auditor")]


def test_neighbouring_questions_worded_alike_stay_apart() -> None:
    sheet = read(
        f"Respondent ID,{RESOURCED},,{RESOURCED},\n"
        ",Response,Other (please specify),Response,Other (please specify)\n"
        "101,2),,4),yes\n".encode()
    )
    assert [(each.occurrence, each.place) for each in sheet.columns[1:]] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
    ]


def test_neighbouring_questions_worded_alike_without_comments_stay_apart() -> None:
    assert blanked(["A?", "A?"], ["Response", "Response"]) == ["A?", "A?"]
    assert blanked(["A?", "A?"], ["", ""]) == ["A?", "A?"]


def test_a_question_repeated_over_its_columns_is_one_question() -> None:
    subs = ["Response", "Other (please specify)"]
    assert blanked(["A?", "A?"], subs) == ["A?", ""]
    assert blanked(["A?"] * 4, subs * 2) == ["A?", "", "A?", ""]


def test_where_a_question_has_used_blanks_a_repeat_is_another_question() -> None:
    assert blanked(["A?", "", "A?"], ["Rating", "Comment", "Response"]) == ["A?", "", "A?"]


def test_questions_alike_up_to_the_question_mark_are_told_apart_by_what_follows() -> None:
    assert blanked(["A? One.", "A? Two."], ["Response", "Comment"]) == ["A? One.", "A? Two."]


@pytest.mark.parametrize(
    "printed",
    [
        RESOURCED,
        f"15. {RESOURCED}",
        f"Q15. {RESOURCED}",
        f"{RESOURCED} *",
        f"{RESOURCED} When the service itself faces challenges of heavy workloads…",
        "How well resourced<br>is the\nIRO&nbsp;service?",
    ],
)
def test_a_questions_number_mark_up_and_guidance_are_not_its_wording(printed: str) -> None:
    assert stem(printed) == RESOURCED


def test_what_is_not_asked_as_a_question_is_kept_whole() -> None:
    assert stem("Custom Data 1") == "Custom Data 1"
    assert stem("1.5 posts or more") == "1.5 posts or more"


def test_a_line_is_where_a_respondents_row_begins() -> None:
    sheet = read(b'Respondent ID,Notes\n,Open-Ended Response\n101,"one\ntwo"\n102,three\n')
    assert sheet.rows["line"].to_list() == [3, 5]


def test_a_nameless_empty_column_is_no_column() -> None:
    sheet = read(b"Respondent ID,Role,\n,Response,\n101,IRO,\n")
    assert sheet.rows.columns == ["0", "1", "line"]


def test_an_export_without_respondents_has_no_rows() -> None:
    assert read(b"Respondent ID,Role\n,Response\n").rows.height == 0


def test_an_export_saved_by_excel_in_windows_1252_can_be_read() -> None:
    data = "Respondent ID,IROs’ view\n,Response\n101,x\n".encode("cp1252")
    assert read(data, ("utf-8", "cp1252")).columns[1].header == "IROs’ view"


def test_one_row_of_headers_is_enough() -> None:
    sheet = read(b"Respondent ID,Role\n101,IRO\n102,IRO\n")
    assert sheet.rows["line"].to_list() == [2, 3]


def test_rows_of_codes_above_or_below_the_questions_are_left_out() -> None:
    above = read(b",q1\nRespondent ID,Role\n,Response\n101,IRO\n")
    below = read(b"Respondent ID,Role\n,Response\n,q1\n101,IRO\n")
    assert above.columns == below.columns
    assert above.rows.rows() == below.rows.rows() == [("101", "IRO", 4)]


def test_a_column_an_option_has_the_option_as_its_sub_label() -> None:
    sheet = read(b"Respondent ID,A?,\n, - 1) Poor, - 2)\n101,,2)\n")
    assert sheet.columns[1:] == [Column("A?", 1, 1, "1) Poor"), Column("A?", 1, 2, "2)")]


def test_na_stands_for_an_empty_cell_where_the_row_of_sub_labels_says_so() -> None:
    sheet = read(b"Respondent ID,Role,Notes\nNA,Response,Response\n101,IRO,NA\nNA,NA,NA\n")
    assert sheet.rows.rows() == [("101", "IRO", None, 3)]
    assert read(b"Respondent ID,Role\n101,NA\n").rows.rows() == [("101", "NA", 2)]


def test_a_first_line_that_names_the_delimiter_is_no_header() -> None:
    assert read(b"\xef\xbb\xbfsep=,\r\nRespondent ID,Role\r\n101,IRO\r\n").rows.rows() == [
        ("101", "IRO", 3)
    ]


def test_an_export_without_what_the_platform_records_is_read_all_the_same() -> None:
    sheet = read(b"Role,\nResponse,Other (please specify)\nIRO,\n")
    assert [each.sub for each in sheet.columns] == ["Response", "Other (please specify)"]
    assert sheet.rows.rows() == [("IRO", None, 3)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("three_header_rows", "Respondent ID,Role\n,Response\n,IRO\n101,IRO\n"),
        ("three_header_rows", "Respondent ID,Role\n,Response\n,q1\n,q1\n101,IRO\n"),
        ("answers_above_questions", "101,IRO\nRespondent ID,Role\n,Response\n102,IRO\n"),
        ("answers_above_questions", "IRO,Yes\nRole,A?\nResponse,Response\nIRO,No\n"),
        ("doubtful_row", "Respondent ID,Role\n,IRO\n101,IRO\n"),
        ("doubtful_row", "Respondent ID,Role,,A?,\n,IRO,,Yes,Because\n101,IRO,,No,\n"),
        ("doubtful_row", "Role,\nIRO,Manager\nIRO,\n"),
        ("question_summaries", "Role,\nAnswer Choices,Responses,\nIRO,50%,4\n"),
    ],
)
def test_another_kind_of_export_says_what_to_export_instead(rule: str, text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text.encode())
    assert refused.value.rule == rule
    assert "All responses data" in refused.value.do


def test_a_refusal_quotes_no_cell() -> None:
    with pytest.raises(Unreadable) as refused:
        read(b"Respondent ID,Role\n,Confidential\n101,IRO\n")
    assert "Confidential" not in str(refused.value)


def test_columns_that_smartsurvey_numbers_within_a_question_belong_to_it() -> None:
    rows = "100,1,IRO,,Yes,No\n"
    told = read(f"UserID,UserNo,Q1,Q1.1,Q2.1,Q2.2\n,,Answer,Other,Q2.1. Reviews,\n{rows}".encode())
    assert told.columns[2:] == [
        Column("Q1", 1, 1, "Answer"),
        Column("Q1", 1, 2, "Other"),
        Column("Q2", 1, 1, "Reviews"),
        Column("Q2", 1, 2, ""),
    ]
    bare = read(f"UserID,UserNo,Q1,Q1.1,Q2.1,Q2.2\n{rows}".encode())
    assert [each._replace(sub="") for each in told.columns] == bare.columns


def test_rows_are_text_and_nothing_else() -> None:
    rows = read(b"Respondent ID,A?\n,Response\n0101,5\n").rows
    assert rows.schema == {"0": pl.String, "1": pl.String, "line": pl.Int64}
    assert rows["0"][0] == "0101"
