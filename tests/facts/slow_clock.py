"""
The rules of docs/clocks.md in plain Python, one child and one day at a time.

Written apart from the pipeline and slow on purpose: it shares no code and no calendar with it.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

DAY = timedelta(days=1)
ONE_OFFS = {
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
}
MOVED = {(2012, 5): date(2012, 6, 4), (2020, 0): date(2020, 5, 8), (2022, 5): date(2022, 6, 2)}


class Episode(NamedTuple):
    authority: str
    period: int
    child: str
    started_on: date
    reason: str
    legal_status: str
    ended_on: date | None
    arrival: int
    line: int


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
    kind: str
    due_on: date | None
    held_on: date | None
    reason: str | None
    arrival: int
    line: int


def easter(year: int) -> date:
    """Easter Sunday (J.-M. Oudin, 1940)."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (moon - weekday + 40) // 44
    return date(year, month, moon - weekday + 28 - 31 * (month // 4))


@cache
def holidays(year: int) -> frozenset[date]:
    """England and Wales: the yearly days with substitutes for weekends, moved and one-off days."""
    mondays = [d for d in _days(date(year, 5, 1), date(year, 8, 31)) if d.weekday() == 0]
    may = [d for d in mondays if d.month == 5]
    fixed: set[date] = set()
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        # Boxing Day keeps its place on a Monday: the substitute for a Sunday Christmas moves on.
        taken = {date(year, 12, 26)} if day.day == 25 else fixed
        while day.weekday() > 4 or (day in taken and day.month == 12):
            day += DAY
        fixed.add(day)
    return frozenset(
        {
            *fixed,
            easter(year) - 2 * DAY,
            easter(year) + DAY,
            MOVED.get((year, 0), may[0]),
            MOVED.get((year, 5), may[-1]),
            mondays[-1],
            *(day for day in ONE_OFFS if day.year == year),
        }
    )


def working_days_after(day: date, count: int) -> date:
    """The count-th working day after a day."""
    while count:
        day += DAY
        count -= day.weekday() < 5 and day not in holidays(day.year)
    return day


def months_after(day: date, count: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def year_of(day: date) -> int:
    """The year ending 31 March."""
    return day.year if day <= date(day.year, 3, 31) else day.year + 1


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
        authority = rows[0].authority
        years = returns[authority]
        mine = [row for row in rows if row.period in years]
        doubts = _doubts(lost[child], rows) & years
        for number, view in enumerate(_runs(years)):
            one = _Child(authority, child, view, number > 0, sorted(doubts & set(view)))
            found += one.due(
                [e for e in mine if isinstance(e, Episode) and e.period in view],
                [r for r in mine if isinstance(r, Review)],
            )
    return found


class _Child:
    def __init__(
        self, authority: str, child: str, view: list[int], after_gap: bool, doubts: list[int]
    ) -> None:
        self.authority, self.child, self.after_gap, self.doubts = (
            authority,
            child,
            after_gap,
            doubts,
        )
        self.opens, self.closes = date(view[0] - 1, 4, 1), date(view[-1], 3, 31)

    def due(self, episodes: list[Episode], reviews: list[Review]) -> Iterator[Due]:
        stays = self._stays(episodes)
        held: dict[int, list[Review]] = defaultdict(list)
        newest: dict[date, Review] = {}
        for row in sorted(reviews, key=lambda row: row.period):
            if row.held_on and self.opens <= row.held_on <= self.closes:
                newest[row.held_on] = row
        for day, row in sorted(newest.items()):
            begun = [n for n, stay in enumerate(stays) if stay["began"] <= day]
            if begun and stays[begun[-1]]["short"]:
                continue
            if begun and day <= stays[begun[-1]]["until"]:
                held[begun[-1]].append(row)
            else:
                yield self._row("unknown", None, row, "outside_care", day)
        for number, stay in enumerate(stays):
            if not stay["short"] and stay["began"] <= stay["until"]:
                yield from self._clock(stay, held[number])

    def _stays(self, episodes: list[Episode]) -> list[dict]:
        latest: dict[date, Episode] = {}
        for row in sorted(episodes, key=lambda row: row.period):
            if row.started_on <= self.closes:
                latest[row.started_on] = row
        stays: list[dict] = []
        before: Episode | None = None
        for day in sorted(latest):
            row = latest[day]
            short = row.legal_status in {"V3", "V4"}
            joined = before is not None and (before.ended_on is None or before.ended_on >= day)
            was_short = before is not None and before.legal_status in {"V3", "V4"}
            if not joined or row.reason == "S" or short != was_short:
                if stays:
                    stays[-1]["until"] = min(stays[-1]["until"], day)
                known = row.reason == "S" or (joined and was_short)
                stays.append({"began": day, "known": known, "short": short, "first": row})
            stays[-1]["until"] = min(row.ended_on or date(row.period, 3, 31), self.closes)
            before = row
        return stays

    def _clock(self, stay: dict, held: list[Review]) -> Iterator[Due]:
        began, until = stay["began"], stay["until"]
        whole = stay["known"] and began >= self.opens
        third = months_after(months_after(working_days_after(began, 20), 3), 6)
        since = began
        for count, row in enumerate([*held, None]):
            reason, kind = None, ("first", "second", "later")[min(count, 2)]
            if count == 0 and whole:
                last_day = working_days_after(began, 20)
            elif count == 0:
                last_day = months_after(max(began, self.opens - DAY), 6)
                reason = "gap_in_returns" if self.after_gap else "before_view"
                reason = reason if began < self.opens else "start_not_seen"
            elif count == 1 and whole and not self._doubted(began, since):
                last_day = months_after(since, 3)
            else:
                last_day = months_after(since, 6)
                if count == 1 and third >= self.opens:
                    reason = "ordinal_unknown"
            day = row.held_on if row else None
            event = min(last_day, day or last_day)
            if self._doubted(since, event):
                reason = "rejected_row"
            if row or last_day <= until:
                kind = "later" if kind == "second" and not whole else kind
                due = None if reason else last_day
                yield self._row("unknown" if reason else kind, due, row, reason, event, stay)
            since = day or since

    def _doubted(self, since: date, day: date) -> bool:
        """Whether a doubtful year that was not over by `since` had begun by `day`."""
        ahead = [year for year in self.doubts if date(year, 3, 31) >= since]
        return bool(ahead) and date(ahead[0] - 1, 4, 1) <= day

    def _row(
        self,
        kind: str,
        due_on: date | None,
        row: Review | None,
        reason: str | None,
        event: date,
        stay: dict | None = None,
    ) -> Due:
        origin = row or (stay or {})["first"]
        return Due(
            self.authority,
            year_of(event),
            self.child,
            kind,
            due_on,
            row.held_on if row else None,
            reason,
            origin.arrival,
            origin.line,
        )


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


def _days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]
