"""Tables on a page: the header row found below the rows of a title."""

from collections.abc import Collection, Sequence

import polars as pl

from iro_pipeline.opening import Page
from iro_pipeline.readers import Sheet, Unreadable, wording
from iro_pipeline.readers.csv import blocks, without_empty

# How far down a header row is looked for.
DEEPEST = 30


def headed(page: Page, known: Collection[frozenset[str]]) -> Sheet | None:
    """
    The table on a page; None where no row is like a header row, as on a cover or a list of notes.

    `known` has for each contract the `wording` of every header it foresees. The header row is the
    one, among the first, with most of one contract's headers; what stands above it is a title.
    Raises Unreadable where that is filled in as a row is.
    Every other row that is not empty is a row, also notes below the table: they break the contract
    and are told to the person, not dropped. `line` is the row of the sheet; columns that have
    neither a header nor a cell are left out.
    """
    place = header_row(page.rows[:DEEPEST], known)
    if place is None:
        return None
    _titles_above(page, place)
    below = [
        (page.first + number, row)
        for number, row in enumerate(page.rows[place + 1 :], place + 1)
        if any(cell.strip() for cell in row)
    ]
    width = max(map(len, [page.rows[place], *(row for _, row in below)]))
    header = [cell.strip() for cell in _widened(page.rows[place], width)]
    cells = [_widened(row, width) for _, row in below]
    columns = [list(column) for column in zip(*cells, strict=True)] or [[]] * width
    named = {str(i): pl.Series(column, dtype=pl.String) for i, column in enumerate(columns)}
    rows = pl.DataFrame(named).with_columns(pl.all().replace("", None))
    rows = rows.with_columns(line=pl.Series([line for line, _ in below], dtype=pl.Int64))
    return Sheet(blocks(header), without_empty(rows, [not name for name in header]), page.name)


def header_row(rows: Sequence[Sequence[str]], known: Collection[frozenset[str]]) -> int | None:
    """
    The row that shares most with one contract, the first of equals.

    Two headers must be shared (or the only one there is), and they must be half of the row's cells
    or half of the contract's: a title may have a header's word in it, a changed form new columns.
    """
    best, found = 0, None
    for number, row in enumerate(rows):
        said = {wording(cell) for cell in row} - {""}
        for headers in known:
            shared = len(said & headers)
            enough = shared >= min(2, len(headers)) and 2 * shared >= min(len(said), len(headers))
            if enough and shared > best:
                best, found = shared, number
    return found


def are_titles(rows: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    """
    Whether rows above a header row are no rows of its table: they have a cell, or a pair.

    A wide table may have a row of headings, one over every few columns.
    """
    wide = sum(map(bool, header))
    most = max(2 if wide > 2 else 1, wide // 4)
    return all(sum(bool(cell.strip()) for cell in row) <= most for row in rows)


def _titles_above(page: Page, place: int) -> None:
    if not are_titles(page.rows[:place], page.rows[place]):
        raise Unreadable(
            "rows_above_header",
            found=f"a header row on row {page.first + place}, below rows filled in as its own are",
            expected="nothing but a title above the header row",
            do="Move the header row to the top of its table.",
        )


def _widened(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
