"""What a file changes of the one that it would supersede, counted row by row under their keys."""

from collections.abc import Callable

import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.workspace import Workspace

ORIGIN = ("arrival", "line")


def between(workspace: Workspace) -> Callable[[Receipt, Receipt], tuple[int, int, int]]:
    """Counts new, changed and withdrawn accepted rows of the first receipt against the second."""

    def difference(later: Receipt, earlier: Receipt) -> tuple[int, int, int]:
        contract = Contract.load(later.contract)
        rows = [
            workspace.rows("accepted", each.source, each.table, [each])
            .filter(pl.col("arrival") == each.arrival)
            .select(pl.exclude(*ORIGIN))
            .collect(engine="in-memory")
            for each in (later, earlier)
        ]
        return counted(*rows, key=[*(contract.key or rows[0].columns)])

    return difference


def counted(later: pl.DataFrame, earlier: pl.DataFrame, key: list[str]) -> tuple[int, int, int]:
    """How many rows are new, changed and withdrawn; rows meet under their key."""
    new = later.join(earlier, on=key, how="anti", nulls_equal=True).height
    withdrawn = earlier.join(later, on=key, how="anti", nulls_equal=True).height
    same = [name for name in later.columns if name in earlier.columns]
    unmoved = later.join(earlier, on=same, how="semi", nulls_equal=True).height
    return new, later.height - new - unmoved, withdrawn
