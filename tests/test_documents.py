"""Every command that the documents tell a person to type, typed."""

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from iro_pipeline import pipeline
from iro_pipeline.cli import app
from iro_pipeline.publications import cookbook, database
from iro_pipeline.workspace import Workspace
from tests.delivery.drawn import listed, put, redrawn
from tests.nation import small_nation

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# Run by .ci/run as it stands: it takes half a minute.
ELSEWHERE = {"iro demo", "pytest -n 2"}

QUERIES = cookbook.queries(cookbook.SOURCE.read_text(encoding="utf-8"))
# They need more authorities or a release before; tests/publications runs them all.
OF_MORE = {
    "What do practitioners say in the survey, with the intervals of what they say?",
    "What do services and their practitioners say to the same question, and how far apart?",
    "On which measures do authorities truly differ, and on which is it mostly chance?",
    "What has moved most since the release before?",
}


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    typed = [line.removeprefix("$ ").removeprefix("uv run ") for line in lines]
    return [line for line in typed if line.startswith("iro ") and line not in ELSEWHERE]


TYPED = [
    pytest.param(command, id=f"{page.name}: {command}")
    for page in PAGES
    for command in commands(page)
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files dropped as the documents name them, and a release."""
    root = tmp_path_factory.mktemp("documents")
    small_nation(root)
    given = root / "data/raw/ssda903/2024/E08000012/reviews.invented.csv"
    given.rename(given.with_name("reviews.csv"))
    pipeline.run(Workspace(root))
    child = given.with_name("reviews.csv").read_text().splitlines()[1].partition(",")[0]
    (root / "request.txt").write_text(f"{child}\n")
    redrawn(root / "data/processed/releases/latest", "regions/north-west")
    (root / "sync").mkdir()
    listed(root, put("Lead North West", root / "sync", "North West"))
    return root


@pytest.mark.parametrize("command", TYPED)
def test_a_command_in_the_documents_does_what_it_says(
    root: Path, command: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(root)
    result = CliRunner().invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("asked", [each for each in QUERIES if each not in OF_MORE])
def test_a_query_of_the_cookbook_answers_its_question(
    root: Path, asked: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(root / "data/processed/releases/latest")
    with duckdb.connect(database.NAME, read_only=True) as opened:
        assert opened.execute(QUERIES[asked]).fetchall()


def test_every_link_in_the_documents_leads_somewhere():
    broken = [
        f"{page.name}: {target}"
        for page in [*PAGES, ROOT / "GLOSSARY.md"]
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_readme_is_one_screen():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 60
