"""What holds up the deliveries of a consultation, kept for all workers and shown to staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from intake.deliveries.target import Limits, LineHeld
from models.clock import now
from models.tables import DeliveryLine

LINE = DeliveryLine.__table__  # type: ignore[attr-defined]

SHORTEST_HOLD = timedelta(seconds=10)
LONGEST_HOLD = timedelta(minutes=15)
"""A platform that is back is noticed within so long."""


@dataclass(frozen=True, slots=True)
class Line:
    """`code` and `problem` are None where nothing is wrong, also while only the pace holds it."""

    held_until: datetime | None = None
    code: str | None = None
    problem: str | None = None
    limits: Limits | None = None
    limits_at: datetime | None = None


def read_line(connection: sa.Connection, consultation_id: str) -> Line:
    row = connection.execute(sa.select(LINE).where(LINE.c.consultation_id == consultation_id)).first()
    if row is None:
        return Line()
    limits = Limits.from_json(row.limits) if row.limits else None
    return Line(row.held_until, row.code, row.problem, limits, row.limits_at)


def hold(connection: sa.Connection, consultation_id: str, why: LineHeld) -> datetime:
    """Nothing is sent until the moment that is returned."""
    if why.is_pace:
        until = now() + (why.wait or SHORTEST_HOLD)
        _put(connection, consultation_id, held_until=until)
        return until
    query = sa.select(LINE.c.failures).where(LINE.c.consultation_id == consultation_id)
    failures = int(connection.execute(query).scalar() or 0)
    until = now() + (why.wait or min(SHORTEST_HOLD * float(2 ** min(failures, 20)), LONGEST_HOLD))
    _put(
        connection, consultation_id, held_until=until, failures=failures + 1, code=why.code, problem=why.message[:2000]
    )
    return until


def works(connection: sa.Connection, consultation_id: str, limits: Limits | None = None) -> None:
    """The platform took something or could be prepared: what held it is over."""
    values: dict[str, object] = {"held_until": None, "failures": 0, "code": None, "problem": None}
    if limits is not None:
        values |= {"limits": limits.as_json(), "limits_at": now()}
    _put(connection, consultation_id, **values)


def note_limits(connection: sa.Connection, consultation_id: str, limits: Limits) -> None:
    """What the platform asks of texts, read before anything was sent: who approves the first one sees it too."""
    _put(connection, consultation_id, limits=limits.as_json(), limits_at=now())


def try_now(connection: sa.Connection, consultation_id: str) -> None:
    """Somebody mended what was wrong: do not wait any longer."""
    connection.execute(LINE.update().where(LINE.c.consultation_id == consultation_id).values(held_until=None))


def _put(connection: sa.Connection, consultation_id: str, **values: object) -> None:
    changed = connection.execute(LINE.update().where(LINE.c.consultation_id == consultation_id).values(**values))
    if changed.rowcount == 0:
        connection.execute(LINE.insert(), {"consultation_id": consultation_id, "failures": 0, **values})
