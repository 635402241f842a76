"""Until when somebody who waits for an answer may wait, and when they can be called: as the organisation sets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

import sqlalchemy as sa

from models.definition import HOME_ZONE
from models.errors import Rejected
from models.public_holidays import is_holiday
from models.tables import AnswerTerms
from models.tables.contacts import PartOfDay

TERMS = AnswerTerms.__table__  # type: ignore[attr-defined]

MOST_DAYS, MOST_ATTEMPTS = 60, 10
MORNING, NOON, AFTERNOON = time(9), time(12), time(13)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """Days are working days: Monday to Friday, but for general holidays.

    :ivar most_attempts: after so many calls in vain somebody decides on another way.
    """

    call_days: int
    letter_days: int
    most_attempts: int


DEFAULT = Terms(call_days=1, letter_days=10, most_attempts=3)


class Again(StrEnum):
    """When somebody who was not reached is tried once more."""

    IN_AN_HOUR = "in_an_hour"
    THIS_AFTERNOON = "this_afternoon"
    NEXT_MORNING = "next_morning"
    NEXT_AFTERNOON = "next_afternoon"


def terms_of(connection: sa.Connection, organisation_id: str) -> Terms:
    """What the organisation chose, or the default."""
    row = connection.execute(sa.select(TERMS).where(TERMS.c.organisation_id == organisation_id)).first()
    return DEFAULT if row is None else Terms(row.call_days, row.letter_days, row.most_attempts)


def choose_terms(connection: sa.Connection, organisation_id: str, terms: Terms) -> None:
    """:raises Rejected: a number is out of bounds; `code` says which."""
    for name, most in (("call_days", MOST_DAYS), ("letter_days", MOST_DAYS), ("most_attempts", MOST_ATTEMPTS)):
        if not 1 <= getattr(terms, name) <= most:
            raise Rejected(f"{name}: give a whole number from 1 to {most}", code=name)
    values = {
        "call_days": terms.call_days,
        "letter_days": terms.letter_days,
        "most_attempts": terms.most_attempts,
    }
    changed = TERMS.update().where(TERMS.c.organisation_id == organisation_id).values(values)
    if connection.execute(changed).rowcount == 0:
        connection.execute(TERMS.insert(), {"organisation_id": organisation_id, **values})


def working_days_after(begin: datetime, days: int) -> datetime:
    """The same time of the clock so many working days later.

    What began on a day off began on the morning of the next working day.
    """
    at = begin.astimezone(HOME_ZONE)
    if not _is_working(at):
        at = _next_working(at, MORNING)
    for _ in range(days):
        at = _next_working(at, at.time())
    return at


def callable_from(wanted: PartOfDay | None, again_at: datetime | None, moment: datetime) -> datetime:
    """From when somebody is to be called: `moment` itself if they can be called now.

    What a colleague agreed on after an attempt goes before the part of the day that was asked for first.
    """
    if again_at is not None:
        return max(again_at, moment)
    local = moment.astimezone(HOME_ZONE)
    if wanted is PartOfDay.AFTERNOON and local.time() < NOON:
        return _at(local, NOON)
    if wanted is PartOfDay.MORNING and local.time() >= NOON:
        return _next_working(local, MORNING)
    return moment


def again_at(choice: Again, moment: datetime) -> datetime:
    """When to try once more; `choices` says what can be chosen at that moment."""
    local = moment.astimezone(HOME_ZONE)
    match choice:
        case Again.IN_AN_HOUR:
            return moment + timedelta(hours=1)
        case Again.THIS_AFTERNOON:
            return _at(local, AFTERNOON)
        case Again.NEXT_MORNING:
            return _next_working(local, MORNING)
        case Again.NEXT_AFTERNOON:
            return _next_working(local, AFTERNOON)


def choices(moment: datetime) -> tuple[Again, ...]:
    """What can be agreed on at that moment: not this afternoon when it is afternoon."""
    if moment.astimezone(HOME_ZONE).time() < NOON:
        return tuple(Again)
    return tuple(one for one in Again if one is not Again.THIS_AFTERNOON)


def _next_working(at: datetime, clock: time) -> datetime:
    day = at + timedelta(days=1)
    while not _is_working(day):
        day += timedelta(days=1)
    return _at(day, clock)


def _is_working(day: datetime) -> bool:
    return day.weekday() < _SATURDAY and not is_holiday(day.date())


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, tzinfo=HOME_ZONE)
