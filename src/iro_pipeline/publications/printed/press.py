"""The press: one compiler with the vendored font, for all prints of a process."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from typst import Compiler, Fonts

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "print.typ"
_FONTS = _HERE.parent / "fonts"
_PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")


def pressed(content: dict[str, Any]) -> bytes:
    """A PDF of the content, which is shown and never read as code."""
    inputs = {"pack": json.dumps(content, ensure_ascii=False)}
    printed = _compiler().compile(
        input=_TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", root=_HERE
    )
    assert isinstance(printed, bytes), "Typst gives one file for a PDF"
    return printed


def pages(printed: bytes) -> int:
    """How many pages a PDF of Typst says that it has."""
    told = _PAGES.search(printed)
    assert told, "Typst tells the number of pages among the properties"
    return int(told[1])


@cache
def _compiler() -> Compiler:
    """No font of the machine, so that the same pack is the same bytes everywhere."""
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
    return Compiler(root=_HERE, font_paths=fonts)
