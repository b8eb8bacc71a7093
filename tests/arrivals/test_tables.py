import io
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import pytest
import xlsxwriter

from iro_pipeline.arrivals.tables import claim, named_in
from iro_pipeline.contracts import Contract
from iro_pipeline.inspection.times import without_times
from iro_pipeline.readers import Unreadable

REVIEWS = b"CHILD,DOB,REVIEW,REVIEW_CODE\nINV1,01/02/2012,28/04/2023,PN1\n"
WHERE = "ssda903/2024/E08000012"
NOTHING: Mapping[str, list[list[str]]] = {}


def claimed(path: str, data: bytes = REVIEWS):
    (only,) = claim(path, data, named_in([path]))
    return only


def refusal(path: str, data: bytes = REVIEWS) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        claimed(path, data)
    return refused.value


@pytest.mark.parametrize("name", ["reviews.csv", "REVIEWS 2024 (final).CSV", "*.csv", "a b.txt"])
def test_a_file_is_known_by_its_columns_whatever_its_name(name: str):
    found = claimed(f"{WHERE}/{name}")
    assert found.contract.name == "raw/ssda903/reviews/2012"


@pytest.mark.parametrize("folder", ["E08000012", "341", "Liverpool", "liverpool city council"])
def test_an_authority_may_be_named_by_either_code_or_in_full(folder: str):
    found = claimed(f"ssda903/2024/{folder}/reviews.csv")
    assert (found.given["authority"], found.given["scope"]) == ("E08000012", "341")


def test_columns_may_come_in_any_order_and_the_foreseen_ones_are_dropped():
    data = (
        b"LS,DEC,RNE,DECOM,HOME_POST,CHILD,CIN,PLACE,PLACE_PROVIDER,REC,REASON_PLACE_CHANGE,"
        b"PL_POST,URN\nC2,,S,28/04/2023,INV 1AA,INV1,N1,U1,PR1,,,,\n"
    )
    text = claimed(f"{WHERE}/episodes.csv", data).text
    assert text.select("child", "started_on", "legal_status").row(0) == ("INV1", "28/04/2023", "C2")
    assert "INV 1AA" not in str(text.rows())


def test_a_module_that_is_not_used_is_recognised_by_name():
    found = claimed(f"{WHERE}/x.csv", b"CHILD,DOB,MISSING,MIS_START,MIS_END\n")
    assert found.contract.name == "raw/ssda903/missing/2012"
    assert found.contract.recognises_only


def test_a_header_row_may_stand_below_the_rows_of_a_title():
    head, row = REVIEWS.decode().splitlines()
    text = claimed(f"{WHERE}/x.csv", f"Reviews,,,\n2023-24,,,\n{head}\n{row}\n".encode()).text
    assert text.select("line", "child").rows() == [(4, "INV1")]


def test_a_missing_column_names_itself():
    refused = refusal(f"{WHERE}/reviews.csv", b"CHILD,DOB,REVIEW\nINV1,01/02/2012,28/04/2023\n")
    assert (refused.rule, "'REVIEW_CODE' is missing" in refused.found) == ("missing_column", True)


def test_an_unforeseen_column_names_itself():
    data = b"CHILD,DOB,REVIEW,REVIEW_CODE,SHOE SIZE\nINV1,01/02/2012,28/04/2023,PN1,3\n"
    refused = refusal(f"{WHERE}/reviews.csv", data)
    assert refused.rule == "unforeseen_column"
    assert "column 5 ('SHOE SIZE')" in refused.found


def test_a_file_without_a_header_row_is_refused_without_repeating_its_first_row():
    refused = refusal(f"{WHERE}/reviews.csv", b"INV1,01/02/2012,28/04/2023,PN1\n")
    assert refused.rule == "no_contract"
    assert "INV1" not in str(refused)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("reviews.csv", "unknown_source"),
        ("shoes/2024/E08000012/reviews.csv", "unknown_source"),
        ("ssda903/reviews.csv", "path"),
        ("ssda903/2024/reviews.csv", "path"),
        ("ssda903/last year/E08000012/reviews.csv", "path"),
        ("ssda903/2024/E99999999/reviews.csv", "unknown_authority"),
        ("ssda903/2024/N Yorks Trust/reviews.csv", "unknown_authority"),
        ("ssda903/2005/E08000012/reviews.csv", "before_first_edition"),
    ],
)
def test_a_place_that_says_too_little_is_refused(path: str, rule: str):
    assert refusal(path).rule == rule


