"""pandera's schema for a contract, and its verdict as rows and rules, never as values."""

from collections.abc import Callable
from typing import Any

import pandera.polars as pa
import polars as pl

from iro_pipeline.contracts import Contract, ContractError, Field, Rule

BREACH = {"row": pl.Int64(), "column": pl.String(), "rule": pl.String()}


def breaches(contract: Contract, table: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """One line per value or row that breaks the contract: row (position), column and rule."""
    schema = pa.DataFrameSchema(
        {each.name: _column(each) for each in contract.fields if each.name in table.columns},
        checks=[_across(rule) for rule in contract.rules],
        unique=[*key] or None,
    )
    found = _failures(schema, table)
    if found is None:
        return pl.DataFrame(schema=BREACH)
    named = pl.col("check").replace(
        {"not_nullable": "required", "multiple_fields_uniqueness": "repeated_key"}
    )
    return (
        found.filter(pl.col("index").is_not_null())
        .select(
            row=pl.col("index").cast(pl.Int64),
            column=pl.when(pl.col("schema_context") == "Column")
            .then("column")
            .otherwise(pl.lit("")),
            rule=named,
        )
        .unique()
        .sort("row", "column", "rule")
    )


def at_rest(contract: Contract, table: pl.DataFrame) -> pl.DataFrame:
    """The table in its declared columns, types and order. Raises ContractError with counts only."""
    wrong = set(contract.dtypes) ^ set(table.columns)
    if wrong:
        raise ContractError(f"{contract.name}: columns missing or unforeseen: {sorted(wrong)}")
    ordered = table.select(*contract.dtypes)
    different = [name for name, dtype in contract.dtypes.items() if ordered.schema[name] != dtype]
    if different:
        raise ContractError(f"{contract.name}: columns of another type: {different}")
    broken = breaches(contract, ordered, contract.key)
    if broken.height:
        counts = broken.group_by("column", "rule").len().sort("column", "rule").rows()
        raise ContractError(f"{contract.name} is broken by (column, rule, rows): {counts}")
    return ordered


def _failures(schema: pa.DataFrameSchema, table: pl.DataFrame) -> pl.DataFrame | None:
    """The failure cases without their values; pandera's exception holds values, so it ends here."""
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.drop("failure_case")
    return None


def _column(each: Field) -> pa.Column:
    limits = each.constraints
    checks: dict[str, Callable[[pa.PolarsData], pl.LazyFrame]] = {}
    if each.codes:
        checks["code"] = _known(each.codes)
    if "pattern" in limits:
        checks["pattern"] = _shaped(limits["pattern"])
    if "maxLength" in limits:
        checks["maxLength"] = _short(limits["maxLength"])
    for rule, how in (("minimum", "ge"), ("maximum", "le")):
        if rule in limits:
            checks[rule] = _compared(how, limits[rule])
    named = [pa.Check(check, error=rule) for rule, check in checks.items()]
    return pa.Column(each.dtype, named, nullable=not each.required)


def _known(codes: Any) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(pl.col(data.key).is_in(list(codes)))


def _shaped(pattern: str) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(pl.col(data.key).str.contains(f"^(?:{pattern})$"))


def _compared(how: str, limit: Any) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(getattr(pl.col(data.key), how)(limit))


def _short(limit: int) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(pl.col(data.key).str.len_chars() <= limit)


def _across(rule: Rule) -> pa.Check:
    def holds(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.sql_expr(rule.holds).fill_null(True))

    return pa.Check(holds, error=rule.id)
