"""What a coordinator is asked to take into the reference work: contributions of meetings, and what the notes hold of
answers and lessons. Nothing of it is in the work before somebody took it in, in words without what identifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from channels.meetings.labels import Role, label_role
from channels.meetings.markers import split_label
from channels.meetings.segment_keeping import NOTE_SEGMENT
from channels.meetings.segments import SegmentKind
from intake.privacy.proposals import SEARCH
from intake.reference.leaving_out import Known, names_in, protected
from models.consultations import all_latest
from models.definition import STATEMENT, OpenText
from models.evidence import EVIDENCE
from models.normalization import clean_text
from models.normalized import MEETING
from models.reference import ENTRY, PLACED
from models.reference_keeping import PUBLIC_TEXT, NewEntry, answer_origin, notes_origin
from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.tables.reference import EntryKind, EntryState
from models.vocabulary import UNDECIDED, Channel, Status

LEARNED = {SegmentKind.LESSON: EntryKind.LESSON, SegmentKind.ANSWER: EntryKind.QUESTION}
ANNOUNCED = frozenset({Role.ANSWER, Role.LESSON, Role.ORGANISER, Role.FACILITATOR})
"""Labels that say of words only what their kind says already."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """:ivar new: what is proposed, already without what a machine found to identify somebody.
    :ivar source: the words as they came in.
    :ivar table: at which table it was said.
    :ivar theme: what the notes say it is about.
    :ivar known: what was known of names in it.
    """

    new: NewEntry
    source: str
    meeting: str | None
    table: str | None
    theme: str | None
    known: Known

    @property
    def origin(self) -> str:
        return self.new.origin or ""

    @property
    def identifies(self) -> bool:
        """Whether something was left out of the words as they came in."""
        return bool(self.known.identifying([self.source]))


def proposals(store: Store, connection: sa.Connection, organisation_id: str, *, limit: int) -> list[Proposal]:
    """What waits, lessons and answers first, in the order of their notes."""
    found = _from_notes(store, connection, organisation_id, limit)
    return found + _statements(store, connection, organisation_id, limit - len(found)) if len(found) < limit else found


def waiting(store: Store, connection: sa.Connection, organisation_id: str) -> int:
    """How many proposals there are."""
    count = 0
    for query in (_notes_query(organisation_id), _statements_query(store, connection, organisation_id)):
        ids = query.with_only_columns(sa.literal(1)).order_by(None).subquery()
        count += int(connection.execute(sa.select(sa.func.count()).select_from(ids)).scalar_one())
    return count


def proposal(store: Store, connection: sa.Connection, organisation_id: str, origin: str) -> Proposal | None:
    """One that waits; None if it does not any more."""
    kind, _, rest = origin.partition(":")
    key, _, last = rest.rpartition(":")
    if kind == "notes" and last.isdecimal():
        wanted = (EVIDENCE.c.sha256.startswith(key, autoescape=True), NOTE_SEGMENT.c.start == int(last))
        row = connection.execute(_notes_query(organisation_id).where(*wanted)).first()
        return _of_segment(store, connection, row) if row else None
    if kind != "answer":
        return None
    query = _statements_query(store, connection, organisation_id)
    row = connection.execute(query.where(SUBMISSION.c.id == key, ANSWER.c.question == last)).first()
    return _of_answer(store, connection, organisation_id, row) if row else None


def _from_notes(store: Store, connection: sa.Connection, organisation_id: str, limit: int) -> list[Proposal]:
    rows = connection.execute(_notes_query(organisation_id).limit(limit)).all()
    return [_of_segment(store, connection, row) for row in rows]


def _notes_query(organisation_id: str) -> sa.Select[Any]:
    notes = sa.literal("notes:") + sa.func.substr(EVIDENCE.c.sha256, 1, 40)
    of_these = (ENTRY.c.organisation_id == organisation_id, ENTRY.c.origin.between(notes + ":", notes + ";"))
    begins = sa.case((of_these[1], sa.cast(sa.func.substr(ENTRY.c.origin, _BEHIND_SHA256), sa.Integer)))
    left_out = (ENTRY.c.state == EntryState.LEFT_OUT, begins > NOTE_SEGMENT.c.start, begins < NOTE_SEGMENT.c.end)
    known = sa.exists().where(*of_these, (begins == NOTE_SEGMENT.c.start) | sa.and_(*left_out)) | (
        2 * _covered(of_these) >= _LENGTH
    )
    return (
        sa.select(NOTE_SEGMENT, EVIDENCE.c.sha256, MEETING.c.title, MEETING.c.held_on, MEETING.c.place)
        .add_columns(MEETING.c.consultation_id)
        .join(EVIDENCE, EVIDENCE.c.id == NOTE_SEGMENT.c.evidence_id)
        .join(MEETING, MEETING.c.id == NOTE_SEGMENT.c.meeting_id)
        .where(NOTE_SEGMENT.c.organisation_id == organisation_id, NOTE_SEGMENT.c.kind.in_(list(LEARNED)), ~known)
        .order_by(NOTE_SEGMENT.c.meeting_id, NOTE_SEGMENT.c.evidence_id, NOTE_SEGMENT.c.position)
    )


_BEHIND_SHA256 = len("notes:") + 40 + len(":") + 1
"""Where the number of a character stands in the origin of what was made of notes."""

_LENGTH = NOTE_SEGMENT.c.end - NOTE_SEGMENT.c.start


def _covered(of_these: tuple[sa.ColumnElement[bool], ...]) -> sa.ColumnElement[int]:
    """How many characters of a segment entries hold already: after somebody moved its borders, that may be a part."""
    last = sa.case((ENTRY.c.end < NOTE_SEGMENT.c.end, ENTRY.c.end), else_=NOTE_SEGMENT.c.end)
    first = sa.case((ENTRY.c.start > NOTE_SEGMENT.c.start, ENTRY.c.start), else_=NOTE_SEGMENT.c.start)
    overlap = (ENTRY.c.start < NOTE_SEGMENT.c.end, ENTRY.c.end > NOTE_SEGMENT.c.start)
    covered = sa.select(sa.func.coalesce(sa.func.sum(last - first), 0)).where(*of_these, *overlap)
    return covered.correlate(NOTE_SEGMENT, EVIDENCE).scalar_subquery()


def _of_segment(store: Store, connection: sa.Connection, row: sa.Row[Any]) -> Proposal:
    kind = LEARNED[SegmentKind(row.kind)]
    asked = _question_before(connection, row) if kind is EntryKind.QUESTION else None
    words = clean_text(row.words)
    label, begins = split_label(words)
    said = words[begins:] if label and label_role(label) in ANNOUNCED else words
    looked_through = [(row.words, row.names), *([(asked.words, asked.names)] if asked else [])]
    known = Known(names_in(looked_through), protected(store, connection, row.consultation_id))
    new = NewEntry(
        kind=kind,
        title=known.without(asked.words) if asked else None,
        text=known.without(said),
        meeting_id=row.meeting_id,
        consultation_id=row.consultation_id,
        held_on=row.held_on,
        place=row.place,
        submission_id=asked.submission_id if asked else None,
        evidence_sha256=row.sha256,
        start=row.start,
        end=row.end,
        origin=notes_origin(row.sha256, row.start),
    )
    source = f"{asked.words}\n\n{words}" if asked else words
    return Proposal(new, source, row.title, row.table, row.theme, known)


def _question_before(connection: sa.Connection, row: sa.Row[Any]) -> sa.Row[Any] | None:
    """The contribution that an answer follows upon."""
    query = (
        sa.select(NOTE_SEGMENT.c.words, NOTE_SEGMENT.c.submission_id, NOTE_SEGMENT.c.kind, NOTE_SEGMENT.c.names)
        .where(NOTE_SEGMENT.c.evidence_id == row.evidence_id, NOTE_SEGMENT.c.position < row.position)
        .order_by(NOTE_SEGMENT.c.position.desc())
        .limit(1)
    )
    before = connection.execute(query).first()
    return before if before is not None and before.kind == SegmentKind.CONTRIBUTION else None


def _statements(store: Store, connection: sa.Connection, organisation_id: str, limit: int) -> list[Proposal]:
    rows = connection.execute(_statements_query(store, connection, organisation_id).limit(limit)).all()
    return [_of_answer(store, connection, organisation_id, row) for row in rows]


def _statements_query(store: Store, connection: sa.Connection, organisation_id: str) -> sa.Select[Any]:
    """Own words from meetings that count and that nobody decided on, but for what is approved on the platform's way."""
    asked = [STATEMENT.key, *_texts_asked(store, connection, organisation_id)]
    origin = sa.literal("answer:") + SUBMISSION.c.id + ":" + ANSWER.c.question
    known = sa.exists().where(ENTRY.c.organisation_id == organisation_id, ENTRY.c.origin == origin)
    approved = sa.exists().where(PUBLIC_TEXT.c.submission_id == SUBMISSION.c.id)
    return (
        sa.select(
            SUBMISSION.c.id,
            SUBMISSION.c.consultation_id,
            SUBMISSION.c.meeting_id,
            SUBMISSION.c.meeting_table,
            ANSWER.c.question,
            ANSWER.c.value,
            MEETING.c.title,
            MEETING.c.held_on,
            MEETING.c.place,
        )
        .join(ANSWER, ANSWER.c.submission_id == SUBMISSION.c.id)
        .outerjoin(MEETING, MEETING.c.id == SUBMISSION.c.meeting_id)
        .where(
            SUBMISSION.c.organisation_id == organisation_id,
            SUBMISSION.c.channel == Channel.MEETING,
            SUBMISSION.c.status.in_([Status.ACCEPTED, *PLACED]),
            ANSWER.c.question.in_(asked),
            ANSWER.c.value.is_not(None),
            ANSWER.c.state.not_in(UNDECIDED),
            ~known,
            ~approved,
        )
        .order_by(SUBMISSION.c.received_at, SUBMISSION.c.id, ANSWER.c.position)
    )


