"""What happens where the audit gets through, in one small run with the repair taken out."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline import auditing, pipeline
from iro_pipeline.audit.limits import Limits
from iro_pipeline.disclosure import protecting
from iro_pipeline.disclosure.thresholds import NEAREST_5, Thresholds
from iro_pipeline.workspace import Workspace
from tests.nation import drop, records
from tests.tables import table


def nothing_more_withheld(cells: pl.DataFrame, *_: object) -> pl.Series:
    return pl.Series("hidden", [False] * cells.height)


def nothing_repaired(cells: pl.DataFrame, *_: object) -> pl.Series:
    return cells["hidden"]


def test_a_fact_that_gives_way_is_told_nothing_new_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    records(tmp_path)
    monkeypatch.setattr(protecting, "repaired", nothing_repaired)
    outcome = pipeline.run(Workspace(tmp_path))
    assert outcome.state == "published"
    assert outcome.folder is not None
    figures = pl.read_parquet(outcome.folder / "tables/figures.parquet")
    due = figures.filter(indicator="second_review_on_time", level="authority")
    assert set(due["status"]) == {"c"}


def test_a_release_that_would_give_somebody_away_does_not_appear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    records(tmp_path)
    workspace = Workspace(tmp_path)
    monkeypatch.setattr(protecting, "repaired", nothing_more_withheld)
    outcome = pipeline.run(workspace)
    assert (outcome.state, outcome.exit_code, workspace.latest()) == ("refused", 3, None)
    assert "nothing is published" in outcome.reasons[0]
    listed = (workspace.restricted / "breaches.txt").read_text(encoding="utf-8").splitlines()
    assert outcome.reasons[1] == listed[0]
    assert all("can be told" in each or "could not be shown" in each for each in listed)
    assert not list((workspace.record / "published").glob("*"))
    monkeypatch.undo()
    assert pipeline.run(workspace).state == "published"
    assert len(list((workspace.record / "published").glob("*.arrow"))) == 2


def all_rounded(patch: pytest.MonkeyPatch) -> None:
    for kind in (Thresholds, Limits):
        told = replace(kind.load(), profile=NEAREST_5)
        patch.setattr(kind, "load", classmethod(lambda _, told=told: told))


def test_counts_told_to_the_nearest_five_pass_the_audit_and_are_never_told_exactly_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    records(tmp_path)
    workspace = Workspace(tmp_path)
    all_rounded(monkeypatch)
    first = pipeline.run(workspace)
    assert first.state == "published"
    assert first.folder is not None
    figures = pl.read_parquet(first.folder / "tables/figures.parquet").filter(rounding=5)
    shares = figures.filter(pl.col("indicator").str.starts_with("participation"), status="")
    told = shares.select((pl.col("numerator", "denominator", "n") % 5).max())
    assert shares.height > 10
    assert told.row(0) == (0, 0, 0)
    monkeypatch.undo()
    drop(tmp_path, night=2)
    second = pipeline.run(workspace)
    assert (second.state, second.exit_code, workspace.latest()) == ("refused", 3, first.folder)
    assert "published rounded otherwise" in second.reasons[0]
    assert "reference/disclosure.toml" in second.reasons[1]


def test_a_part_that_stayed_when_the_other_changed_is_known_since_it_was_so():
    now = {"indicator": "attendance", "level": "authority", "area": "E08000001", "period": 2024}
    figure = {**now, "quarter": 0, "denominator": 100.0}
    ever = pl.DataFrame(
        [{**figure, "numerator": 80.0, "vintage": 1}, {**figure, "numerator": 85.0, "vintage": 2}]
    )
    found = auditing.known(ever).sort("part", "vintage").select("part", "vintage", "value")
    assert found.rows() == [
        ("denominator", 1, 100.0),
        *(("numerator", 1, 80.0), ("numerator", 2, 85.0)),
        *(("rest", 1, 20.0), ("rest", 2, 15.0)),
    ]


def test_a_figure_was_shown_wherever_it_is_not_withheld_whether_or_not_it_counts_people():
    """What a service states counts nobody: it is not among the facts that the audit attacks."""
    place = {"level": "authority", "area": "E08000001", "period": 2024}
    names = ["iro_wte_employed", "attendance", "participation"]
    true = pl.DataFrame([{**place, "indicator": name, "quarter": 0} for name in names])
    cells = pl.DataFrame(
        [
            {**place, "indicator": name, "status": status, "quarter": None}
            for name, status in zip(names, ("", "c", ""), strict=True)
        ],
        schema_overrides={"quarter": pl.Int64},
    )
    seen = auditing.shown(true.with_columns(shown=pl.lit(None, pl.Boolean)), cells)
    assert seen["shown"].to_list() == [True, False, True]


BEFORE = """
    | indicator       | area      | period | low | release |
    |-----------------|-----------|--------|-----|---------|
    | attendance      | E08000001 | 2023   | 30  | 1       |
    | attendance      | E08000001 | 2024   | 40  | 1       |
    | attendance      | E08000002 | 2024   | 50  | 1       |
    | participation   | E08000001 | 2024   |     | 1       |
    | reviews_on_time | E08000001 | 2024   | 60  | 1       |
    | attendance      | E08000001 | 2024   | 44  | 2       |
    | attendance      | E08000002 | 2024   | 50  | 2       |
    | participation   | E08000001 | 2024   |     | 2       |
"""


def added(change: pl.Expr | None = None, left: pl.Expr | None = None) -> list[tuple]:
    """What a third release adds, that tells what the second did but for the change."""
    kinds = {"period": pl.Int64, "low": pl.Float64, "release": pl.Int64}
    before = table(BEFORE, **kinds).collect()
    now = before.unique(["indicator", "area", "period"], keep="last", maintain_order=True)
    now = now.filter(pl.lit(value=True) if left is None else left)
    now = now.with_columns(
        pl.lit(3, pl.Int64).alias("release"), *([] if change is None else [change])
    )
    found = auditing.otherwise(now, before)
    return found.select("indicator", "area", "period", "release").rows()


BURY_2024 = (pl.col("area") == "E08000002") & (pl.col("period") == 2024)


def test_a_release_that_tells_everything_as_it_was_adds_nothing_to_the_record():
    assert added() == []


@pytest.mark.parametrize(
    "change",
    [
        pl.when(BURY_2024).then(51.0).otherwise("low").alias("low"),
        pl.when(BURY_2024).then(None).otherwise("low").alias("low"),
    ],
)
def test_a_release_adds_all_of_a_fact_and_period_of_which_something_is_otherwise(change: pl.Expr):
    assert added(change) == [
        ("attendance", "E08000001", 2024, 3),
        ("attendance", "E08000002", 2024, 3),
        ("participation", "E08000001", 2024, 3),
    ]


def test_a_release_that_tells_no_more_of_an_authority_adds_what_is_left():
    assert added(left=~BURY_2024) == [
        ("attendance", "E08000001", 2024, 3),
        ("participation", "E08000001", 2024, 3),
    ]


def test_what_is_again_as_in_the_release_before_the_last_is_otherwise_than_it_was_last():
    bolton = (pl.col("indicator") == "attendance") & (pl.col("low") == 44)
    again = pl.when(bolton).then(40.0).otherwise("low").alias("low")
    assert len(added(again)) == 3
