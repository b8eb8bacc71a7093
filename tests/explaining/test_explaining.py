import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from iro_pipeline.cli.explain import in_words
from iro_pipeline.contracts import in_force
from iro_pipeline.disclosure import PUBLIC, Audience
from iro_pipeline.explaining import Explanation, NotKnown, Shown, Tables, explain
from iro_pipeline.explaining.origins import READ, SURVEYS
from iro_pipeline.explaining.origins import tables as tables_read
from iro_pipeline.explaining.shown import Kind
from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.questionnaires import questionnaires
from tests.disclosure.drawn import BOLTON, BURY, GATESHEAD, MANCHESTER
from tests.explaining.releases import AUDIENCES, adding_up, every, of_areas_only, released, tables

ON_TIME, RETURNED = "reviews_on_time", "q15_service_resourced_score_by_service"
WIDE = (PUBLIC, *(Audience("authority", code) for code in (BOLTON, BURY, GATESHEAD, MANCHESTER)))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("drawn"), tables(), WIDE)


@pytest.fixture(scope="module")
def another_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same release, but for what is withheld of Bolton and Bury, which is the other way."""
    drawn = tables(reviews=(4, 3), scores=(3, 4))
    return released(tmp_path_factory.mktemp("another"), drawn, WIDE)


def told(release: Path, kind: Kind, authority: str, indicator: str) -> Explanation:
    return explain(Shown.of(Tables.of(release, kind, authority), indicator))


def section(found: Explanation, heading: str) -> tuple[str, ...]:
    return next((each.lines for each in found.sections if each.heading == heading), ())


def test_a_figure_is_told_with_its_parts_and_how_sure_it_is(release: Path):
    assert section(told(release, "authority", "Gateshead", ON_TIME), "The figure") == (
        "77.8%.",
        "Counted: 70 (reviews held by the day they were due).",
        "Out of: 90 (reviews that fell due, held or not).",
        "Were there another such year of the same service, the figure could easily land anywhere "
        "from 68.2% to 85.1% (95% interval).",
    )


def test_a_figure_that_is_withheld_is_told_with_the_reason_and_no_number(release: Path):
    found = told(release, "authority", "Bolton", ON_TIME)
    assert section(found, "The figure") == (
        "Withheld (a count of 1 to 5, or a figure that would give one away).",
    )


def test_the_parts_of_a_sum_are_told_and_said_to_add_up(tmp_path: Path):
    release = released(tmp_path, adding_up(), WIDE)
    first, *_, last = section(told(release, "public", "Gateshead", ON_TIME), "What it is made of")
    assert first == "First reviews held within 20 working days: 66.7% (20 of 30)."
    assert last == "Together: 70 of 90, which is this figure."


def test_parts_are_not_set_out_where_one_is_withheld(release: Path):
    """Three first reviews of Manchester were late: the others and the sum would tell them."""
    (said,) = section(told(release, "authority", "Manchester", ON_TIME), "What it is made of")
    assert "not set out" in said
    assert not any(character.isdigit() for character in said)


def test_files_are_told_as_counts_and_small_counts_are_not(release: Path):
    lines = section(told(release, "authority", "Bolton", ON_TIME), "Where it comes from")
    assert lines == (
        "SSDA903 return: episodes, 2024 (its own file): 90 rows read; how many were used is "
        "withheld (a count of 1 to 5, or a figure that would give one away).",
        "SSDA903 return: episodes, 2024 (its own file): was refused, and nothing of it is used.",
        "SSDA903 return: reviews, 2024 (its own file): 90 rows read, all used; no faults.",
        "Read beside it: SSDA903 return: reviews, 2023.",
        "What is checked in them: docs/rules.md, under ssda903/episodes, ssda903/reviews.",
    )


def test_a_pair_without_a_figure_is_explained_too(release: Path):
    found = told(release, "authority", "Bolton", "days_late")
    assert section(found, "The figure") == (
        "There is none: nothing that could be counted was sent.",
    )
    assert section(found, "What is counted, and what is asked")


OF_AREAS = (
    "told of regions and England only: most authorities have too few for a number of their own"
)


@pytest.fixture(scope="module")
def few_of_each(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("areas"), of_areas_only(), (*WIDE, AUDIENCES[1]))


@pytest.mark.parametrize("kind", ["public", "network", "authority"])
def test_what_is_told_of_areas_only_is_said_to_be_with_its_regions_figure(
    few_of_each: Path, kind: Kind
):
    asked = "participation_not_recorded"
    only, *areas = section(told(few_of_each, kind, "Bolton", asked), "The figure")
    assert only == f"This is {OF_AREAS}."
    assert areas == [
        "North West, 2024: 10.5% (about 60 of 600).",
        "England, 2024: 10.5% (about 60 of 600).",
    ]


def test_what_is_told_of_areas_only_in_a_year_without_any_is_told_of_none(few_of_each: Path):
    shown = Shown.of(Tables.of(few_of_each, "authority", BOLTON), "participation_not_recorded")
    lines = section(explain(shown, period=2019), "The figure")
    assert lines[1:] == ("There is none of its region or of England.",)


def test_beside_a_figure_what_could_not_be_told_is_said_to_be_told_of_areas_only(few_of_each: Path):
    lines = section(told(few_of_each, "authority", BOLTON, "participation"), "Read with it")
    assert lines[0] == f"Reviews without a valid participation code: {OF_AREAS}."


def test_another_group_of_peers_can_be_told_in_full(release: Path):
    shown = Shown.of(Tables.of(release, "authority", "Gateshead"), ON_TIME)
    lines = section(explain(shown, peer_group="region"), "Beside its peers")
    assert lines[0].startswith("North East: 83.3% (about 150 of 180), resting on 2 of 12")
    with pytest.raises(NotKnown, match="there are england, region"):
        explain(shown, peer_group="friends")


def test_a_period_without_a_figure_is_told_with_those_that_have_one(release: Path):
    with pytest.raises(NotKnown, match=r"no figure of 2019: there is of 2024\."):
        explain(Shown.of(Tables.of(release, "authority", "Gateshead"), ON_TIME), period=2019)


def test_an_authority_for_which_nothing_was_published_is_told_of(release: Path):
    with pytest.raises(NotKnown, match="holds nothing for Liverpool"):
        told(release, "authority", "Liverpool", ON_TIME)


@pytest.mark.parametrize(
    ("kind", "indicator"), [("public", ON_TIME), ("authority", ON_TIME), ("public", RETURNED)]
)
def test_what_is_withheld_leaves_no_trace_in_an_explanation(
    release: Path, another_world: Path, kind: Kind, indicator: str
):
    asked = (kind, "Bolton", indicator)
    assert told(release, *asked) == told(another_world, *asked)


def test_a_service_return_is_told_to_its_own_authority(release: Path, another_world: Path):
    asked = ("authority", "Bolton", RETURNED)
    here, there = (section(told(each, *asked), "The figure") for each in (release, another_world))
    assert (here[0], there[0]) == ("4.00.", "3.00.")


def test_nothing_is_read_but_the_audiences_own_folder_and_what_describes_it(
    release: Path, tmp_path: Path
):
    alone = tmp_path / release.name
    shutil.copytree(release / "authorities" / GATESHEAD, alone / "authorities" / GATESHEAD)
    (alone / "tables").mkdir()
    for name in ("tables/indicators.parquet", "receipts.parquet"):
        shutil.copy(release / name, alone / name)
    of_all = told(release, "authority", "Gateshead", ON_TIME)
    assert told(alone, "authority", "Gateshead", ON_TIME) == of_all


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("every"), every(INDICATORS))


def explained(tables: Tables, headlines: bool) -> Iterator[Explanation]:
    for indicator in tables.indicators.values():
        if indicator["headline"] or not headlines:
            yield explain(Shown(tables, indicator))


@pytest.mark.parametrize("kind", ["public", "network", "authority"])
def test_every_indicator_of_the_catalogue_can_be_explained(catalogue: Path, kind: Kind):
    """To the other audiences those to look at first: the sentences are the same."""
    for found in explained(Tables.of(catalogue, kind, BOLTON), headlines=kind != "authority"):
        lines = [line for each in found.sections for line in each.lines]
        assert found.rows
        assert all(line.strip() for line in lines)
        assert not any("None" in line or "nan" in line.split() for line in lines), lines


def test_every_fact_that_is_counted_has_its_tables_declared():
    known = {f"{s.source}/{s.table}" for s in questionnaires()}
    for each in INDICATORS:
        row = {"fact": each.fact, "indicator": each.name}
        assert (each.fact in READ) != (each.fact in SURVEYS)
        for table in tables_read(row):
            source, _, name = table.partition("/")
            assert table in known or name in {found.table for found in in_force(source, None)}


def test_answers_are_of_the_form_that_asks_the_question():
    row = {"fact": "answer", "indicator": RETURNED}
    assert tables_read(row) == ("state_of_the_nation/response",)


def test_a_release_of_invented_data_is_said_to_be_one_first(release: Path):
    found = told(release, "public", "Gateshead", ON_TIME)
    assert "INVENTED DATA" in "\n".join([*in_words(found)][:4])
