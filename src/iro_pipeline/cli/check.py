"""iro check"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iro_pipeline.cli import origins
from iro_pipeline.cli.endings import DONE, REFUSED, Json, result
from iro_pipeline.cli.messages import counted, held, origin, receipt_record, shortened, why_not

if TYPE_CHECKING:
    from iro_pipeline.checking import Checked
    from iro_pipeline.record.receipts import Receipt

OPTIONS = {"period": "--period", "vintage": "--period", "authority": "--authority"}

Files = Annotated[list[Path], typer.Argument(help="Files to inspect.", exists=True, dir_okay=False)]
Source = Annotated[str | None, typer.Option(help="Which form, when the folder does not say.")]
Period = Annotated[
    int | None,
    typer.Option(parser=origins.year, metavar="YEAR", help="Year ending 31 March, or survey year."),
]
Authority = Annotated[
    str | None, typer.Option(help="The authority: full name, GSS code or DfE number.")
]


def check(
    files: Files,
    source: Source = None,
    period: Period = None,
    authority: Authority = None,
    as_json: Json = False,
) -> None:
    """Say what is wrong with files and what to do; write nothing."""
    from iro_pipeline import checking

    checked = checking.check(
        files,
        source=origins.source(source),
        period=period,
        authority=origins.authority(authority, period),
    )
    named = list(zip(files, checked, strict=True))
    result(
        [line for file, each in named for line in ("", *in_words(file, each))][1:],
        {"files": [record(file, each) for file, each in named]},
        as_json=as_json,
    )
    refused = any(each.state == "quarantined" for each in checked)
    raise typer.Exit(REFUSED if refused else DONE)


def in_words(file: Path, checked: "Checked") -> list[str]:
    lines = [f"{file} ({origin(receipt)}): {verdict(receipt)}" for receipt in checked.receipts]
    if checked.open and checked.state != "quarantined":
        options = " and ".join(dict.fromkeys(OPTIONS[name] for name in checked.open))
        lines.append(
            f"  Rules that need {options} were not looked into: say them for a full check."
        )
    return [*lines, *shortened(sentences(checked))]


def verdict(receipt: "Receipt") -> str:
    rows = (
        f"{counted(receipt.rows_in, 'row')}: {receipt.accepted:,} usable, {receipt.rejected:,} not"
    )
    slept = f" Not looked into: {why_not(receipt)}." if receipt.unchecked else ""
    remark = f" {receipt.reason}" if receipt.reason else ""
    from iro_pipeline.record.phrases import reason

    # Of a file that is refused before it is read, the fault says why.
    why = f": {reason(receipt)}" if receipt.table else "."
    return {
        "quarantined": f"would be refused, and nothing of it used{why}",
        "held": f"would be held until a person has looked: {held(receipt)}{slept}",
        "ignored": f"recognised and left aside. {receipt.reason}",
        "loaded": f"{rows}.{remark}{slept}",
    }.get(receipt.state, receipt.state)


def sentences(checked: "Checked") -> list[str]:
    """One sentence a kind of fault: where, what was found, what was expected, what to do."""
    import polars as pl

    contracts = {each.table: each.contract for each in checked.receipts}
    kinds = checked.faults.group_by(
        "severity", "table", "column", "rule", "found", "expected", "do", maintain_order=True
    ).agg(pl.col("line").drop_nulls().sort())
    return [
        sentence(kind, contracts.get(kind["table"], ""), alone=len(contracts) < 2)
        for kind in kinds.iter_rows(named=True)
    ]


def sentence(kind: dict[str, Any], contract: str, *, alone: bool) -> str:
    lines = kind["line"]
    rows = ", ".join(str(line) for line in lines[:5])
    rest = f" and {len(lines) - 5:,} more" if len(lines) > 5 else ""
    places = [
        "" if alone else f"table {kind['table']}",
        f"{'row' if len(lines) == 1 else 'rows'} {rows}{rest}" if lines else "the whole file",
        f"column {kind['column']}" if kind["column"] else "",
    ]
    consequence = {"reject": "Rejected", "blank": "Left blank", "warn": "Warning"}[kind["severity"]]
    return (
        f"  {consequence}: {', '.join(filter(None, places))}: {trouble(kind, contract)}. "
        f"{kind['do']}"
    )


def trouble(kind: dict[str, Any], contract: str) -> str:
    """What was found, and what of that is wrong."""
    from iro_pipeline.record import phrases

    found, expected = kind["found"], kind["expected"]
    if kind["rule"] == "required" and found == "nothing":
        return f"the cell is empty; it must be filled in ({expected.removeprefix('a value: ')})"
    if phrases.sentence(contract, kind["rule"]):
        return f"found {found}, but {phrases.lowered(expected)}"
    return f"found {found}; expected {expected}"


def record(file: Path, checked: "Checked") -> dict[str, Any]:
    return {
        "file": file,
        "state": checked.state,
        "tables": [receipt_record(each) for each in checked.receipts],
        "not_said": checked.open,
        "found": checked.faults.to_dicts(),
    }
