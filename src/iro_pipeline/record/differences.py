"""What a file changes of another for the same place, counted row by row under their keys."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.workspace import Workspace

ORIGIN = ("arrival", "line")
# Whose record a row is, in a table that names them by a keyed hash.
_PERSON = ("child", "respondent")
_USED, _NTH = "_used", "_nth"


class Difference(NamedTuple):
    """
    How many accepted rows are new, changed and withdrawn; and `touched`, whose records differ.

    That is a keyed hash a person, alike in all tables of one source and authority; of a row that
    names nobody its own key. A row that is rejected tells of somebody too.
    """

    new: int
    changed: int
    withdrawn: int
    touched: frozenset[str] = frozenset()


def between(workspace: Workspace) -> Callable[[Receipt, Receipt], Difference]:
    """The difference of the first receipt's rows from the second's."""

    def difference(later: Receipt, earlier: Receipt) -> Difference:
        contract = Contract.load(later.contract)
        later_rows, earlier_rows = (_rows(workspace, each) for each in (later, earlier))
        used = [rows.filter(_USED).drop(_USED) for rows in (later_rows, earlier_rows)]
        whose = frozenset[str]()
        if contract.of_people:
            whose = touched(later_rows, earlier_rows, contract.key)
        return Difference(*counted(*used, key=contract.key), whose)

    return difference


def _rows(workspace: Workspace, one: Receipt) -> pl.DataFrame:
    """The rows of a receipt, with whether they are used."""
    used, rejected = (workspace.rows_of(kind, one) for kind in ("accepted", "rejected"))
    parts = [
        used.with_columns(pl.lit(True).alias(_USED)),
        rejected.with_columns(pl.lit(False).alias(_USED)),
    ]
    return pl.concat(parts).drop(ORIGIN)


def counted(later: pl.DataFrame, earlier: pl.DataFrame, key: Sequence[str]) -> tuple[int, int, int]:
    """How many rows are new, changed and withdrawn; they meet under their key, or as a whole."""
    if not key:
        later, earlier = _numbered(later), _numbered(earlier)
    same = [name for name in later.columns if name in earlier.columns]
    on = [*(key or same)]
    new = later.join(earlier, on=on, how="anti", nulls_equal=True).height
    withdrawn = earlier.join(later, on=on, how="anti", nulls_equal=True).height
    unmoved = later.join(earlier, on=same, how="semi", nulls_equal=True).height
    return new, later.height - new - unmoved, withdrawn


def touched(later: pl.DataFrame, earlier: pl.DataFrame, key: Sequence[str]) -> frozenset[str]:
    """Whose rows are in one of the two tables only."""
    same = [name for name in later.columns if name in earlier.columns]
    one, other = (_numbered(rows.select(same)) for rows in (later, earlier))
    moved = pl.concat(
        [
            one.join(other, on=one.columns, how="anti", nulls_equal=True),
            other.join(one, on=one.columns, how="anti", nulls_equal=True),
        ]
    )
    person = [pl.col(name) for name in _PERSON if name in same]
    row = pl.struct(*(key or one.columns)).struct.json_encode()
    return frozenset(moved.select(whose=pl.coalesce(*person, row))["whose"])


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """With which of the rows that are alike each is: of two alike, each is one."""
    return rows.with_columns(pl.int_range(pl.len()).over(rows.columns).alias(_NTH))
