"""Finds the numbers of ours on which something is to be sent, and has a worker see to each."""

from __future__ import annotations

import sqlalchemy as sa

from channels.outgoing.later import REPLY
from channels.outgoing.pacing import PACE
from channels.outgoing.rules import SENDING_RULES, read_rules
from models import outbox
from models.clock import now
from models.consultations import LINE
from models.tables.replies import ReplyState
from models.vocabulary import OutboxKind


def _any(state: ReplyState, *, urgent: bool) -> sa.ColumnElement[bool]:
    """However many wait: one look into the index for each of our numbers.

    Not EXISTS, for which PostgreSQL reads all that wait, and the oldest by the index's own order.
    """
    oldest = (
        sa.select(REPLY.c.due_at)
        .where(REPLY.c.line == LINE.c.number, REPLY.c.state == state, REPLY.c.urgent.is_(urgent))
        .order_by(REPLY.c.line, REPLY.c.state, REPLY.c.urgent, REPLY.c.due_at)
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(oldest <= sa.bindparam("now"), sa.false())


LINES_DUE = (
    sa.select(
        LINE.c.number,
        LINE.c.organisation_id,
        PACE.c.free_at,
        SENDING_RULES.c.quiet_from,
        SENDING_RULES.c.quiet_to,
        SENDING_RULES.c.reminders,
        sa.or_(
            _any(ReplyState.SENDING, urgent=True),
            _any(ReplyState.SENDING, urgent=False),
            _any(ReplyState.WAITING, urgent=True),
        ).label("at_once"),
        _any(ReplyState.WAITING, urgent=False).label("in_time"),
    )
    .outerjoin(PACE, PACE.c.line == LINE.c.number)
    .outerjoin(SENDING_RULES, SENDING_RULES.c.organisation_id == LINE.c.organisation_id)
)


def wake_lines(connection: sa.Connection) -> None:
    """Make work of what can be sent now. One entry of the outbox for each number: its lease is the right to send."""
    moment = now()
    for row in connection.execute(LINES_DUE, {"now": moment}).all():
        if row.free_at is not None and row.free_at > moment:
            continue
        quiet = read_rules(row.quiet_from, row.quiet_to, row.reminders).quiet.hold(moment)
        if row.at_once or (row.in_time and not quiet):
            outbox.arm(
                connection,
                OutboxKind.SEND_REPLIES,
                f"{OutboxKind.SEND_REPLIES}:{row.number}",
                {"line": row.number},
                organisation_id=row.organisation_id,
            )
