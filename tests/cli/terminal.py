"""A terminal for tests: what is typed, and runs that end as a test wants."""

import logging
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from iro_pipeline import pipeline
from iro_pipeline.cli import app
from iro_pipeline.pipeline import Outcome
from iro_pipeline.record.receipts import Receipt

SECRET = "what a cell or a file name may hold"


def iro(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def receipt(**said: Any) -> Receipt:
    usual: dict[str, Any] = {
        "arrival": 7,
        "path": f"ssda903/2024/E08000012/{SECRET}.csv",
        "source": "ssda903",
        "table": "reviews",
        "period": 2024,
        "authority": "E08000012",
        "contract": "raw/ssda903/reviews/2012",
        "state": "loaded",
        "rows_in": 10,
        "accepted": 10,
    }
    return Receipt(**{**usual, **said})


def ends(monkeypatch: pytest.MonkeyPatch, ending: Outcome | Exception) -> None:
    """Let the next run end so, after one sentence of progress."""

    def run(*_: object, **__: object) -> Outcome:
        logging.getLogger("iro_pipeline.intake").info("3 files in data/raw, 1 of them new")
        if isinstance(ending, Exception):
            raise ending
        return ending

    monkeypatch.setattr(pipeline, "run", run)


PUBLISHED = Outcome(
    "published",
    release="000007-abc",
    folder=Path("data/processed/releases/000007-abc"),
    receipts=[receipt(accepted=9, rejected=1, faults={"type": 1})],
    changes={"new": 12, "revised": 3, "withdrawn": 0},
)
REFUSED = Outcome("refused", release="000003-abc", reasons=["Nothing usable has arrived."])
