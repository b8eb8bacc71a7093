"""How marks of charts look: by shape and words, with colour only to help."""

from typing import Any

INK = "#262626"
# One hue, lighter to darker, with white between; the words of each part say how many it is.
_PARTS = ("#DCE9F5", "#A9CBE8", "#6FA3D0", "#3E74AA", "#234B78", "#122B47")
_OUTSIDE = "#D9D9D9"  # of what has no place in the order of the parts
_DARK = 3  # from this part on, words are white
_SHAPES = ("circle", "diamond", "triangle", "square")
_POINTS = ("#1D4F91", "#B35900", "#4A4A4A", "#00695C")


def segment(number: int, *, is_standard: bool = False, is_ordered: bool = True) -> dict[str, Any]:
    """A part of a stacked bar; what a standard asks has a dark outline."""
    place = min(number, len(_PARTS) - 1)
    edge = {"color": INK, "width": 1.75} if is_standard else {"color": "#FFFFFF", "width": 1}
    return {"fill": {"color": _PARTS[place] if is_ordered else _OUTSIDE}, "border": edge}


def words_on(number: int, *, is_ordered: bool = True) -> dict[str, Any]:
    """The font of words in a part of a bar."""
    return {"size": 9, "color": "#FFFFFF" if is_ordered and number >= _DARK else INK}


def point(number: int, *, is_joined: bool) -> dict[str, Any]:
    """Each series has a shape of its own."""
    colour = _POINTS[number % len(_POINTS)]
    shape = _SHAPES[number % len(_SHAPES)]
    look = {"type": shape, "size": 8, "fill": {"color": colour}, "border": {"color": "#FFFFFF"}}
    joined = {"color": colour, "width": 1.5} if is_joined else {"none": True}
    return {"marker": look, "line": joined}


def line(name: str) -> dict[str, Any]:
    """Limits and centres: no marks; the wider limits unbroken, the narrower dashed."""
    dash = "dash" if name.startswith("95%") else "solid"
    colour = INK if name.startswith("Centre") else "#7A7A7A"
    look = {"color": colour, "width": 1.25, "dash_type": dash}
    return {"marker": {"type": "none"}, "line": look}
