"""Rows as they arrived, parted into those that can be used and those that cannot, and why."""

from dataclasses import replace
from typing import NamedTuple

import polars as pl

from iro_pipeline import authorities, columns, labels, parsing
from iro_pipeline.contracts import Contract, Field
from iro_pipeline.faults import BROKEN, FAULT, ORIGIN, REPEATED, described, of_columns
from iro_pipeline.names import Decided
from iro_pipeline.pseudonyms import Pseudonyms

UNCHECKED = {
    "arrival": pl.Int64(),
    "rule": pl.String(),
    "reason": pl.String(),
    "failed": pl.Boolean(),
}
TEXT = {**ORIGIN, **dict.fromkeys(("respondent", "column", "text"), pl.String())}
MOST_HINTS = 100  # different unknown answers of a column whose nearest is looked for
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
    text, folded = columns.folded(contract, text)
    typed = _resolved(contract, _typed(contract, text), text, decided)
    findings = columns.stopped(contract, text, typed)
    text, typed = columns.emptied(text, findings), columns.emptied(typed, findings)
    verdict = _verdict(contract, typed)
    broken = pl.concat([_unread(contract, text, typed), _broken(contract, verdict, typed, text)])
    broken = _once(contract, broken, columns.rows_of(findings, text))
    unchecked = pl.concat([_failed(verdict), _without_its_fields(contract, typed)])
    told = of_columns(pl.concat([findings, folded]), text)
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
        unchecked,
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


def period_of(each: Field) -> pl.Expr:
    """The row's period, or the one in which the label in `period_from` begins."""
    if not each.period_from:
        return pl.col("period").cast(pl.Int64, strict=False)
    label = pl.col(each.period_from)
    year = label.str.extract(r"(\d{4})").cast(pl.Int64)
    month = label.str.extract(r"\d{4}-(\d{2})").cast(pl.Int64)
    return pl.when(month <= 3).then(year).otherwise(year + 1)


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


def _unread(contract: Contract, text: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
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
    named = text.select("row", text=each.name, period=period_of(each))
    asked = named.select("text", "period").unique(maintain_order=True).rows()
    whys = [authorities.unresolved(said, period) for said, period in asked]
    told = [(said, period, *why) for (said, period), why in zip(asked, whys, strict=True)]
    schema = {"text": pl.String, "period": pl.Int64, "rule": pl.String, "hint": pl.String}
    known = pl.DataFrame(told, schema=schema, orient="row")
    found = named.cast({"period": pl.Int64}).join(
        known, on=["text", "period"], nulls_equal=True, maintain_order="left"
    )
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


def _once(contract: Contract, broken: pl.DataFrame, stopped: pl.DataFrame) -> pl.DataFrame:
    """
    One bad cell is one fault: the first that is found in it.

    Sentences across columns are silent about a row in which one of theirs could not be used.
    """
    own = broken.filter(pl.col("column") != "").join(stopped, on=["row", "column"], how="anti")
    own = own.unique(["row", "column"], keep="first", maintain_order=True)
    read = pl.col("rule") == "excel_date"
    bad = pl.concat([own.filter(~read).select("row", "column"), stopped])
    parts = [own]
    for (rule,), group in (
        broken.filter(column="").partition_by("rule", as_dict=True, maintain_order=True).items()
    ):
        concerned = bad.filter(pl.col("column").is_in(_concerned(contract, str(rule))))
        parts.append(group.join(concerned, on="row", how="anti", maintain_order="left"))
    return pl.concat(parts)


def _concerned(contract: Contract, name: str) -> list[str]:
    """The columns without which a sentence has nothing to say; a repeated key needs a sound one."""
    rule = next((each for each in contract.rules if each.id == name), None)
    if rule is None:
        return [each.name for each in contract.fields if each.name in contract.key and each.fatal]
    return [*rule.fields, *pl.sql_expr(rule.holds).meta.root_names()]


def _verdict(contract: Contract, typed: pl.DataFrame) -> pl.DataFrame:
    """What pandera finds; keys are unique within an arrival."""
    from iro_pipeline.verdict import breaches  # late, because pandera takes a second to import

    found = breaches(contract, typed, ("arrival", *contract.key) if contract.key else ())
    asked = [replace(rule, among_repeats=False) for rule in contract.rules if rule.among_repeats]
    repeated = found.filter(rule="repeated_key").select("row")
    if not asked or not repeated.height:
        return found
    alike = typed.join(repeated, on="row", how="semi", maintain_order="left")
    among = breaches(replace(contract, fields=(), rules=tuple(asked)), alike, ())
    return pl.concat([found, among.with_columns(row=alike["row"].gather(among["row"]))])


def _broken(
    contract: Contract, verdict: pl.DataFrame, typed: pl.DataFrame, text: pl.DataFrame
) -> pl.DataFrame:
    """
    Rows at fault; of rows with one key the first stands.

    One that says the same in every column is told apart from one that says something else.
    """
    broken = verdict.drop_nulls("row").drop("failed").with_columns(hint=pl.lit(""))
    repeated = broken.filter(rule="repeated_key").select("row", "rule")
    if not repeated.height:
        return broken
    key, named = ("arrival", *contract.key), [each.name for each in contract.fields]
    # Keys that could not be read are not the same key.
    firsts = typed.join(repeated, on="row", maintain_order="left").filter(
        pl.struct(key).is_first_distinct() | pl.any_horizontal(pl.col(key).is_null())
    )
    alike = text.join(repeated, on="row", maintain_order="left")
    said_before = alike.filter(~pl.struct("arrival", *named).is_first_distinct())["row"].implode()
    word_for_word = (pl.col("rule") == "repeated_key") & pl.col("row").is_in(said_before)
    return broken.join(firsts, on=["row", "rule"], how="anti", maintain_order="left").with_columns(
        rule=pl.when(word_for_word).then(pl.lit("repeated_row")).otherwise("rule")
    )


def _failed(verdict: pl.DataFrame) -> pl.DataFrame:
    """Checks that could not be made, whatever the rows: the kind of exception, never its words."""
    return verdict.filter(pl.col("row").is_null()).select(
        arrival=pl.lit(None, pl.Int64),
        rule="rule",
        reason=pl.format("the check failed ({})", "failed"),
        failed=pl.lit(True),
    )


def _without_its_fields(contract: Contract, typed: pl.DataFrame) -> pl.DataFrame:
    """Rules that an arrival's rows cannot be held to, because none has what the rule needs."""
    found = [pl.DataFrame(schema=UNCHECKED)]
    headers = {each.name: each.header[0] for each in contract.fields if each.header}
    for rule in contract.rules:
        for need in rule.needs:
            nowhere = typed.group_by("arrival", maintain_order=True).agg(
                nothing=pl.col(need).is_null().all()
            )
            lines = nowhere.filter("nothing").select(
                "arrival",
                rule=pl.lit(rule.id),
                reason=pl.lit(f"no row has a {headers.get(need, need)} that can be read"),
                failed=pl.lit(False),
            )
            found.append(lines)
    return pl.concat(found)


def _blanked(typed: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """A value that breaks its own column's terms is not passed on, whatever becomes of its row."""
    at_fault = faults.filter((pl.col("severity") != "warn") & (~pl.col("rule").is_in(REPEATED)))
    for (column,), group in at_fault.partition_by("column", as_dict=True).items():
        rows = group["row"].implode()
        typed = typed.with_columns(pl.when(~pl.col("row").is_in(rows)).then(column).alias(column))
    return typed
