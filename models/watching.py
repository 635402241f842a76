"""How it goes at the places from which files come in by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.secrets import new_id
from models.tables import RefusedFile, WatchedPlace

PLACE = WatchedPlace.__table__  # type: ignore[attr-defined]
REFUSED = RefusedFile.__table__  # type: ignore[attr-defined]

TOLD_FOR = timedelta(days=30)
"""How long a refusal is told; the file itself waits in its place for as long as nobody takes it away."""


def forget(connection: sa.Connection) -> int:
    """Names of files go once their refusal was told for long enough; how many."""
    return connection.execute(REFUSED.delete().where(REFUSED.c.at < now() - TOLD_FOR)).rowcount


def looked(
    connection: sa.Connection, organisation_id: str, address: str, *, took: bool = False, problem: str | None = None
) -> None:
    """Note that somebody looked there, and what stood in the way."""
    moment = now()
    this = sa.and_(PLACE.c.organisation_id == organisation_id, PLACE.c.address == address)
    row = connection.execute(sa.select(PLACE).where(this)).first()
    since = row.problem_since if row is not None and row.problem == problem else (moment if problem else None)
    changes: dict[str, Any] = {"looked_at": moment, "problem": problem, "problem_since": since}
    if took:
        changes["taken_at"] = moment
    if row is None:
        connection.execute(
            PLACE.insert(), {"id": new_id(), "organisation_id": organisation_id, "address": address, **changes}
        )
    else:
        connection.execute(PLACE.update().where(this).values(changes))


def refuse(connection: sa.Connection, organisation_id: str, address: str, name: str, code: str) -> None:
    """Note a file that was not taken in, and forget those of long ago."""
    moment = now()
    forget(connection)
    connection.execute(
        REFUSED.insert(),
        {
            "id": new_id(),
            "organisation_id": organisation_id,
            "address": address,
            "name": name[-255:],
            "code": code,
            "at": moment,
        },
    )


def places(connection: sa.Connection, organisation_id: str) -> Sequence[sa.Row[Any]]:
    return connection.execute(
        sa.select(PLACE).where(PLACE.c.organisation_id == organisation_id).order_by(PLACE.c.address)
    ).all()


def refused_files(connection: sa.Connection, organisation_id: str, *, most: int = 20) -> Sequence[sa.Row[Any]]:
    """Newest first."""
    return connection.execute(
        sa.select(REFUSED)
        .where(REFUSED.c.organisation_id == organisation_id)
        .order_by(REFUSED.c.at.desc(), REFUSED.c.id.desc())
        .limit(most)
    ).all()
