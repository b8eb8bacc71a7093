"""What holds for any history of a child."""

from datetime import date, timedelta
from typing import NamedTuple

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from iro_pipeline.facts.reviews import Records, review_due
from tests.facts.drawn import NOTHING, due, held, returns, yearly
from tests.facts.slow_calendar import months_after

YEARS = range(2021, 2025)
OPENS, CLOSES = date(2020, 4, 1), date(2024, 3, 31)
ORIGIN = ("arrival", "line")
DAY = timedelta(days=1)
laws = settings(max_examples=8, deadline=None)


class History(NamedTuple):
    """A child's episodes and reviews, as they are drawn."""

    episodes: list[tuple[date, str, str, date | None, str]]
    reviews: list[date]

    def drawn(self, child: str) -> tuple[str, str]:
        return (
            "\n".join(
                f"| {child} | {began} | {reason} | {status} | {ended or ''} | {placement} |"
                for began, reason, status, ended, placement in self.episodes
            ),
            "\n".join(f"| {child} | {day} |" for day in self.reviews),
        )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Up to four episodes, with or without gaps, and reviews in and around them."""
    began = day = date(2019, 10, 1) + draw(st.integers(0, 1500)) * DAY
    episodes = []
    for number in range(draw(st.integers(1, 4))):
        gap = draw(st.sampled_from([0, 0, 0, 1, 30, 380])) if number else 0
        began_on = day + gap * DAY
        day = began_on + draw(st.integers(1, 500)) * DAY
        reason = "S" if gap or not number else draw(st.sampled_from("PPLS"))
        status = draw(st.sampled_from(["C1", "C2", "V2", "V3", "V4"]))
        placement = draw(st.sampled_from(["", "U1", "U4", "A6"]))
        episodes.append((began_on, reason, status, day, placement))
    if draw(st.booleans()):
        episodes[-1] = (*episodes[-1][:3], None, episodes[-1][4])
    ahead = draw(st.lists(st.integers(-20, 1500), max_size=7, unique=True))
    return History(episodes, sorted(began + days * DAY for days in ahead))


FEW = st.lists(histories(), min_size=1, max_size=20)


def told(children: list[History], years=YEARS) -> pl.DataFrame:
    drawn = [history.drawn(f"child {number}") for number, history in enumerate(children)]
    episodes, reviews = ("\n".join(filter(None, part)) for part in zip(*drawn, strict=True))
    return due(episodes, reviews, years).collect()


def of_each(children: list[History]) -> list[tuple[History, pl.DataFrame]]:
    found = told(children)
    return [
        (history, found.filter(child=f"child {number}")) for number, history in enumerate(children)
    ]


@laws
@given(FEW)
def test_each_review_held_in_the_years_of_the_returns_is_in_one_row(children):
    for history, found in of_each(children):
        seen = [day for day in history.reviews if OPENS <= day <= CLOSES]
        assert sorted(found["held_on"].drop_nulls()) == seen


@laws
@given(FEW)
def test_a_due_date_runs_from_the_review_before_it_as_held(children):
    """Regulation 33(2)."""
    for history, found in of_each(children):
        after_another = found.filter(pl.col("kind").is_in(["second", "later"]))
        for row in after_another.iter_rows(named=True):
            until = row["held_on"] or row["due_on"]
            since = max(day for day in history.reviews if day < until)
            assert row["due_on"] == months_after(since, 3 if row["kind"] == "second" else 6)


@laws
@given(FEW)
def test_the_clock_of_a_first_review_runs_from_the_start_of_an_episode(children):
    """Regulation 33(1): 20 working days are at least 26 days and at most 40."""
    for history, found in of_each(children):
        starts = {began for began, *_ in history.episodes}
        for row in found.filter(kind="first", clock="care").iter_rows(named=True):
            assert any(26 * DAY <= row["due_on"] - began <= 40 * DAY for began in starts)


@laws
@given(FEW)
def test_nothing_falls_due_unreviewed_after_care_has_ended(children):
    for history, found in of_each(children):
        lasting = [(began, ended or CLOSES) for began, _, _, ended, _ in history.episodes]
        missed = found.filter(pl.col("held_on").is_null(), pl.col("clock") != "short_breaks")
        for day in missed["counted_on"]:
            assert day <= CLOSES
            assert any(began <= day <= ended for began, ended in lasting)


@laws
@given(FEW)
def test_a_row_counts_on_the_day_held_or_due_whichever_came_first(children):
    found = told(children)
    first = pl.min_horizontal("held_on", "due_on")
    assert found.filter("determinable", first != pl.col("counted_on")).is_empty()
    assert found.filter(pl.col("counted_on") > pl.col("held_on")).is_empty()


@laws
@given(FEW)
def test_only_by_regulation_33_is_anything_judged(children):
    found = told(children)
    assert found.filter("determinable", pl.col("clock") != "care").is_empty()
    assert found.filter(pl.col("determinable") != pl.col("reason").is_null()).is_empty()
    assert found.filter("determinable", pl.col("due_on").is_null()).is_empty()


@laws
@given(FEW)
def test_a_clock_is_restarted_no_more_often_than_a_child_came_back(children):
    for history, found in of_each(children):
        assert found["restarted"].sum() < len(history.episodes)
        assert set(found.filter("restarted")["kind"]) <= {"first", "unknown"}


@laws
@given(histories(), st.data())
def test_holding_a_review_earlier_never_makes_its_interval_late(history, data):
    """Regulation 33 sets no earliest day."""
    in_time = pl.col("determinable") & (pl.col("held_on") <= pl.col("due_on"))
    for row in told([history]).filter(in_time).head(1).iter_rows(named=True):
        others = [day for day in history.reviews if day < row["held_on"]]
        since = max([*others, max(e[0] for e in history.episodes if e[0] <= row["held_on"])])
        days = (row["held_on"] - since).days
        earlier = row["held_on"] - data.draw(st.integers(0, max(0, days - 1))) * DAY
        moved = [earlier if day == row["held_on"] else day for day in history.reviews]
        found = told([History(history.episodes, moved)]).row(
            by_predicate=pl.col("held_on") == earlier, named=True
        )
        assert (found["kind"], found["due_on"]) == (row["kind"], row["due_on"])
        assert found["held_on"] <= found["due_on"]


@laws
@given(FEW)
def test_the_next_years_return_changes_nothing_in_a_year_once_closed_but_what_came_of_it(children):
    """A review missed in it may since have been held."""
    kept = ["child", "clock", "kind", "restarted", "due_on", "counted_on", "reason"]
    then = told(children, YEARS[:-1]).select(kept)
    now = told(children).filter(pl.col("period") < YEARS[-1]).select(kept)
    assert_frame_equal(then, now, check_row_order=False)


@laws
@given(FEW, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(children, random):
    episodes, reviews = (
        rows.collect()
        for rows in (
            yearly("\n".join(h.drawn(f"{n}")[0] for n, h in enumerate(children)), YEARS),
            held("\n".join(filter(None, (h.drawn(f"{n}")[1] for n, h in enumerate(children))))),
        )
    )
    mixed = Records(
        *(
            rows.sample(fraction=1, shuffle=True, seed=random.randrange(99)).lazy()
            for rows in (episodes, reviews)
        )
    )
    ordered = Records(episodes.lazy(), reviews.lazy())
    one, other = (review_due(rows, NOTHING, returns(YEARS)) for rows in (ordered, mixed))
    assert_frame_equal(one, other, check_row_order=False)


@laws
@given(FEW)
def test_a_childs_rows_do_not_depend_on_other_children_and_an_authoritys_are_their_sum(children):
    alone = [
        told([history]).drop(ORIGIN).with_columns(child=pl.lit(f"child {number}"))
        for number, history in enumerate(children[:3])
    ]
    together = told(children).drop(ORIGIN)
    few = together.filter(pl.col("child").is_in([f"child {number}" for number in range(3)]))
    assert_frame_equal(pl.concat(alone), few, check_row_order=False)
