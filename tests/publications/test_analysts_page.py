import re
from pathlib import Path

import pytest

from iro_pipeline.places import CHECKOUT
from iro_pipeline.publications.open_data import TABLES

PAGE = (CHECKOUT / "docs/analysts.md").read_text(encoding="utf-8")


def test_every_line_of_code_on_the_page_runs(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    releases = tmp_path / "data/processed/releases"
    releases.mkdir(parents=True)
    (releases / "latest").symlink_to(release)
    monkeypatch.chdir(tmp_path)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    said: dict = {}
    exec(compile(code, "docs/analysts.md", "exec"), said)
    assert said["series"].height == 1


def test_the_page_lists_every_table():
    assert re.findall(r"^\| `(\w+)` \| an? ", PAGE, re.MULTILINE) == list(TABLES)
