"""A rule, a place and a file as people are told of them: no ids of ours, and nothing of a cell."""

import re
from collections.abc import Mapping
from functools import cache

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.reference import register

_BROKEN = {
    "type": "{} cannot be read",
    "code": "{} is not on its list",
    "pattern": "{} is not written as it should be",
    "minimum": "{} is too small",
    "maximum": "{} is too large",
    "maxLength": "{} is too long",
    "required": "{} is missing",
    "two_answers": "{} has two answers",
    "unknown_answer": "{} is no answer of the form",
    "unknown_authority": "{} names no authority known here",
    "not_in_england": "{} names a council outside England",
    "excel_date": "{} became a date in Excel",
    "case_folded": "{} has codes in another case",
    "mostly_unknown": "{} is mostly not on its list",
    "scale_changed": "{} has another scale than the form's",
    "middle_unlabelled": "{} may lack the middle of its scale",
    "day_or_month_first": "{} may have the month first",
    "repeated_row": "a row is there twice",
    "repeated_key": "two rows have the same key",
}
_A_COLUMN = (
    "case_folded",
    "mostly_unknown",
    "scale_changed",
    "middle_unlabelled",
    "day_or_month_first",
)


def broken(contract: str, rule: str, column: str = "") -> str:
    """What is wrong where a rule is broken; with the column where that is told."""
    if said := sentence(contract, rule):
        return f"against the rule “{said}”"
    it = _called(contract, column) if column else "a column" if rule in _A_COLUMN else "a value"
    return _BROKEN.get(rule, f"{{}} breaks {rule}").format(it)


def sentence(contract: str, rule: str) -> str | None:
    """What a rule across columns or tables says."""
    within = _within(contract).get(rule) if contract else None
    return within or _across().get(rule)


def is_across(rule: str) -> bool:
    """Whether a rule looks at other rows and tables, as a file by itself cannot be looked at."""
    return rule in _across()


def reason(each: Receipt) -> str:
    """Why a file is refused or left aside, without the rule's id, by which the record goes."""
    return re.sub(r"^[a-z_]+: ", "", each.reason)


def lowered(said: str) -> str:
    """A sentence as the second part of another."""
    return said[:1].lower() + said[1:] if said[1:2].islower() or said[1:2] == " " else said


def place(each: Receipt, table: str = "") -> str:
    """Which source or table, year and council a file is for; its name is left out."""
    parts = ("/".join(filter(None, (each.source, table))), each.period, council(each.authority))
    return ", ".join(str(part) for part in parts if part)


def council(authority: str | None) -> str:
    """An authority by its name and code."""
    if not authority:
        return ""
    name = _names().get(authority)
    return f"{name} ({authority})" if name else authority


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _called(contract: str, column: str) -> str:
    its: Field | None = next(
        (each for each in Contract.load(contract).fields if each.name == column), None
    )
    if its is None:
        return column
    header = its.header[0] if its.header else column
    return f"the date in {header}" if its.type == "date" else header


@cache
def _within(contract: str) -> Mapping[str, str]:
    try:
        return {rule.id: rule.says for rule in Contract.load(contract).rules}
    except FileNotFoundError:  # an edition that was, in a receipt of then
        return {}


@cache
def _across() -> Mapping[str, str]:
    from iro_pipeline.examination.rules import RULES  # late: it knows of receipts

    return {rule.id: rule.says for rule in RULES}


@cache
def _names() -> Mapping[str, str]:
    return dict(register().select("gss_code", "name").rows())
