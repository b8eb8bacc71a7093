"""Invented histories of children as returns tell them: mostly in order, and now and then not."""

from collections.abc import Iterator
from datetime import date
from random import Random

import polars as pl

from iro_pipeline.facts.reviews import Records, review_due
from tests.facts.slow_calendar import DAY, year_of
from tests.facts.slow_clock import Due, Episode, Review, reviews_due

RETURNS = {
    "E06000001": set(range(2012, 2025)),
    "E08000002": {2014, 2015, 2018, 2019, 2020, 2024},
    "E09000003": {2021},
    "E10000004": set(range(2019, 2026)),
    "E06000005": {2028, 2029, 2030},  # beyond the list of bank holidays
}
STATUSES = ["C1", "C2", "V2", "V2", "C2", "E1", "V3", "V4"]
PLACEMENTS = [None, "U1", "U4", "U6", "K2", "A5"]


class Inventor:
    """Draws children: accepted episodes and reviews, and rejected rows of either kind."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.lines = iter(range(10**9))
        self.episodes: list[Episode] = []
        self.reviews: list[Review] = []
        self.rejected: list[Episode | Review] = []

    @classmethod
    def of(cls, children: int, seed: int) -> "Inventor":
        inventor = cls(seed)
        for number in range(children):
            inventor.child(number)
        inventor.without_repeats()
        return inventor

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def child(self, number: int) -> None:
        authority, name = self.random.choice(sorted(RETURNS)), f"child {number}"
        years = sorted(RETURNS[authority])
        days = 365 * (years[-1] - years[0] + 2)
        day = date(years[0] - 2, 1, 1) + self.random.randrange(days) * DAY
        if self.chance(0.08):
            day = self.breaks(authority, name, day)
        for _ in range(self.random.choice([1, 1, 2, 3])):
            ended = self.stay(authority, name, day)
            day = (ended or day) + self.random.choice([0, 0, 1, 40, 300]) * DAY

    def breaks(self, authority: str, child: str, day: date) -> date:
        """A series of short breaks, each stay recorded, now and then with a long pause."""
        began = day
        for _ in range(self.random.choice([1, 3, 8])):
            ended = day + self.random.choice([1, 2, 16]) * DAY
            self.report(authority, child, (day, "S", "V3", None, ended))
            day = ended + self.random.choice([5, 28, 90, 364, 365, 366, 367, 500]) * DAY
        for held in self.held(began, day) if self.chance(0.2) else ():
            self.hold(authority, child, held)
        return day

    def stay(self, authority: str, child: str, day: date) -> date | None:
        began, reason, status = day, "S", self.random.choice(STATUSES)
        for _ in range(self.random.choice([1, 1, 2, 4])):
            ended = day + self.random.choice([0, 3, 25, 90, 200, 700, 2000]) * DAY
            last = ended if self.chance(0.9) else None
            placement = self.random.choice(PLACEMENTS)
            if not self.chance(0.03):
                self.report(authority, child, (day, reason, status, placement, last))
            day, reason = ended + self.random.choice([0] * 12 + [2, -5]) * DAY, "P"
            status = self.random.choice(STATUSES) if self.chance(0.3) else status
            if last is None:
                break
        for held in self.held(began, ended):
            self.hold(authority, child, held)
        return last

    def report(self, authority: str, child: str, episode: tuple) -> None:
        """An episode in each year's return in which it is open, with an end only if by 31 March."""
        started, reason, status, placement, ended = episode
        for year in sorted(RETURNS[authority]):
            opens, closes = date(year - 1, 4, 1), date(year, 3, 31)
            late = started > closes and not self.chance(0.02)
            if late or (ended and ended < opens) or self.chance(0.01):
                continue
            shown = ended if ended and ended <= closes else None
            told = (started, reason, status, placement, shown)
            row = Episode(authority, year, child, *told, year, next(self.lines))
            (self.rejected if self.chance(0.004) else self.episodes).append(row)
            if self.chance(0.004):
                self.rejected.append(row._replace(line=next(self.lines)))

    def held(self, began: date, ended: date) -> Iterator[date]:
        day = began + self.random.choice([-9, 0, 10, 26, 28, 29, 30, 31, 45, 300]) * DAY
        while day <= ended + self.random.choice([0, 0, 30]) * DAY and day.year < 2032:
            yield day
            day += self.random.choice([1, 60, 88, 91, 92, 93, 150, 180, 184, 185, 300]) * DAY

    def hold(self, authority: str, child: str, day: date) -> None:
        """A review in its year's return, and now and then in the next one's or the one's before."""
        own = year_of(day)
        for year in {own} | ({own + self.random.choice([-1, 1])} if self.chance(0.03) else set()):
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

    def by_the_pipeline(self) -> pl.DataFrame:
        """The reviews due of these children, as the pipeline tells them."""
        accepted, rejected = records([*self.episodes, *self.reviews]), records(self.rejected)
        return review_due(accepted, rejected, returned(RETURNS)).select(Due._fields).collect()

    def by_the_slow_clock(self) -> list[Due]:
        """The same, one child at a time."""
        return reviews_due(self.episodes, self.reviews, self.rejected, RETURNS)


def returned(returns: dict[str, set[int]]) -> pl.LazyFrame:
    rows = [(name, name[-1], year) for name, years in returns.items() for year in years]
    return pl.LazyFrame(rows, ["authority", "la_code", "period"], orient="row")


def records(rows: list[Episode | Review]) -> Records:
    """Rows of both tables, parted."""
    episodes = [row for row in rows if isinstance(row, Episode)]
    reviews = [row for row in rows if isinstance(row, Review)]
    held = pl.LazyFrame(reviews, REVIEW, orient="row")
    return Records(
        pl.LazyFrame(episodes, EPISODE, orient="row"),
        held.with_columns(participation=pl.lit("PN1")),
    )


EPISODE = {
    "authority": pl.String, "period": pl.Int64, "child": pl.String, "started_on": pl.Date,
    "episode_reason": pl.String, "legal_status": pl.String, "placement": pl.String,
    "ended_on": pl.Date, "arrival": pl.Int64, "line": pl.Int64,
}  # fmt: skip
REVIEW = {
    "authority": pl.String, "period": pl.Int64, "child": pl.String, "held_on": pl.Date,
    "arrival": pl.Int64, "line": pl.Int64,
}  # fmt: skip
