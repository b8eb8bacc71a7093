"""From a file's bytes to pages of text, before anything is made of them."""

from typing import NamedTuple


class Unreadable(Exception):
    """
    A file that cannot be read as a whole: what was found, what was expected, what to do.

    `rows` is how many rows it holds, where that could be told.
    """

    def __init__(self, rule: str, *, found: str, expected: str, do: str, rows: int = 0) -> None:
        super().__init__(f"{rule}: found {found}; expected {expected}. {do}")
        self.rule, self.found, self.expected, self.do, self.rows = rule, found, expected, do, rows


class Page(NamedTuple):
    """
    A sheet of a workbook, a module of a return, or a whole text file: its cells as text.

    Row i stands on line `first + i` of the file; an empty cell is "", and a row may end early.
    """

    name: str
    rows: list[list[str]]
    first: int = 1
    hidden: bool = False
