"""A region's, a partnership's and England's pack, from the tables of one audience's folder."""

import hashlib
import json
from dataclasses import replace

from iro_pipeline.packs import what_works
from iro_pipeline.packs.caseload import caseload
from iro_pipeline.packs.changes import changes
from iro_pipeline.packs.coverage import coverage
from iro_pipeline.packs.funnels import funnels
from iro_pipeline.packs.highlights import highlights
from iro_pipeline.packs.methods import methods
from iro_pipeline.packs.model import Pack, Section
from iro_pipeline.packs.quarters import quarters
from iro_pipeline.packs.released import Tables
from iro_pipeline.packs.summary import summary
from iro_pipeline.packs.survey import survey
from iro_pipeline.packs.whose import ENGLAND, Whose
from iro_pipeline.packs.withheld import withheld

SECTIONS = (summary, caseload, funnels, changes, quarters, survey)
LAST = (coverage, withheld, methods)


def region(tables: Tables, region_name: str, *, warning: str, notice: str) -> Pack:
    """Of the tables of a region's network. Raises ValueError where they have no figure."""
    return _pack(Whose("region", region_name, tables), warning, notice)


def partnership(tables: Tables, peer_group_name: str, *, warning: str, notice: str) -> Pack:
    """Of the public tables. Raises ValueError where they have no figure."""
    return _pack(Whose("partnership", peer_group_name, tables), warning, notice)


def england(tables: Tables, *, warning: str, notice: str) -> Pack:
    """Of the public tables. Raises ValueError where they have no figure."""
    return _pack(Whose("england", ENGLAND, tables), warning, notice)


def sealed(pack: Pack) -> Pack:
    """With its edition: twelve hexadecimal digits of SHA-256 over all that it says."""
    bare = replace(pack, edition="")
    said = json.dumps(bare, default=vars, check_circular=False, ensure_ascii=False, allow_nan=False)
    return replace(pack, edition=hashlib.sha256(said.encode()).hexdigest()[:12])


def _pack(whose: Whose, warning: str, notice: str) -> Pack:
    return sealed(
        Pack(
            kind=whose.kind,
            area=whose.code,
            name=whose.name,
            title=f"{whose.name}: Independent Reviewing Officer services",
            period=f"Year to 31 March {whose.period}",
            audience=_audience(whose),
            highlights=highlights(whose),
            sections=_sections(whose),
            authorities=whose.members,
            warning=warning,
            notice=notice,
        )
    )


def _sections(whose: Whose) -> tuple[Section, ...]:
    # Who agreed to be contacted is told to networks alone.
    asked = (_whom_to_ask,) if whose.kind == "region" else ()
    return tuple(each(whose) for each in (*SECTIONS, *asked, *LAST))


def _whom_to_ask(whose: Whose) -> Section:
    return what_works.of_region(whose.tables, whose.name, whose.members)


def _audience(whose: Whose) -> str:
    if whose.kind == "region":
        return (
            f"For the authorities of {whose.within}, under their sharing agreement: their own "
            "service returns are shown by name. Not to be passed on."
        )
    return "For anyone: made from the public tables alone."
