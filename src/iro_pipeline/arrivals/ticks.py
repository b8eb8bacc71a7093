"""Options that respondents ticked, a column an option or all in one cell, as answers."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

import polars as pl

from iro_pipeline.readers import Unreadable, wording
from iro_pipeline.readers.headings import is_box

TWO_ANSWERS = "two answers to a question that takes one"
_NOT_TICKED = frozenset({"no", "n", "0", "false", "not selected", "not checked", "unchecked"})
_TICKED = frozenset({"yes", "y", "true"})
# More different cells than this in an option's column are people's own words.
_MOST_KINDS = 20
_LONGEST = 1_000


class Mark(NamedTuple):
    """What the cell of an option says: whether it was `ticked`; whether there is anything in it."""

    ticked: pl.Expr
    filled: pl.Expr


def marks(rows: pl.DataFrame, groups: Iterable[Mapping[int, str]]) -> dict[int, Mark]:
    """
    What the cells of each option's column say.

    `groups`: the columns and options of each question. A tick is the option's text, or its number,
    or anything but a word for no. An option may itself be "No", or have the number 0: whether these
    say no is told by the other columns, because an export keeps to one way throughout.

    Raises Unreadable where a column holds the text of another option of its question.
    """
    asked = [{i: _Option(rows, i, text) for i, text in group.items()} for group in groups]
    options = {i: option for group in asked for i, option in group.items()}
    for group in asked:
        _not_moved(list(group.values()))
    both = any(option.both for option in options.values())
    noes = [[no for option in group.values() for no in option.noes] for group in asked]
    both = both or any(len(each) > len(set(each)) for each in noes)
    return {i: option.mark(both) for i, option in options.items()}


def chosen(answers: Mapping[int, str], marks: Mapping[int, Mark]) -> pl.Expr:
    """
    The one answer of each row, from a column an option; `answers` are those columns and options.

    TWO_ANSWERS, which is no answer, where more than one is ticked. The box for another answer
    counts where no option is ticked: beside one it holds a comment.
    """
    listed = [i for i in answers if not is_box(answers[i])]
    boxes = [i for i in answers if is_box(answers[i])]
    given = [pl.when(marks[i].ticked).then(pl.lit(answers[i])) for i in [*listed, *boxes]]
    number = pl.sum_horizontal(pl.lit(0), *(marks[i].ticked.cast(pl.Int32) for i in listed))
    return pl.when(number > 1).then(pl.lit(TWO_ANSWERS)).otherwise(pl.coalesce(given))


def apart(
    rows: pl.DataFrame,
    fields: Mapping[str, int],
    block: Sequence[int],
    marks: Mapping[int, Mark],
) -> pl.DataFrame:
    """
    "true" or "false" for each of a question's options, from a column each; null where skipped.

    `fields`: each field's column. `block`: the question's columns, its boxes too.
    """
    others = [pl.col(str(i)).str.strip_chars() != "" for i in block if i not in marks]
    filled = [marks[i].filled for i in block if i in marks]
    answered = rows.select(pl.any_horizontal(*filled, *others).fill_null(False))
    asked = rows.select(*map(str, block), answered.to_series().alias("answered"))
    ticked = {
        name: pl.when(marks[i].ticked).then(pl.lit("true")).otherwise(pl.lit("false"))
        for name, i in fields.items()
    }
    return asked.select(pl.when("answered").then(each).alias(name) for name, each in ticked.items())


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


def _not_moved(options: Sequence["_Option"]) -> None:
    """In a file put together by hand the headers may have moved against the answers."""
    words = {option.own for option in options if not option.own.isdigit()}
    for option in options:
        if (option.kinds - {option.own} - _NOT_TICKED - _TICKED) & words:
            raise Unreadable(
                "moved_headers",
                found=f"the answers of another option in column {option.place + 1}, which is "
                f"headed {option.text[:60]!r}",
                expected="each option's answers below the option",
                do="The headers may have moved against the answers: export the file again.",
            )


class _Option:
    """A column of one option, and the kinds of cell that it holds."""

    def __init__(self, rows: pl.DataFrame, place: int, text: str) -> None:
        self.place, self.text, self.own, self.is_box = place, text, wording(text), is_box(text)
        cells = rows[str(place)].drop_nulls().unique()
        self.few = len(cells) <= _MOST_KINDS and not cells.str.len_chars().gt(_LONGEST).any()
        self.worded = {cell: wording(cell) for cell in cells} if self.few else {}
        self.kinds = set() if self.is_box else set(self.worded.values()) - {""}

    @property
    def noes(self) -> set[str]:
        """The words for no that are not the option itself."""
        return self.kinds & _NOT_TICKED - {self.own}

    @property
    def both(self) -> bool:
        """Whether it surely says of somebody that they did not tick it."""
        several = len(self.kinds) > 1 and self.kinds & _NOT_TICKED
        return bool(several or self.noes - {"0"})

    def mark(self, both: bool) -> Mark:
        """`both`: the export says of every option whether it was ticked or not."""
        spared = _NOT_TICKED if self.is_box else {self.own, "0"}
        return Mark(self._none_of(_NOT_TICKED - (set() if both else spared)), self._none_of(set()))

    def _none_of(self, words: Set[str]) -> pl.Expr:
        """Whether a cell says something else; where the kinds are few, by looking at these once."""
        cell = pl.col(str(self.place))
        if not self.few:
            said = cell.str.strip_chars().str.to_lowercase()
            return ~said.is_in(["", *sorted(words)]).fill_null(True)
        empty = [cell for cell, said in self.worded.items() if said in words or not said]
        return cell.is_not_null() & ~cell.is_in(empty) if empty else cell.is_not_null()
