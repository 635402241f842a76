"""What becomes of a reply, one move a function. What has ended stays as it is, and has forgotten the number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from channels.outgoing.later import REPLY
from models import opt_outs
from models.clock import now
from models.tables import ReplyEvent
from models.tables.replies import Remedy, ReplyState

REPLY_EVENT = ReplyEvent.__table__  # type: ignore[attr-defined]

OPEN = (ReplyState.WAITING, ReplyState.SENDING, ReplyState.SENT)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 240, 720))
"""Between attempts that failed at the person's side: a telephone that is off is on again tomorrow."""


def find(connection: sa.Connection, reply_id: str) -> sa.Row[Any] | None:
    """The reply, held for this transaction."""
    return connection.execute(sa.select(REPLY).where(REPLY.c.id == reply_id).with_for_update()).first()


def _move(connection: sa.Connection, reply_id: str, **values: Any) -> bool:
    open_one = sa.and_(REPLY.c.id == reply_id, REPLY.c.state.in_(OPEN))
    return connection.execute(REPLY.update().where(open_one).values(**values)).rowcount > 0


def sent(connection: sa.Connection, reply_id: str, reference: str) -> None:
    """The company has it. Told before, by a callback, it changes nothing."""
    being_sent = sa.and_(REPLY.c.id == reply_id, REPLY.c.state == ReplyState.SENDING)
    values = {"state": ReplyState.SENT, "reference": reference, "sent_at": now()}
    connection.execute(REPLY.update().where(being_sent).values(values))


def delivered(connection: sa.Connection, reply_id: str, reference: str) -> bool:
    """It arrived; whether that is news."""
    return _move(
        connection,
        reply_id,
        state=ReplyState.DELIVERED,
        reference=reference,
        remedy=None,
        code=None,
        ended_at=now(),
        encrypted=None,
    )


def stopped(connection: sa.Connection, reply_id: str) -> None:
    """It is not to be sent any more: the person wants nothing, or it became pointless."""
    _move(connection, reply_id, state=ReplyState.STOPPED, ended_at=now(), encrypted=None)


def failed(connection: sa.Connection, reply: sa.Row[Any], remedy: Remedy, code: int | None) -> None:
    """This attempt failed. What can be tried later is, a few times; after that another way is to be found."""
    if remedy is Remedy.OPTED_OUT:
        opt_outs.opt_out(connection, reply.organisation_id, reply.lookup)
        _move(connection, reply.id, state=ReplyState.STOPPED, code=code, ended_at=now(), encrypted=None)
    elif remedy is Remedy.LATER and reply.attempts <= len(PAUSES):
        again_at = now() + PAUSES[reply.attempts - 1]
        waits = {"state": ReplyState.WAITING, "due_at": again_at, "urgent": False, "code": code}
        _move(connection, reply.id, **waits)
    else:
        asks_for = Remedy.OTHER_WAY if remedy is Remedy.LATER else remedy
        _move(connection, reply.id, state=ReplyState.FAILED, remedy=asks_for, code=code, ended_at=now(), encrypted=None)


def put_back(connection: sa.Connection, reply: sa.Row[Any]) -> None:
    """It was surely not taken, and through no fault of its own: as if it had not been tried."""
    _move(connection, reply.id, state=ReplyState.WAITING, due_at=now(), attempts=max(reply.attempts - 1, 0))


def forget_numbers(connection: sa.Connection, *, after: timedelta = timedelta(days=1)) -> None:
    """What was sent a day ago, of which nothing was heard since: it arrived as far as anybody will know."""
    before = now() - after
    connection.execute(
        REPLY.update()
        .where(REPLY.c.encrypted.is_not(None), REPLY.c.sent_at < before, REPLY.c.state == ReplyState.SENT)
        .values(encrypted=None, ended_at=now())
    )
    connection.execute(REPLY_EVENT.delete().where(REPLY_EVENT.c.reply_id.is_(None), REPLY_EVENT.c.at < before))
