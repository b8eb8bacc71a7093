"""The sheet of a template that has the answers which its cells choose from."""

from collections.abc import Mapping, Sequence

import polars as pl
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.reference import register, standing, year_end
from iro_pipeline.templates.styles import Styles

YES_NO, AUTHORITIES = "yes_no", "authorities"


def choices(contract: Contract, period: int | None) -> dict[str, Sequence[str]]:
    """The lists that the contract's columns choose from, by their names."""
    chosen = {name: each for each in contract.fields if each.header and (name := list_of(each))}
    return {
        name: _authorities(period) if name == AUTHORITIES else answers(each)
        for name, each in chosen.items()
    }


def write_lists(
    sheet: Worksheet, lists: Mapping[str, Sequence[str]], styles: Styles
) -> dict[str, str]:
    """Each list in a column of its own; by its name the cells that it stands in."""
    places = {}
    for column, (name, listed) in enumerate(lists.items()):
        letter = xl_col_to_name(column)
        places[name] = f"={sheet.get_name()}!${letter}$2:${letter}${len(listed) + 1}"
        sheet.set_column(column, column, 44)
        sheet.write_string(0, column, name, styles.heading)
        for row, answer in enumerate(listed, 1):
            sheet.write_string(row, column, answer)
    return places


def list_of(each: Field) -> str:
    """The name of the list that a column's cells choose from, if they do."""
    if each.authority and not each.period_from:
        return AUTHORITIES
    return YES_NO if each.type == "boolean" else each.codes_list


def answers(each: Field) -> Sequence[str]:
    """What may be written in a column that offers a choice."""
    if each.type == "boolean":
        return ["Yes", "No"]
    return [words[0] if each.labels else code for code, words in each.codes.items()]


def _authorities(period: int | None) -> list[str]:
    """The names of a year's authorities, or of those that stand now."""
    there = pl.col("valid_to").is_null() if period is None else standing(year_end(pl.lit(period)))
    return sorted(register().filter(there)["name"].unique())
