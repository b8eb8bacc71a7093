"""What is told of regions only must not be bounded by what is told of authorities."""

import tomllib

from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.places import REFERENCE

AREAS_ONLY = {each.name for each in INDICATORS if each.finest == "region"}
# Reviews with a valid code are told of authorities. Those without one are not, and not bounded so.
UNBOUNDED = "participation_not_recorded.rest"


def linked() -> list[set[str]]:
    """Of each relation of reference/linked.toml the indicators whose numbers it binds."""
    kinds = tomllib.loads((REFERENCE / "linked.toml").read_text(encoding="utf-8"))
    bound = [
        [*each["numbers"]]
        if kind == "same"
        else [each["whole"], *each.get("parts", [each.get("part")])]
        for kind, relations in kinds.items()
        for each in relations
    ]
    return [{name.rsplit(".", 1)[0] for name in names if name != UNBOUNDED} for names in bound]


def test_no_relation_binds_what_is_told_of_areas_only_with_what_is_told_of_authorities():
    mixed = [names for names in linked() if names & AREAS_ONLY and names - AREAS_ONLY]
    assert mixed == []


def test_some_indicators_are_told_of_areas_only():
    assert {"theme_delay", "stage_director", "iros_above_70"} <= AREAS_ONLY
