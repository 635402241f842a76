"""All there is to know of one submission, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from channels.meetings.table_sheet_mending import is_row, questions_for
from channels.paper.completing import parts_of
from intake.desk.answer_cards import AnswerCard, answer_cards
from intake.desk.scope import visible
from models.accounts import STAFF, Member
from models.consultations import Version, version
from models.copies import GOES_ON
from models.definition import Definition
from models.evidence import EVIDENCE, LINK
from models.history import CHANGE
from models.letters_to_answer import OF_SUBMISSION, WITH_LETTER
from models.normalized import MEETING
from models.store import Store
from models.submissions import SUBMISSION
from models.vocabulary import Channel, EvidenceKind, Held, Status

DECIDABLE = frozenset({Status.READING, Status.NEEDS_PERSON, Status.ACCEPTED})
"""Statuses in which a person may still change an answer: what was approved by somebody first has to come back."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history; `by` is somebody's e-mail address, None where a rule did it."""

    before: Status | None
    after: Status
    at: datetime
    reason: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Twin:
    """Another submission from the same sheet of paper, or the letter that this one may be the rest of."""

    id: str
    receipt: str
    received_at: datetime
    status: Status
    answers: Sequence[AnswerCard] = ()
    pages: Sequence[sa.Row[Any]] = ()

    def said(self, key: str) -> str:
        """What it answers to a question, in words."""
        return next((card.value_in_words for card in self.answers if card.key == key), "")


@dataclass(frozen=True, slots=True)
class Dossier:
    row: sa.Row[Any]
    version: Version | None
    answers: Sequence[AnswerCard]
    evidence: Sequence[sa.Row[Any]]
    meeting: sa.Row[Any] | None
    entered_by: str | None
    same_sheet: Sequence[Twin]
    goes_on: Twin | None
    parts: Sequence[Twin] = ()
    """Other files with the pages of this form that it lacks."""

    @property
    def definition(self) -> Definition | None:
        return self.version.definition if self.version else None

    @property
    def is_published(self) -> bool:
        """Whether the consultation goes to a platform that this submission did not come from."""
        goes_out = self.definition is not None and self.definition.publish is not None
        return goes_out and self.row.channel is not Channel.ONLINE

    @property
    def undecided(self) -> Sequence[AnswerCard]:
        return [card for card in self.answers if card.undecided]

    @property
    def waits(self) -> bool:
        """Whether something is left for a person to decide."""
        return bool(self.undecided or self.row.held or self.version is None)

    @property
    def decidable(self) -> bool:
        return self.version is not None and self.row.status in DECIDABLE

    @property
    def is_row(self) -> bool:
        """Whether it was written by hand on the sheet of a table at a meeting."""
        return is_row(self.row.channel, self.row.origin)

    def row_questions(self, card: AnswerCard) -> list[str]:
        """Keys of the questions that the words of such a row may belong to."""
        return questions_for(self.definition, card.key) if self.definition is not None else []

    @property
    def written(self) -> AnswerCard | None:
        """What of it stands on paper."""
        return next((card for card in self.answers if card.place), None)

    def of_kind(self, *kinds: str) -> list[sa.Row[Any]]:
        return [one for one in self.evidence if one.kind in kinds]

    @property
    def pages(self) -> list[sa.Row[Any]]:
        """Pages as they came, of a form in the order in which they are printed: files may be in any."""
        return sorted(self.of_kind(EvidenceKind.PAGE), key=lambda one: one.printed_page or 0)

    def answer(self, key: str) -> AnswerCard | None:
        return next((card for card in self.answers if card.key == key), None)


