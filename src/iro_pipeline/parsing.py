"""A column's text as its declared type; null where the text has no parse."""

import re
from functools import cache

import polars as pl

from iro_pipeline.contracts import Field
from iro_pipeline.readers import wording

_PARTS = {"%Y": r"\d{4}", "%p": "[AaPp][Mm]", "%b": r"[A-Za-z]{3}"}
_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}
_EXPECTED = {
    "integer": "a whole number",
    "number": "a number",
    "year": "a year of four digits",
    "boolean": "Yes or No",
    "string": "text",
}


def parsed(each: Field) -> pl.Expr:
    """The typed column; a symbol that a number column may hold is null here (see `status`)."""
    text = pl.col(each.name)
    match each.type:
        case "date":
            return _date(each, text)
        case "integer" | "year":
            digits = r"^\d{4}$" if each.type == "year" else r"^[+-]?\d{1,18}$"
            return pl.when(text.str.contains(digits)).then(text).cast(pl.Int64, strict=False)
        case "number":
            plain = text.str.contains(r"^[+-]?(\d+\.?\d*|\.\d+)$")
            return pl.when(plain).then(text).cast(pl.Float64, strict=False)
        case "boolean" if "presence" in each.formats:
            return text.is_not_null()
        case "boolean":
            return text.str.to_lowercase().replace_strict(
                _YES_NO, default=None, return_dtype=pl.Boolean
            )
        case _ if each.labels:
            return _worded(text).replace_strict(_labels(each), default=None, return_dtype=pl.String)
        case _:
            return text


def status(each: Field) -> pl.Expr:
    """The symbol that stands in place of a number, else the empty string."""
    text = pl.col(each.name)
    return (
        pl.when(text.is_in(each.symbols))
        .then(text)
        .otherwise(pl.lit(""))
        .alias(f"{each.name}_status")
    )


def expected(each: Field) -> str:
    """What a file's owner should have written."""
    if each.type == "date":
        human = " or ".join(_for_people(each.formats))
        return f"a date that exists, written {human}"
    if each.codes:
        shown = [labels[0] for labels in each.codes.values()] if each.labels else list(each.codes)
        return "one of: " + "; ".join(shown[:12]) + ("; …" if len(shown) > 12 else "")
    if each.authority:
        return "the code or full name of an English upper-tier authority of that year"
    terms = {"pattern": "of the form", "minimum": "at least", "maximum": "at most"}
    said = [
        f"{words} {each.constraints[term]}"
        for term, words in terms.items()
        if term in each.constraints
    ]
    return " ".join([_EXPECTED[each.type], *said])


def shape(text: pl.Expr) -> pl.Expr:
    """What a value looks like without saying what it is: letters as A and a, digits as 9."""
    masked = (
        text.str.slice(0, 16)
        .str.replace_all(r"\p{Lu}", "A")
        .str.replace_all(r"[\p{L}&&[^\p{Lu}]]", "a")
        .str.replace_all(r"\p{Nd}", "9")
    )
    return (
        pl.when(text.is_null()).then(pl.lit("nothing")).otherwise(pl.format("text like {}", masked))
    )


def _date(each: Field, text: pl.Expr) -> pl.Expr:
    """
    Of several formats a whole file's column keeps to one: the first that reads the most.

    polars reads 1/4/24 as the year 24, so the shape of the text is checked first.
    """
    readings = [_in_format(text, style) for style in each.formats or ("%Y-%m-%d",)]
    if len(readings) == 1:
        return readings[0]
    counts = [reading.count().over("arrival") for reading in readings]
    best = pl.max_horizontal(counts)
    choice = pl.when(counts[0] == best).then(readings[0])
    for count, reading in zip(counts[1:], readings[1:], strict=True):
        choice = choice.when(count == best).then(reading)
    return choice.otherwise(None)


def _in_format(text: pl.Expr, style: str) -> pl.Expr:
    well_formed = pl.when(text.str.contains(_pattern(style))).then(text)
    if re.search("%[HI]", style):
        return well_formed.str.to_datetime(style, strict=False, time_unit="us").dt.date()
    return well_formed.str.to_date(style, strict=False)


@cache
def _pattern(style: str) -> str:
    parts = re.split("(%[A-Za-z])", style)
    return (
        "^"
        + "".join(
            _PARTS.get(part, r"\d{1,2}") if part.startswith("%") else re.escape(part)
            for part in parts
        )
        + "$"
    )


def _for_people(formats: tuple[str, ...]) -> list[str]:
    names = {
        "%d": "dd",
        "%m": "mm",
        "%Y": "yyyy",
        "%H": "hh",
        "%I": "hh",
        "%M": "mm",
        "%S": "ss",
        "%p": "AM",
    }
    return [
        re.sub("%[A-Za-z]", lambda part: names.get(part[0], part[0]), style) for style in formats
    ]


def _worded(text: pl.Expr) -> pl.Expr:
    """Labels are matched as headers are; each distinct text is normalised once."""
    return text.map_batches(_normalised, return_dtype=pl.String)


def _normalised(texts: pl.Series) -> pl.Series:
    distinct = texts.drop_nulls().unique()
    return texts.replace(distinct, pl.Series([wording(text) for text in distinct], dtype=pl.String))


def _labels(each: Field) -> dict[str, str]:
    return {
        wording(label): code for code, labels in each.codes.items() for label in (code, *labels)
    }
