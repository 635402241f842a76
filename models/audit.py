"""The trail of acts: added to in the transaction of what it tells of, a chain of hashes for each organisation.

What is noted during a transaction is written when it ends (`Trail.write`, which `Store.write` calls last): the chain's
lock is then held for a moment only, and never while waiting for another. `decision`, `status_change` and `reply_event`
hold what was decided; the trail says who did something to which record, and survives it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from models.clock import now
from models.tables import AuditRecord
from models.tables.audit import Act, Activity, By

AUDIT = AuditRecord.__table__  # type: ignore[attr-defined]

INSTALLATION = "installation"
"""The chain of what concerns no organisation alone."""

SEED = "0" * 64
"""Stands for the hash before the first record."""

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something: `id` is that of the member of staff, the token, or the account on the machine."""

    kind: By
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be written down. `subject` is a table, `detail` holds counts, codes and the like, nothing personal."""

    act: Act
    organisation_id: str | None
    subject: str | None = None
    subject_id: str | None = None
    activity: Activity | None = None
    detail: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Doing:
    """Who is at it, in this request or command. `owed`: what the first change tells, unless it tells more itself."""

    doer: Doer
    owed: Deed | None = None
    trace: str = field(default_factory=lambda: secrets.token_hex(16))


_DOING: ContextVar[Doing | None] = ContextVar("doing", default=None)
_NOTED: WeakKeyDictionary[sa.Connection, list[Deed]] = WeakKeyDictionary()


def begin(doer: Doer, owed: Deed | None = None) -> None:
    """From now on this doer is at it, in this thread. `owed` is noted with the first transaction that writes."""
    _DOING.set(Doing(doer, owed))


def end() -> None:
    """Nobody is any more."""
    _DOING.set(None)


def note(connection: sa.Connection, deed: Deed) -> None:
    """Write it down when this transaction ends, and only if it does."""
    _NOTED.setdefault(connection, []).append(deed)


def set_up(
    connection: sa.Connection, organisation_id: str, subject: str, subject_id: str, **detail: str | int | None
) -> None:
    """Note that it was made or changed: who may come in, what is asked, which number of ours serves what."""
    told = {name: value for name, value in detail.items() if value is not None}
    note(
        connection,
        Deed(
            act=Act.SET_UP,
            organisation_id=organisation_id,
            subject=subject,
            subject_id=subject_id,
            detail=told or None,
        ),
    )


class Trail:
    """Writes the chains, and checks them."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"inloop trail 1", "sha256")

    def write(self, connection: sa.Connection, wait: Callable[..., None]) -> None:
        """Add what was noted in this transaction.

        :param wait: `Store.once_at_a_time`: makes transactions that add to the same chain wait for each other.
        """
        doing, noted = _DOING.get(), _NOTED.pop(connection, [])
        if doing is not None and doing.owed is not None:
            if any(deed.act is not Act.LOOKED for deed in noted):
                doing.owed = None
            elif not noted:
                noted, doing.owed = [doing.owed], None
        if not noted:
            return
        doing = doing or Doing(Doer(By.INLOOP))
        for chain, deeds in groupby(sorted(noted, key=_chain), key=_chain):
            wait(connection, "audit", chain)
            number, before = self.head(connection, chain)
            rows = []
            for deed in deeds:
                number += 1
                row = _row(chain, number, doing, deed)
                before = row["hash"] = _digest(before, row)
                row["seal"] = self._seal(before)
                rows.append(row)
            connection.execute(AUDIT.insert(), rows)

    def head(self, connection: sa.Connection, chain: str) -> tuple[int, str]:
        """The number and hash of the last record; 0 and SEED where there is none."""
        query = sa.select(AUDIT.c.number, AUDIT.c.hash).where(AUDIT.c.chain == chain)
        row = connection.execute(query.order_by(AUDIT.c.number.desc()).limit(1)).first()
        return (0, SEED) if row is None else (row.number, row.hash)

    def _seal(self, digest: str) -> str:
        return hmac.digest(self._key, digest.encode(), "sha256").hex()

    def verify(self, connection: sa.Connection, chain: str, kept: tuple[int, str] | None = None) -> Verdict:
        """Whether every record is there, in order, and as it was written.

        :param kept: the number and hash of a record as they were told before: a chain that was cut off or written
            anew with the key does not have it any more.
        """
        number, before, kept_seen = 0, SEED, kept is None
        for row in records(connection, chain):
            number += 1
            values = row._asdict()
            if row.number != number:
                return Verdict(number - 1, before, number, "missing")
            if _digest(before, values) != row.hash:
                return Verdict(number - 1, before, number, "changed")
            if not hmac.compare_digest(self._seal(row.hash), row.seal):
                return Verdict(number - 1, before, number, "forged")
            before = row.hash
            kept_seen = kept_seen or (number, before) == kept
        if not kept_seen and kept is not None:
            return Verdict(number, before, kept[0], "cut_off" if kept[0] > number else "changed")
        return Verdict(number, before)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: how many records are in order, the hash of the last of them, and the first that is not.

    `why`: missing, changed, forged (written without the key) or cut_off.
    """

    records: int
    head: str
    broken_at: int | None = None
    why: str | None = None


def chains(connection: sa.Connection) -> list[str]:
    """All chains that have a record."""
    return list(connection.execute(sa.select(AUDIT.c.chain).distinct().order_by(AUDIT.c.chain)).scalars())


def records(connection: sa.Connection, chain: str) -> Iterator[sa.Row[Any]]:
    """A chain from its first record, read in parts."""
    last = 0
    while True:
        query = sa.select(AUDIT).where(AUDIT.c.chain == chain, AUDIT.c.number > last)
        rows = connection.execute(query.order_by(AUDIT.c.number).limit(_AT_ONCE)).all()
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].number


def _chain(deed: Deed) -> str:
    return deed.organisation_id or INSTALLATION


def _row(chain: str, number: int, doing: Doing, deed: Deed) -> dict[str, Any]:
    return {
        "chain": chain,
        "number": number,
        "at": now(),
        "act": deed.act,
        "by_kind": doing.doer.kind,
        "by_id": doing.doer.id,
        "subject": deed.subject,
        "subject_id": deed.subject_id,
        "activity": deed.activity,
        "trace": doing.trace,
        "detail": None if deed.detail is None else dict(deed.detail),
    }


_HASHED = tuple(column.name for column in AUDIT.columns if column.name not in ("hash", "seal"))


def _digest(before: str, row: Mapping[str, Any]) -> str:
    """SHA-256 over the hash before and the record's fields in the table's order, as JSON without spaces.

    The moment is written in UTC with microseconds (`2026-11-23T14:00:00.000000+00:00`).
    """
    fields = {**row, "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(
        [before, *(fields[name] for name in _HASHED)], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()
