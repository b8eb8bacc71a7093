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
HUE = ("#edf4fc", "#c6ddf5", "#a3c8ee", "#8fbce9", "#1d5796", "#123a68")
STEPS = tuple(HUE[i] for i in (0, 1, 3, 4))
EDGE = "#3c6ea5"
ON_PALE, ON_DARK = "#122033", "#ffffff"
# Which of the hue so many ordered parts are drawn in; more than six share their neighbours'.
CHOSEN = {1: (1,), 2: (1, 4), 3: (0, 3, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 4, 5)}


def steps(n: int) -> tuple[str, ...]:
    """A colour for each of `n` ordered parts, palest first."""
    chosen = CHOSEN.get(n) or [i * len(HUE) // n for i in range(n)]
    return tuple(HUE[i] for i in chosen)


def written_on(colour: str) -> str:
    """What can be read on a step."""
    return ON_DARK if colour in HUE[4:] else ON_PALE


def variables(colours: MappingProxyType[str, str]) -> str:
    """A theme as custom properties of CSS."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())
