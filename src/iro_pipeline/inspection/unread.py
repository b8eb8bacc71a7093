"""Texts of an arrival that have no parse, and what is known of them."""

import polars as pl

from iro_pipeline import authorities
from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection import labels
from iro_pipeline.inspection.faults import BROKEN

MOST_HINTS = 100  # different unknown answers of a column whose nearest is looked for


def unread(contract: Contract, text: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """Texts that have no parse, and answers that were read through what Excel made of them."""
    found = [pl.DataFrame(schema=BROKEN)]
    for each in contract.fields:
        if not each.labels and typed[each.name].null_count() <= text[each.name].null_count():
            continue  # a text that has no parse is a null more
        lost = typed[each.name].is_null() & text[each.name].is_not_null()
        if each.symbols:
            lost &= ~text[each.name].is_in(each.symbols)
        if each.labels:
            found.append(_not_as_worded(each, text))
        elif each.authority and lost.any():
            found.append(_not_an_authority(each, text.filter(lost)))
        elif lost.any():
            rule = "unknown_answer" if "ticked" in each.formats else "type"
            found.append(
                text.filter(lost).select(
                    "row", column=pl.lit(each.name), rule=pl.lit(rule), hint=pl.lit("")
                )
            )
    return pl.concat(found)


def _not_an_authority(each: Field, text: pl.DataFrame) -> pl.DataFrame:
    """Names of nobody, of councils in another country, and of several authorities at once."""
    named = text.select("row", text=each.name, period=period_of(each).cast(pl.Int64))
    known = authorities.unresolved(named.select("text", "period").unique(maintain_order=True))
    found = named.join(known, on=["text", "period"], nulls_equal=True, maintain_order="left")
    return found.select("row", column=pl.lit(each.name), rule="rule", hint="hint")


def _not_as_worded(each: Field, text: pl.DataFrame) -> pl.DataFrame:
    said = set(text[each.name].unique().drop_nulls()) - {*each.symbols}
    readings = [(one, labels.read(each, one)) for one in sorted(said)]
    told = [(one, reading.rule, reading.hint) for one, reading in readings if reading.rule]
    near = [one for one, rule, _ in told if rule == "unknown_answer"][:MOST_HINTS]
    hints = {one: labels.nearest(each, one) for one in near}
    told = [(one, rule, hints.get(one, hint)) for one, rule, hint in told]
    strange = pl.DataFrame(told, schema=[(each.name, pl.String), "rule", "hint"], orient="row")
    found = text.select("row", each.name).join(
        strange.cast(pl.String), on=each.name, maintain_order="left"
    )
    return found.select("row", column=pl.lit(each.name), rule="rule", hint="hint")


def period_of(each: Field) -> pl.Expr:
    """The row's period, or the one in which the label in `period_from` begins."""
    if not each.period_from:
        return pl.col("period").cast(pl.Int64, strict=False)
    label = pl.col(each.period_from)
    year = label.str.extract(r"(\d{4})").cast(pl.Int64)
    month = label.str.extract(r"\d{4}-(\d{2})").cast(pl.Int64)
    return pl.when(month <= 3).then(year).otherwise(year + 1)
