"""The pipeline and the slow clock read many invented histories, dirt included, and must agree."""

import pytest

from benchmarks.clocks import AS_TOLD, agreement
from iro_pipeline.contracts import Contract
from tests.facts.histories import Inventor
from tests.facts.slow_clock import Due

HISTORIES = 2_000  # python -m benchmarks.clocks --histories 100000 searches deeper
SEED = 33


@pytest.fixture(scope="module")
def inventor() -> Inventor:
    return Inventor.of(HISTORIES, SEED)


@pytest.fixture(scope="module")
def told(inventor: Inventor) -> list[Due]:
    return inventor.by_the_slow_clock()


def test_the_pipeline_agrees_with_the_slow_clock_on_many_histories(inventor, told):
    ours = [Due(*row) for row in inventor.by_the_pipeline().iter_rows()]
    assert len(ours) == len(told)
    assert set(ours) == set(told)


@pytest.mark.parametrize("column", AS_TOLD)
def test_the_histories_reach_every_clock_kind_and_reason(told, column):
    contract = Contract.load("processed/facts/review_due")
    codes = next(each.codes for each in contract.fields if each.name == column)
    assert {getattr(row, column) for row in told} - {None} == set(codes)


def test_a_history_told_otherwise_is_no_agreement(inventor, told):
    other = told[0]._replace(restarted=not told[0].restarted)
    assert agreement(inventor.by_the_pipeline(), told)[0] == 0
    assert agreement(inventor.by_the_pipeline(), [other, *told[1:]])[0] == 1
