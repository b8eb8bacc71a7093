"""What stands after a date and says nothing: a midnight of no hour, the name of a time zone."""

import polars as pl

from iro_pipeline.contracts import Contract

_MIDNIGHT = r"[ T]0?0:00(?::00(?:\.0+)?)?$"
_ZONE = r"( [AaPp][Mm]) [A-Z]{2,5}(?:[+-]\d{1,2}(?::\d{2})?)?$"


def without_times(contract: Contract, text: pl.DataFrame) -> pl.DataFrame:
    """
    The dates of a form that people fill in without midnight, those of a survey without their zone.

    A database exports a day as "2023-04-01 00:00:00", and Google Forms ends its stamps in "GMT". A
    form with a single way to write a date is a return, and is taken at its word.
    """
    days = [each for each in contract.fields if each.type == "date" and len(each.formats) > 1]
    there = [pl.col(each.name) for each in days if each.name in text.columns]
    if contract.form == "survey":
        return text.with_columns(each.str.replace(_ZONE, "$1") for each in there)
    return text.with_columns(each.str.replace(_MIDNIGHT, "") for each in there)
