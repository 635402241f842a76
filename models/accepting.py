"""Answers of which a machine is nearly sure, accepted many at once by a person, and taken back at once.

Only where the doubt is one of degree (`OF_DEGREE`): never words, never what waits by a rule, however sure the machine
is, and never what a person asked a colleague about. Each submission is a transaction of its own, so that doors and
colleagues never wait for a whole stack.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models import audit, voices
from models.audit import Deed
from models.claims import CLAIM, Conditions, free_for
from models.clock import now
from models.conditions import applies
from models.consultations import Version, version
from models.decisions import DECISION, decide, take_back
from models.definition import OpenText
from models.errors import Rejected
from models.normalization import normalize
from models.secrets import new_id
from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.tables import BulkAcceptance
from models.tables.audit import Act, Activity
from models.vocabulary import OF_DEGREE, AnswerState, Status

ACCEPTANCE = BulkAcceptance.__table__  # type: ignore[attr-defined]

MOST_AT_ONCE = 100
"""Answers in one go: somebody waits for the page, and each takes a few milliseconds."""

TAKES_BACK = frozenset({Status.READING, Status.NEEDS_PERSON, Status.ACCEPTED})
"""What went further than this, to a coordinator's approval, is not taken back with a stack."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer that can be accepted with others. `seen` names it with its value: another value has another."""

    answer_id: str
    submission_id: str
    version: Version
    question: str
    value: Any
    raw: str | None
    confidence: float
    place: Mapping[str, Any]

    @property
    def seen(self) -> str:
        value = json.dumps(self.value, sort_keys=True).encode()
        return f"{self.answer_id}:{hashlib.sha256(value).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a stack: `done` of those that were shown, and `left` because they changed or somebody has them."""

    id: str
    done: int
    left: int


_PROPOSED: sa.Select[Any] = (
    sa.select(
        ANSWER.c.id,
        ANSWER.c.submission_id,
        ANSWER.c.question,
        ANSWER.c.value,
        ANSWER.c.raw,
        ANSWER.c.confidence,
        ANSWER.c.place,
        SUBMISSION.c.version_id,
    )
    .join(SUBMISSION, SUBMISSION.c.id == ANSWER.c.submission_id)
    .outerjoin(CLAIM, CLAIM.c.submission_id == SUBMISSION.c.id)
    .where(
        SUBMISSION.c.status == Status.NEEDS_PERSON,
        SUBMISSION.c.version_id.is_not(None),
        ANSWER.c.state == AnswerState.UNCERTAIN,
        ANSWER.c.decided_at.is_(None),
        ANSWER.c.doubt.in_(sorted(OF_DEGREE)),
        CLAIM.c.asked_by.is_(None),
    )
    .order_by(SUBMISSION.c.received_at, SUBMISSION.c.id, ANSWER.c.position)
)


def proposed(
    store: Store, connection: sa.Connection, visible: Conditions, by: str, threshold: float
) -> Sequence[Proposed]:
    """What this person could accept at once: valid, sure enough, and before nobody else. The oldest, a stack at most.

    :param visible: which submissions this person may see.
    :param threshold: confidence (0 to 1) from which it may be accepted.
    """
    query = _PROPOSED.where(*visible, free_for(by), ANSWER.c.confidence >= threshold)
    found: list[Proposed] = []
    for start in itertools.count(0, MOST_AT_ONCE):
        rows = connection.execute(query.limit(MOST_AT_ONCE).offset(start)).all()
        found += _valid_ones(store, connection, rows)
        if len(found) >= MOST_AT_ONCE or len(rows) < MOST_AT_ONCE:
            break
    return found[:MOST_AT_ONCE]


