"""What a workbook's other sheets are taken for, and how odd columns are told."""

import pytest

from iro_pipeline.arrivals.claims import in_pages, in_text
from iro_pipeline.contracts import in_force
from iro_pipeline.opening import Page
from iro_pipeline.readers import Unreadable

HEADER = [["CHILD", "DOB"], *([str(number), "01/02/2012"] for number in range(9))]
REVIEWS = [
    ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"],
    *([str(number), "01/02/2012", "28/04/2023", "PN1"] for number in range(9)),
]
MORE = ["Team", "Worker", "IRO", "Venue", "Remark"]


def refusal(source: str, *pages: Page) -> str:
    with pytest.raises(Unreadable) as refused:
        in_pages(in_force(source, 2024), pages)
    return str(refused.value)


def of_text(source: str, *lines: str) -> str:
    with pytest.raises(Unreadable) as refused:
        in_text(in_force(source, 2024), "\n".join(lines).encode())
    return str(refused.value)


def test_a_sheet_with_all_of_a_tables_columns_and_more_is_that_table_broken():
    wide = [[*row, *MORE] for row in REVIEWS]
    told = refusal("ssda903", Page("Header", HEADER), Page("Sheet2", wide))
    assert "column 5 ('Team') is not foreseen" in told
    assert "on the sheet 'Sheet2'" in told


@pytest.mark.parametrize("name", ["Reviews", "reviews", "Review", "Episodes"])
def test_a_sheet_with_a_tables_name_is_that_table_whatever_its_columns(name: str):
    told = refusal("ssda903", Page("Header", HEADER), Page(name, [["Child ID"], ["SECRET"]]))
    assert f"sheet 2 ({name!r}), which holds rows that are no table known here" in told
    assert "SECRET" not in told


def test_rows_without_a_header_row_on_another_sheet_are_not_lost():
    told = refusal("ssda903", Page("a", REVIEWS), Page("b", REVIEWS[1:]))
    assert told.startswith("unclaimed_sheet: found sheet 2 ('b')")
    assert "01/02/2012" not in told


@pytest.mark.parametrize(
    ("page", "aside"),
    [
        (Page("Cover", [["Return of Kent"], [], ["Drawn on", "2 May"]]), [2]),
        (Page("Notes", REVIEWS[1:]), []),
        (Page("Lists", REVIEWS[1:]), []),
        (Page("Chart", []), []),
        (Page("Empty", [["", ""], [""]]), []),
        (Page("Old", REVIEWS[1:], hidden=True), []),
        (Page("One row", REVIEWS[1:2]), [2]),
    ],
    ids=lambda drawn: drawn.name if isinstance(drawn, Page) else "",
)
def test_covers_notes_charts_and_hidden_sheets_do_no_harm_and_are_told(page, aside):
    claimed, told = in_pages(in_force("ssda903", 2024), [Page("a", REVIEWS), page])
    assert ([each.contract.table for each in claimed], told) == (["reviews"], aside)


def test_a_form_that_leaves_out_what_it_may_is_still_that_form():
    told = of_text("review_records", "Child,Review held on,Team", "1,19/06/2023,North")
    assert "found column 3 ('Team') is not foreseen" in told
    assert told.endswith("Take out what is not foreseen.")
    page = Page("Data", [["Child", "Review held on", "Team"], ["1", "19/06/2023", "North"]])
    assert "column 3 ('Team')" in refusal("review_records", page)


def test_an_odd_column_is_told_with_the_nearest_that_its_form_has():
    told = of_text("iro_allocation", "Child,IRO,From,To date,IROs WTE", "1,2,01/04/2023,,1")
    assert "Rename 'IROs WTE' to \"IRO's WTE\"." in told
    told = of_text("review_records", "Child,Review held on,Decision sent on", "1,01/04/2023,")
    assert told.endswith("Rename 'Decision sent on' to 'Decisions sent on', or take it out.")


def test_of_many_odd_columns_a_few_are_told():
    odd = [f"Remark {number}" for number in range(30)]
    page = Page("Reviews", [[*row, *(odd if row is REVIEWS[0] else [])] for row in REVIEWS])
    told = refusal("ssda903", page)
    assert "'Remark 11'" in told
    assert "'Remark 12'" not in told
    assert "; and 18 more on the sheet 'Reviews'" in told


def test_one_column_that_is_missing_may_be_the_one_that_is_odd():
    told = of_text("iro_allocation", "Child,IRO,Begins,To,IRO's WTE", "1,2,01/04/2023,,1")
    assert told.endswith("If 'Begins' is 'From', rename it to that; if not, take it out.")


def test_a_column_without_a_header_is_not_told_as_its_neighbour():
    told = of_text(
        "iro_allocation", "Child,IRO,From,To,IRO's WTE,", "1,2,01/04/2023,,1,", "1,2,,,1,SECRET"
    )
    assert "column 6 (no header) holds text in row 3" in told
    assert "SECRET" not in told


@pytest.mark.parametrize("source", ["iro_allocation", "review_records", "ssda903"])
def test_the_file_of_another_source_is_no_broken_table_though_they_share_columns(source: str):
    log = ["Reference", "Child", "IRO", "Informal or formal", "Raised on", "Theme", "Outcome"]
    assert of_text(source, ",".join(log)).startswith("no_contract")
    assert refusal(source, Page("Data", [log])).startswith("no_contract")


def test_what_a_survey_platform_records_makes_no_survey_of_another_one():
    record = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name"
    told = of_text("state_of_the_nation", f"{record},How is the food?,And the weather?", "1234567")
    assert "weather" not in told
