import json
from pathlib import Path

import pytest

from iro_pipeline.cli.explain import WIDTH, wrapped
from tests.cli.terminal import iro
from tests.explaining.releases import released, tables

ON_TIME = "reviews_on_time"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("desk")
    released(root, tables())
    return root


def test_a_figure_is_explained_to_its_own_authority_unless_said(root: Path):
    ended = iro("explain", "Bolton", "TIM04", "--root", root)
    assert ended.exit_code == 0
    assert ended.stdout.startswith("Reviews held on time (reviews_on_time, TIM04): Bolton")
    assert "As Bolton itself may see it, in release 000003-abc." in ended.stdout


def test_the_public_is_told_of_any_authority(root: Path):
    ended = iro("explain", "Gateshead", ON_TIME, "--audience", "public", "--root", root)
    assert ended.exit_code == 0
    assert "77.8%." in ended.stdout


def test_the_same_is_told_to_machines_with_the_rows_behind_it(root: Path):
    asked = ("explain", "Gateshead", ON_TIME, "--audience", "public", "--json", "--root", root)
    said = json.loads(iro(*asked).stdout)
    assert said["period"] == 2024
    assert said["rows"][0]["numerator"] == 70
    assert said["sections"][0]["heading"] == "The figure"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("Liverpol", ON_TIME), "Liverpool (E08000012)"),
        (("Bolton", "on time reviews"), ON_TIME),
        (("Bolton", ON_TIME, "--period", "2019"), "2024"),
        (("Bolton", ON_TIME, "--peer-group", "friends"), "england, region"),
    ],
)
def test_what_is_not_known_is_told_with_what_perhaps_is_meant(
    root: Path, asked: tuple[str, ...], words: str
):
    ended = iro("explain", *asked, "--root", root)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert words in " ".join(ended.stderr.split())


def test_before_the_first_release_it_says_what_to_do(tmp_path: Path):
    ended = iro("explain", "Bolton", ON_TIME, "--root", tmp_path)
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert "`iro run`" in ended.stderr
    assert [*tmp_path.iterdir()] == []


def test_a_line_is_no_wider_than_a_page_and_what_was_typed_breaks_none():
    lines = wrapped("a word\n" * 50, "  ")
    assert max(map(len, lines)) <= WIDTH
    assert "\\n" in lines[0]