def load(store: Store, connection: sa.Connection, somebody: Member, submission_id: str) -> Dossier | None:
    """None if there is no such submission, or it is not for this person's eyes."""
    query: sa.Select[Any] = sa.select(SUBMISSION, *OF_SUBMISSION).select_from(WITH_LETTER)
    row = connection.execute(query.where(*visible(somebody), SUBMISSION.c.id == submission_id)).first()
    if row is None:
        return None
    asked = version(store, connection, row.version_id) if row.version_id else None
    evidence = _evidence(connection, submission_id)
    return Dossier(
        row=row,
        version=asked,
        answers=answer_cards(connection, submission_id, asked.definition if asked else None, evidence),
        evidence=evidence,
        meeting=_meeting(connection, row.meeting_id),
        entered_by=_email(connection, row.entered_by),
        same_sheet=_same_sheet(connection, somebody, row, asked.definition if asked else None),
        goes_on=_goes_on(connection, somebody, row),
        parts=_parts(connection, somebody, row),
    )


def _evidence(connection: sa.Connection, submission_id: str) -> Sequence[sa.Row[Any]]:
    return connection.execute(
        sa.select(EVIDENCE)
        .join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
        .where(LINK.c.submission_id == submission_id)
        .order_by(EVIDENCE.c.created_at, EVIDENCE.c.id)
    ).all()


def history(connection: sa.Connection, submission_id: str) -> Sequence[Change]:
    """Every move of a submission, oldest first."""
    rows = connection.execute(
        sa.select(CHANGE.c.before, CHANGE.c.after, CHANGE.c.at, CHANGE.c.reason, STAFF.c.email)
        .outerjoin(STAFF, STAFF.c.id == CHANGE.c.by)
        .where(CHANGE.c.submission_id == submission_id)
        .order_by(CHANGE.c.at, CHANGE.c.id)
    )
    return [Change(*row) for row in rows]


def _meeting(connection: sa.Connection, meeting_id: str | None) -> sa.Row[Any] | None:
    return connection.execute(sa.select(MEETING).where(MEETING.c.id == meeting_id)).first() if meeting_id else None


def _email(connection: sa.Connection, user_id: str | None) -> str | None:
    return connection.execute(sa.select(STAFF.c.email).where(STAFF.c.id == user_id)).scalar() if user_id else None


def _same_sheet(
    connection: sa.Connection, somebody: Member, row: sa.Row[Any], definition: Definition | None
) -> list[Twin]:
    """The other scans of this sheet, for who has to choose, or chose and may go back on it."""
    if row.held is not Held.SAME_SHEET and (row.status is not Status.SUPERSEDED or row.origin is None):
        return []
    return [
        _twin(connection, found, definition)
        for found in _submissions(connection, somebody, SUBMISSION.c.origin == row.origin, SUBMISSION.c.id != row.id)
    ]


def _parts(connection: sa.Connection, somebody: Member, row: sa.Row[Any]) -> list[Twin]:
    if row.held not in (Held.SAME_SHEET, Held.MISSING_PAGE):
        return []
    ids = [one for one in parts_of(connection, row.id) if one != row.id]
    return [_twin(connection, one, None) for one in _submissions(connection, somebody, SUBMISSION.c.id.in_(ids))]


def _goes_on(connection: sa.Connection, somebody: Member, row: sa.Row[Any]) -> Twin | None:
    """The letter that this one may be the rest of, while a person has to say so."""
    if row.held not in (Held.GOES_ON, Held.WHICH_CONSULTATION) or not (row.origin or "").startswith(GOES_ON):
        return None
    found = _submissions(connection, somebody, SUBMISSION.c.id == row.origin.removeprefix(GOES_ON))
    return _twin(connection, found[0], None) if found else None


def _submissions(connection: sa.Connection, somebody: Member, *wanted: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any]]:
    query = sa.select(SUBMISSION.c.id, SUBMISSION.c.receipt, SUBMISSION.c.received_at, SUBMISSION.c.status)
    return connection.execute(
        query.where(*visible(somebody), *wanted).order_by(SUBMISSION.c.received_at, SUBMISSION.c.id).limit(10)
    ).all()


def _twin(connection: sa.Connection, row: sa.Row[Any], definition: Definition | None) -> Twin:
    evidence = _evidence(connection, row.id)
    return Twin(
        id=row.id,
        receipt=row.receipt,
        received_at=row.received_at,
        status=row.status,
        answers=answer_cards(connection, row.id, definition, evidence) if definition else (),
        pages=[one for one in evidence if one.kind is EvidenceKind.PAGE],
    )
