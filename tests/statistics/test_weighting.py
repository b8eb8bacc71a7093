import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.statistics.weighting import rake, trimmed

some_weights = st.lists(st.floats(0.1, 100), min_size=1, max_size=40)


def test_two_by_two_answers_raked_by_hand():
    # One in each cell: with margins 30, 10 and 20, 20 a cell weighs row * column / total.
    weight = rake(
        [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])],
        [np.array([30.0, 10.0]), np.array([20.0, 20.0])],
    )
    assert weight == pytest.approx([15, 15, 5, 5])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=30), st.data())
def test_raked_weights_add_up_to_both_margins(people, data):
    everywhere = [(row, column) for row in range(3) for column in range(2)]
    rows, columns = np.array([*people, *everywhere]).T
    margin = data.draw(st.lists(st.integers(1, 50), min_size=3, max_size=3))
    share = data.draw(st.floats(0.1, 0.9))
    margins = [np.array(margin, float), sum(margin) * np.array([share, 1 - share])]
    weight = rake([rows, columns], margins)
    assert (weight > 0).all()
    assert np.bincount(rows, weight) == pytest.approx(margins[0], rel=1e-6)
    assert np.bincount(columns, weight) == pytest.approx(margins[1], rel=1e-6)


def test_a_group_in_which_nobody_answered_cannot_be_made_up_for():
    with pytest.raises(ValueError, match="Nobody answered"):
        rake([np.array([0, 0])], [np.array([5.0, 5.0])])


def test_margins_must_be_of_the_same_people():
    with pytest.raises(ValueError, match="different totals"):
        rake([np.array([0, 1])] * 2, [np.array([5.0, 5.0]), np.array([5.0, 6.0])])


@given(some_weights)
def test_trimmed_weights_add_up_to_what_they_did_and_cost_no_more(weights):
    cut = trimmed(weights)
    assert cut.sum() == pytest.approx(sum(weights))
    assert worth(cut) >= worth(np.array(weights)) - 1e-9


def worth(weight: np.ndarray) -> float:
    """Of how many equal weights they are worth: Kish L. Survey Sampling, 1965, section 11.7."""
    return weight.sum() ** 2 / (weight**2).sum()
