"""
The rules of docs/clocks.md in plain Python, one child and one day at a time.

Written apart from the pipeline and slow on purpose: it shares no code and no calendar with it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tests.facts.slow_calendar import DAY, months_after, working_days_after, year_of

LAST_HOLIDAYS = 2028


class Episode(NamedTuple):
    authority: str
    period: int
    child: str
    started_on: date
    reason: str
    legal_status: str
    placement: str | None
    ended_on: date | None
    arrival: int
    line: int

    @property
    def clock(self) -> str:
        if self.legal_status in {"V3", "V4"}:
            return "short_breaks"
        return "adoption" if self.placement in {"A3", "A4", "A5", "A6"} else "care"


class Review(NamedTuple):
    authority: str
    period: int
    child: str
    held_on: date | None
    arrival: int
    line: int


class Due(NamedTuple):
    authority: str
    period: int
    child: str
    clock: str
    kind: str
    restarted: bool
    due_on: date | None
    held_on: date | None
    counted_on: date
    reason: str | None
    opening_year: bool
    arrival: int
    line: int


@dataclass
class Stay:
    """A period of care by one clock."""

    first: Episode
    known: bool
    returned: bool
    again: bool
    until: date = date.min
    held: list[Review] = field(default_factory=list)

    @property
    def began(self) -> date:
        return self.first.started_on

    @property
    def clock(self) -> str:
        return self.first.clock

    @property
    def reach(self) -> date:
        """The last day of a review that is of this stay."""
        return months_after(self.until, 12) if self.clock == "short_breaks" else self.until


def reviews_due(
    episodes: list[Episode],
    reviews: list[Review],
    rejected: list[Episode | Review],
    returns: dict[str, set[int]],
) -> list[Due]:
    """Every review due; `returns`: the years of each authority, whose code never changes here."""
    told: dict[str, list[Episode | Review]] = defaultdict(list)
    lost: dict[str, list[Episode | Review]] = defaultdict(list)
    for row in [*episodes, *reviews]:
        told[row.child].append(row)
    for row in rejected:
        lost[row.child].append(row)
    found: list[Due] = []
    for child, rows in told.items():
        years = returns[rows[0].authority]
        doubts = _doubts(lost[child], rows) & years
        mine = [row for row in rows if row.period in years]
        for number, view in enumerate(_runs(years)):
            one = _Child(view, number > 0, sorted(doubts & set(view)))
            found += one.due(
                [e for e in mine if isinstance(e, Episode) and e.period in view],
                [r for r in mine if isinstance(r, Review)],
            )
    return found


class _Child:
    """One child in one unbroken run of returns."""

    def __init__(self, view: list[int], after_gap: bool, doubts: list[int]) -> None:
        self.after_gap, self.doubts = after_gap, doubts
        self.opens, self.closes = date(view[0] - 1, 4, 1), date(view[-1], 3, 31)

    def due(self, episodes: list[Episode], reviews: list[Review]) -> Iterator[Due]:
        stays = self._stays(episodes)
        newest: dict[date, Review] = {}
        for row in sorted(reviews, key=lambda row: row.period):
            if row.held_on and self.opens <= row.held_on <= self.closes:
                newest[row.held_on] = row
        for day, row in sorted(newest.items()):
            begun = [stay for stay in stays if stay.began <= day]
            if begun and day <= begun[-1].reach:
                begun[-1].held.append(row)
            else:
                yield self._row(row, "care", "unknown", None, day, "outside_care")
        for stay in stays:
            if stay.began <= stay.reach:
                yield from self._clock(stay)

    def _stays(self, episodes: list[Episode]) -> list[Stay]:
        latest: dict[date, Episode] = {}
        for row in sorted(episodes, key=lambda row: row.period):
            if row.started_on <= self.closes:
                latest[row.started_on] = row
        stays: list[Stay] = []
        before: Episode | None = None
        for day in sorted(latest):
            row = latest[day]
            met = before is not None and (before.ended_on is None or before.ended_on >= day)
            was = before.clock if before and met else None
            anew = not met or row.reason == "S" or was != row.clock
            if anew and not (before and _same_series(before, row)):
                if stays:
                    stays[-1].until = min(stays[-1].until, day)
                known = self._known(row, was)
                again = known and any(stay.clock == row.clock for stay in stays)
                back = (row.clock, was) == ("care", "adoption") and row.reason != "S"
                stays.append(Stay(row, known, back, again))
            stays[-1].until = min(row.ended_on or date(row.period, 3, 31), self.closes)
            before = row
        return stays

    def _known(self, row: Episode, was: str | None) -> bool:
        """Whether the clock is seen to start with an episode that follows on one by clock `was`."""
        if row.clock == "adoption":
            return False
        if row.clock == "care":
            return row.reason == "S" or was == "short_breaks"
        if was in {"care", "adoption"}:
            return True
        fresh = row.started_on > months_after(self.opens - DAY, 12)
        return row.reason == "S" and (row.legal_status == "V4" or fresh)

    def _clock(self, stay: Stay) -> Iterator[Due]:
        whole = self._whole(stay)
        since = stay.began
        for count, row in enumerate([*stay.held, None]):
            second = stay.clock == "care" and count == 1 and whole
            second = second and not self._doubted(stay.began, since)
            last_day = self._last_day(stay, count, since, second)
            beyond = last_day is None
            day = row.held_on if row else None
            in_time = last_day is not None and last_day <= stay.until
            event = min(day or last_day, last_day) if last_day and in_time else day
            if event:
                reason = self._why_not(stay, count, second)
                reason = "beyond_calendar" if beyond and not reason else reason
                if self._doubted(since, event):
                    reason = "rejected_row"
                dated = count == 0 and whole and reason == "short_breaks_not_returned"
                shown = reason is None or dated
                kind = ("first", "second" if second else "later", "later")[min(count, 2)]
                yield self._row(
                    row or stay.first,
                    stay.clock,
                    kind if shown else "unknown",
                    last_day if shown else None,
                    event,
                    reason,
                    again=stay.again and count == 0,
                )
            since = day or since

    def _whole(self, stay: Stay) -> bool:
        """Whether the first review's clock is known from its start, and may run out in view."""
        if stay.clock == "short_breaks":
            return stay.known and months_after(stay.began, 3) >= self.opens
        return stay.known and stay.began >= self.opens

    def _last_day(self, stay: Stay, count: int, since: date, second: bool) -> date | None:
        if count == 0 and self._whole(stay):
            if stay.clock == "short_breaks":
                return months_after(since, 3)
            due = working_days_after(since, 20)
            return due if due.year <= LAST_HOLIDAYS else None
        if count == 0:
            return months_after(max(stay.began, self.opens - DAY), 6)
        return months_after(since, 3 if second else 6)

    def _why_not(self, stay: Stay, count: int, second: bool) -> str | None:
        unsure = count == 0 and not self._whole(stay)
        if stay.clock == "adoption" or (unsure and stay.returned):
            return "placed_for_adoption"
        if stay.clock == "short_breaks":
            return "short_breaks_not_returned"
        if unsure and stay.began < self.opens:
            return "gap_in_returns" if self.after_gap else "before_view"
        if unsure:
            return "start_not_seen"
        third = months_after(months_after(working_days_after(stay.began, 20), 3), 6)
        if count == 1 and not second and not stay.returned and third >= self.opens:
            return "ordinal_unknown"
        return None

    def _doubted(self, since: date, day: date) -> bool:
        """Whether a doubtful year that was not over by `since` had begun by `day`."""
        ahead = [year for year in self.doubts if date(year, 3, 31) >= since]
        return bool(ahead) and date(ahead[0] - 1, 4, 1) <= day

    def _row(
        self,
        origin: Episode | Review,
        clock: str,
        kind: str,
        due_on: date | None,
        event: date,
        reason: str | None,
        again: bool = False,
    ) -> Due:
        return Due(
            origin.authority,
            year_of(event),
            origin.child,
            clock,
            kind,
            again,
            due_on,
            origin.held_on if isinstance(origin, Review) else None,
            event,
            reason,
            year_of(event) == year_of(self.opens),
            origin.arrival,
            origin.line,
        )


def _same_series(before: Episode, row: Episode) -> bool:
    """Whether a stay on short breaks follows the one before it within twelve months of its end."""
    both = before.clock == "short_breaks" and row.legal_status == "V3"
    ended = before.ended_on
    return both and (ended is None or row.started_on <= months_after(ended, 12))


def _doubts(lost: list[Episode | Review], told: list[Episode | Review]) -> set[int]:
    days = {row.held_on for row in told if isinstance(row, Review)}
    starts = {(row.started_on, row.period) for row in told if isinstance(row, Episode)}
    return {
        row.period
        for row in lost
        if (isinstance(row, Review) and row.held_on not in days)
        or (isinstance(row, Episode) and (row.started_on, row.period) not in starts)
    }


def _runs(years: set[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs
