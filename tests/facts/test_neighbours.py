import polars as pl

from iro_pipeline.facts.neighbours import RANKS, neighbour


def test_ten_pairs_of_columns_become_ten_rows_in_order_of_rank():
    codes = {f"neighbour_{rank}": [f"{900 + rank}"] for rank in RANKS}
    close = {f"closeness_{rank}": ["close"] for rank in RANKS}
    found = neighbour(pl.LazyFrame({"period": [2025], "la_code": ["341"], **codes, **close}))
    rows = found.collect()
    assert rows["rank"].to_list() == list(RANKS)
    assert rows.row(9) == (2025, "341", 10, "910", "close")


def test_a_neighbour_that_is_not_named_is_no_row():
    nobody = {f"neighbour_{rank}": ["800" if rank == 1 else None] for rank in RANKS}
    close = {f"closeness_{rank}": ["very_close"] for rank in RANKS}
    found = neighbour(pl.LazyFrame({"period": [2021], "la_code": ["341"], **nobody, **close}))
    assert found.collect().height == 1
