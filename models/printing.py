"""The layouts of forms that were printed, kept for the paper that comes back after the program changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from models.clock import now
from models.store import Store
from models.tables import PrintedLayout

LAYOUT = PrintedLayout.__table__  # type: ignore[attr-defined]

Pages = list[dict[str, Any]]
"""Pages with their boxes, as `channels.printed.layout` writes and reads them."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Which layout: of a version, in one language and size, by the fingerprint that stands on its paper."""

    version_id: str
    language: str
    large: bool
    fingerprint: str


def keep(store: Store, connection: sa.Connection, printed: Printed, pages: Pages) -> None:
    """Remember where the boxes stand. The same form printed again changes nothing."""
    store.once_at_a_time(connection, "printed_layout", printed.version_id)
    if find(connection, printed) is None:
        connection.execute(LAYOUT.insert().values(**_key(printed), pages=pages, printed_at=now()))


def find(connection: sa.Connection, printed: Printed) -> Pages | None:
    """The pages of a layout that was printed here; None if it never was."""
    key = [LAYOUT.c[name] == value for name, value in _key(printed).items()]
    return cast("Pages | None", connection.execute(sa.select(LAYOUT.c.pages).where(*key)).scalar())


def printed_of(connection: sa.Connection, version_id: str) -> list[Pages]:
    """The pages of every layout of a version that was printed here."""
    return list(connection.execute(sa.select(LAYOUT.c.pages).where(LAYOUT.c.version_id == version_id)).scalars())


def _key(printed: Printed) -> dict[str, str | bool]:
    return {
        "version_id": printed.version_id,
        "language": printed.language,
        "large": printed.large,
        "fingerprint": printed.fingerprint,
    }
