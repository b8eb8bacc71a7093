"""The colours that are drawn with: in print as they are, on a page as what its theme sets."""

from types import MappingProxyType
from typing import Literal

Theme = Literal["page", "print"]

# Each is one of a kind, so that it can be told from its value in a drawing. On the background of
# their theme ink, muted, called and chosen are 5.5 : 1 or better.
LIGHT = MappingProxyType(
    {
        "ink": "#1c2530",
        "muted": "#4d5a68",
        "grid": "#dde2e8",
        "limit": "#76828f",
        "band": "#e6ebf1",
        "called": "#17508f",
        "paper": "#fefefe",
    }
)
DARK = MappingProxyType(
    {
        "ink": "#eceff3",
        "muted": "#b3bdc9",
        "grid": "#343c46",
        "limit": "#8a96a4",
        "band": "#2a323c",
        "called": "#8fc1f7",
        "paper": "#15191e",
    }
)

# One hue, lowest to highest: the same in both themes, so that darker is higher in both.
STEPS = ("#edf4fc", "#c6ddf5", "#8fbce9", "#1d5796")
HUE = ("#f1f6fc", "#dbe8f7", "#bfd8f2", "#9cc3eb", "#2764a6", "#174a80", "#0e2f57")
NEUTRAL = "#dcdcdc"  # of what is outside the order
EDGE = "#3c6ea5"
ON_PALE, ON_DARK = "#122033", "#ffffff"
# Which of the hue so many ordered parts are drawn in; more than seven share their neighbours'.
CHOSEN = {1: (2,), 2: (1, 4), 3: (0, 3, 5), 4: (0, 2, 3, 5), 5: (0, 2, 3, 4, 6)}


def steps(n: int) -> tuple[str, ...]:
    """A colour for each of `n` ordered parts, palest first."""
    chosen = CHOSEN.get(n) or [i * len(HUE) // n for i in range(n)]
    return tuple(HUE[i] for i in chosen)


def written_on(colour: str) -> str:
    """What can be read on a step."""
    return ON_DARK if colour in (STEPS[3], *HUE[4:]) else ON_PALE


def variables(colours: MappingProxyType[str, str]) -> str:
    """A theme as custom properties of CSS."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())
