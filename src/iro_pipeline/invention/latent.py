"""What an invented service is really like: never written anywhere, everything is drawn from it."""

import math
from random import Random

import polars as pl

from iro_pipeline.invention.draws import chance

# Children looked after by kind of authority (first letters of its GSS code), in round classes.
_SIZES = {"E06": 350, "E08": 620, "E09": 290, "E10": 900}
_SMALLEST = {"E06000053": 3, "E09000001": 10, "E06000017": 35}
_LARGEST = 2000
_USUAL_RATE = 65  # children looked after for each 10,000


def services(register: pl.DataFrame, seed: int, children: float = 1.0) -> pl.DataFrame:
    """
    One row per authority of the register (la_code, authority, region), with its qualities.

    `size` children on 31 March of a `population`; `timeliness` and `participation` shares, `trend`
    the yearly change of the first; `caseload` per WTE; `agency` share of WTE; `opinion` a standard
    score of how people see the service; `dual_role`, `extra_duties` and
    `commissions` say how it works.
    """
    rows = [
        {
            "la_code": row["la_code"],
            **_qualities(row, chance(seed, row["la_code"]), seed),
            **_scale(row, chance(seed, "size", row["la_code"]), children),
        }
        for row in register.sort("la_code").iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def _qualities(row: dict[str, str], own: Random, seed: int) -> dict[str, float]:
    quality = 0.45 * chance(seed, row["region"]).gauss(0, 1) + 0.9 * own.gauss(0, 1)
    ease, voice, staff = (0.6 * quality + 0.8 * own.gauss(0, 1) for _ in range(3))
    return {
        "timeliness": _between(0.65, 0.99, 1 - 0.06 * math.exp(-0.6 * quality)),
        "participation": _between(0.80, 0.97, 1 - 0.10 * math.exp(-0.4 * voice)),
        "caseload": _between(45, 105, 68 * math.exp(-0.16 * ease)),
        "agency": _between(0, 0.6, 0.12 * math.exp(-0.7 * staff) - 0.06),
        "opinion": _between(-3, 3, 0.8 * ease + 0.4 * own.gauss(0, 1)),
        "trend": _between(-0.02, 0.02, own.gauss(0, 0.006)),
        "dual_role": own.random() < 0.4,
        "extra_duties": own.random() < 0.46,
        "commissions": own.random() < 0.05,
    }


def _scale(row: dict[str, str], own: Random, children: float) -> dict[str, float]:
    usual = _SIZES[row["authority"][:3]] * math.exp(own.gauss(0, 0.45))
    size = _SMALLEST.get(row["authority"]) or min(_LARGEST, 10 * round(usual / 10))
    rate = _between(25, 180, _USUAL_RATE * math.exp(own.gauss(0, 0.35)))
    return {"size": float(size * children), "population": round(size * children / rate * 10_000)}


def _between(lowest: float, highest: float, value: float) -> float:
    return float(round(min(highest, max(lowest, value)), 6))
