"""Options that respondents ticked, a column an option or all in one cell, as answers."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from iro_pipeline.readers import wording
from iro_pipeline.readers.headings import is_box

TWO_ANSWERS = "two answers to a question that takes one"
_NOT_TICKED = frozenset({"no", "n", "0", "false", "not selected", "not checked", "unchecked"})
# More different cells than this in an option's column are people's own words.
_MOST_KINDS = 20


def chosen(rows: pl.DataFrame, answers: Mapping[int, str]) -> pl.Series:
    """
    The one answer of each row, from a column an option; `answers` are those columns and options.

    TWO_ANSWERS, which is no answer, where more than one is ticked. The box for another answer
    counts where no option is ticked: beside one it holds a comment.
    """
    marks = ticked(rows, answers)
    listed = [i for i in answers if not is_box(answers[i])]
    boxes = [i for i in answers if is_box(answers[i])]
    given = [pl.when(marks[i]).then(pl.lit(answers[i])) for i in [*listed, *boxes]]
    number = pl.sum_horizontal(pl.lit(0), *(marks[i].cast(pl.Int32) for i in listed))
    answer = pl.when(number > 1).then(pl.lit(TWO_ANSWERS)).otherwise(pl.coalesce(given))
    return rows.select(answer.alias("answer")).to_series()


def ticked(rows: pl.DataFrame, options: Mapping[int, str]) -> dict[int, pl.Expr]:
    """
    For each column of an option, whether its cell says that it was ticked.

    A tick is the option's text, or its number, or anything but a word for no. Only where a column
    holds more than one thing, or two columns the same, is 0 such a word and not a number.
    """
    own = {i: wording(option) for i, option in options.items()}
    kinds = {i: set() if is_box(options[i]) else _kinds(rows[str(i)]) for i in options}
    noes = [kind for i, said in kinds.items() for kind in said & _NOT_TICKED - {own[i]}]
    both = any(len(said) > 1 and said & _NOT_TICKED for said in kinds.values())
    marks = {}
    for i in options:
        spared = {own[i], "0"} if not is_box(options[i]) else _NOT_TICKED
        refused = _NOT_TICKED - (set() if both or len(noes) > len(set(noes)) else spared)
        said = _said(pl.col(str(i)))
        marks[i] = ((said != "") & ~said.is_in(sorted(refused))).fill_null(False)
    return marks


def apart(
    rows: pl.DataFrame, fields: Mapping[str, tuple[int, str]], block: Sequence[int]
) -> pl.DataFrame:
    """
    "true" or "false" for each of a question's options, from a column each; null where skipped.

    `fields`: each field's column and option. `block`: the question's columns, its boxes too.
    """
    marks = ticked(rows, dict(fields.values()))
    answered = pl.any_horizontal((_said(pl.col(str(i))) != "").fill_null(False) for i in block)
    return rows.select(
        pl.when(answered)
        .then(pl.when(marks[i]).then(pl.lit("true")).otherwise(pl.lit("false")))
        .alias(name)
        for name, (i, _) in fields.items()
    )


def together(texts: pl.Series, options: Mapping[str, frozenset[str]]) -> pl.DataFrame:
    """
    The same from one cell, which joins the options that were ticked; `options`: a field's wordings.

    What is left of a cell, once the known options are out of it, may be one of the others reworded:
    the first of them gets it as its text, to be told as an unknown answer, and the rest are null.
    """
    said = texts.str.strip_chars()
    kinds = said.drop_nulls().unique()
    found = {text: _values(text, options) for text in kinds if text}
    table = pl.DataFrame(
        [(text, *values) for text, values in found.items()],
        schema={"text": pl.String, **dict.fromkeys(options, pl.String)},
        orient="row",
    )
    asked = pl.DataFrame({"text": said})
    return asked.join(table, on="text", how="left", maintain_order="left").drop("text")


def _values(text: str, options: Mapping[str, frozenset[str]]) -> list[str | None]:
    named = {said: name for name, wordings in options.items() for said in wordings}
    ticks, left = _parted(text, named)
    if not left:
        return ["true" if name in ticks else "false" for name in options]
    values = {name: "true" if name in ticks else None for name in options}
    first = next((name for name in options if name not in ticks), next(iter(options)))
    return list({**values, first: left}.values())


def _parted(text: str, named: Mapping[str, str]) -> tuple[set[str], str]:
    """
    The fields that a cell names, and what else it says; of options within options the longest.

    Microsoft Forms ends each option with a semicolon; others put commas or lines between them.
    """
    mark = ";" if text.endswith(";") else r"[;,|\n]"
    cuts = [found.span() for found in re.finditer(mark, text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    most = 1 + max(len(re.findall(mark, said)) for said in named)
    longest = 2 * max(map(len, named)) + 20
    ticks, left, i = set(), [], 0
    while i < len(starts):
        for j in range(min(i + most, len(ends)), i, -1):
            part = text[starts[i] : ends[j - 1]]
            if len(part) <= longest and (name := named.get(wording(part))):
                ticks.add(name)
                i = j
                break
        else:
            left.append(text[starts[i] : ends[i]].strip())
            i += 1
    return ticks, ", ".join(part for part in left if part)


def _said(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().str.to_lowercase()


def _kinds(texts: pl.Series) -> set[str]:
    said = texts.drop_nulls().unique()
    if len(said) > _MOST_KINDS:
        return set()
    return {wording(text) for text in said} - {""}
