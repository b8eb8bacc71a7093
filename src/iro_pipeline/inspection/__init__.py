"""Rows as they arrived, parted into those that can be used and those that cannot, and why."""

from typing import NamedTuple

import polars as pl

from iro_pipeline import authorities
from iro_pipeline.authorities.names import Decided
from iro_pipeline.contracts import Contract
from iro_pipeline.inspection import columns, judgement, parsing
from iro_pipeline.inspection.faults import FAULT, ORIGIN, REPEATED, described, of_columns
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.inspection.unread import period_of, unread

TEXT = {**ORIGIN, **dict.fromkeys(("respondent", "column", "text"), pl.String())}
GIVEN = {"period": pl.Int64(), "vintage": pl.Int64(), "authority": pl.String()}


class Inspection(NamedTuple):
    """
    `accepted` and `rejected` share their columns (ORIGIN, what the path gives, the fields).

    `faults`: one line per value, row or rule at fault, with the shape of what was found.
    `unchecked`: one line per arrival and rule that could not be looked into, and why; a check that
    `failed` names no arrival, because it failed for all of them.
    `texts`: what respondents wrote in boxes that are read only as filled in or not: one line per
    box, with its column and their keyed hash. It never leaves the restricted tables.
    """

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    faults: pl.DataFrame
    unchecked: pl.DataFrame
    texts: pl.DataFrame


def columns_at_rest(contract: Contract) -> dict[str, pl.DataType]:
    """The columns of a contract's accepted and rejected rows."""
    statuses = {f"{each.name}_status": pl.String() for each in contract.fields if each.symbols}
    given = {name: GIVEN[name] for name in contract.given}
    return {**ORIGIN, **given, **contract.dtypes, **statuses}


def inspect(
    contract: Contract,
    text: pl.DataFrame,
    pseudonyms: Pseudonyms,
    decided: Decided = authorities.NOTHING_DECIDED,
) -> Inspection:
    """
    Rows at fault in a required field, the key or a rejecting rule are rejected; others are blanked.

    `text` holds ORIGIN, `scope` (la_code), what the path gives (typed), and each field as text.
    """
    text = _tidied(contract, text).with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))
    said = text
    text, folded = columns.folded(contract, text)
    typed = _resolved(contract, _typed(contract, text), text, decided)
    findings = pl.concat([folded, columns.stopped(contract, text, typed)])
    cells = columns.cells_of(findings, said)
    text, typed = columns.emptied(text, findings), columns.emptied(typed, findings)
    verdict = judgement.verdict(contract, typed)
    against = judgement.against(contract, verdict, typed, text)
    broken = pl.concat([unread(contract, text, typed), against])
    broken = judgement.once(contract, broken, cells.select("row", "column"))
    told = of_columns(findings, cells)
    faults = pl.concat([described(contract, broken, text), told])
    fatal = faults.filter(severity="reject").select("row").unique()
    typed = _blanked(typed, faults)
    for each in contract.fields:
        if each.identifier:
            typed = pseudonyms.replace(typed, each.name, each.identifier, "scope")
    kept = list(columns_at_rest(contract))
    return Inspection(
        typed.join(fatal, on="row", how="anti", maintain_order="left").select(kept),
        typed.join(fatal, on="row", how="semi", maintain_order="left").select(kept),
        faults.select(*FAULT).sort("arrival", "line", "column", "rule"),
        judgement.unchecked(contract, verdict, typed),
        _texts(contract, text, typed),
    )


def _tidied(contract: Contract, text: pl.DataFrame) -> pl.DataFrame:
    """Every field a column of text, without white space around it, null where it says nothing."""
    absent = [each for each in contract.fields if each.name not in text.columns]
    text = text.with_columns(pl.lit(None, pl.String).alias(each.name) for each in absent)
    names = [each.name for each in contract.fields]
    said = pl.col(names).str.strip_chars()
    gaps = sorted({"", *contract.missing})
    return text.with_columns(said).with_columns(
        pl.when(~pl.col(names).is_in(gaps)).then(pl.col(names)).name.keep()
    )


def _typed(contract: Contract, text: pl.DataFrame) -> pl.DataFrame:
    statuses = [parsing.status(each) for each in contract.fields if each.symbols]
    return text.with_columns(
        *(parsing.parsed(each).alias(each.name) for each in contract.fields), *statuses
    )


def _resolved(
    contract: Contract, typed: pl.DataFrame, text: pl.DataFrame, decided: Decided
) -> pl.DataFrame:
    """Authorities that rows name become codes as at each row's period."""
    for each in contract.fields:
        if each.authority:
            named = text.select(text=each.name, period=period_of(each)).drop_nulls().unique()
            known = authorities.resolve(named, decided).select("text", "period", code="authority")
            typed = (
                typed.with_columns(
                    _said=text[each.name], _period=text.select(period_of(each)).to_series()
                )
                .join(
                    known,
                    left_on=["_said", "_period"],
                    right_on=["text", "period"],
                    how="left",
                    maintain_order="left",
                )
                .with_columns(pl.col("code").alias(each.name))
                .drop("_said", "_period", "code")
            )
    return typed


def _texts(contract: Contract, text: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """What was written in open boxes, whatever became of the row."""
    whose = [each.name for each in contract.fields if each.identifier]
    respondent = typed[whose[0]] if whose else pl.lit(None, pl.String)
    found = [pl.DataFrame(schema=TEXT)]
    found += [
        text.with_columns(respondent=respondent, column=pl.lit(each.name), text=pl.col(each.name))
        .filter(pl.col("text").is_not_null())
        .select(*TEXT)
        for each in contract.fields
        if each.open_text
    ]
    return pl.concat(found)


def _blanked(typed: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """A value that breaks its own column's terms is not passed on, whatever becomes of its row."""
    at_fault = faults.filter((pl.col("severity") != "warn") & (~pl.col("rule").is_in(REPEATED)))
    for (column,), group in at_fault.partition_by("column", as_dict=True).items():
        rows = group["row"].implode()
        typed = typed.with_columns(pl.when(~pl.col("row").is_in(rows)).then(column).alias(column))
    return typed
