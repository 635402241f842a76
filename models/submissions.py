"""Submissions: begun, answered, settled, decided and moved. Plain statements, for the hot path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from models import voices
from models.clock import now
from models.conditions import applicable
from models.definition import Definition
from models.errors import Rejected
from models.history import note, put_status
from models.prepared import Prepared
from models.reading import Reading, Value
from models.secrets import new_id, new_receipt
from models.tables import Answer, Recording, Submission
from models.tables.dialogues import Dialogue, RecordingState
from models.vocabulary import UNDECIDED, Channel, Held, Status
from models.workflow import check_move

SUBMISSION = Submission.__table__  # type: ignore[attr-defined]
ANSWER = Answer.__table__  # type: ignore[attr-defined]
RECORDING = Recording.__table__  # type: ignore[attr-defined]
DIALOGUE = Dialogue.__table__  # type: ignore[attr-defined]

_ANSWER_COLUMNS = ("position", "value", "raw", "state", "confidence", "evidence_sha256", "place", "doubt", "others")
_CONFLICT = ["submission_id", "question"]


def _upsert(insert: Any) -> Any:
    return insert.on_conflict_do_update(index_elements=_CONFLICT, set_={c: insert.excluded[c] for c in _ANSWER_COLUMNS})


_PUT_ANSWER = {"sqlite": _upsert(sqlite.insert(ANSWER)), "postgresql": _upsert(postgresql.insert(ANSWER))}
_PUT_ONE = {dialect: Prepared(statement) for dialect, statement in _PUT_ANSWER.items()}
_INSERT = Prepared(SUBMISSION.insert())
_RECEIPT_TAKEN = Prepared(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.receipt == sa.bindparam("receipt")))
_TOUCH = Prepared(
    SUBMISSION.update().where(SUBMISSION.c.id == sa.bindparam("submission")).values(updated_at=sa.bindparam("moment"))
)
_ANSWERS = sa.select(ANSWER.c.question, ANSWER.c.value, ANSWER.c.state, ANSWER.c.decided_at).where(
    ANSWER.c.submission_id == sa.bindparam("submission")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubmission:
    """What is known of a submission when it begins."""

    organisation_id: str
    consultation_id: str | None
    version_id: str | None
    channel: Channel
    language: str
    received_at: datetime
    status: Status
    complete: bool = False
    entered_by: str | None = None
    supporters: int = 1
    meeting_id: str | None = None
    meeting_table: str | None = None
    meeting_remark: str | None = None
    code_id: str | None = None
    origin: str | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    id: str
    receipt: str


def begin(connection: sa.Connection, new: NewSubmission) -> Begun:
    """Store a submission; its id and receipt."""
    check_move(None, new.status)
    submission_id, receipt = new_id(), _free_receipt(connection)
    _INSERT.run(
        connection,
        {
            "id": submission_id,
            "receipt": receipt,
            "updated_at": now(),
            "group_key": None,
            **{name: getattr(new, name) for name in NewSubmission.__slots__},
        },
    )
    note(connection, submission_id, None, new.status)
    return Begun(submission_id, receipt)


def _free_receipt(connection: sa.Connection) -> str:
    """Eight digits while there is room; ten once those are crowded. Never nine: that is a participation code."""
    for length in (8, 8, 8, 10, 10, 10, 12):
        receipt = new_receipt(length)
        if _RECEIPT_TAKEN.first(connection, {"receipt": receipt}) is None:
            return receipt
    raise Rejected("no receipt number could be found; are there too many submissions?", code="receipts")


def put_answer(
    connection: sa.Connection, submission_id: str, position: int, reading: Reading, *, evidence: str | None = None
) -> None:
    """Store an answer, in place of an earlier one to the same question.

    :param evidence: SHA-256 of the evidence, where the reading does not know it.
    """
    row = _row(submission_id, position, reading)
    row["evidence_sha256"] = reading.evidence or evidence
    _PUT_ONE[connection.dialect.name].run(connection, row)


def put_answers(
    connection: sa.Connection, submission_id: str, definition: Definition, readings: Iterable[Reading]
) -> None:
    """Store many answers at once."""
    rows = [_row(submission_id, position_of(definition, reading.question), reading) for reading in readings]
    if rows:
        connection.execute(_PUT_ANSWER[connection.dialect.name], rows)


def position_of(definition: Definition, question: str) -> int:
    return next((at for at, one in enumerate(definition.questions) if one.key == question), len(definition.questions))


def _row(submission_id: str, position: int, reading: Reading) -> dict[str, Any]:
    return {
        "id": new_id(),
        "submission_id": submission_id,
        "question": reading.question,
        "position": position,
        "value": reading.value,
        "raw": _storable(reading.raw),
        "state": reading.state,
        "confidence": reading.confidence,
        "evidence_sha256": reading.evidence,
        "place": reading.where.as_json() if reading.where else None,
        "doubt": reading.doubt,
        "others": list(reading.others) or None,
    }


def _storable(raw: str | None) -> str | None:
    """Without NUL and halves of characters: no database keeps them in a text. The evidence has them still."""
    return None if raw is None else raw.replace("\0", "").encode("utf-8", "ignore").decode()


def drop_answers(connection: sa.Connection, submission_id: str, questions: Iterable[str]) -> None:
    """Forget answers to questions that no longer apply, after somebody went back. Their evidence stays."""
    keys = list(questions)
    if keys:
        connection.execute(ANSWER.delete().where(ANSWER.c.submission_id == submission_id, ANSWER.c.question.in_(keys)))


def touch(connection: sa.Connection, submission_id: str) -> None:
    _TOUCH.run(connection, {"submission": submission_id, "moment": now()})


def settle(
    connection: sa.Connection,
    submission_id: str,
    definition: Definition,
    *,
    complete: bool | None = None,
    by: str | None = None,
    reason: str | None = None,
) -> Status:
    """Bring a submission to the status that its answers call for, and give every question that applied an answer.

    Undecided answers need a person, and so does what is held; a recording that has not come yet means reading; else it
    is accepted. A status that a later step gave (approved and on, rejected, withdrawn) is left alone.

    :param complete: whether everything was asked; None leaves it.
    """
    code_id = voices.lock(connection, submission_id) if definition.participation == "code" else None
    query = sa.select(SUBMISSION.c.status, SUBMISSION.c.held).where(SUBMISSION.c.id == submission_id)
    before, held = connection.execute(query.with_for_update()).one()
    answers = connection.execute(_ANSWERS, {"submission": submission_id}).all()
    values: Mapping[str, Value | None] = {row.question: row.value for row in answers}
    is_statement = bool(answers) and not any(definition.has(row.question) for row in answers)
    if not is_statement:
        missing = [q.key for q in applicable(definition, values) if q.key not in values]
        put_answers(connection, submission_id, definition, map(Reading.empty, missing))
    group = definition.group_question
    changes: dict[str, Any] = {"updated_at": now(), "group_key": values.get(group.key) if group else None}
    if complete is not None:
        changes["complete"] = complete
    undecided = any(row.state in UNDECIDED and row.decided_at is None for row in answers)
    after = _fitting(connection, submission_id, needs_person=undecided or held is not None)
    if after != before and before in _SETTLING:
        check_move(before, after)
        changes["status"] = after
        note(connection, submission_id, before, after, by, reason)
    connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == submission_id).values(changes))
    if code_id is None:
        return changes.get("status", before)  # type: ignore[no-any-return]
    voices.recount(connection, code_id)
    return status_of(connection, submission_id)


def status_of(connection: sa.Connection, submission_id: str) -> Status:
    query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == submission_id)
    return connection.execute(query).scalar_one()  # type: ignore[no-any-return]


_SETTLING = frozenset({Status.IN_PROGRESS, Status.READING, Status.NEEDS_PERSON, Status.ACCEPTED})


def _fitting(connection: sa.Connection, submission_id: str, *, needs_person: bool) -> Status:
    expected = connection.execute(
        sa.select(RECORDING.c.reference)
        .join(DIALOGUE, DIALOGUE.c.id == RECORDING.c.dialogue_id)
        .where(DIALOGUE.c.submission_id == submission_id, RECORDING.c.state == RecordingState.EXPECTED)
        .limit(1)
    ).first()
    if expected:
        return Status.READING
    return Status.NEEDS_PERSON if needs_person else Status.ACCEPTED


def release(connection: sa.Connection, submission_id: str, definition: Definition, *, by: str) -> Status:
    """A person has seen why it was held and lets it go on; the status afterwards."""
    voices.lock(connection, submission_id)
    connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == submission_id).values(held=None))
    return settle(connection, submission_id, definition, by=by)


def move(
    connection: sa.Connection, submission_id: str, after: Status, *, by: str | None = None, reason: str | None = None
) -> None:
    """Move along the workflow. The status it has already: nothing happens.

    :raises Rejected: no rule allows that move.
    """
    code_id = voices.lock(connection, submission_id)
    query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == submission_id).with_for_update()
    before = connection.execute(query).scalar_one()
    if before == after:
        return
    put_status(connection, submission_id, before, after, by=by, reason=reason)
    if code_id is not None:
        voices.recount(connection, code_id)


def remark(connection: sa.Connection, submission_id: str, *, by: str, reason: str) -> None:
    """Note in the history what a person did that leaves the status as it is."""
    status = status_of(connection, submission_id)
    note(connection, submission_id, status, status, by, reason)
