"""
Whether rows agree with the other rows and tables of their authority, looked at at every build.

A rule that cannot be looked into, or fails, is said to be so: it never counts as kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from iro_pipeline.examination.evidence import Evidence, Parted, Tables
from iro_pipeline.examination.rules import BLANKS, RULES, CrossRule
from iro_pipeline.record.receipts import Receipt

__all__ = ["RULES", "CrossRule", "Examination", "Parted", "Tables", "examine", "parted", "told"]

ORIGIN = {"arrival": pl.Int64, "line": pl.Int64}
OF_RULE = dict.fromkeys(("rule", "severity", "source", "table"), pl.String)
ROWS = {**OF_RULE, **ORIGIN}
FINDINGS = {
    **OF_RULE,
    "arrival": pl.Int64,
    "period": pl.Int64,
    "authority": pl.String,
    "rows": pl.Int64,
    "finding": pl.String,
    "why_not": pl.String,
}


class Examination(NamedTuple):
    """
    `findings`: a line per rule and arrival: found (in so many rows), clean or could_not_run.

    `rows`: a line per rule and row found against it.
    """

    findings: pl.DataFrame
    rows: pl.DataFrame


def examine(
    tables: Tables, loaded: Iterable[Receipt], rules: Collection[CrossRule] = RULES
) -> Examination:
    """Hold the rows of `tables` (by name, of all years) to each rule, arrival by arrival."""
    arrived = [each for each in loaded if each.state == "loaded"]
    sent = {(each.source, each.table) for each in arrived}
    asked = [rule for rule in rules if (rule.source, rule.table) in sent]
    witness = Evidence(tables)
    evidence = {name: _collected(name, witness) for name in sorted({rule.table for rule in asked})}
    found = [_judged(rule, evidence[rule.table], _asked(rule, arrived)) for rule in asked]
    return Examination(
        pl.concat([pl.DataFrame(schema=FINDINGS), *(each.findings for each in found)]),
        pl.concat([pl.DataFrame(schema=ROWS), *(each.rows for each in found)]),
    )


def told(receipts: Iterable[Receipt], findings: pl.DataFrame) -> list[Receipt]:
    """Receipts that tell of these rules too: rows by rule, and why others could not run."""
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    unchecked: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for line in findings.sort("rule").iter_rows(named=True):
        place = (line["arrival"], line["table"])
        if line["finding"] == "found":
            found[place][line["rule"]] = line["rows"]
        elif line["finding"] == "could_not_run":
            unchecked[place][line["rule"]] = line["why_not"]
    return [
        replace(
            each,
            faults={**each.faults, **found[each.arrival, each.table]},
            unchecked={**each.unchecked, **unchecked[each.arrival, each.table]},
        )
        for each in receipts
    ]


def parted(table: Parted, rows: pl.DataFrame) -> Parted:
    """The table with the rows that a rule rejects among the rejected, and what it blanks empty."""
    if rows.is_empty():
        return table
    refused = rows.filter(severity="reject").select(*ORIGIN).unique().lazy()
    rejected = table.accepted.join(refused, on=list(ORIGIN), how="semi")
    accepted = table.accepted.join(refused, on=list(ORIGIN), how="anti", maintain_order="left")
    for (rule,), its in rows.filter(severity="blank").group_by("rule"):
        lines = its.select(*ORIGIN, _against=pl.lit(True)).lazy()
        blanked = pl.when(pl.col("_against").is_null()).then(pl.col(BLANKS[str(rule)])).name.keep()
        accepted = (
            accepted.join(lines, on=list(ORIGIN), how="left", maintain_order="left")
            .with_columns(blanked)
            .drop("_against")
        )
    return Parted(accepted, pl.concat([table.rejected, rejected]))


def _collected(table: str, witness: Evidence) -> pl.DataFrame | str:
    """A table's evidence, or the kind of exception that its making ended in."""
    try:
        return getattr(witness, table)
    except Exception as failure:
        return type(failure).__name__


def _asked(rule: CrossRule, loaded: Iterable[Receipt]) -> pl.DataFrame:
    """The arrivals that a rule is for, and which tables each of them lacks beside it."""
    there = {(f"{each.source}/{each.table}", each.authority, each.period) for each in loaded}
    beside = [name if "/" in name else f"{rule.source}/{name}" for name in rule.beside]
    lines = [
        (
            each.arrival,
            each.period,
            each.authority,
            " or ".join(
                name.split("/")[1]
                for name in beside
                if (name, each.authority, each.period) not in there
            ),
        )
        for each in loaded
        if (each.source, each.table) == (rule.source, rule.table)
    ]
    schema = {name: FINDINGS[name] for name in ("arrival", "period", "authority")}
    return pl.DataFrame(lines, schema={**schema, "lacks": pl.String}, orient="row")


def _judged(rule: CrossRule, evidence: pl.DataFrame | str, asked: pl.DataFrame) -> Examination:
    """One rule over every arrival that it is for."""
    try:
        if isinstance(evidence, str):
            return _failed(rule, evidence, asked)
        verdict = evidence.select(*ORIGIN, against=rule.against)
        counted = verdict.group_by("arrival").agg(
            rows=pl.col("against").sum().cast(pl.Int64),
            told=pl.col("against").is_not_null().any(),
        )
    except Exception as failure:
        return _failed(rule, type(failure).__name__, asked)
    why_not = (
        pl.when(pl.col("lacks") != "")
        .then(pl.format("no {} for that authority and year", "lacks"))
        .when(~pl.col("told"))
        .then(pl.lit(rule.unknown))
    )
    lines = asked.join(counted, on="arrival", how="left").with_columns(why_not=why_not)
    ran = lines.filter(pl.col("why_not").is_null())
    against = verdict.filter("against").join(ran, on="arrival", how="semi")
    return Examination(_lines(rule, lines), _named(rule, against).select(*ROWS).sort(*ORIGIN))


def _failed(rule: CrossRule, kind: str, asked: pl.DataFrame) -> Examination:
    why_not = pl.lit(f"the rule failed ({kind})")
    lines = asked.with_columns(rows=pl.lit(None, pl.Int64), why_not=why_not)
    return Examination(_lines(rule, lines), pl.DataFrame(schema=ROWS))


def _lines(rule: CrossRule, lines: pl.DataFrame) -> pl.DataFrame:
    ran = pl.col("why_not").is_null()
    rows = pl.when(ran).then(pl.col("rows").fill_null(0))
    finding = (
        pl.when(~ran).then(pl.lit("could_not_run"))
        .when(pl.col("rows") > 0).then(pl.lit("found"))
        .otherwise(pl.lit("clean"))
    )  # fmt: skip
    return (
        _named(rule, lines.with_columns(rows=rows, finding=finding))
        .select(*FINDINGS)
        .sort("arrival")
    )


def _named(rule: CrossRule, lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(
        pl.lit(getattr(rule, name if name != "rule" else "id")).alias(name) for name in OF_RULE
    )
