"""Exactly once: an arrival and all that it causes, in one transaction; a repeat gets the same answer again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from models.clock import now
from models.errors import Rejected
from models.prepared import Prepared
from models.store import Store
from models.tables import Arrival

ARRIVAL = Arrival.__table__  # type: ignore[attr-defined]

_FIND = Prepared(
    sa.select(ARRIVAL.c.status, ARRIVAL.c.media_type, ARRIVAL.c.body).where(
        ARRIVAL.c.provider == sa.bindparam("provider"), ARRIVAL.c.reference == sa.bindparam("reference")
    )
)
_KEEP = Prepared(ARRIVAL.insert())


@dataclass(frozen=True, slots=True)
class Response:
    """What the bringer of an arrival hears, kept so that a repeat hears the very same."""

    body: str
    media_type: str = "text/xml"
    status: int = 200
    about: str | None = None
    """The dialogue or submission that the body may tell of, so that it is erased with it."""


Effect = Callable[[sa.Connection], Response]


def receive(store: Store, provider: str, reference: str, effect: Effect) -> tuple[Response, bool]:
    """Run `effect` and store the arrival with its response, in one transaction; or find the response of before.

    That it came before is noticed at the end, by the arrival's key: repeats are rare, and all of it is rolled back.

    :return: the response, and whether this was the first time.
    :raises TryAgain: the database is not there. Nothing was stored.
    """
    try:
        with store.write_at_once() as connection:
            response = effect(connection)
            keep_arrival(connection, provider, reference, response)
    except (IntegrityError, Rejected):
        with store.read() as connection:
            found = find_arrival(connection, provider, reference)
        if found is None:
            raise
        store.flush()
        return found, False
    return response, True


def find_arrival(connection: sa.Connection, provider: str, reference: str) -> Response | None:
    row = _FIND.first(connection, {"provider": provider, "reference": reference})
    return None if row is None else Response(status=row.status, media_type=row.media_type, body=row.body)


def keep_arrival(connection: sa.Connection, provider: str, reference: str, response: Response) -> None:
    _KEEP.run(
        connection,
        {
            "provider": provider,
            "reference": reference,
            "received_at": now(),
            "status": response.status,
            "media_type": response.media_type,
            "body": response.body,
            "about": response.about,
        },
    )


def emptied(media_type: str) -> str:
    """What a repeat hears of that type once the answer was erased: nothing, in a form that its reader understands."""
    return {"text/xml": "<Response/>", "application/json": "{}"}.get(media_type, "")
