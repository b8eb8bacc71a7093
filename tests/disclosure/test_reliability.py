"""Where answers tell of who happened to answer, and not of the authority: DfE's symbol u."""

import pytest

from iro_pipeline.disclosure import Audience, protect
from tests.disclosure.drawn import BOLTON, BURY, SCORE, drawn, seen

OWN = Audience("authority", BOLTON)


def rows(reliability: float | None, answers: int = 12) -> list[dict]:
    tables = drawn(
        f"""
        | indicator | authority | numerator     | denominator | n         |
        |-----------|-----------|---------------|-------------|-----------|
        | {SCORE}   | {BOLTON}  | {3 * answers} | {answers}   | {answers} |
        | {SCORE}   | {BURY}    | 36            | 12          | 12        |
        """,
        reliability=reliability,
    )
    protected = protect(tables, OWN)
    found = seen(protected, "figures").filter(area=BOLTON).to_dicts()
    return [*found, *seen(protected, "benchmarks").to_dicts()]


@pytest.mark.parametrize("reliability", [None, 0.49])
def test_an_authoritys_practitioners_of_low_reliability_are_not_shown_in_any_table(reliability):
    for row in rows(reliability):
        assert (row["status"], row["value"], row["n"]) == ("u", None, None)
        assert "fewer answers" in row["status_reason"]


def test_from_a_half_on_they_are_shown():
    assert {row["value"] for row in rows(0.5)} == {3.0}


def test_too_few_people_are_confidential_before_they_are_unreliable():
    assert {row["status"] for row in rows(0.1, answers=9)} == {"c"}
