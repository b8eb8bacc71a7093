"""What a contract asks of its table, and the tables of our own that keep theirs."""

import polars as pl

from iro_pipeline.contracts import Contract, ContractError, Field, Rule


def at_rest(contract: Contract, table: pl.DataFrame) -> pl.DataFrame:
    """The table in its declared columns, types and order. Raises ContractError with counts only."""
    wrong = set(contract.dtypes) ^ set(table.columns)
    if wrong:
        raise ContractError(f"{contract.name}: columns missing or unforeseen: {sorted(wrong)}")
    ordered = table.select(*contract.dtypes)
    different = [name for name, dtype in contract.dtypes.items() if ordered.schema[name] != dtype]
    if different:
        raise ContractError(f"{contract.name}: columns of another type: {different}")
    if _sound(contract, ordered):
        return ordered
    from iro_pipeline.verdict import breaches  # late, because pandera takes a second to import

    broken = breaches(contract, ordered, contract.key)
    if broken.height:
        counts = broken.group_by("column", "rule").len().sort("column", "rule").rows()
        raise ContractError(f"{contract.name} is broken by (column, rule, rows): {counts}")
    return ordered


def checks(each: Field) -> dict[str, pl.Expr]:
    """What must be true of each value, by rule; null where there is none."""
    value, limits = pl.col(each.name), each.constraints
    asked = {}
    if each.codes:
        asked["code"] = value.is_in(list(each.codes))
    if "pattern" in limits:
        asked["pattern"] = value.str.contains(f"^(?:{limits['pattern']})$")
    if "maxLength" in limits:
        asked["maxLength"] = value.str.len_chars() <= limits["maxLength"]
    if "minimum" in limits:
        asked["minimum"] = value >= limits["minimum"]
    if "maximum" in limits:
        asked["maximum"] = value <= limits["maximum"]
    return asked


def holds(rule: Rule) -> pl.Expr:
    """Whether each row keeps a rule; where that cannot be told it does."""
    return pl.sql_expr(rule.holds).fill_null(True)


def _sound(contract: Contract, table: pl.DataFrame) -> bool:
    """
    Whether one query over the same checks finds nothing at all, as in our own tables it should.

    What arrives is always put to pandera; a table that we made only when something is wrong in it.
    """
    sound = [check.all() for each in contract.fields for check in checks(each).values()]
    sound += [_present(each).all() for each in contract.fields if each.required]
    sound += [holds(rule).all() for rule in contract.rules]
    sound += [~pl.struct(contract.key).is_duplicated().any()] if contract.key else []
    return all(table.lazy().select(pl.all_horizontal(sound)).collect(engine="in-memory").row(0))


def _present(each: Field) -> pl.Expr:
    """A NaN is as good as nothing to pandera."""
    value = pl.col(each.name)
    return (
        value.is_not_null() & value.is_not_nan() if each.type == "number" else value.is_not_null()
    )
