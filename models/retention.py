"""What goes by itself when its term ends: contact data first, then evidence and conversations.

The terms are in the consultation's newest version, in days after its last day. What was split (pages of a pile, ideas
of a meeting's notes) and what was derived (crops, transcripts, archive copies) belongs to a submission, and so to its
consultation: all have the clock of their origin. The normalized answers stay, unless the consultation says when they go
as well. What belongs to no consultation has terms of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from models import consultations, erasure, search, watching
from models.clock import now
from models.consents import CONSENT
from models.consultations import CONSULTATION, Version
from models.definition import HOME_ZONE
from models.erasure import ATTEMPT, CALL_BACK, CODE, CONTACT, DIALOGUE, MEETING, SUBMISSION, Traces
from models.evidence import EVIDENCE, LINK, EvidenceStore
from models.store import Store
from models.submissions import ANSWER
from models.tables.erasures import ErasureGround
from models.vocabulary import EvidenceKind

LOOSE = timedelta(days=30)
"""For what was said outside any conversation: to a number that serves nothing, or in a call that led nowhere."""
SAID = (EvidenceKind.MESSAGE, EvidenceKind.KEYS, EvidenceKind.SPEECH, EvidenceKind.CALL, EvidenceKind.RECORDING)

UNUSED = timedelta(days=90)
"""For files of which nothing became a submission, and for numbers of people who are called back about nothing here."""

UNPLACED = timedelta(days=365)
"""For letters of which nobody said what they are about."""

PART = 500
"""Ids of a kind in one transaction: some tenths of a second, for which webhooks may have to wait."""

TRIES = timedelta(days=1)


@dataclass
class Removed:
    """What one consultation, or what belongs to none (`code` is None), lost. Rows by table, and files."""

    code: str | None
    rows: dict[str, int]
    blobs: set[str] = field(default_factory=set)


def run(store: Store, files: EvidenceStore) -> list[Removed]:
    """Erase all that is due, consultation by consultation; each is done or not, and what is left is done next time.

    :raises TryAgain: the database or the storage cannot be reached.
    """
    with store.read() as connection:
        ids = list(connection.execute(sa.select(CONSULTATION.c.id).order_by(CONSULTATION.c.code)).scalars())
    found = [removed for one in ids for removed in _consultation(store, one)]
    found += _loose(store)
    erasure.sweep(store, files, {sha256 for removed in found for sha256 in removed.blobs})
    return found


def _consultation(store: Store, consultation_id: str) -> Iterator[Removed]:
    rows: Counter[str] = Counter()
    blobs: set[str] = set()
    while True:
        with store.write() as connection:
            version = consultations.latest_of(store, connection, consultation_id)
            traces = _due(connection, version)
            if not (traces or traces.evidence):
                break
            removed, gone = erasure.erase(connection, traces, ErasureGround.TERM, consultation_id=consultation_id)
        rows.update(removed)
        blobs |= gone
    if rows:
        yield Removed(version.code, dict(rows), blobs)


def _due(connection: sa.Connection, version: Version) -> Traces:
    """The next part of what is due."""
    terms, consultation_id = version.definition.privacy, version.consultation_id
    traces = Traces()
    if _is_due(version, terms.contact_days):
        traces.contacts |= _contacts(connection, consultation_id)
    if _is_due(version, terms.evidence_days):
        traces.dialogues |= _all(connection, DIALOGUE.c.id, DIALOGUE.c.consultation_id == consultation_id)
        traces.evidence |= _evidence(connection, consultation_id)
        _bare_answers(connection, consultation_id)
    if rest_is_over(version):
        traces.submissions |= _all(connection, SUBMISSION.c.id, SUBMISSION.c.consultation_id == consultation_id)
        erasure.grown(connection, traces)
        if not traces:
            traces.codes |= _all(connection, CODE.c.id, CODE.c.consultation_id == consultation_id)
    return traces


def rest_is_over(version: Version) -> bool:
    """Whether nothing is kept of this consultation any more, so that nothing must come in again either."""
    days = version.definition.privacy.rest_days
    return days is not None and _is_due(version, days)


def _is_due(version: Version, days: int) -> bool:
    ended = version.definition.closes + timedelta(days=days + 1)
    return now() >= datetime(ended.year, ended.month, ended.day, tzinfo=HOME_ZONE)


def _all(connection: sa.Connection, column: sa.ColumnElement[str], condition: sa.ColumnElement[bool]) -> set[str]:
    return set(connection.execute(sa.select(column).where(condition).limit(PART)).scalars())


def _contacts(connection: sa.Connection, consultation_id: str) -> set[str]:
    of_submissions = CONTACT.c.submission_id.in_(
        sa.select(SUBMISSION.c.id).where(SUBMISSION.c.consultation_id == consultation_id)
    )
    of_calls = CONTACT.c.id.in_(sa.select(CALL_BACK.c.contact_id).where(CALL_BACK.c.consultation_id == consultation_id))
    return _all(connection, CONTACT.c.id, sa.or_(of_submissions, of_calls))


def _evidence(connection: sa.Connection, consultation_id: str) -> set[str]:
    """What submissions came from, also if several share it; and what a meeting left, whatever came of it."""
    ours = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.consultation_id == consultation_id)
    linked = sa.select(LINK.c.evidence_id).where(LINK.c.submission_id.in_(ours))
    met = sa.select(MEETING.c.id).where(MEETING.c.consultation_id == consultation_id)
    return _all(connection, EVIDENCE.c.id, sa.or_(EVIDENCE.c.id.in_(linked), EVIDENCE.c.meeting_id.in_(met)))


_BARE = (ANSWER.c.raw, ANSWER.c.evidence_sha256, ANSWER.c.place, ANSWER.c.machine, ANSWER.c.others)


def _bare_answers(connection: sa.Connection, consultation_id: str) -> None:
    """Only the value stays: not how it was said or written, nor where that can be found."""
    ours = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.consultation_id == consultation_id)
    raw = sa.select(ANSWER.c.submission_id).where(ANSWER.c.submission_id.in_(ours), ANSWER.c.raw.is_not(None))
    search.forget_words(connection, raw)
    connection.execute(
        ANSWER.update()
        .where(ANSWER.c.submission_id.in_(ours), sa.or_(*(column.is_not(None) for column in _BARE)))
        .values(raw=None, evidence_sha256=None, place=None, machine=None, others=None)
    )
    connection.execute(
        CONSENT.update().where(CONSENT.c.submission_id.in_(ours), CONSENT.c.proof.is_not(None)).values(proof=None)
    )


def _loose(store: Store) -> Iterator[Removed]:
    with store.write() as connection:
        connection.execute(ATTEMPT.delete().where(ATTEMPT.c.at < now() - TRIES))
        watching.forget(connection)
    rows: Counter[str] = Counter()
    blobs: set[str] = set()
    while True:
        with store.write() as connection:
            traces = _due_without_consultation(connection)
            if not (traces or traces.evidence):
                break
            removed, gone = erasure.erase(connection, traces, ErasureGround.TERM)
        rows.update(removed)
        blobs |= gone
    if rows:
        yield Removed(None, dict(rows), blobs)


def _due_without_consultation(connection: sa.Connection) -> Traces:
    """Messages and files that nothing came of, letters about nothing that is asked here, numbers of call-backs."""
    unused = sa.and_(
        EVIDENCE.c.dialogue_id.is_(None),
        EVIDENCE.c.meeting_id.is_(None),
        EVIDENCE.c.id.not_in(sa.select(LINK.c.evidence_id)),
        sa.or_(
            sa.and_(EVIDENCE.c.kind.in_(SAID), EVIDENCE.c.created_at < now() - LOOSE),
            EVIDENCE.c.created_at < now() - UNUSED,
        ),
    )
    nowhere = sa.and_(SUBMISSION.c.consultation_id.is_(None), SUBMISSION.c.received_at < now() - UNPLACED)
    about_nothing = sa.select(CALL_BACK.c.contact_id).where(
        CALL_BACK.c.consultation_id.is_(None), CALL_BACK.c.asked_at < now() - UNUSED
    )
    traces = erasure.grown(connection, Traces(submissions=_all(connection, SUBMISSION.c.id, nowhere)))
    traces.contacts |= _all(connection, CONTACT.c.id, CONTACT.c.id.in_(about_nothing))
    traces.evidence |= _all(connection, EVIDENCE.c.id, unused)
    return traces
