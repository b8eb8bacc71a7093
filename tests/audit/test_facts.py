"""What a reader finds behind what is printed."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.audit.rounding import behind
from tests.audit.drawn import BOLTON, NORTH_WEST, figures, own, read


def rounded(part: int, whole: int) -> pl.DataFrame:
    """A share as it is printed: both counts to the nearest ten, its value to one place."""
    cell = {
        "numerator": (part + 5) // 10 * 10.0, "denominator": (whole + 5) // 10 * 10.0,
        "value": round(100 * part / whole, 1), "lower": None, "upper": None, "scale": 100.0,
        "base_numerator": 10, "base_denominator": 10, "places": 10.0, "proportion": True,
        "counts_denominator": True,
    }  # fmt: skip
    return pl.DataFrame([cell], schema_overrides={"lower": pl.Float64, "upper": pl.Float64})


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_true_pair_is_among_those_that_give_a_figure(part, whole):
    ends = behind(rounded(min(part, whole), whole)).row(0, named=True)
    true = {"numerator": min(part, whole), "denominator": whole}
    true["rest"] = true["denominator"] - true["numerator"]
    assert all(ends[f"{name}_low"] <= at <= ends[f"{name}_high"] for name, at in true.items())


def test_the_value_of_few_gives_rounded_counts_away():
    assert behind(rounded(7, 13)).select("numerator_low", "numerator_high").row(0) == (7, 7)


def test_a_figure_that_no_pair_gives_has_no_ends():
    ends = behind(rounded(7, 13).with_columns(value=99.9)).row(0, named=True)
    assert ends["numerator_low"] > ends["numerator_high"]


def test_a_withheld_figure_has_three_numbers_and_none_is_told():
    facts = read({"figures": figures({BOLTON: None})}, own({})).told
    assert facts.select("part", "low", "high").rows() == [
        ("numerator", None, None), ("denominator", None, None), ("rest", None, None),
    ]  # fmt: skip


def test_a_count_that_is_shown_is_told_to_the_last_person():
    facts = read({"figures": figures({BOLTON: (10, 30)})}, own({})).told
    assert facts.select("part", "low", "high").rows() == [
        ("numerator", 10, 10), ("denominator", 30, 30), ("rest", 20, 20),
    ]  # fmt: skip


def test_a_region_whose_counts_are_not_rounded_is_told_to_the_last_person():
    facts = read({"figures": figures({NORTH_WEST: (37, 150)})}, own({})).told
    assert facts["low"].to_list() == facts["high"].to_list()
