"""A column's text as its declared type; null where the text has no parse."""

import polars as pl

from iro_pipeline.contracts import Field
from iro_pipeline.inspection import dates, labels

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
            return dates.dates(each)
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
            return labels.codes(each)
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
        return dates.in_words(each)
    if "ticked" in each.formats:
        return f"options of its question, such as {each.sub[0]!r}, and nothing else"
    if each.codes:
        shown = [labels[0] for labels in each.codes.values()] if each.labels else list(each.codes)
        return "one of: " + "; ".join(shown[:12]) + ("; …" if len(shown) > 12 else "")
    if each.authority:
        return "the code or full name of an English upper-tier authority of that year"
    terms = {"minimum": "at least", "maximum": "at most", "maxLength": "at most this long:"}
    said = [
        f"{words} {each.constraints[term]}"
        for term, words in terms.items()
        if term in each.constraints
    ]
    return " ".join([each.written or _EXPECTED[each.type], *said])


def shape(text: pl.Expr) -> pl.Expr:
    """
    What a value looks like without saying what it is: letters as A and a, digits as 9.

    What cannot be seen, or would command a terminal, is U+FFFD; so is a space of another kind.
    """
    masked = (
        text.str.slice(0, 16)
        .str.replace_all(r"\p{Lu}", "A")
        .str.replace_all(r"[\p{L}&&[^\p{Lu}]]", "a")
        .str.replace_all(r"\p{N}", "9")
        .str.replace_all(r"[\p{C}\p{Z}&&[^ ]]", "\N{REPLACEMENT CHARACTER}")
    )
    return (
        pl.when(text.is_null()).then(pl.lit("nothing")).otherwise(pl.format("text like {}", masked))
    )
