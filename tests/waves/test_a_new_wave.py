"""A wave with a changed questionnaire is one contract more, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from iro_pipeline.contracts import BadContract, Contract
from iro_pipeline.invention import export
from iro_pipeline.places import CHECKOUT, REFERENCE, SCHEMAS
from iro_pipeline.questionnaires import questionnaires

WAVE = Path(__file__).parent / "2027.toml"
FORM = "raw/state_of_the_nation/response"
# What each respondent of a wave answers; a service's manager answers the same.
SAID = {
    2017: {
        "q06_workload_realistic": "2",
        "q07_admin_support": "3",
        "q15_service_resourced": "4",
        "q18_protocol_embedded": "5",
        "q21_guardian_meetings": "never",
    },
    2027: {
        "q06_workload_realistic": "3",
        "q07_admin_support": "4",
        "q15_service_resourced_of_seven": "7",
        "q21_guardian_meetings": "quarterly",
        "q2027_reviews_by_video": "some",
    },
}
AUTHORITIES = ("Bolton", "Bury", "Manchester", "Oldham", "Salford", "Wigan")
RUN = """
import json
from pathlib import Path
from iro_pipeline import pipeline
from iro_pipeline.indicators.catalogue import THEMES
from iro_pipeline.workspace import Workspace

outcome = pipeline.run(Workspace(Path(".")))
told = {each.period: [each.state, each.contract, each.faults] for each in outcome.receipts}
print(json.dumps([outcome.state, told, list(THEMES)]))
"""


def checkout(place: Path) -> Path:
    """The checkout with one file more."""
    place.mkdir()
    (place / "src").symlink_to(CHECKOUT / "src")
    (place / "reference").symlink_to(REFERENCE)
    shutil.copytree(SCHEMAS, place / "schemas")
    shutil.copyfile(WAVE, place / f"schemas/{FORM}/2027.toml")
    return place / "schemas"


def respondents(wave: int) -> Iterator[dict[str, Any]]:
    """
    Twelve IROs and a manager of each of six authorities.

    The managers are not of one mind: a figure of services that all say the same is withheld.
    """
    for place, authority in enumerate(AUTHORITIES):
        support = str(int(SAID[wave]["q07_admin_support"]) + place % 3 - 1)
        for role in ["iro_manager", *["iro"] * 12]:
            manages = role == "iro_manager"
            apart = {"q07_admin_support": support} if manages else {}
            yield {
                **{"authority": authority, "role": role},
                **{**SAID[wave], **apart, "q29_comments_given": manages},
            }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[list, pl.DataFrame, pl.DataFrame]:
    """What the run said, England's figures and the indicators' terms, both waves together."""
    root = tmp_path_factory.mktemp("waves")
    schemas = checkout(root / "checkout")
    for wave in SAID:
        terms = Contract.load(f"{FORM}/{wave}", schemas)
        place = root / f"data/raw/state_of_the_nation/{wave}/survey"
        export.write(place, terms, wave, list(respondents(wave)))
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "checkout/src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    tables = root / "data/processed/releases/latest/tables"
    figures = pl.read_parquet(tables / "figures.parquet").filter(level="england")
    said = json.loads(ran.stdout.splitlines()[-1])
    written = sorted((root / "data/processed/restricted/texts").rglob("*.arrow"))
    said.append([pl.read_ipc(place).height for place in written])
    said.append(str(tables))
    return said, figures, pl.read_parquet(tables / "indicators.parquet")


@pytest.fixture(scope="module")
def shifts(published) -> pl.DataFrame:
    """What changed between the two waves, as the public sees it."""
    (*_, place), *_ = published
    return pl.read_parquet(Path(place) / "survey_shifts.parquet")


def series(figures: pl.DataFrame, indicator: str) -> dict[int, float]:
    return dict(figures.filter(indicator=indicator).select("period", "value").sort("period").rows())


def test_each_wave_is_read_by_its_own_contract_without_a_fault(published):
    (state, told, *_), *_ = published
    assert state == "published"
    assert told == {str(wave): ["loaded", f"{FORM}/{wave}", {}] for wave in SAID}


def test_what_was_written_in_boxes_rests_apart_for_each_wave(published):
    (*_, texts, _), *_ = published
    assert texts == [6, 6]


def test_a_question_reworded_or_moved_is_one_series_over_both_waves(published):
    _, figures, _ = published
    assert series(figures, "q06_workload_realistic_score_by_practitioner") == {2017: 2, 2027: 3}
    assert series(figures, "q07_admin_support_score_by_service") == {2017: 3, 2027: 4}
    assert series(figures, "q21_guardian_meetings_never_by_practitioner") == {2017: 100, 2027: 0}


def test_a_question_on_another_scale_is_two_series_and_neither_holds_the_other_s_answers(published):
    _, figures, terms = published
    assert series(figures, "q15_service_resourced_score_by_practitioner") == {2017: 4}
    assert series(figures, "q15_service_resourced_of_seven_score_by_practitioner") == {2027: 7}
    titles = dict(terms.select("indicator", "title").rows())
    assert "of 1 to 7," in titles["q15_service_resourced_of_seven_score_by_practitioner"]
    assert "scored 6 or 7," in titles["q15_service_resourced_of_seven_top_two_by_service"]


def test_a_dropped_question_ends_with_its_last_wave_and_a_new_one_begins_with_its_first(published):
    _, figures, _ = published
    assert series(figures, "q18_protocol_embedded_score_by_practitioner") == {2017: 5}
    assert series(figures, "q2027_reviews_by_video_some_by_practitioner") == {2027: 100}


def test_a_question_on_the_same_scale_is_set_beside_its_wave_before_and_no_other(shifts):
    assert set(shifts["question"]) == {"q06_workload_realistic", "q07_admin_support"}
    assert set(shifts.select("earlier_period", "period").rows()) == {(2017, 2027)}
    of_iros = shifts.filter(speaker="practitioner", question="q06_workload_realistic")
    # All said 2, and then all said 3.
    assert of_iros.select("basis", "ridit", "status").sort("basis").rows() == [
        ("all", 1, ""),
        ("same", 1, ""),
    ]


def test_its_figures_stand_in_a_theme_that_no_code_names(published):
    (_, _, themes, *_), *_ = published
    assert themes[-1] == "Reviews at a distance"
    assert not any(
        "Reviews at a distance" in file.read_text() for file in CHECKOUT.glob("src/**/*.py")
    )


def test_a_figure_cites_every_wave_that_asked_and_says_what_must_be_said_of_each(published):
    _, _, terms = published
    (row,) = terms.filter(indicator="q06_workload_realistic_score_by_service").to_dicts()
    assert "Survey, 2017, question 6; An invented wave" in row["basis"]
    assert "2027, question 5" in row["basis"]
    assert "workload and administrative support at once" in row["caveat"]
    assert "Reworded in 2027." in row["caveat"]


def test_one_name_on_two_scales_is_refused_before_anything_is_read(tmp_path: Path):
    schemas = checkout(tmp_path / "checkout")
    wave = schemas / f"{FORM}/2027.toml"
    wave.write_text(
        wave.read_text().replace("q15_service_resourced_of_seven", "q15_service_resourced")
    )
    with pytest.raises(
        BadContract, match=r"2027\.toml, q15_service_resourced: .* asked on more than one scale"
    ):
        questionnaires(schemas)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('"scored"', '"score"', "is none of scored"),
        ('treatment = "ordinal"', 'treatment = "scored"', "scored without codes that are numbers"),
        ('treatment = "ordinal"', 'treatment = "yes_no"', "yes_no without the type boolean"),
        ('code      = "CRT04"', 'replicate_of = "q20"', "names no column: ['q20']"),
    ],
)
def test_terms_that_do_not_go_with_the_answers_are_refused(tmp_path, written, instead, said):
    schemas = checkout(tmp_path / "checkout")
    wave = schemas / f"{FORM}/2027.toml"
    wave.write_text(wave.read_text().replace(written, instead))
    with pytest.raises(BadContract) as refused:
        questionnaires(schemas)
    assert said in str(refused.value)


MISTAKES = [
    ('source = "An', "source = An", r"2027\.toml: found what is no TOML, at line \d+, column \d+"),
    (
        "header      = ",
        "heading     = ",
        r"\[\[fields\]\] number 1 \(respondent\): found 'heading', ",
    ),
    ("header      = ", "heading     = ", r"Did you mean 'header'\?"),
    (
        'type            = "boolean"',
        'type = "boolean"\ncodes = "yes_noo"',
        r"found the list of codes 'yes_noo'; .* Use one of ",
    ),
    ('type        = "string"', 'type        = "text"', r"found type = 'text'\. Use one of string,"),
    ('"boolean"', '"bolean"', r"found type = 'bolean'\. Did you mean 'boolean'\?"),
    ("description = ", "# ", r"found no description\. Add what is missing"),
    ('"q07_admin_support"', '"q06_workload_realistic"', r"name of \[\[fields\]\] number \d+ again"),
    ("treatment = ", "tretment = ", r"found 'tretment', .* mean 'treatment'\?"),
]


@pytest.mark.parametrize(("written", "instead", "said"), MISTAKES)
def test_a_mistake_in_a_wave_says_file_and_block_and_what_to_do(tmp_path, written, instead, said):
    place = tmp_path / f"{FORM}/2027.toml"
    place.parent.mkdir(parents=True)
    (tmp_path / "codes").symlink_to(SCHEMAS / "codes")
    text = WAVE.read_text(encoding="utf-8")
    assert written in text
    place.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(BadContract, match=said) as refused:
        Contract.load(f"{FORM}/2027", tmp_path)
    assert str(refused.value).startswith(f"schemas/{FORM}/2027.toml")


def test_one_name_in_two_questionnaires_is_refused(tmp_path: Path):
    schemas = checkout(tmp_path / "checkout")
    wave = schemas / "raw/ncb_role_of_iros/iro/2013.toml"
    wave.write_text(wave.read_text().replace('"ncb_iro_pay"', '"q07_admin_support"'))
    with pytest.raises(BadContract, match=r"schemas/raw/.* have one name"):
        questionnaires(schemas)


def test_the_block_on_the_page_about_new_waves_is_a_question_that_can_be_measured(tmp_path: Path):
    page = (CHECKOUT / "docs/new-survey-wave.md").read_text(encoding="utf-8")
    block = page.partition("```toml\n")[2].partition("```")[0]
    form = 'title = "t"\ngrain = "g"\nsource = "s"\nform = "survey"\n\n'
    place = tmp_path / "raw/survey/response/2027.toml"
    place.parent.mkdir(parents=True)
    place.write_text(form + block, encoding="utf-8")
    ((asked,),) = (each.questions for each in questionnaires(tmp_path))
    assert (asked.name, asked.ends) == ("q15_service_resourced_of_seven", (1, 7))
