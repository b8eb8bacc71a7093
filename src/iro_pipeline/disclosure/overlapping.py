"""
Groups of authorities that overlap: statistical neighbours and partnerships.

Each authority has neighbours of its own, and lists of ten that differ in one or two of them make as
many equations as there are authorities: what one hides the others give away. Until all of them are
solved together, such a group's numbers are shown only where nothing in it is hidden. The verdict
stays: it is a word, and tells of the group what the authority's own figure already does.
"""

import polars as pl

from iro_pipeline.disclosure.people import service_return

AREAS = ["england", "region"]
GROUP = ["authority", "period", "peer_group", "peer"]
OVERLAPS = ~pl.col("peer_group").is_in(AREAS)
HIDDEN = "a member of the group is withheld, or would be given away"


def groups(peers: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority, period, overlapping group and `member`; `peer` is the group's name."""
    return peers.filter(OVERLAPS).select(
        "authority", "period", "peer_group", peer="peer_name", member="peer"
    )


def hidden(benchmarks: pl.DataFrame, members: pl.DataFrame, cells: pl.DataFrame) -> pl.Series:
    """Why each row's group may not show its numbers, null where it may; `cells` of the figures."""
    measure = ["indicator", "period", "speaker"]
    hides = cells.filter(level="authority").filter(pl.col("withheld").is_not_null())
    some = (
        members.join(hides.select(*measure, member="area"), on=["period", "member"])
        .select(*GROUP, "indicator", "speaker", some=pl.lit(HIDDEN))
        .unique()
    )
    rows = benchmarks.select(*GROUP, "indicator", "speaker")
    return rows.join(some, on=[*GROUP, "indicator", "speaker"], how="left", maintain_order="left")[
        "some"
    ]


def by_name() -> pl.Expr:
    """Whether a row's group adds up what services state: each of them can be solved for."""
    return OVERLAPS & service_return()
