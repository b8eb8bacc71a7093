"""What a person asks to be explained: an authority and an indicator, as people type them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from rapidfuzz import fuzz

from iro_pipeline.authorities import resolve, why_unresolved
from iro_pipeline.authorities.likely import perhaps
from iro_pipeline.reference import BEGINS, register

Row = Mapping[str, Any]

LIKELY = 3
LIKE_ENOUGH = 65  # of 100; what is less like only misleads

OF_A_PART = 0.8


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


def indicator(text: str, indicators: Mapping[str, Row]) -> Row:
    """
    The row of `indicators` (published, by name) whose lasting name or catalogue code is meant.

    Raises NotKnown where there is none, or where several share the code.
    """
    name, code = _plain(text).replace(" ", "_"), text.strip().upper()
    if name in indicators:
        return indicators[name]
    found = [row for row in indicators.values() if row["code"] == code]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotKnown(
            f"{text!r} is the code of {len(found)} indicators; name one of them: {_listed(found)}."
        )
    near = _alike(text, indicators)
    raise NotKnown(
        f"{text!r} is no indicator of this release: docs/indicators.md lists them."
        f"{f' Perhaps {_listed(near)}?' if near else ''}"
    )


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def _alike(text: str, indicators: Mapping[str, Row]) -> list[Row]:
    """The three whose name or title is likest."""
    asked = _plain(text)
    scores = {
        name: max(_likeness(asked, _plain(row[column])) for column in ("indicator", "title"))
        for name, row in indicators.items()
    }
    near = [name for name, score in scores.items() if score >= LIKE_ENOUGH]
    return [indicators[name] for name in sorted(near, key=lambda name: -scores[name])[:LIKELY]]


def _likeness(asked: str, known: str) -> float:
    """Of 100: the same words in any order, or else a part of what is known, which weighs less."""
    return max(fuzz.token_ratio(asked, known), OF_A_PART * fuzz.partial_ratio(asked, known))


def _listed(found: Iterable[Row]) -> str:
    return "; ".join(f"{row['indicator']} ({row['title']})" for row in found)
