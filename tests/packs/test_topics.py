"""Topics: of indicators that there are, each in one topic, under one heading everywhere."""

import tomllib

from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.packs.topics import topics
from iro_pipeline.places import REFERENCE
from tests.packs.drawn_own import FIRST, ON_TIME, TOOK_PART, nation


def written(name: str) -> dict:
    return tomllib.loads((REFERENCE / f"{name}.toml").read_text(encoding="utf-8"))


def headings() -> list[tuple[str, str]]:
    rows = written("topics")["topics"]
    kinds = ("measures", "said")
    return [each for row in rows for kind in kinds for each in row.get(kind, {}).items()]


def test_every_measure_is_an_indicator_that_is_told_of_authorities():
    told = {each.name: each.speaker for each in INDICATORS if each.finest == "authority"}
    assert {name for name, _ in headings()} <= told.keys()
    for row in written("topics")["topics"]:
        assert {told[name] for name in row.get("said", {})} <= {"practitioner"}
        assert {told[name] for name in row.get("measures", {})} <= {"records"}


def test_every_measure_is_in_one_topic_and_every_heading_is_of_one_measure():
    names, words = zip(*headings(), strict=True)
    assert len(set(names)) == len(names)
    assert len(set(words)) == len(words)


def test_a_measure_has_the_heading_that_the_other_packs_give_it():
    mine = dict(headings())
    others = {row["indicator"]: row["heading"] for row in written("packs")["measures"]}
    assert {name: mine[name] for name in mine if name in others} == {
        name: others[name] for name in mine if name in others
    }


def test_topics_have_the_measures_that_the_tables_tell_of():
    found = {topic.name: [each.indicator for each in topic.every] for topic in topics(nation())}
    assert found == {"Reviews on time": [ON_TIME, FIRST], "Children take part": [TOOK_PART]}
