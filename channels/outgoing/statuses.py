"""What the company tells about a message or call of ours, in whatever order it comes.

The callback's address names the reply and which attempt it is about, so that it is understood before the company's
answer to our own request is. What comes without that is matched by the company's name for it, also afterwards. A reply
only moves forward: nothing follows an end, and an attempt that was given up can only still turn out to have arrived.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from channels.outgoing import record
from channels.outgoing.gateway import Gateway, News, Told
from channels.outgoing.later import REPLY
from channels.outgoing.record import OPEN, REPLY_EVENT
from models import submissions
from models.clock import now
from models.secrets import new_id
from models.submissions import SUBMISSION
from models.tables.replies import Remedy, ReplyPurpose, ReplyState, ReplyWay
from models.vocabulary import Status
from models.workflow import MOVES


def callback(way: ReplyWay, reply_id: str, attempt: int) -> str:
    """Where the company tells about that attempt: a path with its query."""
    door = "sms" if way is ReplyWay.SMS else "voice"
    return f"/twilio/status/{door}?reply={reply_id}&attempt={attempt}"


def heed(connection: sa.Connection, news: News, query: Mapping[str, str]) -> None:
    """Take note of a callback that came to `callback(…)`, or to the same path without its query."""
    reply = _meant(connection, news, query)
    _keep(connection, news, reply.id if reply is not None else None)
    if reply is None or reply.state not in OPEN:
        return
    attempt = query.get("attempt")
    is_current = reply.reference == news.reference if attempt is None else attempt == str(reply.attempts)
    _apply(connection, reply, news, is_current=is_current and reply.state is not ReplyState.WAITING)


def _meant(connection: sa.Connection, news: News, query: Mapping[str, str]) -> sa.Row[Any] | None:
    if query.get("reply"):
        return record.find(connection, query["reply"])
    by_name = sa.select(REPLY).where(REPLY.c.reference == news.reference).with_for_update()
    return connection.execute(by_name).first()


def _keep(connection: sa.Connection, news: News, reply_id: str | None) -> None:
    values = {"id": new_id(), "reply_id": reply_id, "reference": news.reference, "at": now()}
    connection.execute(REPLY_EVENT.insert(), {**values, "status": news.status[:24], "code": news.code})


def _apply(connection: sa.Connection, reply: sa.Row[Any], news: News, *, is_current: bool) -> None:
    if news.told is Told.ARRIVED:
        if record.delivered(connection, reply.id, news.reference):
            _tell_submission(connection, reply)
    elif is_current and news.told is Told.TAKEN:
        record.sent(connection, reply.id, news.reference)
    elif is_current:
        record.failed(connection, reply, news.remedy or Remedy.ADMINISTRATOR, news.code)


def _tell_submission(connection: sa.Connection, reply: sa.Row[Any]) -> None:
    """Who sent in a contribution that was published has heard what came of it."""
    if reply.purpose is not ReplyPurpose.OUTCOME or reply.submission_id is None:
        return
    query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == reply.submission_id)
    status: Status | None = connection.execute(query).scalar()
    if status is not None and Status.ANSWERED in MOVES[status]:
        submissions.move(connection, reply.submission_id, Status.ANSWERED, reason="the outcome was told")


def heed_earlier(connection: sa.Connection, gateway: Gateway, reply_id: str, reference: str) -> None:
    """What was told under a name that is only now known to be this reply's, in the order in which it was told."""
    nameless = sa.and_(REPLY_EVENT.c.reference == reference, REPLY_EVENT.c.reply_id.is_(None))
    events = connection.execute(sa.select(REPLY_EVENT).where(nameless).order_by(REPLY_EVENT.c.at)).all()
    if not events:
        return
    connection.execute(REPLY_EVENT.update().where(nameless).values(reply_id=reply_id))
    for event in events:
        reply = record.find(connection, reply_id)
        if reply is None or reply.state not in OPEN:
            return
        news = gateway.understand(reply.way, reference, event.status, event.code)
        _apply(connection, reply, news, is_current=True)


def is_of_another(connection: sa.Connection, reference: str, reply_id: str) -> bool:
    """Whether the company's name belongs to another reply of ours."""
    named = sa.select(REPLY.c.id).where(REPLY.c.reference == reference, REPLY.c.id != reply_id)
    told = sa.select(REPLY_EVENT.c.id).where(REPLY_EVENT.c.reference == reference, REPLY_EVENT.c.reply_id != reply_id)
    return any(connection.execute(query.limit(1)).first() is not None for query in (named, told))
