"""Facts: one function a table, named after the table it returns."""

from iro_pipeline.facts.allocations import iro
from iro_pipeline.facts.answers import answer
from iro_pipeline.facts.cafcass import enquiries
from iro_pipeline.facts.care import looked_after
from iro_pipeline.facts.disputes import challenges, dispute
from iro_pipeline.facts.neighbours import neighbour
from iro_pipeline.facts.partnerships import partnership
from iro_pipeline.facts.published import published_figure
from iro_pipeline.facts.records import record
from iro_pipeline.facts.reviews import Records, review, review_due, reviewed_child
from iro_pipeline.facts.statistics import cla_statistic, reconcile
from iro_pipeline.facts.workforce import caseload, reported_reviews, service

__all__ = [
    "Records",
    "answer",
    "caseload",
    "challenges",
    "cla_statistic",
    "dispute",
    "enquiries",
    "iro",
    "looked_after",
    "neighbour",
    "partnership",
    "published_figure",
    "reconcile",
    "record",
    "reported_reviews",
    "review",
    "review_due",
    "reviewed_child",
    "service",
]
