"""Releases drawn from the answers to a survey, for the tests of what may be shown of them."""

from dataclasses import replace
from typing import Any

import polars as pl

from iro_pipeline import survey
from iro_pipeline.disclosure import Tables
from iro_pipeline.indicators.answers import measured
from tests.disclosure.drawn import (
    BOLTON,
    BURY,
    DURHAM,
    GATESHEAD,
    MANCHESTER,
    SUNDERLAND,
    in_2024,
    made,
)
from tests.survey.drawn import RESOURCED, facts, said

SIX = (BOLTON, BURY, MANCHESTER, GATESHEAD, SUNDERLAND, DURHAM)


def answered(
    *rows: tuple[str, str, str], question: str = RESOURCED, period: int = 2024
) -> pl.DataFrame:
    """Answers of (authority, role, answers)."""
    lines = "".join(f"| {' | '.join(each)} |\n" for each in rows)
    return said(f"| authority | role | answers |\n|-|\n{lines}", question, period)


def everywhere(answers: str, role: str = "iro", **terms: Any) -> pl.DataFrame:
    return answered(*((each, role, answers) for each in SIX), **terms)


def unlike_services() -> pl.DataFrame:
    """Of either region 4, 5 and 3: none says what another does."""
    said = zip(SIX, "453453", strict=True)
    return answered(*((each, "iro_manager", answer) for each, answer in said))


def surveyed(*answers: pl.DataFrame) -> Tables:
    """The tables of a release of these answers."""
    together = pl.concat(answers)
    there = in_2024()
    if "2023" in {str(each) for each in together["period"].unique()}:
        there = pl.concat([there, there.with_columns(period=pl.lit(2023, pl.Int64))])
    tables = made(measured(together.filter(pl.col("period") == 2024).lazy()).drop("speaker"))
    return replace(tables, survey=survey.tables(facts(answer=together.lazy()), there))
