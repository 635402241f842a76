"""Sends what waits on one of our numbers: one message at a time, at its pace, by whoever holds the number's lease.

Twilio knows no idempotency key, so that each message goes out once is seen to here. `sending` is stored before the
request. Whoever finds a reply in that state later, after a crash or a request without an answer, looks among what
Twilio took before anything is sent again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from channels.outgoing import pacing, record, reminders, statuses
from channels.outgoing.gateway import Gateway, Refused
from channels.outgoing.later import REPLY
from channels.outgoing.rules import rules_of
from models import opt_outs, outbox
from models.clock import now
from models.errors import Rejected, TryAgain
from models.outbox import Work
from models.secrets import Vault
from models.store import Store
from models.tables.replies import Remedy, ReplyPurpose, ReplyState, ReplyWay

LOG = logging.getLogger("inloop.outgoing")

SLICE = timedelta(seconds=20)
"""How long a worker stays with one number; after that other work has its turn."""
YIELDS_AFTER = timedelta(seconds=3)
"""How long it stays at least, where other work waits."""

LONGEST_WAIT = timedelta(seconds=2)
"""For the next message's turn; a worker that would wait longer does something else."""

LOOK_AFTER = timedelta(seconds=30)
"""A request that was not answered may still be on its way for as long as its own limit of 20 s."""
CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What sending needs.

    :ivar callbacks_at: our own address as the company reaches it, without a trailing slash.
    :ivar per_second: messages a second for each of our numbers.
    """

    store: Store
    vault: Vault
    gateway: Gateway
    callbacks_at: str
    per_second: float
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class _Send:
    reply: sa.Row[Any]
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class _LookFor:
    """It may have been taken already."""

    reply: sa.Row[Any]
    number: str


@dataclass(frozen=True, slots=True)
class _Wait:
    until: datetime


_Next = _Send | _LookFor | _Wait | None


def send_replies(sender: Sender, work: Work) -> None:
    """Send what waits on the number in the payload, for a while; then let others have a turn."""
    line = str(work.payload["line"])
    begun = now()
    while True:
        with sender.store.write() as connection:
            if not outbox.still_held(connection, work):
                return
            outbox.renew(connection, work)
            step = _next(sender, connection, line)
            if step is None or _is_over(connection, work, begun, step):
                outbox.close(connection, work.id)
                if step is not None:
                    due_at = step.until if isinstance(step, _Wait) else now()
                    key, organisation_id = f"{work.kind}:{line}", work.organisation_id
                    outbox.arm(connection, work.kind, key, work.payload, organisation_id=organisation_id, due_at=due_at)
                return
            if isinstance(step, _Send):
                _mark(connection, sender, step)
        match step:
            case _Send():
                _send(sender, line, step)
            case _LookFor():
                _look_for(sender, line, step)
            case _Wait(until):
                sender.sleep(max((until - now()).total_seconds(), 0))


def _is_over(connection: sa.Connection, work: Work, begun: datetime, step: _Next) -> bool:
    if not isinstance(step, _Wait):
        return False
    moment = now()
    if step.until - moment > LONGEST_WAIT or step.until - begun > SLICE:
        return True
    return moment - begun > YIELDS_AFTER and any(entry_id != work.id for entry_id in outbox.due(connection, most=2))


def _next(sender: Sender, connection: sa.Connection, line: str) -> _Next:
    """What is to be done on `line` now; what turned out not to be sent is settled on the way."""
    doubtful = connection.execute(
        sa.select(REPLY)
        .where(REPLY.c.line == line, REPLY.c.state == ReplyState.SENDING, REPLY.c.due_at <= now())
        .order_by(REPLY.c.due_at)
        .limit(1)
    ).first()
    free_at = pacing.free_at(connection, line)
    waits = free_at > now()
    if doubtful is not None:
        number = _number(sender, connection, doubtful)
        if number is not None:
            return _Wait(free_at) if waits else _LookFor(doubtful, number)
    while (reply := _first(connection, line)) is not None:
        if waits:
            return _Wait(free_at)
        found = _ready(sender, connection, reply)
        if found is not None:
            return found
    return None


def _first(connection: sa.Connection, line: str) -> sa.Row[Any] | None:
    """Who asked for it at this moment goes first; in quiet hours nobody else goes."""
    due = (
        sa.select(REPLY)
        .where(REPLY.c.line == line, REPLY.c.state == ReplyState.WAITING, REPLY.c.due_at <= now())
        .order_by(REPLY.c.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    urgent = connection.execute(due.where(REPLY.c.urgent.is_(True))).first()
    if urgent is not None:
        return urgent
    other = connection.execute(due.where(REPLY.c.urgent.is_(False))).first()
    if other is not None and rules_of(connection, other.organisation_id).quiet.hold(now()):
        return None
    return other


def _ready(sender: Sender, connection: sa.Connection, reply: sa.Row[Any]) -> _Send | None:
    """The message, if it is still to be sent."""
    if opt_outs.is_opted_out(connection, reply.organisation_id, reply.lookup):
        record.stopped(connection, reply.id)
        return None
    text: str | None = reply.text
    if reply.purpose is ReplyPurpose.REMINDER:
        text = reminders.text_now(sender.store, connection, reply)
    number = _number(sender, connection, reply) if text is not None else None
    return None if number is None or text is None else _Send(reply, number, text)


def _number(sender: Sender, connection: sa.Connection, reply: sa.Row[Any]) -> str | None:
    try:
        return sender.vault.decrypt(reply.encrypted)
    except Rejected as problem:
        LOG.error("reply %s cannot be sent: %s", reply.id, problem.message)
        record.failed(connection, reply, Remedy.ADMINISTRATOR, None)
        return None


def _mark(connection: sa.Connection, sender: Sender, step: _Send) -> None:
    """From here on it may have been taken, whatever happens to us."""
    moment = now()
    connection.execute(
        REPLY.update()
        .where(REPLY.c.id == step.reply.id)
        .values(
            state=ReplyState.SENDING,
            text=step.text,
            attempts=step.reply.attempts + 1,
            reference=None,
            sending_at=moment,
            sent_at=None,
            due_at=moment + LOOK_AFTER,
        )
    )
    pacing.take(connection, step.reply.line, sender.per_second)


def _send(sender: Sender, line: str, step: _Send) -> None:
    reply = step.reply
    callback = f"{sender.callbacks_at}{statuses.callback(reply.way, reply.id, reply.attempts + 1)}"
    try:
        if reply.way is ReplyWay.SMS:
            reference = sender.gateway.send_message(line, step.number, step.text, callback)
        else:
            reference = sender.gateway.place_call(line, step.number, step.text, reply.language, callback)
    except Refused as refusal:
        _refused(sender, line, reply.id, refusal)
    except TryAgain as problem:
        with sender.store.write() as connection:
            pacing.hold(connection, line, problem.message, None)
        LOG.warning("%s waits: %s", line, problem.message)
    else:
        _taken(sender, line, reply.id, reference)


def _taken(sender: Sender, line: str, reply_id: str, reference: str) -> None:
    with sender.store.write() as connection:
        record.sent(connection, reply_id, reference)
        statuses.heed_earlier(connection, sender.gateway, reply_id, reference)
        pacing.release(connection, line)


def _refused(sender: Sender, line: str, reply_id: str, refusal: Refused) -> None:
    with sender.store.write() as connection:
        reply = record.find(connection, reply_id)
        if refusal.holds_line:
            pacing.hold(connection, line, refusal.message, refusal.number)
            if reply is not None:
                record.put_back(connection, reply)
        elif reply is not None:
            record.failed(connection, reply, refusal.remedy, refusal.number)
    if refusal.remedy is Remedy.ADMINISTRATOR:
        LOG.error("%s: %s", line, refusal.message)


def _look_for(sender: Sender, line: str, step: _LookFor) -> None:
    """Whether the company took it: then it is sent. If not, it waits for its turn again."""
    reply = step.reply
    try:
        taken = sender.gateway.find(reply.way, line, step.number, reply.text, reply.sending_at - CLOCKS_DIFFER)
    except TryAgain as problem:
        with sender.store.write() as connection:
            pacing.hold(connection, line, problem.message, None)
        return
    with sender.store.write() as connection:
        own = [name for name in taken if not statuses.is_of_another(connection, name, reply.id)]
        if own:
            record.sent(connection, reply.id, own[-1])
            statuses.heed_earlier(connection, sender.gateway, reply.id, own[-1])
        else:
            record.put_back(connection, reply)
        pacing.release(connection, line)
