"""Days on which nothing is expected of the government: the general holidays of the Algemene termijnenwet, article 3.

The Netherlands' law is meant for the Netherlands' terms, as the clock of home is. What an organisation closes for by
itself, such as the day after Ascension, is not among them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

_SUNDAY = 6


def is_holiday(day: date) -> bool:
    """Whether the law names that day, or puts it on a level with those (Good Friday)."""
    return day in _of_year(day.year)


@cache
def _of_year(year: int) -> frozenset[date]:
    sunday = easter(year)
    good_friday, easter_monday, ascension, whit_monday = (sunday + timedelta(days) for days in (-2, 1, 39, 50))
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == _SUNDAY:
        kings_day -= timedelta(days=1)
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return frozenset({good_friday, easter_monday, ascension, whit_monday, kings_day, *fixed})
