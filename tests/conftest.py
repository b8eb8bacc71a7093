"""What holds for every test."""

import os

import pytest
from hypothesis import settings

if "PYTEST_XDIST_WORKER" in os.environ:  # each has one of the cores
    os.environ.setdefault("POLARS_MAX_THREADS", "1")

from iro_pipeline.arrivals import receiving
from iro_pipeline.publications import release

# A law that holds slowly, on a busy machine, holds.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True, scope="session")
def nobody_writes_while_a_test_looks():
    """Files that a test has just written are whole: no run needs to wait for them."""
    before, receiving.MOMENT = receiving.MOMENT, 0.0
    yield
    receiving.MOMENT = before


@pytest.fixture(autouse=True, scope="session")
def packs_are_drawn_where_a_test_looks_at_them():
    """Drawing takes longer than all else: most tests of a release are of its tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "said", lambda *_: iter(()))
        yield
