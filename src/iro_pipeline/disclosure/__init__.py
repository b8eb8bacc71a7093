"""Disclosure control: what may be shown, and to whom. The one road to a publication."""

from iro_pipeline.disclosure.audiences import PUBLIC, Audience, audiences
from iro_pipeline.disclosure.gate import OF_ONE_AUTHORITY, Protected, protect, protect_each
from iro_pipeline.disclosure.screen import Tables
from iro_pipeline.disclosure.sheets import columns, published
from iro_pipeline.disclosure.survey import NUMBERS

SURVEY = tuple(NUMBERS)

__all__ = [
    "OF_ONE_AUTHORITY",
    "PUBLIC",
    "SURVEY",
    "Audience",
    "Protected",
    "Tables",
    "audiences",
    "columns",
    "protect",
    "protect_each",
    "published",
]
