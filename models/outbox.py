"""Work that must happen after a commit.

An entry is written in the transaction that makes the work necessary. A worker leases it, so that one that dies leaves
it to the next. Doing an entry twice must be harmless: whoever does it also closes it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.secrets import new_id
from models.tables import OutboxEntry
from models.vocabulary import OutboxKind, OutboxState

OUTBOX = OutboxEntry.__table__  # type: ignore[attr-defined]

LEASE = timedelta(seconds=60)
"""Long work renews it at each step; nothing between two steps takes half as long."""
MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=6)


_WORK = sa.select(OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.organisation_id, OUTBOX.c.payload, OUTBOX.c.attempts)


@dataclass(frozen=True, slots=True)
class Work:
    """A leased entry."""

    id: str
    kind: OutboxKind
    organisation_id: str | None
    payload: dict[str, Any]
    attempts: int


def add(
    connection: sa.Connection,
    kind: OutboxKind,
    unique_key: str,
    payload: dict[str, Any],
    *,
    organisation_id: str | None,
    due_at: datetime | None = None,
) -> str:
    """Note work to be done; its id. The same `unique_key` a second time changes nothing."""
    existing = connection.execute(sa.select(OUTBOX.c.id).where(OUTBOX.c.unique_key == unique_key)).scalar()
    if existing is not None:
        return str(existing)
    entry_id, moment = new_id(), now()
    connection.execute(
        OUTBOX.insert(),
        {
            "id": entry_id,
            "kind": kind,
            "organisation_id": organisation_id,
            "unique_key": unique_key,
            "payload": payload,
            "state": OutboxState.WAITING,
            "attempts": 0,
            "due_at": due_at or moment,
            "created_at": moment,
        },
    )
    return entry_id


def arm(
    connection: sa.Connection,
    kind: OutboxKind,
    unique_key: str,
    payload: dict[str, Any],
    *,
    organisation_id: str | None,
    due_at: datetime | None = None,
) -> None:
    """Note work that comes back time and again. Waiting or being done already, it is left as it is."""
    anew = {"state": OutboxState.WAITING, "attempts": 0, "due_at": due_at or now(), "done_at": None}
    ended = sa.and_(OUTBOX.c.unique_key == unique_key, OUTBOX.c.state.in_((OutboxState.DONE, OutboxState.FAILED)))
    if connection.execute(OUTBOX.update().where(ended).values(**anew)).rowcount == 0:
        add(connection, kind, unique_key, payload, organisation_id=organisation_id, due_at=due_at)


def going_on(connection: sa.Connection, ids: Collection[str]) -> dict[str, datetime]:
    """Which of these did a part of their work and go on, and when. What failed is not among them."""
    mine = sa.and_(OUTBOX.c.id.in_(ids), OUTBOX.c.state == OutboxState.WAITING, OUTBOX.c.attempts == 0)
    return {row.id: row.due_at for row in connection.execute(sa.select(OUTBOX.c.id, OUTBOX.c.due_at).where(mine))}


def _ready(moment: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.and_(OUTBOX.c.state == OutboxState.WAITING, OUTBOX.c.due_at <= moment),
        sa.and_(OUTBOX.c.state == OutboxState.RUNNING, OUTBOX.c.leased_until <= moment),
    )


def due(connection: sa.Connection, *, most: int = 100) -> list[str]:
    """Ids of entries that could be worked on now, oldest first; a lease that ran out counts."""
    query = sa.select(OUTBOX.c.id).where(_ready(now())).order_by(OUTBOX.c.due_at).limit(most)
    return list(connection.execute(query).scalars())


def lease(connection: sa.Connection, entry_id: str) -> Work | None:
    """Take an entry for `LEASE`; None if it is done, not due yet, or held by somebody else."""
    moment = now()
    taken = connection.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id == entry_id, _ready(moment))
        .values(state=OutboxState.RUNNING, leased_until=moment + LEASE, attempts=OUTBOX.c.attempts + 1)
        .returning(OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.organisation_id, OUTBOX.c.payload, OUTBOX.c.attempts)
    ).first()
    return None if taken is None else Work(*taken)


def renew(connection: sa.Connection, work: Work, so_far: dict[str, Any] | None = None) -> None:
    """Hold on to an entry for another `LEASE`: the work goes on. `so_far` stands as its result until it is done."""
    told = {} if so_far is None else {"result": so_far}
    connection.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id == work.id, OUTBOX.c.state == OutboxState.RUNNING, OUTBOX.c.attempts == work.attempts)
        .values(leased_until=now() + LEASE, **told)
    )


def give_up_exhausted(connection: sa.Connection) -> list[Work]:
    """Give up what was begun too often and never ended, such as work that kills its worker; what it was."""
    broken_off = sa.and_(
        OUTBOX.c.state == OutboxState.RUNNING, OUTBOX.c.leased_until <= now(), OUTBOX.c.attempts >= MOST_ATTEMPTS
    )
    given_up = [Work(*row) for row in connection.execute(_WORK.where(broken_off))]
    for work in given_up:
        give_up(connection, work.id, "the work was broken off each time it was tried")
    return given_up


def still_held(connection: sa.Connection, work: Work) -> bool:
    """Whether this very lease is still ours: ask it in the transaction that stores the work's result."""
    query = sa.select(OUTBOX.c.state, OUTBOX.c.attempts).where(OUTBOX.c.id == work.id).with_for_update()
    row = connection.execute(query).first()
    return row is not None and row.state == OutboxState.RUNNING and row.attempts == work.attempts


