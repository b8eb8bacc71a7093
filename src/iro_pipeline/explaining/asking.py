"""What a person asks to be explained: an authority and an indicator, as people type them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from iro_pipeline.authorities import resolve, why_unresolved
from iro_pipeline.authorities.likely import perhaps
from iro_pipeline.reference import BEGINS, register

LIKELY = 3
LIKE_ENOUGH = 65  # of 100; what is less like only misleads


class NotKnown(Exception):
    """Nothing, or more than one thing, is meant; the message says what perhaps is."""


@dataclass(frozen=True)
class Authority:
    """An authority under every GSS code that it has had; `code` and the rest are its newest."""

    la_code: str
    code: str
    codes: tuple[str, ...]
    name: str
    region: str


def authority(text: str) -> Authority:
    """
    The authority that a name, GSS code or DfE number stands for, or last stood for.

    Raises NotKnown where it stands for none, or for several.
    """
    now = date.today().year
    years = [*range(now + 1, BEGINS.year, -1)]
    meant = resolve(pl.DataFrame({"text": [text] * len(years), "period": years}))
    found = meant["authority"].drop_nulls()
    if found.is_empty():
        raise NotKnown(
            f"{text!r}: {why_unresolved(text, now)}. Expected a name, GSS code or DfE number."
            f"{perhaps(text, now)}"
        )
    of_it = pl.col("la_code") == pl.col("la_code").filter(gss_code=found[0]).first()
    spells = register().filter(of_it).rows(named=True)
    codes = tuple(dict.fromkeys(each["gss_code"] for each in spells))
    last = spells[-1]
    return Authority(last["la_code"], last["gss_code"], codes, last["name"], last["region"])


def indicator(text: str, indicators: pl.DataFrame) -> Mapping[str, Any]:
    """
    The row of `indicators` (published) whose lasting name or catalogue code is meant.

    Raises NotKnown where there is none, or where several share the code.
    """
    named = indicators.filter(indicator=_plain(text))
    coded = indicators.filter(pl.col("code") == text.strip().upper())
    found = named if named.height else coded
    if found.height == 1:
        return found.row(0, named=True)
    if found.height:
        raise NotKnown(
            f"{text!r} is the code of {found.height} indicators: name one of them. {_listed(found)}"
        )
    near = _alike(text, indicators)
    raise NotKnown(
        f"{text!r} is no indicator of this release: docs/indicators.md lists them."
        f"{f' Perhaps {_listed(near)}?' if near.height else ''}"
    )


def _plain(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _alike(text: str, indicators: pl.DataFrame) -> pl.DataFrame:
    """The three whose name or title is likest."""
    asked, best = _plain(text), dict[str, float]()
    for column in ("indicator", "title"):
        choices = dict(zip(indicators["indicator"], map(_plain, indicators[column]), strict=True))
        for _, score, name in process.extract(asked, choices, scorer=fuzz.WRatio, limit=LIKELY):
            best[name] = max(best.get(name, 0), score)
    likely = sorted(
        (name for name, score in best.items() if score >= LIKE_ENOUGH),
        key=lambda name: (-best[name], name),
    )[:LIKELY]
    return pl.DataFrame({"indicator": likely}, schema={"indicator": pl.String}).join(
        indicators, on="indicator", how="left", maintain_order="left"
    )


def _listed(found: pl.DataFrame) -> str:
    return "; ".join(found.select(pl.format("{} ({})", "indicator", "title")).to_series())
