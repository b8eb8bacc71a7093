from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Audience, Tables, protect_each
from iro_pipeline.disclosure.receipts import MOVED
from iro_pipeline.publications import ReleaseContents, publish
from tests.disclosure.drawn import BOLTON, GATESHEAD, SURVEY, covering, drawn

AUDIENCES = [
    PUBLIC,
    Audience("network", "North West"),
    Audience("network", "North East"),
    Audience("authority", BOLTON),
    Audience("authority", GATESHEAD),
]
RECEIPT = {
    "source": "ssda903",
    "table": "reviews",
    "authority": BOLTON,
    "contract": "raw/ssda903/reviews/2012",
    "invented": True,
}
NONE = {
    **{"state_reason": None, "rejected": 0, "faults": 0, "unchecked": 0},
    **dict.fromkeys(MOVED),
}


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Six authorities of two regions: service returns 4, 3, 2 and 5, 5, 5, reviews, answers."""
    of_figures = drawn("""
        | indicator                                   | authority | numerator | denominator | n   |
        |---------------------------------------------|-----------|-----------|-------------|-----|
        | q15_service_resourced_score_by_service      | E08000001 | 4         | 1           | 1   |
        | q15_service_resourced_score_by_service      | E08000002 | 3         | 1           | 1   |
        | q15_service_resourced_score_by_service      | E08000003 | 2         | 1           | 1   |
        | q15_service_resourced_score_by_service      | E08000037 | 5         | 1           | 1   |
        | q15_service_resourced_score_by_service      | E08000024 | 5         | 1           | 1   |
        | q15_service_resourced_score_by_service      | E06000047 | 5         | 1           | 1   |
        | children_per_iro                            | E08000001 | 311       | 5.5         | 1   |
        | children_per_iro                            | E08000037 | 422       | 7.5         | 1   |
        | q05_caseload_band_a_by_practitioner         | E08000001 | 9         | 18          | 18  |
        | q05_caseload_band_b_by_practitioner         | E08000001 | 9         | 18          | 18  |
        | q05_caseload_band_a_by_service              | E08000037 | 1         | 1           | 1   |
        | reviews_on_time                             | E08000001 | 3         | 40          | 40  |
        | reviews_on_time                             | E08000002 | 30        | 40          | 40  |
        | reviews_on_time                             | E08000003 | 50        | 70          | 70  |
        | reviews_on_time                             | E08000037 | 70        | 90          | 90  |
        | cafcass_enquiries                           | E08000037 | 12        |             | 1   |
    """)
    return replace(of_figures, coverage=covering(SURVEY).coverage, receipts=receipts())


def receipts() -> pl.DataFrame:
    rows = [
        {"arrival": 1, "period": 2023, "state": "loaded", "rows_in": 90, "accepted": 90},
        {"arrival": 2, "period": 2024, "state": "loaded", "rows_in": 90, "accepted": 90},
        {"arrival": 3, "period": 2024, "state": "duplicate", "rows_in": 0, "accepted": 0},
    ]
    return pl.DataFrame([RECEIPT | NONE | row for row in rows]).with_columns(
        pl.col("state_reason").cast(pl.String), pl.col(MOVED).cast(pl.Int64)
    )


@pytest.fixture(scope="session")
def contents(tables: Tables) -> ReleaseContents:
    return ReleaseContents("000003-abc", True, list(protect_each(tables, AUDIENCES)))


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory, contents: ReleaseContents) -> Path:
    """A release of invented data."""
    folder = tmp_path_factory.mktemp("000003-abc")
    publish(folder, contents)
    return folder
