from pathlib import Path

import polars as pl

from iro_pipeline.record.published import FACT, Published, told_otherwise
from tests.tables import table

FIGURES = """
    | indicator       | level     | area      | period | quarter | numerator | denominator |
    |-----------------|-----------|-----------|--------|---------|-----------|-------------|
    | reviews_on_time | authority | E08000001 | 2024   | 0       | 30        | 40          |
    | reviews_on_time | authority | E08000002 | 2024   | 0       | 50        | 70          |
"""
FIRST, SECOND = "000003-aaaaaaaaaaaa", "000007-bbbbbbbbbbbb"


def figures(drawing: str = FIGURES) -> pl.DataFrame:
    parts = pl.col("numerator", "denominator").cast(pl.Float64)
    times = pl.col("period", "quarter").cast(pl.Int64)
    return table(drawing).collect().with_columns(parts, times)


def facts(low: float, release: int = 1, vintage: int = 1) -> pl.DataFrame:
    row = {
        **{"indicator": "reviews_on_time", "speaker": "records", "part": "numerator"},
        **{"level": "authority", "area": "E08000001", "region": "North West", "period": 2024},
        **{"quarter": None, "status": "", "low": low, "high": low},
        **{"release": release, "vintage": vintage, "rounding": 1},
    }
    return pl.DataFrame([row], schema=FACT)


def behind(record: Published) -> pl.DataFrame:
    return record.dated(figures()).with_columns(shown=pl.lit(value=True))


def first(folder: Path) -> Published:
    record = Published(folder, FIRST)
    record.append(facts(30.0), behind(record))
    return record


def test_before_the_first_release_every_figure_is_new(tmp_path: Path):
    dated = Published(tmp_path, FIRST).dated(figures())
    assert dated["same"].to_list() == [False, False]
    assert dated["vintage"].to_list() == [1, 1]


def test_a_figure_that_is_the_same_is_known_by_what_the_release_before_said(tmp_path: Path):
    first(tmp_path)
    moved = FIGURES.replace("| 50        |", "| 51        |")
    dated = Published(tmp_path, SECOND).dated(figures(moved))
    assert dated["shown"].to_list() == [True, None]
    assert dated["vintage"].to_list() == [1, 2]


def test_a_figure_is_known_by_its_parts_when_it_was_last_shown(tmp_path: Path):
    """The second release moved Bury's and withheld it; the third moves it again."""
    first(tmp_path)
    second = Published(tmp_path, SECOND)
    moved = second.dated(figures(FIGURES.replace("| 50        |", "| 52        |")))
    only_bolton = pl.col("area") == "E08000001"
    second.append(facts(30.0, release=2), moved.with_columns(shown=only_bolton))
    third = Published(tmp_path, "000009-cccccccccccc")
    dated = third.dated(figures(FIGURES.replace("| 50        |", "| 57        |")))
    assert dated.select("same", "shown numerator", "shown denominator").rows() == [
        (True, 30.0, 40.0),
        (False, 50.0, 70.0),
    ]


def test_a_fact_and_period_of_which_a_release_kept_nothing_is_as_it_was_before(tmp_path: Path):
    """The second release had another fact to tell of; of this one all was the same."""
    first(tmp_path)
    other = FIGURES.replace("reviews_on_time", "attendance")
    second = Published(tmp_path, SECOND)
    of_attendance = second.dated(figures(other))
    second.append(facts(30.0, release=2), of_attendance.with_columns(shown=pl.lit(value=True)))
    both = pl.concat([figures(), figures(other)])
    dated = Published(tmp_path, "000009-cccccccccccc").dated(both)
    assert dated["same"].to_list() == [True] * 4
    assert dated["vintage"].to_list() == [1, 1, 2, 2]


def test_a_figure_that_its_fact_and_period_had_no_more_last_is_new(tmp_path: Path):
    first(tmp_path)
    second = Published(tmp_path, SECOND)
    only_bolton = second.dated(figures().head(1)).with_columns(shown=pl.lit(value=True))
    second.append(facts(30.0, release=2), only_bolton)
    dated = Published(tmp_path, "000009-cccccccccccc").dated(figures())
    assert dated["same"].to_list() == [True, False]


def test_every_figure_behind_every_release_is_kept_with_its_place(tmp_path: Path):
    first(tmp_path)
    second = Published(tmp_path, SECOND)
    moved = second.dated(figures(FIGURES.replace("| 50        |", "| 61        |")))
    second.append(facts(30.0, release=2), moved.with_columns(shown=pl.lit(value=False)))
    found = Published(tmp_path, "000009-cccccccccccc").editions()
    assert found.select("release", "numerator", "shown").rows() == [
        *((1, 30.0, True), (1, 50.0, True)),
        *((2, 30.0, False), (2, 61.0, False)),
    ]


def test_every_fact_of_every_release_is_kept(tmp_path: Path):
    first(tmp_path)
    second = Published(tmp_path, SECOND)
    second.append(facts(31.0, release=2, vintage=2), behind(second))
    after = Published(tmp_path, "000009-cccccccccccc").facts()
    assert after.select("release", "low").rows() == [(1, 30.0), (2, 31.0)]


def test_a_release_is_written_once_and_nothing_of_it_is_written_over(tmp_path: Path):
    first(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    again = Published(tmp_path, FIRST)
    again.append(facts(99.0), behind(again))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_earlier_release_that_is_made_again_knows_nothing_of_later_ones(tmp_path: Path):
    first(tmp_path)
    assert Published(tmp_path, FIRST).facts().is_empty()
    assert Published(tmp_path, FIRST).release() == 1
    assert Published(tmp_path, SECOND).release() == 2


def test_a_release_made_anew_of_the_same_arrivals_comes_after_the_one_that_was(tmp_path: Path):
    """By another build, say: its name may well be the earlier one in the alphabet."""
    later = Published(tmp_path, "000007-bbbbbbbbbbbb")
    later.append(facts(30.0), behind(later))
    anew = Published(tmp_path, "000007-aaaaaaaaaaaa")
    assert anew.release() == 2
    assert anew.facts().height == 1
    assert later.facts().is_empty()


def test_its_files_are_for_their_owner_only(tmp_path: Path):
    first(tmp_path)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_number_that_was_told_rounded_otherwise_is_known(tmp_path: Path):
    first(tmp_path)
    record, again = Published(tmp_path, SECOND), facts(30.0)
    rounded = again.with_columns(rounding=pl.lit(5, pl.Int64))
    hidden = rounded.with_columns(pl.lit(None, pl.Float64).alias(end) for end in ("low", "high"))
    assert [told_otherwise(now, record.facts()) for now in (again, rounded, hidden)] == [0, 1, 0]


def _without_rounding(facts: pl.DataFrame) -> bytes:
    buffer = facts.drop("rounding").write_ipc(None)
    return buffer.getvalue()


def test_what_was_published_before_rounding_was_kept_was_told_as_it_was(tmp_path: Path):
    record = first(tmp_path)
    (written,) = tmp_path.glob("*.facts.arrow")
    written.write_bytes(_without_rounding(pl.read_ipc(written.read_bytes())))
    assert Published(tmp_path, SECOND).facts()["rounding"].to_list() == [1]
    assert record.facts().is_empty()
