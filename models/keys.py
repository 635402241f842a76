"""Keys that follow one another: everything encrypted with an older one is encrypted anew with the current one.

Which columns hold such bytes is told by their type (`columns.Encrypted`), so that a new table is no new hole. It goes
in small steps beside all other work and may stop anywhere: what is done is skipped the next time. The key of the hashes
that find somebody (`Vault.lookup`) does not rotate: most of what they stand for is kept nowhere, so nothing could be
hashed anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models import audit
from models.audit import Deed
from models.secrets import Vault
from models.store import Store
from models.tables import metadata
from models.tables.audit import Act
from models.tables.columns import Encrypted

BATCH = 500
"""Rows in one transaction: some 50 ms, for which webhooks may have to wait."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds what the vault encrypted."""

    table: sa.Table
    column: sa.Column[Any]

    @property
    def name(self) -> str:
        return f"{self.table.name}.{self.column.name}"


@dataclass(frozen=True, slots=True)
class Held:
    """How many values of a column are encrypted with each key. `keys[0]` is the current one's."""

    place: str
    keys: Sequence[int]
    unreadable: int


@dataclass(frozen=True, slots=True)
class Rotated:
    """What became of a column: values encrypted anew, and those that no key fits."""

    place: str
    renewed: int
    unreadable: int


def places() -> list[Place]:
    """Every column of the type, by table."""
    return [
        Place(table, column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Encrypted)
    ]


def status(store: Store, vault: Vault) -> list[Held]:
    """Which keys are in use where."""
    found = []
    for place in places():
        by_key: Counter[int | None] = Counter()
        for rows in _batches(store, place):
            by_key.update(vault.key_of(row[-1]) for row in rows)
        found.append(Held(place.name, [by_key[n] for n in range(vault.keys)], by_key[None]))
    return found


def rotate(store: Store, vault: Vault, tell: Callable[[int], object] = lambda _: None) -> list[Rotated]:
    """Encrypt with the current key what an older one encrypted.

    Somebody may change or erase a value meanwhile, or do the same at the same time: a value is replaced only if it
    still is what was read.

    :param tell: is told after each batch how many values were looked at in it.
    """
    found = []
    for place in places():
        renewed = unreadable = 0
        for rows in _batches(store, place):
            old = [row for row in rows if vault.key_of(row[-1]) != 0]
            readable = [row for row in old if vault.key_of(row[-1]) is not None]
            unreadable += len(old) - len(readable)
            renewed += _renew(store, vault, place, readable) if readable else 0
            tell(len(rows))
        found.append(Rotated(place.name, renewed, unreadable))
    return found


def _renew(store: Store, vault: Vault, place: Place, rows: Sequence[sa.Row[Any]]) -> int:
    keys = list(place.table.primary_key)
    with store.write() as connection:
        renewed = sum(
            connection.execute(
                place.table.update()
                .where(*(key == value for key, value in zip(keys, row, strict=False)), place.column == row[-1])
                .values({place.column: vault.renew(row[-1])})
            ).rowcount
            for row in rows
        )
        detail = {"place": place.name, "renewed": renewed}
        audit.note(connection, Deed(act=Act.KEYS_ROTATED, organisation_id=None, detail=detail))
    return renewed


def _batches(store: Store, place: Place) -> Iterator[Sequence[Any]]:
    """All rows that have a value, in the order of their keys; the value is the last column."""
    keys = list(place.table.primary_key)
    query: sa.Select[Any] = sa.select(*keys, place.column).where(place.column.is_not(None)).order_by(*keys).limit(BATCH)
    last: Any = None
    while True:
        after = [] if last is None else [sa.tuple_(*keys) > sa.tuple_(*last[:-1])]
        with store.read() as connection:
            rows = connection.execute(query.where(*after)).all()
        if not rows:
            return
        yield rows
        last = rows[-1]
