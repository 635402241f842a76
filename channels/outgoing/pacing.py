"""When the next message may leave one of our numbers, kept in the database for all workers."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from models.clock import now
from models.tables import Pace

PACE = Pace.__table__  # type: ignore[attr-defined]

SHORTEST_HOLD = timedelta(seconds=5)
LONGEST_HOLD = timedelta(minutes=10)
"""An administrator who mended something waits no longer than this."""


def free_at(connection: sa.Connection, line: str) -> datetime:
    """The moment from which `line` may send. Held for this transaction."""
    query = sa.select(PACE.c.free_at).where(PACE.c.line == line).with_for_update()
    found: datetime | None = connection.execute(query).scalar()
    return found or now()


def take(connection: sa.Connection, line: str, per_second: float) -> None:
    """One message leaves now: the next one when its time has come."""
    _put(connection, line, free_at=now() + timedelta(seconds=1 / per_second))


def hold(connection: sa.Connection, line: str, problem: str, code: int | None) -> None:
    """Nothing can leave `line` for now; longer each time in a row."""
    query = sa.select(PACE.c.failures).where(PACE.c.line == line)
    failures = int(connection.execute(query).scalar() or 0)
    until = now() + min(SHORTEST_HOLD * float(2 ** min(failures, 20)), LONGEST_HOLD)
    _put(connection, line, free_at=until, failures=failures + 1, problem=problem, code=code)


def release(connection: sa.Connection, line: str) -> None:
    """The company took something: what held the line is over."""
    held = sa.and_(PACE.c.line == line, PACE.c.failures > 0)
    connection.execute(PACE.update().where(held).values(failures=0, problem=None, code=None))


def try_now(connection: sa.Connection, line: str) -> None:
    """Somebody mended what held the line: do not wait any longer."""
    connection.execute(PACE.update().where(PACE.c.line == line, PACE.c.failures > 0).values(free_at=now()))


def _put(connection: sa.Connection, line: str, **values: object) -> None:
    if connection.execute(PACE.update().where(PACE.c.line == line).values(**values)).rowcount == 0:
        connection.execute(PACE.insert(), {"line": line, "failures": 0, **values})
