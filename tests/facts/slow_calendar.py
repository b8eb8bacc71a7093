"""
Working days, months and years of docs/clocks.md in plain Python.

Written apart from the pipeline and slow on purpose: it shares no code and no calendar with it.
"""

import calendar
from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
ONE_OFFS = {
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
}
MOVED = {(2012, 5): date(2012, 6, 4), (2020, 0): date(2020, 5, 8), (2022, 5): date(2022, 6, 2)}


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


def _days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]
