"""Who wants nothing more from an organisation, until they send START."""

from __future__ import annotations

import sqlalchemy as sa

from models.clock import now
from models.prepared import Prepared
from models.tables import OptOut, Reply
from models.tables.replies import ReplyState

OPT_OUT = OptOut.__table__  # type: ignore[attr-defined]
REPLY = Reply.__table__  # type: ignore[attr-defined]

_IS_OUT = Prepared(
    sa.select(OPT_OUT.c.since).where(
        OPT_OUT.c.organisation_id == sa.bindparam("organisation"), OPT_OUT.c.lookup == sa.bindparam("lookup")
    )
)


def is_opted_out(connection: sa.Connection, organisation_id: str, lookup: str) -> bool:
    """Whether nothing may be sent to who has that number. `lookup` is its keyed hash."""
    return _IS_OUT.first(connection, {"organisation": organisation_id, "lookup": lookup}) is not None


def opt_out(connection: sa.Connection, organisation_id: str, lookup: str) -> None:
    """Send nothing to this number any more, also not what waits already. A second time changes nothing."""
    if not is_opted_out(connection, organisation_id, lookup):
        connection.execute(OPT_OUT.insert(), {"organisation_id": organisation_id, "lookup": lookup, "since": now()})
    connection.execute(
        REPLY.update()
        .where(
            REPLY.c.organisation_id == organisation_id,
            REPLY.c.lookup == lookup,
            REPLY.c.state == ReplyState.WAITING,
        )
        .values(state=ReplyState.STOPPED, ended_at=now(), encrypted=None)
    )


def opt_in(connection: sa.Connection, organisation_id: str, lookup: str) -> None:
    """What is written from now on is sent again; what was stopped stays stopped."""
    connection.execute(OPT_OUT.delete().where(OPT_OUT.c.organisation_id == organisation_id, OPT_OUT.c.lookup == lookup))
