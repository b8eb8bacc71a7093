"""Facts: one function a table, named after the table it returns."""

from iro_pipeline.facts.allocations import iro
from iro_pipeline.facts.answers import answer, form
from iro_pipeline.facts.appointments import allocated, appointment, care_of, iro_days
from iro_pipeline.facts.cafcass import enquiries
from iro_pipeline.facts.care import care_year, looked_after
from iro_pipeline.facts.disputes import challenges, dispute
from iro_pipeline.facts.neighbours import neighbour
from iro_pipeline.facts.participation import child_participation
from iro_pipeline.facts.partnerships import partnership
from iro_pipeline.facts.published import published_figure
from iro_pipeline.facts.quality import return_module, return_quality
from iro_pipeline.facts.records import record
from iro_pipeline.facts.reviews import Records, review, review_due, reviewed_child
from iro_pipeline.facts.snapshot import move, overdue
from iro_pipeline.facts.statistics import cla_statistic, reconcile
from iro_pipeline.facts.workforce import caseload, cost, iro_team, reported_reviews, service

__all__ = [
    "Records",
    "allocated",
    "answer",
    "appointment",
    "care_of",
    "care_year",
    "caseload",
    "challenges",
    "child_participation",
    "cla_statistic",
    "cost",
    "dispute",
    "enquiries",
    "form",
    "iro",
    "iro_days",
    "iro_team",
    "looked_after",
    "move",
    "neighbour",
    "overdue",
    "partnership",
    "published_figure",
    "reconcile",
    "record",
    "reported_reviews",
    "return_module",
    "return_quality",
    "review",
    "review_due",
    "reviewed_child",
    "service",
]
