"""What every sheet has in common: the lines at its top, and how it prints."""

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from iro_pipeline.publications.workbook.layout import Layout
from iro_pipeline.publications.workbook.styles import Styles

HEADLINE = 24.0  # points of height
_A4 = 9


def write_top(
    sheet: Worksheet, title: str, lines: Iterable[str], layout: Layout, styles: Styles
) -> int:
    """
    The title in A1, the warning, whose it is, and `lines`; the number of the row that follows.

    Sheets have no headers and footers, which screen readers pass over: these lines are repeated on
    every printed page instead.
    """
    pack = layout.pack
    set_up(sheet)
    sheet.write_string(0, 0, title, styles.title)
    sheet.set_row(0, HEADLINE)
    row = 1
    if pack.warning:
        sheet.write_string(row, 0, pack.warning, styles.warning)
        row += 1
    for line in filter(None, (f"{pack.title}, {pack.period}. {pack.audience}", *lines)):
        sheet.write_string(row, 0, line, styles.line)
        row += 1
    link = f"Back to the sheet {layout.contents}"
    sheet.write_url(row, 0, f"internal:'{layout.contents}'!A1", styles.link, link)
    return row + 1


def set_up(sheet: Worksheet) -> None:
    """A4 on its side, as wide as one page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
