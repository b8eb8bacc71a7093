"""pandera's schema for a contract, and its verdict as rows and rules, never as values."""

from collections.abc import Callable

import pandera.polars as pa
import polars as pl

from iro_pipeline.contracts import Contract, Field, Rule
from iro_pipeline.validation import checks, holds

BREACH = {
    "row": pl.Int64(),
    "column": pl.String(),
    "rule": pl.String(),
    "failed": pl.String(),
}


def breaches(contract: Contract, table: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """
    One line per value or row that breaks the contract: row (position), column and rule.

    A check that could not be made has a line without a row: `failed` is the kind of its exception.
    """
    schema = pa.DataFrameSchema(
        {each.name: _column(each) for each in contract.fields if each.name in table.columns},
        checks=[_across(rule) for rule in contract.rules if not rule.among_repeats],
        unique=[*key] or None,
    )
    found = _failures(schema, table)
    if found is None:
        return pl.DataFrame(schema=BREACH)
    named = pl.col("check").replace(
        {"not_nullable": "required", "multiple_fields_uniqueness": "repeated_key"}
    )
    return (
        found.select(
            row=pl.col("index").cast(pl.Int64),
            column=pl.when(pl.col("schema_context") == "Column")
            .then("column")
            .otherwise(pl.lit("")),
            rule=named,
            failed=pl.when(pl.col("index").is_null()).then("failed"),
        )
        .unique()
        .sort("row", "column", "rule")
    )


def _failures(schema: pa.DataFrameSchema, table: pl.DataFrame) -> pl.DataFrame | None:
    """The failure cases without their values; pandera's exception holds values, so it ends here."""
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        kind = pl.col("failure_case").str.extract(r"^(\w+)\(").fill_null("no verdict")
        return errors.failure_cases.with_columns(failed=kind).drop("failure_case")
    return None


def _column(each: Field) -> pa.Column:
    named = [pa.Check(_asked(check), error=rule) for rule, check in checks(each).items()]
    return pa.Column(each.dtype, named, nullable=not each.required)


def _across(rule: Rule) -> pa.Check:
    # Within the check, so that a sentence that polars cannot read is a check that failed.
    return pa.Check(lambda data: data.lazyframe.select(holds(rule)), error=rule.id)


def _asked(check: pl.Expr) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(check)
