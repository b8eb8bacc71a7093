import polars as pl

from iro_pipeline.disclosure import PUBLIC, Audience, protect
from tests.disclosure.drawn import (
    BOLTON,
    BURY,
    DURHAM,
    ENGLAND,
    GATESHEAD,
    MANCHESTER,
    NORTH_EAST,
    NORTH_WEST,
    OLDHAM,
    RETURNED,
    SUNDERLAND,
    drawn,
    seen,
    shown,
)

AUTHORITIES = pl.col("level") == "authority"
ABOVE = ~AUTHORITIES


def test_one_withheld_authority_of_a_region_shown_takes_two_with_it():
    """One of two would have the other's by taking its own away."""
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 3         | 40          | 40  |
        | reviews_on_time | E08000002 | 30        | 90          | 90  |
        | reviews_on_time | E08000003 | 20        | 90          | 90  |
        | reviews_on_time | E08000004 | 50        | 100         | 100 |
    """)
    hidden = {BOLTON: None, BURY: None, MANCHESTER: None}
    assert shown(tables, PUBLIC, AUTHORITIES) == {**hidden, OLDHAM: 50}
    assert shown(tables, PUBLIC, ABOVE) == {NORTH_WEST: 32.2, ENGLAND: 32.2}


def test_three_withheld_protect_each_other_when_any_two_of_them_are_not_small():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 4         | 40          | 40  |
        | reviews_on_time | E08000002 | 5         | 90          | 90  |
        | reviews_on_time | E08000003 | 3         | 80          | 80  |
        | reviews_on_time | E08000004 | 20        | 80          | 80  |
    """)
    hidden = {BOLTON: None, BURY: None, MANCHESTER: None}
    assert shown(tables, PUBLIC, AUTHORITIES) == {**hidden, OLDHAM: 25}


def test_two_withheld_whose_sum_is_still_small_take_a_third_with_them():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 2         | 40          | 40  |
        | reviews_on_time | E08000002 | 3         | 90          | 90  |
        | reviews_on_time | E08000003 | 20        | 80          | 80  |
    """)
    assert shown(tables, PUBLIC, AUTHORITIES) == {BOLTON: None, BURY: None, MANCHESTER: None}


def test_a_cell_in_which_all_are_alike_is_the_last_to_be_taken():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 38        | 40          | 40  |
        | reviews_on_time | E08000002 | 10        | 10          | 10  |
        | reviews_on_time | E08000003 | 40        | 80          | 80  |
        | reviews_on_time | E08000004 | 50        | 90          | 90  |
    """)
    hidden = {BOLTON: None, MANCHESTER: None, OLDHAM: None}
    assert shown(tables, PUBLIC, AUTHORITIES) == {**hidden, BURY: 100}


def test_a_withheld_region_takes_the_next_smallest_and_two_authorities_within_it():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 3         | 40          | 40  |
        | reviews_on_time | E08000037 | 30        | 60          | 60  |
        | reviews_on_time | E08000024 | 20        | 40          | 40  |
        | reviews_on_time | E06000047 | 40        | 80          | 80  |
    """)
    assert shown(tables, PUBLIC, ABOVE) == {NORTH_EAST: None, NORTH_WEST: None, ENGLAND: 42.3}
    authorities = {BOLTON: None, SUNDERLAND: None, GATESHEAD: None, DURHAM: 50}
    assert shown(tables, PUBLIC, AUTHORITIES) == authorities


def test_a_region_with_too_few_service_returns_takes_another_but_no_network_loses_its_own():
    tables = drawn(f"""
        | indicator  | authority | numerator | denominator | n |
        |------------|-----------|-----------|-------------|---|
        | {RETURNED} | E08000001 | 4         | 1           | 1 |
        | {RETURNED} | E08000037 | 3         | 1           | 1 |
        | {RETURNED} | E08000024 | 2         | 1           | 1 |
        | {RETURNED} | E06000047 | 1         | 1           | 1 |
    """)
    assert shown(tables, PUBLIC, ABOVE) == {NORTH_EAST: None, NORTH_WEST: None, ENGLAND: 2.5}
    members = shown(tables, Audience("network", "North East"), AUTHORITIES)
    assert members == {GATESHEAD: 3, SUNDERLAND: 2, DURHAM: 1}


def test_one_withheld_answer_of_a_distribution_takes_the_next_smallest_with_it():
    tables = drawn("""
        | indicator                           | authority | numerator | denominator | n  |
        |-------------------------------------|-----------|-----------|-------------|----|
        | q05_caseload_band_a_by_practitioner | E08000001 | 9         | 18          | 18 |
        | q05_caseload_band_b_by_practitioner | E08000001 | 6         | 18          | 18 |
        | q05_caseload_band_c_by_practitioner | E08000001 | 3         | 18          | 18 |
        | q05_caseload_band_d_by_practitioner | E08000001 | 0         | 18          | 18 |
    """)
    figures = seen(protect(tables, PUBLIC), "figures").filter(AUTHORITIES)
    assert figures["value"].to_list() == [50, None, None, 0]
    bands = seen(protect(tables, PUBLIC), "caseload_bands").filter(AUTHORITIES)
    assert bands["numerator"].to_list() == [9, None, None, 0]
    assert bands["denominator"].to_list() == [18, None, None, 18]