def _valid_ones(store: Store, connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[Proposed]:
    values: dict[str, dict[str, Any]] = {row.submission_id: {} for row in rows}
    given = sa.select(ANSWER.c.submission_id, ANSWER.c.question, ANSWER.c.value)
    for other in connection.execute(given.where(ANSWER.c.submission_id.in_(list(values)))):
        values[other.submission_id][other.question] = other.value
    found = [(_proposed(store, connection, row), values[row.submission_id]) for row in rows]
    return [one for one, answers in found if _is_valid(one, answers)]


def _proposed(store: Store, connection: sa.Connection, row: sa.Row[Any]) -> Proposed:
    asked = version(store, connection, row.version_id)
    return Proposed(row.id, row.submission_id, asked, row.question, row.value, row.raw, row.confidence, row.place or {})


def _is_valid(one: Proposed, answers: Mapping[str, Any]) -> bool:
    """Whether it is an answer to a question that was to be answered, and no text."""
    definition = one.version.definition
    if not definition.has(one.question):
        return False
    question = definition.question(one.question)
    if isinstance(question, OpenText) or not applies(definition, question, answers):
        return False
    try:
        return one.value is not None and normalize(question, one.value) == one.value
    except Rejected:
        return False


def accept(
    store: Store, visible: Conditions, organisation_id: str, by: str, threshold: float, seen: Sequence[str]
) -> Accepted:
    """Accept what this person was shown, as this person's decisions; what changed since is left for checking.

    :param seen: the `Proposed.seen` of all that was shown.
    """
    acceptance_id, wanted = new_id(), dict.fromkeys(seen)
    with store.write() as connection:
        there = [one for one in proposed(store, connection, visible, by, threshold) if one.seen in wanted]
        if there:
            stack = {"id": acceptance_id, "organisation_id": organisation_id, "by": by, "at": now()}
            connection.execute(ACCEPTANCE.insert(), {**stack, "threshold": threshold, "answers": 0})
    done = 0
    for submission_id in dict.fromkeys(one.submission_id for one in there):
        with store.write() as connection:
            _lock(connection, submission_id)
            here = [*visible, SUBMISSION.c.id == submission_id]
            still = [one for one in proposed(store, connection, here, by, threshold) if one.seen in wanted]
            for one in still:
                decide(
                    connection,
                    submission_id,
                    one.version.definition,
                    one.question,
                    by=by,
                    value=one.value,
                    acceptance_id=acceptance_id,
                )
            if still:
                _note(connection, organisation_id, submission_id, {"acceptance": acceptance_id})
                done += len(still)
                connection.execute(ACCEPTANCE.update().where(ACCEPTANCE.c.id == acceptance_id).values(answers=done))
    return Accepted(acceptance_id, done, len(wanted) - done)


def last_of(connection: sa.Connection, organisation_id: str, by: str) -> sa.Row[Any] | None:
    """The last stack that this person accepted and did not take back; None if there is none."""
    mine = (ACCEPTANCE.c.organisation_id == organisation_id, ACCEPTANCE.c.by == by, ACCEPTANCE.c.answers > 0)
    query = sa.select(ACCEPTANCE).where(*mine, ACCEPTANCE.c.taken_back_at.is_(None))
    return connection.execute(query.order_by(ACCEPTANCE.c.at.desc(), ACCEPTANCE.c.id.desc()).limit(1)).first()


def take_back_all(store: Store, visible: Conditions, organisation_id: str, by: str, acceptance_id: str) -> Accepted:
    """Undo a stack: each answer is again as the machine read it. What was decided anew or went on since is left.

    :raises Rejected: it is no stack of this person, or was taken back already.
    """
    mine = (
        ACCEPTANCE.c.id == acceptance_id,
        ACCEPTANCE.c.organisation_id == organisation_id,
        ACCEPTANCE.c.by == by,
        ACCEPTANCE.c.taken_back_at.is_(None),
    )
    with store.read() as connection:
        if connection.execute(sa.select(ACCEPTANCE.c.id).where(*mine)).first() is None:
            raise Rejected("there is no such stack of yours to undo", code="nothing_to_undo")
        rows = connection.execute(
            sa.select(ANSWER.c.submission_id, ANSWER.c.question, SUBMISSION.c.version_id)
            .join(DECISION, DECISION.c.answer_id == ANSWER.c.id)
            .join(SUBMISSION, SUBMISSION.c.id == ANSWER.c.submission_id)
            .where(*visible, DECISION.c.acceptance_id == acceptance_id, DECISION.c.state == AnswerState.CONFIRMED)
            .order_by(SUBMISSION.c.received_at, SUBMISSION.c.id)
        ).all()
    done = sum(_take_back(store, organisation_id, by, acceptance_id, row) for row in rows)
    with store.write() as connection:  # last: what was broken off halfway can be undone again
        connection.execute(ACCEPTANCE.update().where(*mine).values(taken_back_at=now()))
    return Accepted(acceptance_id, done, len(rows) - done)


def _take_back(store: Store, organisation_id: str, by: str, acceptance_id: str, row: sa.Row[Any]) -> bool:
    with store.write() as connection:
        _lock(connection, row.submission_id)
        status = connection.execute(sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == row.submission_id)).scalar()
        if status not in TAKES_BACK:
            return False
        asked = version(store, connection, row.version_id).definition
        try:
            take_back(connection, row.submission_id, asked, row.question, by=by, acceptance_id=acceptance_id)
        except Rejected:  # a person decided on this one since
            return False
        _note(connection, organisation_id, row.submission_id, {"taken_back": acceptance_id})
        return True


def _lock(connection: sa.Connection, submission_id: str) -> None:
    """Whoever else would change it waits for this transaction."""
    voices.lock(connection, submission_id)
    connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id == submission_id).with_for_update())


def _note(connection: sa.Connection, organisation_id: str, submission_id: str, detail: Mapping[str, Any]) -> None:
    deed = Deed(
        act=Act.CHANGED,
        organisation_id=organisation_id,
        subject="submission",
        subject_id=submission_id,
        activity=Activity.REVIEW,
        detail=dict(detail),
    )
    audit.note(connection, deed)
