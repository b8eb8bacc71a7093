"""iro template"""

from pathlib import Path
from typing import Annotated

import typer

from iro_pipeline.cli.endings import Json, result

Source = Annotated[str, typer.Argument(help="Whose table, such as dispute_log.")]
Table = Annotated[str | None, typer.Option(help="Which table, where the source has several.")]
Period = Annotated[
    int | None, typer.Option(help="Year ending 31 March; the newest edition if none.")
]
Output = Annotated[Path | None, typer.Option(help="A new file to write; SOURCE.xlsx if none.")]


def template(
    source: Source,
    table: Table = None,
    period: Period = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Write a workbook that a council can fill in and send."""
    from iro_pipeline import templates

    try:
        contract = templates.to_fill_in(source, table, period)
    except templates.NoTemplate as without:
        raise typer.BadParameter(str(without)) from None
    place = output or Path(f"{source}.xlsx")
    if place.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{place} will be a workbook: name a file that ends in .xlsx.")
    _write(place, templates.workbook(contract, period=period))
    folder = templates.folder(contract, period)
    result(
        [
            f"Wrote {place}: {contract.title}.",
            f"Fill in the sheet {templates.DATA} and drop the file in {folder}/",
            f"`{templates.check(contract, str(place), period)}` says what is wrong with it.",
        ],
        {"file": place, "contract": contract.name, "folder": folder},
        as_json=as_json,
    )


def _write(place: Path, template: bytes) -> None:
    """Only what a person may have filled in already stands in the way."""
    try:
        with place.open("xb") as file:
            file.write(template)
    except FileExistsError:
        raise typer.BadParameter(
            f"{place} is there already and may be filled in; name another with --output."
        ) from None
    except OSError as failure:
        raise typer.BadParameter(f"{place} cannot be written: {failure.strerror}.") from None
