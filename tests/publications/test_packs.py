"""The packs of a release: the same numbers everywhere, the same bytes, and drawn when new."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from pypdf import PdfReader

from iro_pipeline import audit, pipeline
from iro_pipeline.packs import Cell, Column, Row, Table
from iro_pipeline.publications import checksums, packs, release, verify
from iro_pipeline.publications.edition import Edition
from iro_pipeline.publications.packs import Told
from iro_pipeline.publications.workbook.layout import Layout
from iro_pipeline.workspace import Workspace
from tests.nation import small_nation

SYMBOLS = {"c", "z", "x", "u", "low", ""}
EVERY = {"pack.json", "page.html", "print.pdf", "workbook.xlsx"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A release of seven authorities in two regions."""
    root = tmp_path_factory.mktemp("packs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "said", packs.said)
        small_nation(root)
        assert pipeline.run(Workspace(root)).state == "published"
        yield root


@pytest.fixture(scope="module")
def releases(root: Path) -> list[Path]:
    found = (root / "data/processed/releases").glob("0*")
    return sorted(each for each in found if not each.is_symlink())


@pytest.fixture(scope="module")
def told(releases: list[Path]) -> list[Told]:
    return list(packs.said(releases[-1], Edition(releases[-1].name, invented=True)))


def tables_of(told: Told) -> list[Table]:
    return [table for section in told.pack.sections for table in section.tables]


def test_every_region_england_and_every_authority_has_its_files(releases, told):
    places = {each.place for each in told}
    assert {"england", "regions/north-west", "regions/london", "authorities/E08000012"} <= places
    for each in told:
        expected = EVERY - ({"workbook.xlsx"} if each.pack.kind == "authority" else set())
        assert {path.name for path in (releases[-1] / each.place).iterdir()} >= expected
    assert verify(releases[-1]) == []


def test_each_pack_says_whose_it_is(releases, told):
    for each in told:
        card = json.loads((releases[-1] / each.place / "pack.json").read_text())
        assert (card["kind"], card["area"], card["edition"]) == (
            each.pack.kind,
            each.pack.area,
            each.pack.edition,
        )
        assert card["invented"] is True


def test_nothing_that_is_said_comes_from_elsewhere(told):
    assert audit.packs((each.place, each.pack, each.tables) for each in told) == []


def test_a_page_has_every_cell_in_its_place(releases, told):
    for each in told:
        page = html.fromstring((releases[-1] / each.place / "page.html").read_text())
        for table in tables_of(each):
            if table.rows:
                lines = page.iterfind(f".//table[@id='table-{table.name}']/tbody/tr")
                rows = [list(line) for line in lines]
                assert [[shown(cell) for cell in row] for row in rows] == [
                    [cell.text for cell in row.cells] for row in table.rows
                ], (each.place, table.name)


def shown(cell: html.HtmlElement) -> str:
    figure = cell.find("./span[@class='figure']")
    return " ".join((cell if figure is None else figure).text_content().split())


def test_a_workbook_has_every_number_in_its_place(releases, told):
    for each in told:
        if each.pack.kind == "authority":
            continue
        book = openpyxl.load_workbook(releases[-1] / each.place / "workbook.xlsx")
        for name, laid in Layout.of(each.pack).tables.items():
            if laid.table.rows:
                (ref,) = (found.ref for found in book[name].tables.values())
                rows = [[cell.value for cell in row] for row in book[name][ref]][1:]
                for row, line in zip(rows, laid.table.rows, strict=True):
                    numbers = [value for value in row if isinstance(value, int | float)]
                    for column, cell in zip(laid.table.columns, line.cells, strict=True):
                        assert is_there(cell, column, numbers, row), (each.place, name, cell)


def is_there(cell: Cell, column: Column, numbers: list[float], row: list[object]) -> bool:
    if isinstance(cell.value, int | float):
        return any(abs(cell.value - each) <= 0.5 * 10.0**-column.decimals for each in numbers)
    return cell.text == "" or cell.text in row


def test_a_print_has_every_cell_of_the_tables_that_are_read_in_its_row(releases, told):
    """Of so few authorities no table is too long to be printed whole."""
    for each in told:
        said = printed_words(releases[-1] / each.place / "print.pdf")
        tables = list(read(each))
        assert tables, each.place
        for table in tables:
            missing = [row for row in table.rows if printed_line(row) not in said]
            assert bare(table.caption) in said, (each.place, table.name)
            assert missing == [], (each.place, table.name)


def read(told: Told) -> Iterator[Table]:
    """Of the sections that are printed, the tables that no chart draws and nobody looks up."""
    for section in told.pack.sections:
        drawn = {chart.table for chart in section.charts}
        for table in section.tables if section.is_printed else ():
            if table.rows and not table.is_long and table.name not in drawn:
                yield table


def printed_words(path: Path) -> str:
    return bare("".join(page.extract_text() for page in PdfReader(path).pages))


def printed_line(row: Row) -> str:
    """Figures, how many were counted, and their verdicts, without the spaces lines make."""
    return bare("".join(c.text + (f"of{c.n}" if c.n else "") + c.word for c in row.cells))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_csv_has_the_figures_that_cells_are_of(releases, told):
    """Of the public tables; those of networks and authorities are Parquet alone."""
    public = next(each for each in told if each.place == "england")
    titles = dict(public.tables["indicators"].select("indicator", "title").iter_rows())
    held = figures_of(releases[-1] / "tables/ees")
    cells = [cell for table in tables_of(public) for row in table.rows for cell in row.cells]
    of_figures = [
        (cell.origin, cell.value)
        for cell in cells
        if cell.origin and (cell.origin.table, cell.origin.column) == ("figures", "value")
        if isinstance(cell.value, int | float)
    ]
    assert of_figures
    for origin, value in of_figures:
        key = dict(origin.key)
        known = [
            told
            for measure, told in held[str(key["area"]), int(key["period"])]
            if measure.startswith(titles[key["indicator"]])
        ]
        assert any(abs(value - each) <= 0.051 for each in known), origin


def figures_of(folder: Path) -> dict[tuple[str, int], list[tuple[str, float]]]:
    """Measure and figure by area and year, of every data set of areas."""
    found: dict[tuple[str, int], list[tuple[str, float]]] = {}
    for place in folder.glob("*.csv"):
        for row in csv.DictReader(io.StringIO(place.read_text(encoding="utf-8"))):
            said = row.get("figure") or row.get("figure_percent") or ""
            if "compared_with" in row or "time_period" not in row or said in SYMBOLS:
                continue
            area = row["new_la_code"] or row["region_code"] or row["country_code"]
            time = row["time_period"]
            year = int(time[:4]) + (1 if len(time) == 6 else 0)
            found.setdefault((area, year), []).append((row["measure"], float(said)))
    return found


def test_only_what_says_something_new_is_drawn_again(releases, told, tmp_path):
    three = told[:3]
    assert packs.draw(tmp_path / "same", three, releases[-1]) == 0
    changed = replace(three[0], pack=replace(three[0].pack, edition="0123456789ab"))
    assert packs.draw(tmp_path / "new", [changed, *three[1:]], releases[-1]) == 1


def test_drawn_and_taken_over_are_the_same_bytes(releases, told, tmp_path):
    one = [each for each in told if each.place == "authorities/E08000012"]
    packs.draw(tmp_path / "drawn", one, None)
    packs.draw(tmp_path / "taken", one, releases[-1])
    for name in ("page.html", "print.pdf", "pack.json"):
        known = (releases[-1] / one[0].place / name).read_bytes()
        assert (tmp_path / "drawn" / one[0].place / name).read_bytes() == known
        assert (tmp_path / "taken" / one[0].place / name).read_bytes() == known


def test_what_is_no_longer_what_was_listed_is_drawn_again(told, tmp_path):
    one = [each for each in told if each.place == "authorities/E08000012"]
    packs.draw(tmp_path / "old", one, None)
    checksums.seal(tmp_path / "old")
    assert packs.draw(tmp_path / "new", one, tmp_path / "old") == 0
    (tmp_path / "old" / one[0].place / "page.html").write_text("damaged")
    assert packs.draw(tmp_path / "newer", one, tmp_path / "old") == 1


def test_of_a_release_before_that_is_gone_everything_is_drawn(told, tmp_path):
    one = [each for each in told if each.place == "authorities/E08000012"]
    assert packs.draw(tmp_path / "new", one, tmp_path / "gone") == 1
