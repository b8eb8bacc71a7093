"""The sheet of a template that says how to fill it in; nothing on it is read."""

from collections.abc import Iterator
from itertools import groupby
from shlex import quote

from xlsxwriter.worksheet import Worksheet

from iro_pipeline.contracts import Contract, Field, Rule
from iro_pipeline.templates.lists import answers, list_of
from iro_pipeline.templates.styles import Styles

_WIDTHS = (46, 62, 62, 26)
_KINDS = {
    "date": "a date, day first",
    "number": "a number without a unit",
    "integer": "a whole number",
    "string": "text",
}
# What becomes of a row where its rule does not say more, and what is said before it does.
_AFTERWARDS = {
    "reject": ("The row is not used", "The row is rejected"),
    "blank": ("The row is used without the value", "The value is left out"),
    "warn": ("It is pointed out, and used", "It is pointed out"),
}

Line = tuple[str, tuple[str, ...]]


def write_notes(sheet: Worksheet, contract: Contract, styles: Styles, data: str) -> None:
    """`data` is the name of the sheet to fill in."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    looks = {"title": styles.title, "heading": styles.heading, "text": styles.wrapped}
    for row, (look, cells) in enumerate(_lines(contract, data)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, looks[look])


def folder(contract: Contract, period: int | None = None) -> str:
    """Where a filled template goes."""
    parts = {"period": "<year>" if period is None else str(period)}
    named = [parts.get(name, f"<{name}>") for name in contract.given]
    return "/".join(["data/raw", contract.source_name, *named])


def check(contract: Contract, file: str, period: int | None = None) -> str:
    """What to type before a filled template is sent."""
    year = "YEAR" if period is None else period
    said = {"period": f"--period {year}", "authority": "--authority CODE"}
    typed = (said[name] for name in contract.given)
    return " ".join(["iro check", quote(file), f"--source {contract.source_name}", *typed])


def _lines(contract: Contract, data: str) -> Iterator[Line]:
    yield "title", (contract.title,)
    for name, words in _introduction(contract, data):
        yield "text", (name, words)
    yield "text", ("",)
    yield from _columns(contract)
    yield "text", ("",)
    yield "heading", ("What is checked", "What becomes of a row that breaks it")
    for rule in contract.rules:
        yield "text", _checked(rule)


def _introduction(contract: Contract, data: str) -> Iterator[tuple[str, str]]:
    yield "What it is", f"{contract.grain[:1].upper()}{contract.grain[1:]}."
    yield (
        "How to fill it in",
        f"Write on the sheet {data}, below its headers, one row after the other. Leave the row of "
        "headers as it is. Paste values only, so that the lists and formats stay.",
    )
    yield (
        "Which columns",
        "Those with a blue header must be there, though a cell may be blank unless it says "
        "otherwise below. Those with a grey header may be taken out.",
    )
    yield (
        "Where it goes",
        f"Save it as .xlsx under any name and drop it in {folder(contract)}/. A year is the one in "
        "which the period ends: 2024 is 1 April 2023 to 31 March 2024.",
    )
    yield "Before you send it", f"{check(contract, 'FILE')} says what is wrong with it."
    yield "This sheet", f"Nothing on it is read, the example neither: only the sheet {data} is."
    empty = f"It {contract.without_rows}" if contract.without_rows else "It is refused"
    yield "Without a row", f"{empty}."
    edition = contract.name.rpartition("/")[2]
    yield "Edition", f"The form as it is for the year to 31 March {edition} and later years."
    if contract.notes:
        yield "Note", contract.notes


def _columns(contract: Contract) -> Iterator[Line]:
    """The columns one below the other: in a row the example would be read as data."""
    yield "heading", ("Column", "What to write", "Kind of value", "EXAMPLE, invented")
    fields = [each for each in contract.fields if each.header]
    for section, group in groupby(fields, key=lambda each: each.section):
        if section:
            yield "heading", (section,)
        for each in group:
            yield "text", (each.header[0], _sentence(each), _kind(each), each.example)


def _sentence(each: Field) -> str:
    return f"{each.description.rstrip('.')}.{' Must not be blank.' if each.required else ''}"


def _kind(each: Field) -> str:
    if each.authority:
        return "an authority: its name, GSS code or DfE number"
    if list_of(each):
        return f"one of: {'; '.join(answers(each))}"
    limits = [
        f"{words} {each.constraints[term]}"
        for term, words in (("minimum", "from"), ("maximum", "up to"))
        if term in each.constraints
    ]
    return ", ".join([_KINDS[each.type], " ".join(limits)] if limits else [_KINDS[each.type]])


def _checked(rule: Rule) -> tuple[str, str]:
    alone, before = _AFTERWARDS[rule.severity]
    effect = rule.effect.removeprefix("None: ")
    told = f"{before}: {effect[:1].lower()}{effect[1:]}" if effect else alone
    if ":" in effect:
        told = f"{before}. {effect[:1].upper()}{effect[1:]}"
    return (f"{rule.says.rstrip('.')}.", f"{told}.")
