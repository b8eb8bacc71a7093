"""Text that was decoded without an error into the wrong letters, told by a file's headers."""

from collections.abc import Iterable

from iro_pipeline.readers import wording

_READ_AS = ("cp1252", "latin-1")
_SAVE = 'Save it as "CSV UTF-8 (Comma delimited)", or send the workbook itself.'


def doubt(headers: Iterable[str], known: Iterable[str]) -> str:
    """What to do where headers that no contract knows hold strange letters; else nothing."""
    foreseen = set(map(wording, known))
    strange = [text for text in headers if _is_strange(text) and wording(text) not in foreseen]
    if any(wording(other) in foreseen for text in strange for other in _as_mac(text)):
        return f"The file was saved as Mac text and read as Windows text. {_SAVE}"
    if strange:
        return f"The file's encoding may be wrong: headers hold letters not foreseen. {_SAVE}"
    return ""


def _is_strange(text: str) -> bool:
    """A pound sign or a dash is no letter: whoever typed it may have reworded the header."""
    return any(each.isalpha() and not each.isascii() for each in text)


def _as_mac(text: str) -> Iterable[str]:
    for encoding in _READ_AS:
        try:
            yield text.encode(encoding).decode("mac_roman")
        except UnicodeError:
            continue
