"""How much came in, day by day and door by door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from models.definition import HOME_ZONE
from models.submissions import SUBMISSION
from models.vocabulary import Channel

DAYS = 30


@dataclass(frozen=True, slots=True)
class Trend:
    """How many came in on each of `days`, the last of which is today, through each door."""

    days: tuple[date, ...]
    by_channel: dict[Channel, tuple[int, ...]]

    @property
    def totals(self) -> tuple[int, ...]:
        return (
            tuple(map(sum, zip(*self.by_channel.values(), strict=True))) if self.by_channel else (0,) * len(self.days)
        )


def trend(
    connection: sa.Connection,
    conditions: Sequence[sa.ColumnElement[bool]],
    channels: Sequence[Channel],
    moment: datetime,
) -> Trend:
    """What came in during the last `DAYS` days, today included; a day begins at midnight in `HOME_ZONE`.

    :param conditions: on submissions: which of them are counted.
    """
    today = moment.astimezone(HOME_ZONE).date()
    days = tuple(today - timedelta(days=back) for back in reversed(range(DAYS)))
    begins = [datetime.combine(day, time(), HOME_ZONE) for day in days]
    received = SUBMISSION.c.received_at
    which = sa.case(*((received >= begin, at) for at, begin in reversed(list(enumerate(begins)))), else_=-1)
    came = sa.select(SUBMISSION.c.channel, which.label("day")).where(*conditions, received >= begins[0]).subquery()
    query = sa.select(came.c.channel, came.c.day, sa.func.count()).group_by(came.c.channel, came.c.day)
    counted = {channel: [0] * DAYS for channel in channels}
    for channel, at, number in connection.execute(query):
        if channel in counted:
            counted[channel][at] = number
    return Trend(days, {channel: tuple(numbers) for channel, numbers in counted.items()})
