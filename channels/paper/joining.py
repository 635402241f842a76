"""Two letters that a person finds to be one: the later's pages and words go to the earlier."""

from __future__ import annotations

import sqlalchemy as sa

from models.contacts import CONTACT
from models.copies import GOES_ON
from models.definition import STATEMENT
from models.errors import Rejected
from models.evidence import EVIDENCE, LINK
from models.same_paper import drop, hold
from models.submissions import ANSWER, SUBMISSION, move, remark, status_of
from models.vocabulary import AnswerState, Channel, Doubt, EvidenceKind, Status

JOINABLE = frozenset({Status.READING, Status.NEEDS_PERSON, Status.ACCEPTED})


def join(connection: sa.Connection, later: str, *, by: str, reasons: tuple[str, str]) -> str:
    """Put a letter behind the one that it goes on; that one's id. What was joined has to be looked at anew.

    :param reasons: what the histories say: of the earlier letter, and of the later.
    :raises Rejected: it goes on nothing, or one of them was decided about already.
    """
    origin = connection.execute(sa.select(SUBMISSION.c.origin).where(SUBMISSION.c.id == later)).scalar() or ""
    earlier = origin.removeprefix(GOES_ON)
    if not origin.startswith(GOES_ON):
        raise Rejected("this letter is not the rest of another", code="goes_on_nothing")
    hold(connection, earlier, later)
    query = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.id.in_([earlier, later]), SUBMISSION.c.channel == Channel.LETTER, SUBMISSION.c.status.in_(JOINABLE)
    )
    if len(connection.execute(query).all()) != 2:
        raise Rejected("one of these letters was decided about already", code="already_decided")
    _join_words(connection, earlier, later)
    pages = sa.select(LINK.c.evidence_id).join(EVIDENCE, EVIDENCE.c.id == LINK.c.evidence_id)
    for page in connection.execute(
        pages.where(LINK.c.submission_id == later, EVIDENCE.c.kind.in_([EvidenceKind.PAGE, EvidenceKind.ARCHIVE]))
    ).scalars():
        connection.execute(LINK.insert(), {"submission_id": earlier, "evidence_id": page})
    connection.execute(CONTACT.update().where(CONTACT.c.submission_id == later).values(submission_id=earlier))
    if status_of(connection, earlier) is Status.NEEDS_PERSON:
        remark(connection, earlier, by=by, reason=reasons[0])
    else:
        move(connection, earlier, Status.NEEDS_PERSON, by=by, reason=reasons[0])
    drop(connection, later, by=by, reason=reasons[1])
    return earlier


def _join_words(connection: sa.Connection, earlier: str, later: str) -> None:
    query = sa.select(ANSWER).where(ANSWER.c.submission_id.in_([earlier, later]), ANSWER.c.question == STATEMENT.key)
    rows = {row.submission_id: row for row in connection.execute(query)}
    if earlier not in rows or later not in rows:
        raise Rejected("one of these letters says nothing", code="goes_on_nothing")
    first, second = rows[earlier], rows[later]
    value = "\n\n".join(str(row.value) for row in (first, second) if row.value) or None
    raw = "\n\n".join(row.raw for row in (first, second) if row.raw) or None
    confidences = [row.confidence for row in (first, second) if row.confidence is not None]
    connection.execute(
        ANSWER.update()
        .where(ANSWER.c.id == first.id)
        .values(
            value=value,
            raw=raw,
            state=AnswerState.UNCERTAIN if value else AnswerState.ILLEGIBLE,
            confidence=min(confidences, default=None),
            doubt=_doubt(value, {first.doubt, second.doubt}),
            machine=None,
            decided_at=None,
        )
    )


def _doubt(value: str | None, doubts: set[Doubt | None]) -> Doubt:
    if value is None:
        return Doubt.UNREADABLE
    return Doubt.BADLY_READ if doubts & {Doubt.BADLY_READ, Doubt.UNREADABLE} else Doubt.TEXT
