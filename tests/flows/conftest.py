import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

# Set before Prefect is imported, which reads its home then, as the flow sets the umask.
HOME = Path(tempfile.mkdtemp(prefix="prefect-"))
os.environ["PREFECT_HOME"] = str(HOME)
UMASK = os.umask(0o077)

from prefect.testing.utilities import prefect_test_harness  # noqa: E402

from flows import nightly  # noqa: E402, F401

os.umask(UMASK)


@pytest.fixture(scope="session", autouse=True)
def prefect_at_home() -> Generator[Path]:
    """Prefect with a home and a server of its own, gone after the tests."""
    with prefect_test_harness(server_startup_timeout=120):
        yield HOME
    shutil.rmtree(HOME)
