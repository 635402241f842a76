"""How often each answer was given, counted by the database a stretch of time at a time.

Counting a hundred thousand submissions takes the database a second, and somebody who looks at results looks more than
once. So each process remembers what it counted of a stretch together with a mark of it: how many submissions there are,
and the sum of the moments at which they last changed. Whatever happens to a submission moves its moment, so a stretch
with the same mark holds the same answers, whichever transaction came first; any other is counted anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.vocabulary import AnswerState, Channel, Status

COUNTED = (Status.ACCEPTED, Status.APPROVED, Status.PUBLISHED, Status.ANSWERED)
"""Where a submission stands when it counts."""

Kind = tuple[str, AnswerState, str | None, Channel, str | None]
"""Question, state, value as it is stored, channel, group."""

Counts = dict[Kind, tuple[int, int]]
"""How many submissions, for how many people."""

Mark = tuple[int, int]

_STRETCH = sa.func.substr(SUBMISSION.c.id, 1, 5)
"""Ids begin with the milliseconds at which they were made (UUID 7): their first five digits last for three days."""

MOST_CONSULTATIONS = 20
"""Remembered at once; each is some megabytes where there are many submissions."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    mark: Mark
    counts: Counts


class _Memory:
    """What this process counted, of the consultations that were looked at last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[object, Mapping[str, _Stretch]] = OrderedDict()

    def of(self, what: object) -> Mapping[str, _Stretch]:
        with self._lock:
            return self._known.get(what, {})

    def keep(self, what: object, stretches: Mapping[str, _Stretch]) -> None:
        with self._lock:
            self._known[what] = stretches
            self._known.move_to_end(what)
            while len(self._known) > MOST_CONSULTATIONS:
                self._known.popitem(last=False)


def counted(store: Store, connection: sa.Connection, consultation_id: str, texts: Sequence[str]) -> Counts:
    """All answers in submissions that count, in any version of the consultation.

    :param texts: keys of questions whose answers are counted without looking at them: their value is None here.
    """
    memory, what = store.remembered(_Memory, _Memory), (consultation_id, *texts)
    known, marks = memory.of(what), _marks(store, connection, consultation_id)
    changed = {name for name, mark in marks.items() if name not in known or known[name].mark != mark}
    fresh = _count(connection, consultation_id, texts, changed if len(changed) < len(marks) else None)
    stretches = {
        name: _Stretch(mark, fresh.get(name, {})) if name in changed else known[name] for name, mark in marks.items()
    }
    memory.keep(what, stretches)
    whole: Counts = {}
    for stretch in stretches.values():
        for kind, (submissions, supporters) in stretch.counts.items():
            before = whole.get(kind, (0, 0))
            whole[kind] = before[0] + submissions, before[1] + supporters
    return whole


def _marks(store: Store, connection: sa.Connection, consultation_id: str) -> dict[str, Mark]:
    query = sa.select(_STRETCH, sa.func.count(), sa.func.sum(_microseconds(store))).group_by(_STRETCH)
    rows = connection.execute(query.where(SUBMISSION.c.consultation_id == consultation_id))
    return {name: (number, int(changed)) for name, number, changed in rows}


def _microseconds(store: Store) -> sa.ColumnElement[Any]:
    """When a submission last changed, as an exact number."""
    if not store.is_sqlite:
        return sa.cast(sa.extract("epoch", SUBMISSION.c.updated_at) * 1_000_000, sa.BigInteger)
    text = sa.type_coerce(SUBMISSION.c.updated_at, sa.Text)
    seconds = sa.cast(sa.func.strftime("%s", sa.func.substr(text, 1, 19)), sa.BigInteger)
    return seconds * 1_000_000 + sa.cast(sa.func.substr(text, 21, 6), sa.BigInteger)


def _count(
    connection: sa.Connection, consultation_id: str, texts: Sequence[str], stretches: Collection[str] | None
) -> dict[str, Counts]:
    """By stretch; of all if None are named."""
    if stretches is not None and not stretches:
        return {}
    value = sa.case((ANSWER.c.question.in_(texts), None), else_=sa.cast(ANSWER.c.value, sa.Text))
    kind = (ANSWER.c.question, ANSWER.c.state, value, SUBMISSION.c.channel, SUBMISSION.c.group_key)
    query = (
        sa.select(_STRETCH, *kind, sa.func.count(), sa.func.sum(SUBMISSION.c.supporters))
        .join(SUBMISSION, SUBMISSION.c.id == ANSWER.c.submission_id)
        .where(SUBMISSION.c.consultation_id == consultation_id, SUBMISSION.c.status.in_(COUNTED))
        .group_by(_STRETCH, *kind)
    )
    if stretches is not None:
        query = query.where(_STRETCH.in_(sorted(stretches)))
    found: dict[str, Counts] = {}
    for stretch, question, state, given, channel, group, submissions, supporters in connection.execute(query):
        found.setdefault(stretch, {})[question, state, given, channel, group] = submissions, supporters
    return found
