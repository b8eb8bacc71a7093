"""What is wrong with a whole column of a file: it is stopped, or told of, and never guessed."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import polars as pl

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection import dates, labels, parsing, unknown
from iro_pipeline.inspection.faults import ORIGIN
from iro_pipeline.inspection.unknown import Finding

FINDING = {
    "arrival": pl.Int64(),
    **dict.fromkeys(("column", "rule", "found", "expected", "severity"), pl.String()),
}
# If a middle answer is as likely as one at an end, so many at the ends alone have odds of 1 in 200.
ENOUGH = 8


def stopped(contract: Contract, text: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """One row per arrival and column that is not used, or with severity "warn" only told of."""
    labelled = [each for each in contract.fields if each.labels]
    found = [
        *(finding for each in labelled for finding in _answers(each, text)),
        *_dates(contract, text, typed),
    ]
    return pl.DataFrame(found, schema=FINDING, orient="row").filter(
        pl.struct("arrival", "column").is_first_distinct()
    )


def folded(contract: Contract, text: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Codes in the case of their list where only one can be meant, without the columns in which most
    are none or no list could hold so many answers; and one row for each that is told of.
    """
    found: list[Finding] = [*unknown.crowded(contract, text)]
    for each in contract.fields:
        if each.codes and not each.labels and each.type == "string":
            strange = {*text[each.name].unique().drop_nulls()} - {*each.codes, *each.symbols}
            meant = _meant(each, strange)
            found += unknown.mostly(each, text, strange - {*meant})
            if meant:
                found += _in_another_case(each, text, meant)
                text = text.with_columns(pl.col(each.name).replace(meant))
    findings = pl.DataFrame(found, schema=FINDING, orient="row")
    return emptied(text, findings), findings


def emptied(table: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The table without the columns that are stopped."""
    stops = findings.filter(pl.col("severity") != "warn")
    for (column,), group in stops.partition_by("column", as_dict=True).items():
        held = pl.col("arrival").is_in(group["arrival"].implode())
        table = table.with_columns(pl.when(~held).then(column).alias(column))
    return table


def cells_of(findings: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """
    The row and column of every cell that is stopped with its column; `said` is the whole text.

    A blank cell is not to blame for what others hold, unless blanks are what is in doubt.
    """
    stops = findings.filter(pl.col("severity") != "warn")
    found = [pl.DataFrame(schema={"row": pl.Int64, **ORIGIN, "column": pl.String})]
    for (column, rule), group in stops.partition_by("column", "rule", as_dict=True).items():
        held = pl.col("arrival").is_in(group["arrival"].implode())
        filled = pl.lit(True) if rule == "middle_unlabelled" else pl.col(column).is_not_null()
        found.append(said.filter(held & filled).select("row", *ORIGIN, column=pl.lit(column)))
    return pl.concat(found)


def _meant(each: Field, strange: Collection[str]) -> Mapping[str, str]:
    """The code that each strange text is, but for its case."""
    alike: dict[str, list[str]] = {}
    for code in each.codes:
        alike.setdefault(code.casefold(), []).append(code)
    meant = {said: alike.get(said.casefold(), []) for said in strange}
    return {said: codes[0] for said, codes in meant.items() if len(codes) == 1}


def _in_another_case(
    each: Field, text: pl.DataFrame, meant: Mapping[str, str]
) -> Iterator[Finding]:
    for arrival, count in _counted(text, pl.col(each.name).is_in(list(meant))):
        found = f"codes in another case in {_rows(count)}"
        expected = f"{parsing.expected(each)}; they are taken for these"
        yield (arrival, each.name, "case_folded", found, expected, "warn")


def _answers(each: Field, text: pl.DataFrame) -> Iterator[Finding]:
    readings = {said: labels.read(each, said) for said in text[each.name].unique().drop_nulls()}
    changed = [said for said, reading in readings.items() if reading.rule == "scale_changed"]
    for arrival, count in _counted(text, pl.col(each.name).is_in(changed)) if changed else ():
        yield (
            arrival,
            each.name,
            "scale_changed",
            f"a number of the scale beside other words in {_rows(count)}",
            f"the scale as the form has it, {parsing.expected(each)}: a question on another scale "
            "is another question, so the column is not used",
            _severity(each),
        )
    strange = [said for said, reading in readings.items() if reading.rule == "unknown_answer"]
    yield from unknown.mostly(each, text, strange)
    if bare := labels.wordless(each):
        telling = [
            said
            for said, reading in readings.items()
            if reading.code in bare or labels.numbered(said)
        ]
        yield from _middle(each, text, telling)


def _middle(each: Field, text: pl.DataFrame, telling: list[str]) -> Iterator[Finding]:
    """Where a form names the two ends only, an export may leave blank what lies between."""
    said = pl.col(each.name)
    told = (
        text.group_by("arrival", maintain_order=True)
        .agg(
            answered=said.count(),
            blank=said.null_count(),
            telling=said.is_in(telling).any(),
        )
        .filter(pl.col("answered") > 0, pl.col("blank") > 0, ~pl.col("telling"))
    )
    for arrival, answered, blank, _ in told.iter_rows():
        yield (
            arrival,
            each.name,
            "middle_unlabelled",
            f"answers at the two ends of the scale only, in {_rows(answered)}, and {_rows(blank)} "
            "without one",
            "answers 2 to 4 too: the form has no words for them, and blanks may be such answers; "
            "export this question as numbers",
            _severity(each) if answered >= ENOUGH else "warn",
        )


def _dates(contract: Contract, text: pl.DataFrame, typed: pl.DataFrame) -> Iterator[Finding]:
    fields: Mapping[str, Field] = {each.name: each for each in contract.fields}
    for doubt in dates.doubts(contract, text, typed):
        severity = _severity(fields[doubt.column])
        for arrival in doubt.arrivals:
            told = (doubt.found, doubt.expected, severity)
            yield (arrival, doubt.column, "day_or_month_first", *told)


def _severity(each: Field) -> str:
    return "reject" if each.fatal else "blank"


def _counted(text: pl.DataFrame, which: pl.Expr) -> list[tuple[Any, ...]]:
    return text.filter(which).group_by("arrival", maintain_order=True).len().rows()


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
