"""What waits for somebody, what came in today, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.paper_shown import WRITES_BACK
from intake.desk.scope import channels_of, visible
from intake.desk.visit import member, services
from intake.desk.waiting_people import waiting_people
from models import outbox
from models.accounts import Member
from models.clock import now
from models.definition import HOME_ZONE
from models.outbox import OUTBOX
from models.submissions import SUBMISSION
from models.trend import Trend, trend
from models.vocabulary import Channel, OutboxKind, OutboxState, Status

MOST_FAILURES = 50


@dataclass(frozen=True, slots=True)
class Door:
    """One channel: how much waits there, since when, and how much came in today."""

    channel: Channel
    waiting: int
    oldest: datetime | None
    today: int


@dataclass(frozen=True, slots=True)
class FailedWork:
    id: str
    kind: OutboxKind
    name: str | None
    problem: str
    failed_at: datetime


def overview() -> str:
    somebody = member()
    with services().store.read() as connection:
        doors = doors_of(connection, somebody)
        failures = _failures(connection, somebody)
        in_hand = _in_hand(connection, somebody)
        lately = trend_of(connection, somebody)
        people = waiting_people(connection, somebody) if somebody.role in WRITES_BACK else None
    return render_template(
        "desk/overview.html",
        doors=doors,
        waiting=sum(door.waiting for door in doors),
        today=sum(door.today for door in doors),
        oldest=min((door.oldest for door in doors if door.oldest), default=None),
        failures=failures,
        in_hand=in_hand,
        lately=lately,
        people=people,
        busiest=max(max(numbers) for numbers in lately.by_channel.values()),
    )


def trend_of(connection: sa.Connection, somebody: Member) -> Trend:
    """What came in lately at the doors that somebody sees."""
    return trend(connection, visible(somebody), channels_of(somebody), now())


def try_again(entry_id: str) -> Response:
    with services().store.write() as connection:
        if not outbox.belongs_to(connection, entry_id, member().organisation_id):
            raise NotFound
        done = outbox.try_again(connection, entry_id, member().organisation_id)
    words.notice("again" if done else "not_failed")
    return redirect(url_for("desk.overview"))


def doors_of(connection: sa.Connection, somebody: Member) -> list[Door]:
    """The doors that somebody sees, with what waits at each."""
    midnight = now().astimezone(HOME_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    waits = connection.execute(
        sa.select(SUBMISSION.c.channel, sa.func.count(), sa.func.min(SUBMISSION.c.received_at))
        .where(*visible(somebody), SUBMISSION.c.status == Status.NEEDS_PERSON)
        .group_by(SUBMISSION.c.channel)
    )
    waiting = {channel: (count, oldest) for channel, count, oldest in waits}
    came = connection.execute(
        sa.select(SUBMISSION.c.channel, sa.func.count())
        .where(*visible(somebody), SUBMISSION.c.received_at >= midnight)
        .group_by(SUBMISSION.c.channel)
    )
    today: dict[Channel, int] = {row[0]: row[1] for row in came}
    return [Door(channel, *waiting.get(channel, (0, None)), today.get(channel, 0)) for channel in channels_of(somebody)]


def _failures(connection: sa.Connection, somebody: Member) -> list[FailedWork]:
    rows = connection.execute(
        sa.select(OUTBOX)
        .where(OUTBOX.c.organisation_id == somebody.organisation_id, OUTBOX.c.state == OutboxState.FAILED)
        .order_by(OUTBOX.c.done_at.desc())
        .limit(MOST_FAILURES)
    )
    return [
        FailedWork(row.id, row.kind, _file_name(row.payload), row.problem or "", row.done_at or row.created_at)
        for row in rows
    ]


def _file_name(payload: dict[str, object]) -> str | None:
    name = payload.get("name")
    return name if isinstance(name, str) else None


def _in_hand(connection: sa.Connection, somebody: Member) -> int:
    """How much a machine is still busy with."""
    query = sa.select(sa.func.count()).where(
        OUTBOX.c.organisation_id == somebody.organisation_id,
        OUTBOX.c.state.in_((OutboxState.WAITING, OutboxState.RUNNING)),
    )
    return int(connection.execute(query).scalar_one())
