import csv
import math
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Tables, protect
from iro_pipeline.publications import explore
from iro_pipeline.publications.edition import Edition
from iro_pipeline.publications.explore import DataSet
from tests.publications.screener import rows, screened

TEXTS = ("verdict",)
SOURCES = {
    "figure": "value", "figure_lower_ci": "lower", "figure_upper_ci": "upper",
    "numerator_sum": "numerator", "denominator_sum": "denominator",
    "authorities_count": "authorities",
}  # fmt: skip


@pytest.fixture(scope="session")
def pairs(release: Path) -> list[Path]:
    found = sorted((release / "tables/ees").glob("*.csv"))
    return [path for path in found if not path.name.endswith(".meta.csv")]


def test_every_pair_of_files_passes_the_rules_of_the_screener(pairs: list[Path]):
    assert {path.stem for path in pairs} >= {"iro_percentages", "iro_measures", "iro_scores"}
    assert {path.name: found for path in pairs if (found := screened(path, TEXTS))} == {}


def test_a_cell_is_the_number_of_the_table_or_says_why_there_is_none(
    release: Path, pairs: list[Path]
):
    figures = pl.read_parquet(release / "tables/figures.parquet").join(
        pl.read_parquet(release / "tables/indicators.parquet"), on="indicator"
    )
    known = {
        (row["title"].partition(",")[0], row["period"], row["area"], row["speaker"]): row
        for row in figures.to_dicts()
    }
    walked = 0
    for path in pairs:
        for row in rows(path):
            if path.stem == "iro_comparisons":
                continue
            figure = known[key(row)]
            for name, cell in numbers(row).items():
                assert agrees(cell, figure[SOURCES[name]], figure["status"]), (name, row)
                walked += 1
    assert walked == 6 * figures.height


def key(row: dict[str, str]) -> tuple[str, int, str, str]:
    speakers = {words: speaker for speaker, words in explore.SPEAKERS.items()}
    area = row["new_la_code"] or row["region_code"] or row["country_code"]
    period = int(row["time_period"][:2] + row["time_period"][4:] if len(row["time_period"]) == 6
                 else row["time_period"])  # fmt: skip
    measure = row["measure"].partition(" (")[0].partition(",")[0]
    return measure, period, area, speakers.get(row.get("speaker", ""), "records")


def numbers(row: dict[str, str]) -> dict[str, str]:
    plain = {name.replace("_percent", ""): cell for name, cell in row.items()}
    return {name: plain[name] for name in SOURCES}


def agrees(cell: str, number: float | None, status: str) -> bool:
    if number is None:
        return cell == status if status else cell in ("c", "z", "x")
    return math.isclose(float(cell), number, rel_tol=1e-12)


def test_invented_data_say_so_in_every_row_and_every_label(pairs: list[Path]):
    for path in pairs:
        assert {row["data_notice"] for row in rows(path)} == {"INVENTED DATA"}
        meta = rows(path.with_suffix(".meta.csv"))
        labels = [each["label"] for each in meta if each["col_type"] == "Indicator"]
        assert all(label.endswith("(INVENTED DATA)") for label in labels)


def test_real_data_carry_no_such_column(tables: Tables, tmp_path: Path):
    written = explore.write(tmp_path, protect(tables, PUBLIC), Edition("r", invented=False))
    assert written
    for path in tmp_path.glob("*.csv"):
        assert b"INVENTED" not in path.read_bytes()
        assert "data_notice" not in next(csv.reader(path.read_text().splitlines()))


def test_a_year_and_a_wave_are_never_in_one_file(pairs: list[Path]):
    kinds = {path.stem: {row["time_identifier"] for row in rows(path)} for path in pairs}
    assert all(len(kind) == 1 for kind in kinds.values())
    assert kinds["iro_percentages"] == {"Financial year"}
    assert kinds["iro_scores"] == {"Reporting year"}


def test_the_year_that_ends_in_2000_begins_in_1999():
    frame = pl.DataFrame({"period": [2000, 2024]})
    told = frame.select(*explore.year("iro_percentages"))["time_period"].to_list()
    assert told == ["199900", "202324"]


def test_a_filter_of_one_item_is_none():
    one = pl.DataFrame({"measure": ["a", "a"], "figure": ["1", "2"]})
    told = DataSet("n", "t", (explore.MEASURE, explore.FIGURE[0]), one).meta
    assert told["col_name"].to_list() == ["figure"]
