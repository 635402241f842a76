"""Any page of the list of submissions, as quickly as the first: which rows, and how many there are in all.

Counting up to a row costs as much as there are rows before it. Here they are counted beforehand, by day and by minute,
for each kind that can be asked for. What changes is noted by triggers of the database (`submission_change`), in the
transaction that changes it, so a page is exact at every moment; now and then `merge` counts the changes in
(`submission_tally`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from models.consultations import CONSULTATION
from models.normalized import Wanted
from models.store import Store
from models.submissions import SUBMISSION
from models.tables import SubmissionChange, SubmissionTally
from models.tables.listing import Moment, Span

CHANGE = SubmissionChange.__table__  # type: ignore[attr-defined]
TALLY = SubmissionTally.__table__  # type: ignore[attr-defined]

AT_ONCE = 10_000
"""Changes that are counted in by one transaction: some 200 ms, for which SQLite's other writers wait."""

KEPT_BACK = 500
"""So few changes cost a reader nothing, so they are left."""

LAST_DAY = datetime(9999, 12, 31, tzinfo=UTC)
"""Nothing happens on it, but somebody may ask for it."""

_KEY = [column.name for column in TALLY.primary_key.columns]


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of a page's submissions, in order, and how many there are over all pages."""

    ids: Sequence[str]
    total: int


def find(connection: sa.Connection, wanted: Wanted, *, page: int, size: int) -> Found:
    """One page, counted from 1: by `received_at`, with `updated_since` by `updated_at`; by id where those are equal.

    :param wanted: of one organisation, and not by ids.
    """
    by = Moment.RECEIVED if wanted.updated_since is None else Moment.UPDATED
    column = SUBMISSION.c.received_at if by is Moment.RECEIVED else SUBMISSION.c.updated_at
    counted = _Counted(connection, wanted, by)
    days = counted.spans(Span.DAY)
    total, skipped = sum(number for _, number in days), 0
    conditions = wanted.conditions()
    if wanted.updated_since is not None:
        skipped = _before(connection, counted, days, wanted.updated_since, conditions[:-1])
        conditions = conditions[:-1]
    offset = skipped + (page - 1) * size
    if offset >= total:
        return Found((), total - skipped)
    day, left = _reached(days, offset)
    minute, left = _reached(counted.spans(Span.MINUTE, day), left)
    query = sa.select(SUBMISSION.c.id).where(*conditions, column >= minute)
    ids = connection.execute(query.order_by(column, SUBMISSION.c.id).offset(left).limit(size)).scalars().all()
    return Found(ids, total - skipped)


def _reached(spans: Iterable[tuple[datetime, int]], offset: int) -> tuple[datetime, int]:
    """The span in which the row at `offset` lies, and how many of its rows come before that one."""
    for starts, number in spans:
        if offset < number:
            return starts, offset
        offset -= number
    raise LookupError(f"{offset} rows more were counted in days than in their minutes")


def _before(
    connection: sa.Connection,
    counted: _Counted,
    days: Iterable[tuple[datetime, int]],
    since: datetime,
    conditions: Sequence[sa.ColumnElement[bool]],
) -> int:
    """How many were last changed before a moment."""
    minute = since.replace(second=0, microsecond=0)
    day = minute.replace(hour=0, minute=0)
    whole = sum(number for starts, number in days if starts < day)
    whole += sum(number for starts, number in counted.spans(Span.MINUTE, day) if starts < minute)
    column = SUBMISSION.c.updated_at
    part = sa.select(sa.func.count()).select_from(SUBMISSION).where(*conditions, column >= minute, column < since)
    return whole + int(connection.execute(part).scalar_one())


class _Counted:
    """How many of the wanted kind there are in each span of time."""

    def __init__(self, connection: sa.Connection, wanted: Wanted, by: Moment) -> None:
        self._connection = connection
        self._wanted = wanted
        self._by = by

    def spans(self, span: Span, day: datetime | None = None) -> list[tuple[datetime, int]]:
        """Those that have any, in order; of one day, or of all time."""
        tallies = sa.select(TALLY.c.starts, TALLY.c.number).where(
            *self._kind(TALLY), TALLY.c.counted_by == self._by, TALLY.c.span == span
        )
        changes = sa.select(CHANGE.c[self._by], CHANGE.c.number).where(*self._kind(CHANGE))
        if day is not None:
            ends = day + timedelta(days=1) if day < LAST_DAY else LAST_DAY
            tallies = tallies.where(TALLY.c.starts >= day, TALLY.c.starts < ends)
            changes = changes.where(CHANGE.c[self._by] >= day, CHANGE.c[self._by] < ends)
        numbers: Counter[datetime] = Counter()
        for statement in (tallies, changes):
            part = statement.subquery()
            starts, number = part.c
            grouped = sa.select(starts, sa.func.sum(number)).group_by(starts)
            for at, total in self._connection.execute(grouped):
                numbers[_beginning(at, span)] += int(total)
        return sorted((starts, number) for starts, number in numbers.items() if number)

    def _kind(self, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        wanted = self._wanted
        found = [table.c.organisation_id == wanted.organisation_id]
        if wanted.consultation is not None:
            code = sa.select(CONSULTATION.c.id).where(CONSULTATION.c.code == wanted.consultation)
            found.append(table.c.consultation_id == code.scalar_subquery())
        if wanted.channel is not None:
            found.append(table.c.channel == wanted.channel)
        if wanted.status is not None:
            found.append(table.c.status == wanted.status)
        return found


def _beginning(at: datetime, span: Span) -> datetime:
    return at.replace(hour=0, minute=0) if span is Span.DAY else at


def merge(store: Store) -> int:
    """Count in what changed, in transactions that are short; how many changes that were."""
    merged = 0
    while True:
        with store.write() as connection:
            store.once_at_a_time(connection, "submission_tally")
            done = _merge_some(connection)
        merged += done
        if done < AT_ONCE:
            return merged


def _merge_some(connection: sa.Connection) -> int:
    waiting = connection.execute(sa.select(sa.func.count()).select_from(CHANGE)).scalar_one()
    if waiting <= KEPT_BACK:
        return 0
    first = sa.select(CHANGE.c.id).order_by(CHANGE.c.id).limit(AT_ONCE)
    taken = connection.execute(CHANGE.delete().where(CHANGE.c.id.in_(first)).returning(*CHANGE.c)).all()
    numbers: Counter[tuple[Any, ...]] = Counter()
    for row in taken:
        kind = (row.consultation_id, row.channel, row.status)
        for by in Moment:
            at: datetime = getattr(row, by)
            for span in Span:
                numbers[(row.organisation_id, by, span, _beginning(at, span), *kind)] += row.number
    rows = [dict(zip(_KEY, key, strict=True)) | {"number": number} for key, number in numbers.items() if number]
    if rows:
        connection.execute(_ADD[connection.dialect.name], rows)
    connection.execute(TALLY.delete().where(TALLY.c.number == 0))
    return len(taken)


def _add(insert: Any) -> Any:
    return insert.on_conflict_do_update(index_elements=_KEY, set_={"number": TALLY.c.number + insert.excluded.number})


_ADD = {"sqlite": _add(sqlite.insert(TALLY)), "postgresql": _add(postgresql.insert(TALLY))}
