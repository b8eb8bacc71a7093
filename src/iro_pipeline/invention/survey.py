"""The State of the Nation survey, as invented services and IROs answer it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from iro_pipeline.contracts import Contract
from iro_pipeline.invention import draws, export
from iro_pipeline.invention.filing import contract
from iro_pipeline.invention.nation import Nation
from iro_pipeline.questionnaires import CONTACT

_FIRST_WAVE, _EVERY = 2017, 2
_TAKES_PART = 0.93  # of the authorities
_ELSEWHERE, _SHOUTED = 0.004, 0.04
_SKIPPED, _COMMENTED, _BREAKS_OFF = 0.04, 0.1, 0.08
_LEFT_A_NAME = 0.4  # where the form asks whether one may be contacted
_MANAGERS = {1: 0.85, 2: 0.11, 0: 0.04}
_MOST_PRACTITIONERS = 12
_PART_ONE_ENDS = "q17"  # "Key messages for the courts" opens a page at which people leave
_AGREES = 0.85  # with oneself when asked again
# A caseload without extra tasks, up to the bound; with them the form has room only for 70 or more.
_BANDS = {45: "f", 50: "e", 60: "d", 70: "c"}


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write state_of_the_nation/<wave>/survey: every second period, the last one always."""
    last = nation.periods[-1]
    for wave in nation.periods:
        if wave >= _FIRST_WAVE and (last - wave) % _EVERY == 0:
            terms = contract("state_of_the_nation", "response", wave)
            place = nation.raw / "state_of_the_nation" / str(wave) / "survey"
            yield export.write(place, terms, wave, list(responses(nation, terms, wave)))


def responses(nation: Nation, terms: Contract, wave: int) -> Iterator[dict[str, Any]]:
    """One row per respondent: answers as codes, comment boxes as given or not."""
    for service in nation.services_of(wave):
        if nation.chance("survey", service["la_code"]).random() < _TAKES_PART:
            chance = nation.chance("survey", service["la_code"], wave)
            for role in _roles(service, chance):
                view = service["opinion"] + chance.gauss(0, 0.5)
                # Managers see their own service in a kinder light.
                view += 0.3 if role in ("iro_manager", "head_of_service") else 0
                yield {
                    "authority": _typed(service["name"], chance),
                    "Region": service["region"],
                    "role": role,
                    **answers(terms, view, chance),
                    **_workload(service, chance),
                }


def _typed(name: str, chance: Random) -> str:
    """The authority as people type it; now and then not one of England's."""
    if chance.random() < _ELSEWHERE:
        return "Ceredigion"
    return name.upper() if chance.random() < _SHOUTED else name


def _roles(service: Mapping[str, Any], chance: Random) -> list[str]:
    managers = chance.choices([*_MANAGERS], [*_MANAGERS.values()])[0]
    few = round(chance.expovariate(1) * service["children"] / service["caseload"] / 2)
    practitioner = "iro_combined" if service["dual_role"] else "iro"
    return [
        *(chance.choices(["iro_manager", "head_of_service"], [7, 3])[0] for _ in range(managers)),
        *([practitioner] * min(_MOST_PRACTITIONERS, few)),
    ]


def answers(terms: Contract, view: float, chance: Random) -> dict[str, Any]:
    """One respondent's answers to the questions on a scale, some skipped."""
    stops = chance.random() < _BREAKS_OFF
    given: dict[str, Any] = {}
    for each in terms.fields:
        if not each.name.startswith("q") or (stops and each.name >= _PART_ONE_ENDS):
            continue
        if each.type == "boolean":
            often = _LEFT_A_NAME if each.name == CONTACT else _COMMENTED
            given[each.name] = chance.random() < often
        elif chance.random() >= _SKIPPED:
            place = _place(len(each.codes), view, each.name, chance)
            first = given.get(each.question.replicate_of if each.question else "")
            again = first is not None and chance.random() < _AGREES
            given[each.name] = first if again else [*each.codes][place]
    return given


def _place(length: int, view: float, question: str, chance: Random) -> int:
    """Where on a scale of some length an answer falls; some questions are answered more kindly."""
    kindness = draws.chance(question).gauss(0, 0.35)
    middle = (length - 1) / 2
    return min(length - 1, max(0, round(middle + kindness + 0.7 * view + chance.gauss(0, 0.75))))


def _workload(service: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    """Question 5: extra tasks under 70 cases have no option, so that only a comment is left."""
    felt = service["caseload"] * chance.gauss(1, 0.07)
    extras = service["dual_role"] or service["extra_duties"]
    band = next(
        (letter for bound, letter in _BANDS.items() if felt < bound), "a" if extras else "b"
    )
    none_fits = extras and felt < max(_BANDS) and chance.random() < 0.3
    return {
        "q05_caseload_band": None if none_fits else band,
        "q05_comment_given": none_fits or service["dual_role"],
    }