def close(connection: sa.Connection, entry_id: str, result: dict[str, Any] | None = None) -> None:
    """The work is done; in the transaction that holds its effect."""
    connection.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id == entry_id)
        .values(state=OutboxState.DONE, done_at=now(), leased_until=None, problem=None, result=result)
    )


def put_back(connection: sa.Connection, work: Work, problem: str) -> bool:
    """Try again later, each time later than before; False if that was the last attempt and it now counts as failed."""
    if work.attempts >= MOST_ATTEMPTS:
        give_up(connection, work.id, problem)
        return False
    pause = min(timedelta(seconds=5 * 2 ** (work.attempts - 1)), LONGEST_PAUSE)
    connection.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id == work.id, OUTBOX.c.state == OutboxState.RUNNING)
        .values(state=OutboxState.WAITING, due_at=now() + pause, leased_until=None, problem=problem[:2000])
    )
    return True


def left_running(connection: sa.Connection, entry_id: str) -> Work | None:
    """What a process left when it died; None if it was done with it."""
    row = connection.execute(_WORK.where(OUTBOX.c.id == entry_id, OUTBOX.c.state == OutboxState.RUNNING)).first()
    return None if row is None else Work(*row)


def give_up(connection: sa.Connection, entry_id: str, problem: str, result: dict[str, Any] | None = None) -> None:
    """The work cannot be done; staff see it with its problem."""
    connection.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id == entry_id)
        .values(state=OutboxState.FAILED, done_at=now(), leased_until=None, problem=problem[:2000], result=result)
    )


def result_of(connection: sa.Connection, entry_id: str) -> tuple[OutboxState, dict[str, Any] | None, str | None]:
    """State, result and problem of an entry."""
    query = sa.select(OUTBOX.c.state, OUTBOX.c.result, OUTBOX.c.problem).where(OUTBOX.c.id == entry_id)
    row = connection.execute(query).one()
    return row.state, row.result, row.problem


def run_now(connection: sa.Connection, entry_id: str) -> None:
    """Make a waiting entry due at once: what it waited for has come."""
    connection.execute(
        OUTBOX.update().where(OUTBOX.c.id == entry_id, OUTBOX.c.state == OutboxState.WAITING).values(due_at=now())
    )


def belongs_to(connection: sa.Connection, entry_id: str, organisation_id: str) -> bool:
    """Whether there is such an entry, for that organisation."""
    query = sa.select(OUTBOX.c.id).where(OUTBOX.c.id == entry_id, OUTBOX.c.organisation_id == organisation_id)
    return connection.execute(query).first() is not None


def try_again(connection: sa.Connection, entry_id: str, organisation_id: str) -> bool:
    """Make failed work wait anew, at the word of the organisation it is for; False if there is no such failed work."""
    again = (
        OUTBOX.update()
        .where(
            OUTBOX.c.id == entry_id,
            OUTBOX.c.organisation_id == organisation_id,
            OUTBOX.c.state == OutboxState.FAILED,
        )
        .values(state=OutboxState.WAITING, attempts=0, due_at=now(), done_at=None)
        .returning(OUTBOX.c.id)
    )
    return connection.execute(again).first() is not None
