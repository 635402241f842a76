"""A person's word on an answer: confirmed, corrected, empty or illegible. What the machine read is kept beside it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from models.clock import now
from models.consultations import Version
from models.definition import Definition
from models.errors import Rejected
from models.normalization import normalize
from models.reading import Value
from models.secrets import new_id
from models.submissions import ANSWER, SUBMISSION, remark, settle
from models.tables import Decision
from models.vocabulary import AnswerState, Status

DECISION = Decision.__table__  # type: ignore[attr-defined]


def decide(
    connection: sa.Connection,
    submission_id: str,
    definition: Definition,
    question: str,
    *,
    by: str,
    value: object = None,
    illegible: bool = False,
    acceptance_id: str | None = None,
) -> Status:
    """Settle one answer by a person's word, and the submission with it.

    :param by: the member of staff.
    :param value: the right value; None says that the field is empty.
    :param illegible: nobody can read it; `value` is then ignored.
    :param acceptance_id: the stack that it is accepted with; None where somebody looked at this one.
    :return: the submission's status afterwards.
    :raises Rejected: the value is no valid answer, or the submission has no such answer.
    """
    row = connection.execute(
        sa.select(ANSWER).where(ANSWER.c.submission_id == submission_id, ANSWER.c.question == question)
    ).first()
    if row is None:
        raise Rejected(f"{question}: this submission has no such answer", code="unknown_question")
    normal = None if illegible else normalize(definition.question(question), value)
    machine = row.machine or {
        "value": row.value,
        "raw": row.raw,
        "state": str(row.state),
        "confidence": row.confidence,
        "doubt": row.doubt,
    }
    state = _state(normal, machine["value"], illegible)
    connection.execute(
        ANSWER.update()
        .where(ANSWER.c.id == row.id)
        .values(value=normal, state=state, confidence=None, doubt=None, machine=machine, decided_at=now())
    )
    connection.execute(
        DECISION.insert(),
        {
            "id": new_id(),
            "answer_id": row.id,
            "by": by,
            "at": now(),
            "state": state,
            "value": normal,
            "acceptance_id": acceptance_id,
        },
    )
    return settle(connection, submission_id, definition, by=by)


def take_back(
    connection: sa.Connection,
    submission_id: str,
    definition: Definition,
    question: str,
    *,
    by: str,
    acceptance_id: str | None = None,
) -> Status:
    """Undo this person's decision, if it is the last one on that answer: the answer is again as the machine read it.

    The decision and its undoing both stay on record.

    :param acceptance_id: only if it was accepted with that stack; None: whatever this person decided.
    :return: the submission's status afterwards.
    :raises Rejected: somebody else decided since, or nobody did.
    """
    row = connection.execute(
        sa.select(ANSWER).where(ANSWER.c.submission_id == submission_id, ANSWER.c.question == question)
    ).first()
    last = (
        row
        and connection.execute(
            sa.select(DECISION.c.by, DECISION.c.acceptance_id)
            .where(DECISION.c.answer_id == row.id)
            .order_by(DECISION.c.at.desc(), DECISION.c.id.desc())
            .limit(1)
        ).first()
    )
    if row is None or row.machine is None or row.decided_at is None or not last or last.by != by:
        raise Rejected(f"{question}: there is no decision of yours to undo", code="nothing_to_undo")
    if acceptance_id is not None and last.acceptance_id != acceptance_id:
        raise Rejected(f"{question}: there is no decision of yours to undo", code="nothing_to_undo")
    read = row.machine
    connection.execute(
        ANSWER.update()
        .where(ANSWER.c.id == row.id)
        .values(
            value=read["value"],
            state=read["state"],
            confidence=read["confidence"],
            doubt=read.get("doubt"),
            machine=None,
            decided_at=None,
        )
    )
    connection.execute(
        DECISION.insert(),
        {
            "id": new_id(),
            "answer_id": row.id,
            "by": by,
            "at": now(),
            "state": read["state"],
            "value": read["value"],
            "acceptance_id": acceptance_id,
        },
    )
    return settle(connection, submission_id, definition, by=by)


def made_by(connection: sa.Connection, by: str, since: datetime) -> list[datetime]:
    """When this person decided on an answer by itself, from `since` on: for that person alone."""
    alone = (DECISION.c.by == by, DECISION.c.at >= since, DECISION.c.acceptance_id.is_(None))
    query = sa.select(DECISION.c.at).where(*alone).order_by(DECISION.c.at)
    return list(connection.execute(query).scalars())


def file_under(connection: sa.Connection, submission_id: str, version: Version, *, by: str) -> Status:
    """Say which consultation a submission is for that came without one, such as a letter.

    :return: the submission's status afterwards.
    :raises Rejected: it has a consultation already, or belongs to another organisation.
    """
    filed = connection.execute(
        SUBMISSION.update()
        .where(
            SUBMISSION.c.id == submission_id,
            SUBMISSION.c.organisation_id == version.organisation_id,
            SUBMISSION.c.consultation_id.is_(None),
        )
        .values(consultation_id=version.consultation_id, version_id=version.version_id, held=None)
        .returning(SUBMISSION.c.id)
    ).first()
    if filed is None:
        raise Rejected("somebody chose a consultation for this submission already", code="already_filed")
    remark(connection, submission_id, by=by, reason=f"consultation {version.code}")
    return settle(connection, submission_id, version.definition, by=by)


def _state(value: Value | None, read: Value | None, illegible: bool) -> AnswerState:
    if illegible:
        return AnswerState.ILLEGIBLE
    if value is None:
        return AnswerState.EMPTY
    return AnswerState.CONFIRMED if value == read and type(value) is type(read) else AnswerState.CORRECTED
