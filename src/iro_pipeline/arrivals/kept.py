"""What is kept of received bytes once the rows of forgotten people were taken out of them."""

import csv
import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from iro_pipeline.opening import Page, limited

_TEXT, _PAGES = b"T", b"P"  # the first byte of what is kept


class Kept(NamedTuple):
    """A text as it came but for emptied rows, or the pages of a workbook or return."""

    text: bytes
    pages: list[Page] | None = None


def without(data: bytes | Kept, lines: Mapping[str, Collection[int]]) -> Kept:
    """
    Received bytes with the rows on these lines of each sheet emptied; every other keeps its line.

    Of a workbook the cells of its visible tables are kept as text, and nothing else: what no
    reader looks at (other sheets, comments, what a chart remembers) may hold anybody. A sheet that
    is not named in `lines` is emptied. A text file has one sheet, named "". Raises Unreadable.
    """
    kept = data if isinstance(data, Kept) else Kept(data, limited.pages(data))
    if kept.pages is None:
        return Kept(_blanked(kept.text, lines.get("", ())))
    return Kept(b"", [_emptied(page, lines.get(page.name)) for page in kept.pages])


def packed(kept: Kept) -> bytes:
    """As bytes for the received store."""
    if kept.pages is None:
        return _TEXT + kept.text
    return _PAGES + json.dumps(kept.pages, separators=(",", ":")).encode()


def unpacked(data: bytes) -> Kept:
    """What `packed` made."""
    if data.startswith(_PAGES):
        return Kept(b"", [Page(*page) for page in json.loads(data[1:])])
    return Kept(data[1:])


def _emptied(page: Page, lines: Collection[int] | None) -> Page:
    if lines is None or page.hidden:
        return page._replace(rows=[])
    gone = set(lines)
    rows = enumerate(page.rows, page.first)
    return page._replace(rows=[[] if number in gone else row for number, row in rows])


def _blanked(text: bytes, lines: Collection[int]) -> bytes:
    """
    The records that begin on these lines without what is in their cells.

    A record keeps its commas, and one of several lines becomes as many: a row of empty cells is no
    row, and those below stay on their lines. Latin-1 stands here for whatever the encoding is.
    """
    plain = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("latin-1")
    written = plain.split("\n")
    reader = csv.reader((f"{line}\n" for line in written), strict=True)
    gone, begins = set(lines), 1
    for record in reader:
        if begins in gone:
            height = reader.line_num + 1 - begins
            written[begins - 1 : reader.line_num] = ["," * (len(record) - 1)] * height
        begins = reader.line_num + 1
    return "\n".join(written).encode("latin-1")
