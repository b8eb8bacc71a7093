import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection.excel import may_be_rounded, option, undamaged, unswapped
from iro_pipeline.readers import Unreadable

CHILD = Field("child", "string", "The child.", header=("CHILD",), identifier="child")
FORM = Contract("raw/form/table/2012", "Form", "a row", ("child",), (CHILD,))


@pytest.mark.parametrize("number", ["1.15E+11", "1,15E+11", "5E+09", " 1.2e+12 "])
def test_one_rounded_number_refuses_the_file_and_says_what_to_do(number):
    with pytest.raises(Unreadable, match="damaged_identifier") as refused:
        undamaged(FORM, pl.DataFrame({"child": ["115000000001", number, None]}))
    assert refused.value.rows == 3
    assert "'CHILD'" in refused.value.found
    assert number.strip() not in str(refused.value)


@pytest.mark.parametrize("number", ["E+11", "1E11", "ABC1.5E+11", "5E+", "1234567890123"])
def test_what_excel_would_not_write_is_no_damage(number):
    undamaged(FORM, pl.DataFrame({"child": [number, None]}))


@pytest.mark.parametrize(
    "numbers", [["115000000000"] * 2, ["115000000000", "98700000000", None, "7", "123456789"]]
)
def test_long_numbers_that_mostly_end_in_noughts_are_rounded_too(numbers):
    with pytest.raises(Unreadable, match="damaged_identifier") as refused:
        undamaged(FORM, pl.DataFrame({"child": numbers}))
    assert "in 2 rows of 'CHILD'" in refused.value.found


@pytest.mark.parametrize(
    "numbers",
    [
        [str(100_000 * number) for number in range(1, 1000)],
        ["115000000000"],
        ["115000000000", "115000000000", "115000000001", "115000000002"],
        ["000000100000", "000000200000"],
        ["INV100000000", "INV200000000"],
        [None, None],
    ],
    ids=["short", "one", "half", "filled up in front", "letters", "nothing"],
)
def test_noughts_at_the_end_are_no_damage_where_long_numbers_mostly_end_otherwise(numbers):
    undamaged(FORM, pl.DataFrame({"child": numbers}, schema={"child": pl.String}))


@pytest.mark.parametrize("row", ["115000000000,a", 'a,"115000000000"', "a,115000000000", "1e+11,"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_one_look_at_the_bytes_tells_what_may_be_rounded(row: str, ending: str):
    assert may_be_rounded(f"A,B{ending}{row}{ending}".encode())
    assert not may_be_rounded(f"A,B{ending}INV000001,01/02/2023{ending}".encode())


HELD = Field("held_on", "date", "The day.", header=("HELD",), formats=("%d/%m/%Y",))
LOG = Contract("raw/form/table/2012", "Form", "a row", (), (HELD,))
LATE = ["13/04/2023", "28/04/2023", "31/05/2023"]
REAL = ["2023-01-02", "2023-04-04 00:00:00", None]


@pytest.mark.parametrize(
    "texts", [LATE, ["n/k", *LATE], ["04/13/2023", "4/28/23", " 05/31/2023 10:15"]]
)
def test_real_dates_up_to_the_12th_beside_texts_after_it_are_swapped(texts):
    with pytest.raises(Unreadable, match="swapped_dates") as refused:
        unswapped(LOG, pl.DataFrame({"held_on": [*texts, *REAL]}))
    assert refused.value.found.startswith("2 dates of 'HELD'")
    assert "2023" not in str(refused.value)
    assert "United Kingdom" in refused.value.do


@pytest.mark.parametrize(
    "cells",
    [
        [*LATE, *REAL, "12/04/2023"],
        [*LATE, *REAL, "2023-01-13"],
        [*LATE, "2023-04-04"],
        [*LATE[:2], *REAL],
        [*LATE, "04/13/2023", *REAL],
        LATE,
        REAL,
    ],
    ids=["an early text", "a late date", "the same either way", "few", "both", "texts", "dates"],
)
def test_dates_of_two_kinds_that_tell_of_no_swap_are_no_damage(cells):
    unswapped(LOG, pl.DataFrame({"held_on": cells}))


ranges = st.tuples(st.integers(1, 31), st.integers(1, 99))


@given(ranges, st.sampled_from(["{0:02}-{2}", "{0}-{2}-26", "2026-{1:02}-{0:02}", "{0}/{1}/2026"]))
def test_a_range_read_as_day_and_month_is_found_again_whenever_it_is_the_only_one(pair, style):
    """Excel in British settings reads 10-12 as 10 December."""
    day, month = pair[0], (pair[1] - 1) % 12 + 1
    shown = style.format(
        day, month, "JanFebMarAprMayJunJulAugSepOctNovDec"[month * 3 - 3 : month * 3]
    )
    codes = {"it": (f"{day}-{month}",), "other": ("more than that",)}
    assert option(codes, shown) == "it"
    assert option({**codes, "too": (f"{day} - {month}",)}, shown) is None
