"""What went wrong with messages and calls and waits for somebody: to be done by hand, or to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from channels.outgoing.later import REPLY
from channels.outgoing.pacing import PACE
from models.clock import now
from models.consultations import LINE
from models.tables.replies import Remedy, ReplyPurpose, ReplyState

TO_BE_TOLD = (ReplyPurpose.OUTCOME, ReplyPurpose.ANSWER)
"""What somebody was promised. A receipt was said already, and a reminder is no promise."""

WAITS_FOR_SOMEBODY = sa.and_(
    REPLY.c.remedy.is_not(None),
    REPLY.c.settled_at.is_(None),
    sa.or_(REPLY.c.remedy == Remedy.ADMINISTRATOR, REPLY.c.purpose.in_(TO_BE_TOLD)),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """:ivar held: numbers of ours that cannot send, by the company's code."""

    waiting: int
    failed: Mapping[Remedy, int]
    held: Mapping[int | None, int]


def figures(connection: sa.Connection) -> Figures:
    """Of all organisations."""
    waiting = sa.select(sa.func.count()).where(REPLY.c.state == ReplyState.WAITING, REPLY.c.line.in_(_LINES))
    failed = sa.select(REPLY.c.remedy, sa.func.count()).where(WAITS_FOR_SOMEBODY).group_by(REPLY.c.remedy)
    codes = connection.execute(sa.select(PACE.c.code).where(PACE.c.failures > 0)).scalars()
    return Figures(
        waiting=int(connection.execute(waiting).scalar_one()),
        failed={Remedy(remedy): count for remedy, count in connection.execute(failed).all()},
        held=Counter(codes.all()),
    )


_LINES = sa.select(LINE.c.number).scalar_subquery()
"""With it the count is read from an index."""


def failed_of(connection: sa.Connection, organisation_id: str, *, most: int = 100) -> Sequence[sa.Row[Any]]:
    """What failed for an organisation and waits for somebody, oldest first."""
    query = sa.select(REPLY).where(REPLY.c.organisation_id == organisation_id, WAITS_FOR_SOMEBODY)
    return connection.execute(query.order_by(REPLY.c.ended_at).limit(most)).all()


def held_of(connection: sa.Connection, organisation_id: str) -> Sequence[sa.Row[Any]]:
    """The organisation's numbers that cannot send now, with what holds them up."""
    mine = sa.select(PACE).join(LINE, LINE.c.number == PACE.c.line).where(LINE.c.organisation_id == organisation_id)
    return connection.execute(mine.where(PACE.c.failures > 0).order_by(PACE.c.line)).all()


def settle(connection: sa.Connection, reply_id: str, organisation_id: str, *, by: str) -> bool:
    """Somebody dealt with it; whether it was waiting for that."""
    mine = sa.and_(REPLY.c.id == reply_id, REPLY.c.organisation_id == organisation_id, WAITS_FOR_SOMEBODY)
    return connection.execute(REPLY.update().where(mine).values(settled_at=now(), settled_by=by)).rowcount > 0
