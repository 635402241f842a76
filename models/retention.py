"""What goes by itself when its term ends: contact data first, then evidence and conversations.

The terms are in the consultation's newest version, in days after its last day. The normalized answers stay: what a
person must read of them was read by then. What belongs to no consultation has terms of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from models import consultations, erasure
from models.clock import now
from models.consultations import CONSULTATION, Version
from models.definition import HOME_ZONE
from models.erasure import ATTEMPT, CALL_BACK, CONTACT, DIALOGUE, SUBMISSION, Traces
from models.evidence import EVIDENCE, LINK, EvidenceStore
from models.store import Store
from models.submissions import ANSWER
from models.tables.erasures import ErasureGround
from models.vocabulary import EvidenceKind

LOOSE = timedelta(days=30)
"""For messages that belong to no conversation: words to a number that serves nothing, or outside any dialogue."""

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
    with store.write() as connection:
        version = consultations.latest_of(store, connection, consultation_id)
        traces = Traces()
        if _is_due(version, version.definition.privacy.contact_days):
            traces.contacts |= _contacts(connection, consultation_id)
        if _is_due(version, version.definition.privacy.evidence_days):
            traces.dialogues |= _all(connection, DIALOGUE.c.id, DIALOGUE.c.consultation_id == consultation_id)
            traces.evidence |= _evidence(connection, consultation_id, traces.dialogues)
            _bare_answers(connection, consultation_id)
        if not (traces or traces.evidence):
            return
        rows, blobs = erasure.erase(connection, traces, ErasureGround.TERM, consultation_id=consultation_id)
    yield Removed(version.code, rows, blobs)


def _is_due(version: Version, days: int) -> bool:
    ended = version.definition.closes + timedelta(days=days + 1)
    return now() >= datetime(ended.year, ended.month, ended.day, tzinfo=HOME_ZONE)


def _all(connection: sa.Connection, column: sa.ColumnElement[str], condition: sa.ColumnElement[bool]) -> set[str]:
    return set(connection.execute(sa.select(column).where(condition)).scalars())


def _contacts(connection: sa.Connection, consultation_id: str) -> set[str]:
    of_submissions = CONTACT.c.submission_id.in_(
        sa.select(SUBMISSION.c.id).where(SUBMISSION.c.consultation_id == consultation_id)
    )
    of_calls = CONTACT.c.id.in_(sa.select(CALL_BACK.c.contact_id).where(CALL_BACK.c.consultation_id == consultation_id))
    return _all(connection, CONTACT.c.id, sa.or_(of_submissions, of_calls))


def _evidence(connection: sa.Connection, consultation_id: str, dialogues: set[str]) -> set[str]:
    linked = sa.select(LINK.c.evidence_id).join(SUBMISSION, SUBMISSION.c.id == LINK.c.submission_id)
    found = set(connection.execute(linked.where(SUBMISSION.c.consultation_id == consultation_id)).scalars())
    said = sa.select(DIALOGUE.c.id).where(DIALOGUE.c.consultation_id == consultation_id)
    return found | (_all(connection, EVIDENCE.c.id, EVIDENCE.c.dialogue_id.in_(said)) if dialogues else set())


def _bare_answers(connection: sa.Connection, consultation_id: str) -> None:
    """Only the value stays: not how it was said or written, nor where that can be found."""
    ours = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.consultation_id == consultation_id)
    connection.execute(
        ANSWER.update()
        .where(ANSWER.c.submission_id.in_(ours))
        .values(raw=None, evidence_sha256=None, place=None, machine=None)
    )


def _loose(store: Store) -> Iterator[Removed]:
    with store.write() as connection:
        connection.execute(ATTEMPT.delete().where(ATTEMPT.c.at < now() - TRIES))
        loose = sa.and_(
            EVIDENCE.c.kind == EvidenceKind.MESSAGE,
            EVIDENCE.c.dialogue_id.is_(None),
            EVIDENCE.c.created_at < now() - LOOSE,
            EVIDENCE.c.id.not_in(sa.select(LINK.c.evidence_id)),
        )
        traces = Traces(evidence=_all(connection, EVIDENCE.c.id, loose))
        if not traces.evidence:
            return
        rows, blobs = erasure.erase(connection, traces, ErasureGround.TERM)
    yield Removed(None, rows, blobs)