def test_an_abolished_authority_is_refused_with_its_successors():
    refused = refusal("ssda903/2024/Cumbria/reviews.csv")
    assert "Westmorland and Furness" in refused.found


def test_the_sheets_of_a_workbook_that_are_no_table_are_told_by_their_place():
    cover = ["Return of a council", "drawn on 2 May"]
    found = claimed(f"{WHERE}/x.xlsx", workbook(INV1, beside={"Cover": [cover], "Blank": []}))
    assert found.remark == "Left aside: sheet 2."


def test_headers_alone_say_that_there_was_nothing_where_a_contract_foresees_that():
    head, _ = REVIEWS.splitlines()
    assert claimed(f"{WHERE}/x.csv", head).remark == "This says that no review was held."
    with pytest.raises(Unreadable, match=r"no_rows: .* Fill in the rows below the header row"):
        claimed("iro_allocation/2024/E08000012/x.csv", b"Child,IRO,From,To,IRO's WTE\n")


@pytest.mark.parametrize("midnight", ["", " 00:00", " 00:00:00", "T00:00:00", " 00:00:00.000"])
def test_a_day_of_a_council_s_form_may_have_the_midnight_that_a_database_adds(midnight: str):
    data = f"Child,IRO,From,To,IRO's WTE\n1,2,2023-04-01{midnight},31/05/2023{midnight},1\n"
    text = claimed("iro_allocation/2024/E08000012/x.csv", data.encode()).text
    assert text.select(text.columns[3:5]).row(0) == ("2023-04-01", "31/05/2023")


def test_the_stamps_of_google_forms_are_read_without_their_time_zone():
    place = Contract.load("raw/state_of_the_nation/response/2017")
    stamps = ["2017/03/01 9:15:00 AM GMT", "2017/03/01 9:15:00 PM GMT+1", "14/03/2017 10:12:00"]
    plain = without_times(place, pl.DataFrame({"answered_on": stamps}))["answered_on"].to_list()
    assert plain == ["2017/03/01 9:15:00 AM", "2017/03/01 9:15:00 PM", "14/03/2017 10:12:00"]


def test_a_return_is_taken_at_its_word():
    data = REVIEWS.replace(b"28/04/2023", b"28/04/2023 00:00")
    assert claimed(f"{WHERE}/x.csv", data).text["held_on"].to_list() == ["28/04/2023 00:00"]


def test_every_refusal_says_what_was_expected_and_what_to_do():
    refused = refusal("shoes/reviews.csv")
    assert "ssda903" in refused.expected
    assert refused.do.endswith(".")


INV1 = ["INV1", "01/02/2012", "28/04/2023", "PN1"]


def workbook(*rows: Sequence[object], beside: Mapping[str, list[list[str]]] = NOTHING) -> bytes:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"default_date_format": "mm/dd/yy"}) as written:
        sheet = written.add_worksheet("Reviews")
        for number, row in enumerate([["CHILD", "DOB", "REVIEW", "REVIEW_CODE"], *rows]):
            sheet.write_row(number, 0, row)
        for name, cells in beside.items():
            sheet = written.add_worksheet(name)
            for number, row in enumerate(cells):
                sheet.write_row(number, 0, row)
    return book.getvalue()


def test_real_dates_of_a_workbook_are_read_whatever_the_sheet_shows_beside_typed_ones():
    data = workbook(
        ["INV1", date(2012, 2, 1), date(2023, 4, 28), "PN1"],
        ["INV2", "01/02/2012", "29/04/2023", "PN1"],
    )
    text = claimed(f"{WHERE}/reviews.xlsx", data).text
    assert text["held_on"].to_list() == ["28/04/2023", "29/04/2023"]
    assert text["born"].to_list() == ["01/02/2012", "01/02/2012"]


def test_a_workbook_in_which_excel_took_days_for_months_is_refused():
    typed = [[f"INV{day}", "01/02/2012", f"{day}/04/2023", "PN1"] for day in (13, 20, 28)]
    real = ["INV1", "01/02/2012", date(2023, 1, 4), "PN1"]
    assert refusal(f"{WHERE}/reviews.xlsx", workbook(*typed, real)).rule == "swapped_dates"
