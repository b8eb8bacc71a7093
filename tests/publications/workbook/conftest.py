import io
from collections.abc import Callable, Iterator
from functools import cache
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from iro_pipeline.packs import Pack
from iro_pipeline.publications.workbook import render
from tests.publications import drawn

PACKS = {
    "region": drawn.region,
    "partnership": drawn.partnership,
    "england": drawn.england,
    "authority": drawn.authority,
    "silent": drawn.silent_authority,
}


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    """Each of the packs drawn by hand."""
    return PACKS[request.param]()


@cache
def opened(pack: Pack) -> Workbook:
    """Read by several tests and changed by none."""
    return openpyxl.load_workbook(io.BytesIO(render(pack)))


def parts(pack: Pack, under: str) -> Iterator[str]:
    """The files of the workbook in one of its folders."""
    with ZipFile(io.BytesIO(render(pack))) as book:
        for name in sorted(book.namelist()):
            if name.startswith(under):
                yield book.read(name).decode()


def table_of(sheet: Worksheet) -> Table:
    """The one table of a sheet."""
    (table,) = sheet.tables.values()
    return table


def rows_of(sheet: Worksheet, read: Callable = lambda cell: cell.value) -> list[list]:
    """The header and the rows of a sheet's table."""
    left, top, right, bottom = range_boundaries(table_of(sheet).ref)
    rows = sheet.iter_rows(top, bottom, left, right)
    return [[read(cell) for cell in row] for row in rows]


def top_of(sheet: Worksheet) -> int:
    """The row of a table's header, from 1."""
    return range_boundaries(table_of(sheet).ref)[1]
