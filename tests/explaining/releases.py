"""Small releases to explain figures of, in a workspace that holds nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from iro_pipeline.disclosure import PUBLIC, Audience, Tables, protect_each
from iro_pipeline.disclosure.receipts import RECEIPT
from iro_pipeline.indicators import Indicator, catalogue
from iro_pipeline.publications import ReleaseContents, publish
from tests.disclosure.drawn import (
    BOLTON,
    BURY,
    DURHAM,
    GATESHEAD,
    MANCHESTER,
    SUNDERLAND,
    drawn,
    made,
)

AUTHORITIES = (BOLTON, BURY, MANCHESTER, GATESHEAD, SUNDERLAND, DURHAM)
AUDIENCES = (PUBLIC, Audience("network", "North West"), Audience("authority", BOLTON))
RELEASE = "000003-abc"
USUAL = {"source": "ssda903", "authority": BOLTON, "rows_in": 90, "accepted": 90, "rejected": 0}
RECEIPTS = (
    {"arrival": 1, "table": "reviews", "period": 2023, "state": "loaded"},
    {"arrival": 2, "table": "reviews", "period": 2024, "state": "loaded"},
    {"arrival": 3, "table": "episodes", "period": 2024, "state": "loaded", "accepted": 88}
    | {"rejected": 2, "faults": 2},
    {"arrival": 4, "table": "episodes", "period": 2024, "state": "quarantined"},
)


def tables(reviews: Sequence[int] = (3, 4), scores: Sequence[int] = (4, 3)) -> Tables:
    """Of Bolton and Bury, reviews on time and what the service returned; of others the same."""
    on_time, returned = "reviews_on_time", "q15_service_resourced_score_by_service"
    return drawn(f"""
        | indicator             | authority    | numerator    | denominator | n  |
        |-----------------------|--------------|--------------|-------------|----|
        | {on_time}             | {BOLTON}     | {reviews[0]} | 40          | 40 |
        | {on_time}             | {BURY}       | {reviews[1]} | 40          | 40 |
        | {on_time}             | {MANCHESTER} | 50           | 70          | 70 |
        | {on_time}             | {GATESHEAD}  | 70           | 90          | 90 |
        | {on_time}             | {SUNDERLAND} | 80           | 90          | 90 |
        | {returned}            | {BOLTON}     | {scores[0]}  | 1           | 1  |
        | {returned}            | {BURY}       | {scores[1]}  | 1           | 1  |
        | {returned}            | {MANCHESTER} | 2            | 1           | 1  |
        | first_review_on_time  | {MANCHESTER} | 22           | 25          | 25 |
        | second_review_on_time | {MANCHESTER} | 10           | 20          | 20 |
        | later_reviews_on_time | {MANCHESTER} | 18           | 25          | 25 |
    """)


def adding_up() -> Tables:
    """Of Gateshead, reviews on time and the three kinds that they are made of, all shown."""
    return drawn(f"""
        | indicator             | authority   | numerator | denominator | n  |
        |-----------------------|-------------|-----------|-------------|----|
        | reviews_on_time       | {GATESHEAD} | 70        | 90          | 90 |
        | first_review_on_time  | {GATESHEAD} | 20        | 30          | 30 |
        | second_review_on_time | {GATESHEAD} | 20        | 30          | 30 |
        | later_reviews_on_time | {GATESHEAD} | 30        | 30          | 30 |
    """)


def of_areas_only() -> Tables:
    """Reviews contributed to, of authorities; those without a code, of region and England only."""
    tables = drawn(f"""
        | indicator                  | authority    | numerator | denominator | n   |
        |----------------------------|--------------|-----------|-------------|-----|
        | participation              | {BOLTON}     | 60        | 90          | 90  |
        | participation_not_recorded | {BOLTON}     | 10        | 100         | 100 |
        | participation_not_recorded | {BURY}       | 20        | 200         | 200 |
        | participation_not_recorded | {MANCHESTER} | 33        | 300         | 300 |
    """)
    kept = ~catalogue.of_areas_only()
    above = pl.col("level") != "authority"
    return replace(
        tables,
        figures=tables.figures.filter(kept | above),
        benchmarks=tables.benchmarks.filter(kept),
    )


def every(indicators: Sequence[Indicator]) -> Tables:
    """Each indicator, of the six authorities: 30 to 35 of 40."""
    rows = [
        {
            "indicator": each.name,
            "authority": authority,
            "numerator": 30.0 + place,
            "denominator": None if each.denominator is None else 40.0,
            "n": 40,
            "squares": 30.0 * (30 + place),
        }
        for each in indicators
        for place, authority in enumerate(AUTHORITIES)
    ]
    numbers = {"numerator": pl.Float64, "denominator": pl.Float64, "squares": pl.Float64}
    schema = {"indicator": pl.String, "authority": pl.String, **numbers, "n": pl.Int64}
    return made(pl.LazyFrame(rows, schema=schema).with_columns(period=pl.lit(2024, pl.Int64)))


def released(root: Path, tables: Tables, audiences: Sequence[Audience] = AUDIENCES) -> Path:
    """The folder of a release that is `latest` below `root`."""
    releases = root / "data/processed/releases"
    releases.mkdir(parents=True)
    receipts = pl.DataFrame([_receipt(each) for each in RECEIPTS], schema=RECEIPT)
    contents = protect_each(replace(tables, receipts=receipts), audiences)
    (releases / RELEASE).mkdir()
    publish(releases / RELEASE, ReleaseContents(RELEASE, True, list(contents)))
    (releases / "latest").symlink_to(RELEASE)
    return releases / RELEASE


def _receipt(said: dict[str, Any]) -> dict[str, Any]:
    usual = {"faults": 0, "unchecked": 0, "invented": True}
    contract = f"raw/ssda903/{said['table']}/2012"
    return dict.fromkeys(RECEIPT) | usual | USUAL | {"contract": contract} | said
