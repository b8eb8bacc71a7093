"""What invented services report beside their staff: the rest of the data sheet."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

_REVIEWS = 2.7  # a year for each child looked after
_FLATTERED = 0.02  # by which a share of reviews held exceeds that of reviews due
_LATE = {"late_child": 3, "late_papers": 4, "late_iro": 2, "late_told": 1, "late_other": 2}
_TEAM = {"alike": 3, "different": 3, "not_compared": 4}


def figures(service: Mapping[str, Any], period: int, iros: float, year: Random) -> dict[str, Any]:
    """The figures of one year's sheet beyond those of staff, duties and spend."""
    return {
        "annual_report_on": date(period, 6, 1) + timedelta(year.randrange(200)),
        "annual_report_to_board": year.random() < 0.8,
        "legal_advice_uses": int(year.expovariate(0.5)),
        "iro_leavers_wte": round(iros * year.uniform(0, 0.3), 1),
        "team_like_children": year.choices([*_TEAM], [*_TEAM.values()])[0],
        **_reviews(service, year),
        **_quality(service, iros, year),
        **_conduct(service, year),
    }


def _reviews(service: Mapping[str, Any], year: Random) -> dict[str, Any]:
    held = round(service["children"] * _REVIEWS * year.uniform(0.95, 1.05))
    late = round(held * (1 - min(0.995, service["timeliness"] + _FLATTERED)))
    reasons = year.choices([*_LATE], [*_LATE.values()], k=late)
    chaired = round(service["children"] * year.uniform(0.5, 0.9)) if service["dual_role"] else 0
    return {
        "reported_reviews": held,
        "reported_reviews_on_time": held - late,
        "reviews_adjourned": round(held * year.uniform(0, 0.02)),
        **{reason: reasons.count(reason) for reason in _LATE},
        "child_protection_children": chaired,
        "reviews_with_parents_view": round(held * year.uniform(0.4, 0.8)),
        "reviews_plan_current": round(held * year.uniform(0.8, 0.98)),
        "reviews_report_shared": round(held * year.uniform(0.5, 0.95)),
        "hours_per_review": round(year.uniform(4, 8), 1),
    }


def _quality(service: Mapping[str, Any], iros: float, year: Random) -> dict[str, Any]:
    people = max(1, round(iros * year.uniform(1.1, 1.4)))
    due, sent = people * 10, round(service["children"] * year.uniform(1, 2.5))
    audited = round(people * year.uniform(1, 6))
    return {
        "iros_in_post": people,
        "iros_trained": round(people * year.uniform(0.5, 1)),
        "supervisions_due": due,
        "supervisions_held": round(due * year.uniform(0.7, 1)),
        "consultation_sent": sent,
        "consultation_returned": round(sent * year.uniform(0.2, 0.7)),
        "iros_observed": round(people * year.uniform(0, 1)),
        "children_asked": round(service["children"] * year.uniform(0, 0.3)),
        "records_audited": audited,
        "records_sound": round(audited * year.uniform(0.6, 0.95)),
    }


def _conduct(service: Mapping[str, Any], year: Random) -> dict[str, Any]:
    changes, planned = round(service["children"] * year.uniform(0.3, 0.8)), year.randrange(4, 16)
    return {
        "dispute_protocol": year.random() < 0.95,
        "guardian_protocol": year.random() < 0.7,
        "changes_made": changes,
        "changes_told": round(changes * year.uniform(0.6, 0.98)),
        "resources_a_risk": service["caseload"] > 80,
        "actions_planned": planned,
        "actions_done": round(planned * year.uniform(0.4, 1)),
    }