def _texts_asked(store: Store, connection: sa.Connection, organisation_id: str) -> dict[str, str]:
    """Every question that is answered in own words: its text by its key."""
    return {
        question.key: found.definition.text(question.ask, found.definition.first_language)
        for found in all_latest(store, connection, organisation_id)
        for question in found.definition.questions
        if isinstance(question, OpenText)
    }


def _of_answer(store: Store, connection: sa.Connection, organisation_id: str, row: sa.Row[Any]) -> Proposal:
    segment = connection.execute(
        sa.select(NOTE_SEGMENT.c.start, NOTE_SEGMENT.c.end, NOTE_SEGMENT.c.theme, EVIDENCE.c.sha256)
        .join(EVIDENCE, EVIDENCE.c.id == NOTE_SEGMENT.c.evidence_id)
        .where(NOTE_SEGMENT.c.submission_id == row.id)
    ).first()
    found = connection.execute(sa.select(SEARCH.c.found).where(SEARCH.c.submission_id == row.id)).scalar() or {}
    names = names_in([(row.value, found.get(row.question))])
    known = Known(names, protected(store, connection, row.consultation_id))
    new = NewEntry(
        kind=EntryKind.STATEMENT,
        title=_texts_asked(store, connection, organisation_id).get(row.question),
        text=known.without(row.value),
        meeting_id=row.meeting_id,
        consultation_id=row.consultation_id,
        held_on=row.held_on,
        place=row.place,
        submission_id=row.id,
        question=row.question,
        evidence_sha256=segment.sha256 if segment else None,
        start=segment.start if segment else None,
        end=segment.end if segment else None,
        origin=answer_origin(row.id, row.question),
    )
    return Proposal(new, row.value, row.title, row.meeting_table, segment.theme if segment else None, known)
