"""That a workbook is in British English: XlsxWriter says that all charts are in American."""

import io
import re
from zipfile import ZipFile

_ELEMENT = re.compile(rb'(<a:(?:defRPr|rPr|endParaRPr) lang=|<c:lang val=)"en-US"')
_CORE = "docProps/core.xml"
_END = b"</cp:coreProperties>"


def in_british_english(workbook: bytes) -> bytes:
    """The same .xlsx with its language among its properties and in its charts."""
    into = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as was, ZipFile(into, "w") as now:
        for part in was.infolist():
            now.writestr(part, _told(part.filename, was.read(part)))
    return into.getvalue()


def _told(name: str, part: bytes) -> bytes:
    if name == _CORE:
        return part.replace(_END, b"<dc:language>en-GB</dc:language>" + _END)
    return _ELEMENT.sub(rb'\1"en-GB"', part) if name.startswith("xl/charts/") else part
