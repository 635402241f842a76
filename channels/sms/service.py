"""What STOP and START do: a number that wants no messages, and one that wants them again."""

from __future__ import annotations

import sqlalchemy as sa

from models.clock import now
from models.prepared import Prepared
from models.tables import OptOut

OPT_OUT = OptOut.__table__  # type: ignore[attr-defined]

_IS_OUT = Prepared(
    sa.select(OPT_OUT.c.since).where(
        OPT_OUT.c.organisation_id == sa.bindparam("organisation"), OPT_OUT.c.lookup == sa.bindparam("lookup")
    )
)


def is_opted_out(connection: sa.Connection, organisation_id: str, lookup: str) -> bool:
    return _IS_OUT.first(connection, {"organisation": organisation_id, "lookup": lookup}) is not None


def opt_out(connection: sa.Connection, organisation_id: str, lookup: str) -> None:
    """Send nothing to this number any more. A second time changes nothing."""
    if not is_opted_out(connection, organisation_id, lookup):
        connection.execute(OPT_OUT.insert(), {"organisation_id": organisation_id, "lookup": lookup, "since": now()})


def opt_in(connection: sa.Connection, organisation_id: str, lookup: str) -> None:
    connection.execute(OPT_OUT.delete().where(OPT_OUT.c.organisation_id == organisation_id, OPT_OUT.c.lookup == lookup))
