"""The pipeline and the slow clock read many invented histories, dirt included, and must agree."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import polars as pl

from iro_pipeline.facts.reviews import Records, review_due
from tests.facts.slow_clock import DAY, Due, Episode, Review, reviews_due

HISTORIES = 2_000  # raise it by hand to search deeper
SEED = 33
RETURNS = {
    "E06000001": set(range(2012, 2025)),
    "E08000002": {2014, 2015, 2018, 2019, 2020, 2024},
    "E09000003": {2021},
    "E10000004": set(range(2019, 2026)),
}
STATUSES = ["C1", "C2", "V2", "V2", "C2", "E1", "V3", "V4"]


class Inventor:
    """Draws children whose records are mostly in order, and now and then are not."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.lines = iter(range(10**9))
        self.episodes: list[Episode] = []
        self.reviews: list[Review] = []
        self.rejected: list[Episode | Review] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def child(self, number: int) -> None:
        authority = self.random.choice(sorted(RETURNS))
        years = sorted(RETURNS[authority])
        day = date(years[0] - 2, 1, 1) + timedelta(
            self.random.randrange(365 * (years[-1] - years[0] + 2))
        )
        for _ in range(self.random.choice([1, 1, 2, 3])):
            ended = self.stay(authority, f"child {number}", day)
            day = (ended or day) + self.random.choice([0, 0, 1, 40, 300]) * DAY

    def stay(self, authority: str, child: str, day: date) -> date | None:
        began, reason, status = day, "S", self.random.choice(STATUSES)
        for _ in range(self.random.choice([1, 1, 2, 4])):
            ended = day + self.random.choice([3, 25, 90, 200, 700, 2000]) * DAY
            last = ended if self.chance(0.9) else None
            if not self.chance(0.03):
                self.report(authority, child, (day, reason, status, last))
            day, reason = ended + self.random.choice([0] * 12 + [2, -5]) * DAY, "P"
            status = self.random.choice(STATUSES) if self.chance(0.3) else status
            if last is None:
                break
        for held in self.held(began, ended):
            self.hold(authority, child, held)
        return last

    def report(self, authority: str, child: str, episode: tuple) -> None:
        started, reason, status, ended = episode
        for year in sorted(RETURNS[authority]):
            opens, closes = date(year - 1, 4, 1), date(year, 3, 31)
            if started > closes or (ended and ended < opens) or self.chance(0.01):
                continue
            shown = ended if ended and ended <= closes else None
            row = Episode(
                authority, year, child, started, reason, status, shown, year, next(self.lines)
            )
            (self.rejected if self.chance(0.004) else self.episodes).append(row)
            if self.chance(0.004):
                self.rejected.append(row._replace(line=next(self.lines)))

    def held(self, began: date, ended: date) -> Iterator[date]:
        day = began + self.random.choice([-9, 0, 10, 26, 28, 29, 30, 31, 45, 300]) * DAY
        while day <= ended + self.random.choice([0, 0, 30]) * DAY and day.year < 2027:
            yield day
            day += self.random.choice([1, 60, 88, 91, 92, 93, 150, 180, 184, 185, 300]) * DAY

    def hold(self, authority: str, child: str, day: date) -> None:
        own = day.year + (day.month > 3)
        for year in {own} | ({own + 1} if self.chance(0.03) else set()):
            if year in RETURNS[authority]:
                row = Review(authority, year, child, day, year, next(self.lines))
                if self.chance(0.006):
                    held = day if self.chance(0.3) else None
                    self.rejected.append(row._replace(held_on=held, line=next(self.lines)))
                if not self.chance(0.006):
                    self.reviews.append(row)

    def without_repeats(self) -> None:
        """Of rows with one key in one file the first is accepted, as inspection does."""
        reviews = {(r.child, r.held_on, r.period): r for r in reversed(self.reviews)}
        episodes = {(e.child, e.started_on, e.period): e for e in reversed(self.episodes)}
        self.reviews, self.episodes = list(reviews.values()), list(episodes.values())


def frames(inventor: Inventor) -> tuple[Records, Records, pl.LazyFrame]:
    returns = [(name, name[-1], year) for name, years in RETURNS.items() for year in years]

    def records(rows: list[Episode | Review]) -> Records:
        return Records(
            pl.LazyFrame([r for r in rows if isinstance(r, Episode)], EPISODE, orient="row"),
            pl.LazyFrame(
                [r for r in rows if isinstance(r, Review)], REVIEW, orient="row"
            ).with_columns(participation=pl.lit("PN1")),
        )

    return (
        records([*inventor.episodes, *inventor.reviews]),
        records(inventor.rejected),
        pl.LazyFrame(returns, ["authority", "la_code", "period"], orient="row"),
    )


EPISODE = {
    "authority": pl.String, "period": pl.Int64, "child": pl.String, "started_on": pl.Date,
    "episode_reason": pl.String, "legal_status": pl.String, "ended_on": pl.Date,
    "arrival": pl.Int64, "line": pl.Int64,
}  # fmt: skip
REVIEW = {
    "authority": pl.String, "period": pl.Int64, "child": pl.String, "held_on": pl.Date,
    "arrival": pl.Int64, "line": pl.Int64,
}  # fmt: skip


def test_the_pipeline_agrees_with_the_slow_clock_on_many_histories():
    inventor = Inventor(SEED)
    for number in range(HISTORIES):
        inventor.child(number)
    inventor.without_repeats()
    accepted, rejected, returns = frames(inventor)
    due = review_due(accepted, rejected, returns).collect()
    ours = {Due(*row) for row in due.select(Due._fields).iter_rows()}
    theirs = set(reviews_due(inventor.episodes, inventor.reviews, inventor.rejected, RETURNS))
    assert ours == theirs
    assert len(ours) == due.height
