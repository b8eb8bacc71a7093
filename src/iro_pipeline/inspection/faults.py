"""Faults in words: where, what was found by its shape, what was expected; never a cell's value."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.arrivals.ticks import TWO_ANSWERS
from iro_pipeline.contracts import Contract, Field, Rule
from iro_pipeline.inspection import parsing

ORIGIN = {"arrival": pl.Int64(), "line": pl.Int64()}
FAULT = {
    **ORIGIN,
    "column": pl.String(),
    "rule": pl.String(),
    "found": pl.String(),
    "expected": pl.String(),
    "severity": pl.String(),
}
# `hint`: the answer that is nearest to what was found, or that it was read as.
BROKEN = {"row": pl.Int64(), **dict.fromkeys(("column", "rule", "hint"), pl.String())}
REPEATED = ("repeated_key", "repeated_row")


def described(contract: Contract, broken: pl.DataFrame, text: pl.DataFrame) -> pl.DataFrame:
    """One line per value or row at fault, with its `row`."""
    fields = {each.name: each for each in contract.fields}
    rules = {rule.id: rule for rule in contract.rules}
    parts = [pl.DataFrame(schema={"row": pl.Int64, **FAULT})]
    text = text.join(broken.select("row").unique(), on="row", how="semi")
    kinds = broken.partition_by("column", "rule", "hint", as_dict=True)
    for (column, rule, hint), group in kinds.items():
        for blamed in _blamed(contract, column, rules.get(rule)):
            said = text.select("row", *ORIGIN, *({blamed} - {*ORIGIN}))
            part = group.join(said, on="row", how="left", maintain_order="left").with_columns(
                column=pl.lit(blamed),
                found=_found(blamed, rule),
                expected=pl.lit(_expectation(contract, blamed, rule, hint)),
                severity=pl.lit(_severity(fields[blamed], rule, rules)),
            )
            parts.append(part.select(parts[0].columns))
    return pl.concat(parts)


def of_columns(findings: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """One line per column that is stopped or told of; where its rows go with it, one a cell."""
    fatal = findings.filter(severity="reject").join(cells, on=["arrival", "column"])
    others = findings.filter(pl.col("severity") != "reject").with_columns(
        line=pl.lit(None, pl.Int64), row=pl.lit(None, pl.Int64)
    )
    return pl.concat(part.select("row", *FAULT) for part in (fatal, others))


def _blamed(contract: Contract, column: str, rule: Rule | None) -> tuple[str, ...]:
    if rule is not None:
        return rule.fields if rule.severity == "blank" else rule.fields[:1]
    return (column or contract.key[-1],)


def _found(column: str, rule: str) -> pl.Expr:
    if rule == "two_answers":
        return pl.lit(TWO_ANSWERS)
    shape = parsing.shape(pl.col(column))
    return pl.format("an unknown answer, {}", shape) if rule == "unknown_answer" else shape


def _severity(field: Field, name: str, rules: Mapping[str, Rule]) -> str:
    if name in rules:
        return rules[name].severity
    if name == "excel_date":
        return "warn"
    return "reject" if field.fatal or name in REPEATED else "blank"


def _expectation(contract: Contract, column: str, rule: str, hint: str) -> str:
    across = {each.id: _by_number(each.says, each.national) for each in contract.rules}
    if rule in across:
        return across[rule]
    fields = {each.name: each for each in contract.fields}
    if rule in REPEATED:
        key = [fields[name].header[0] if name in fields else name for name in contract.key]
        again = " and no row twice" if rule == "repeated_row" else ""
        return f"one row for each {' and '.join(key)}{again}"
    if rule == "excel_date":
        return f"{hint}, and is taken for it: no other answer can turn into this date in Excel"
    said = _by_number(parsing.expected(fields[column]), fields[column].national)
    if rule in ("unknown_authority", "not_in_england") and hint:
        return f"{said}; that name: {hint}"
    if rule == "unknown_answer" and hint:
        return f"{said}; the nearest is {hint}"
    return f"a value: {said}" if rule == "required" else said


def _by_number(said: str, national: str) -> str:
    """With its number in DfE's own validation, by which analysts know it."""
    return f"{said} (DfE's rule {national})" if national else said
