"""pandera's schema for a contract, and its verdict as rows and rules, never as values."""

from collections.abc import Callable

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
    broken = None if _sound(contract, ordered) else breaches(contract, ordered, contract.key)
    if broken is not None and broken.height:
        counts = broken.group_by("column", "rule").len().sort("column", "rule").rows()
        raise ContractError(f"{contract.name} is broken by (column, rule, rows): {counts}")
    return ordered


def _sound(contract: Contract, table: pl.DataFrame) -> bool:
    """
    Whether one query over the same checks finds nothing at all, as in our own tables it should.

    What arrives is always put to pandera; a table that we made only when something is wrong in it.
    """
    holds = [check.all() for each in contract.fields for check in _checks(each).values()]
    holds += [_present(each).all() for each in contract.fields if each.required]
    holds += [_holds(rule).all() for rule in contract.rules]
    holds += [~pl.struct(contract.key).is_duplicated().any()] if contract.key else []
    return all(table.lazy().select(pl.all_horizontal(holds)).collect(engine="in-memory").row(0))


def _failures(schema: pa.DataFrameSchema, table: pl.DataFrame) -> pl.DataFrame | None:
    """The failure cases without their values; pandera's exception holds values, so it ends here."""
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.drop("failure_case")
    return None


def _column(each: Field) -> pa.Column:
    named = [pa.Check(_asked(check), error=rule) for rule, check in _checks(each).items()]
    return pa.Column(each.dtype, named, nullable=not each.required)


def _checks(each: Field) -> dict[str, pl.Expr]:
    """What must be true of each value, by rule; null where there is none."""
    value, limits = pl.col(each.name), each.constraints
    checks = {}
    if each.codes:
        checks["code"] = value.is_in(list(each.codes))
    if "pattern" in limits:
        checks["pattern"] = value.str.contains(f"^(?:{limits['pattern']})$")
    if "maxLength" in limits:
        checks["maxLength"] = value.str.len_chars() <= limits["maxLength"]
    if "minimum" in limits:
        checks["minimum"] = value >= limits["minimum"]
    if "maximum" in limits:
        checks["maximum"] = value <= limits["maximum"]
    return checks


def _present(each: Field) -> pl.Expr:
    """A NaN is as good as nothing to pandera."""
    value = pl.col(each.name)
    return (
        value.is_not_null() & value.is_not_nan() if each.type == "number" else value.is_not_null()
    )


def _across(rule: Rule) -> pa.Check:
    return pa.Check(_asked(_holds(rule)), error=rule.id)


def _holds(rule: Rule) -> pl.Expr:
    return pl.sql_expr(rule.holds).fill_null(True)


def _asked(check: pl.Expr) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(check)
