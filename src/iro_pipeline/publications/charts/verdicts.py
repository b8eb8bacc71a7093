"""How a verdict looks: a shape besides its word, and one colour for whatever was called."""

from iro_pipeline.publications.charts.keys import Key
from iro_pipeline.publications.charts.palette import LIGHT

SHAPES = {
    **{"higher": "triangle-up", "lower": "triangle-down"},
    **{"risen": "triangle-up", "fallen": "triangle-down"},
}
ORDINARY = "circle"


def shape(word: str) -> str:
    """Any other word than a call is drawn as an ordinary dot."""
    return SHAPES.get(word, ORDINARY)


def fill(word: str) -> str:
    return LIGHT["called"] if word in SHAPES else LIGHT["paper"]


def is_called(word: str) -> bool:
    return word in SHAPES


def keys(words: list[str], otherwise: str) -> list[Key]:
    """A key for each shape that is seen."""
    called = [Key(word, fill(word), shape(word)) for word in SHAPES if word in words]
    ordinary = [Key(otherwise, fill(""), ORDINARY)] if set(words) - set(SHAPES) else []
    return [*called, *ordinary]
