"""Text that stays where it is put: in one header, on one line."""

import unicodedata

# Commands, marks that turn the line about, and what begins another.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def is_one_line(text: str) -> bool:
    """Whether nothing in it commands a terminal, hides, or begins another line or header."""
    return not any(unicodedata.category(each) in _UNSEEN for each in text)
