"""Until when somebody may wait, and when they can be called."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.answer_terms import Again, again_at, callable_from, choices, working_days_after
from models.definition import HOME_ZONE
from models.public_holidays import is_holiday
from models.tables.contacts import PartOfDay

FRIDAY, SATURDAY, MONDAY, TUESDAY = 27, 28, 30, 24
"""Of November 2026."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HOME_ZONE)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (at(TUESDAY, 10), 1, at(TUESDAY + 1, 10)),
        (at(FRIDAY, 16, 50), 1, at(MONDAY, 16, 50)),
        (at(SATURDAY, 23), 1, datetime(2026, 12, 1, 9, tzinfo=HOME_ZONE)),
        (at(TUESDAY, 10), 10, datetime(2026, 12, 8, 10, tzinfo=HOME_ZONE)),
        (datetime(2026, 12, 24, 16, tzinfo=HOME_ZONE), 1, datetime(2026, 12, 28, 16, tzinfo=HOME_ZONE)),
        (datetime(2026, 12, 25, 8, tzinfo=HOME_ZONE), 4, datetime(2027, 1, 4, 9, tzinfo=HOME_ZONE)),
        (datetime(2027, 3, 25, 12, tzinfo=HOME_ZONE), 1, datetime(2027, 3, 30, 12, tzinfo=HOME_ZONE)),
        (datetime(2027, 5, 4, 9, 30, tzinfo=HOME_ZONE), 1, datetime(2027, 5, 7, 9, 30, tzinfo=HOME_ZONE)),
        (datetime(2027, 5, 14, 9, tzinfo=HOME_ZONE), 1, datetime(2027, 5, 18, 9, tzinfo=HOME_ZONE)),
        (datetime(2026, 10, 23, 12, tzinfo=HOME_ZONE), 1, datetime(2026, 10, 26, 12, tzinfo=HOME_ZONE)),
    ],
)
def test_a_term_is_in_working_days_on_the_clock_of_home(asked: datetime, days: int, due: datetime) -> None:
    assert working_days_after(asked.astimezone(UTC), days) == due


def test_the_kings_birthday_is_kept_on_saturday_where_it_is_a_sunday() -> None:
    assert [is_holiday(date(2025, 4, day)) for day in (26, 27)] == [True, False]
    assert [is_holiday(date(2026, 4, day)) for day in (26, 27)] == [False, True]


@pytest.mark.parametrize(
    ("wanted", "moment", "from_when"),
    [
        (None, at(TUESDAY, 9), at(TUESDAY, 9)),
        (PartOfDay.MORNING, at(TUESDAY, 9), at(TUESDAY, 9)),
        (PartOfDay.AFTERNOON, at(TUESDAY, 9), at(TUESDAY, 12)),
        (PartOfDay.AFTERNOON, at(TUESDAY, 12), at(TUESDAY, 12)),
        (PartOfDay.MORNING, at(FRIDAY, 12), at(MONDAY, 9)),
    ],
)
def test_who_asked_for_a_part_of_the_day_is_called_then(
    wanted: PartOfDay | None, moment: datetime, from_when: datetime
) -> None:
    assert callable_from(wanted, None, moment) == from_when


def test_what_was_agreed_on_after_an_attempt_goes_before_the_part_of_the_day() -> None:
    assert callable_from(PartOfDay.AFTERNOON, at(TUESDAY, 8), at(TUESDAY, 9)) == at(TUESDAY, 9)
    assert callable_from(PartOfDay.MORNING, at(TUESDAY, 13), at(TUESDAY, 9)) == at(TUESDAY, 13)


def test_an_attempt_is_made_again_on_a_working_day() -> None:
    assert {one: again_at(one, at(FRIDAY, 10, 30)) for one in choices(at(FRIDAY, 10, 30))} == {
        Again.IN_AN_HOUR: at(FRIDAY, 11, 30),
        Again.THIS_AFTERNOON: at(FRIDAY, 13),
        Again.NEXT_MORNING: at(MONDAY, 9),
        Again.NEXT_AFTERNOON: at(MONDAY, 13),
    }
    assert Again.THIS_AFTERNOON not in choices(at(FRIDAY, 12, 1))
