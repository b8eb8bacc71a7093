"""iro check"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iro_pipeline.cli.endings import DONE, REFUSED, Json, result
from iro_pipeline.cli.messages import counted, origin, receipt_record, shortened

if TYPE_CHECKING:
    import polars as pl

    from iro_pipeline.checking import Checked
    from iro_pipeline.record.receipts import Receipt

OPTIONS = {"period": "--period", "vintage": "--period", "authority": "--authority"}

Files = Annotated[list[Path], typer.Argument(help="Files to inspect.", exists=True, dir_okay=False)]
Source = Annotated[str | None, typer.Option(help="Which form, when the folder does not say.")]
Period = Annotated[int | None, typer.Option(help="Year ending 31 March, or survey year.")]
Authority = Annotated[str | None, typer.Option(help="GSS code of the authority it comes from.")]


def check(
    files: Files,
    source: Source = None,
    period: Period = None,
    authority: Authority = None,
    as_json: Json = False,
) -> None:
    """Say what is wrong with files and what to do; write nothing."""
    from iro_pipeline import checking

    checked = checking.check(files, source=source, period=period, authority=authority)
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
    return [*lines, *shortened(sentences(checked.faults))]


def verdict(receipt: "Receipt") -> str:
    rows = (
        f"{counted(receipt.rows_in, 'row')}: {receipt.accepted:,} usable, {receipt.rejected:,} not"
    )
    slept = f" Not looked into: {', '.join(receipt.unchecked)}." if receipt.unchecked else ""
    return {
        "quarantined": "would be refused, and nothing of it used.",
        "held": "would be held until a person has looked at it.",
        "ignored": f"recognised and left aside. {receipt.reason}",
        "loaded": f"{rows}.{slept}",
    }.get(receipt.state, receipt.state)


def sentences(faults: "pl.DataFrame") -> list[str]:
    """One sentence a kind of fault: where, what was found, what was expected, what to do."""
    import polars as pl

    kinds = faults.group_by(
        "severity", "column", "rule", "found", "expected", "do", maintain_order=True
    ).agg(pl.col("line").drop_nulls().sort(), times=pl.len())
    return [sentence(kind) for kind in kinds.iter_rows(named=True)]


def sentence(kind: dict[str, Any]) -> str:
    lines = kind["line"]
    rows = ", ".join(str(line) for line in lines[:5])
    rest = f" and {len(lines) - 5:,} more" if len(lines) > 5 else ""
    places = [
        f"{'row' if len(lines) == 1 else 'rows'} {rows}{rest}" if lines else "the whole file",
        f"column {kind['column']}" if kind["column"] else "",
    ]
    consequence = {"reject": "Rejected", "blank": "Left blank", "warn": "Warning"}[kind["severity"]]
    return (
        f"  {consequence}: {', '.join(filter(None, places))}: found {kind['found']}; "
        f"expected {kind['expected']}. {kind['do']}"
    )


def record(file: Path, checked: "Checked") -> dict[str, Any]:
    return {
        "file": file,
        "state": checked.state,
        "tables": [receipt_record(each) for each in checked.receipts],
        "not_said": checked.open,
        "found": checked.faults.to_dicts(),
    }
