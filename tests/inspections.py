"""Files inspected in the tests that write them."""

import polars as pl

from iro_pipeline.arrivals.tables import Claimed, claim, named_in
from iro_pipeline.contracts import Contract
from iro_pipeline.inspection import Inspection, inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.validation import at_rest


def claimed(path: str, text: str) -> Claimed:
    """The contract that claims a file with this path and text."""
    (only,) = claim(path, text.strip().encode(), named_in([path]))
    return only


def inspected(path: str, text: str) -> Inspection:
    """The rows of a file with this path and text, parted into accepted and rejected."""
    found = claimed(path, text)
    rows = found.text.with_columns(arrival=pl.lit(1, pl.Int64))
    return inspect(found.contract, rows, Pseudonyms(b"k" * 32))


def rules(found: Inspection) -> set[tuple[str, str]]:
    """Which rule each column broke."""
    return set(found.faults.select("column", "rule").iter_rows())


def rested(fact: str, table: pl.LazyFrame) -> pl.DataFrame:
    """The fact as it comes to rest. Raises ContractError where it breaks its contract."""
    return at_rest(Contract.load(f"processed/facts/{fact}"), table.collect())
