"""How a workbook shows its numbers, where that is part of what they say."""

import re

from lxml import etree

from iro_pipeline.opening.parts import SAFE, damaged

# Excel has room for 65,490 cell formats, at some 150 bytes each.
_LARGEST = 10_000_000
_BUILT_IN = {"9": "0%", "10": "0.00%"}
_PADDED = re.compile(r"0{2,20}")
_UNSHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

Formats = dict[str, str]


def telling(styles: bytes) -> Formats:
    """
    The formats that a number is wrong without, by the index that cells give: "%" and "000…".

    Excel stores 45% as 0.45, and a code shown as 007 as 7; a CSV file of the same sheet has 45%
    and 007. Raises Unreadable.
    """
    if len(styles) > _LARGEST:
        raise damaged("more formats than Excel has room for")
    root = etree.fromstring(styles, etree.XMLParser(**SAFE))
    codes = _BUILT_IN | {
        each.get("numFmtId", ""): each.get("formatCode", "")
        for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    cells = root.iterfind("{*}cellXfs/{*}xf")
    told = enumerate(_told(codes.get(each.get("numFmtId", ""), "")) for each in cells)
    return {str(index): code for index, code in told if code}


def shown(number: str, told: str) -> str:
    """A number as text in one of the `telling` formats."""
    if told == "%":
        return f"{float(number) * 100:.15g}%"
    return number.zfill(len(told)) if number.isdecimal() else number


def _told(code: str) -> str:
    plain = _UNSHOWN.sub("", code.split(";")[0])
    if "%" in plain:
        return "%"
    return plain if _PADDED.fullmatch(plain) else ""
