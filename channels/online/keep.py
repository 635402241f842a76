"""One contribution from the website → a submission; a newer version of it → the same submission, changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from models import codes
from models import evidence as evidence_records
from models.clock import now
from models.consultations import Version, version
from models.evidence import LARGEST_INLINE, EvidenceStore, Kept, keep_blob, keep_small
from models.reading import Reading
from models.secrets import new_id
from models.store import Store
from models.submissions import SUBMISSION, NewSubmission, begin, drop_answers, move, put_answers, settle
from models.tables import OnlineContribution
from models.vocabulary import Channel, EvidenceKind, Status

ONLINE = OnlineContribution.__table__  # type: ignore[attr-defined]

MEDIA_TYPE = "application/json"
DELETED = "deleted on the website"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What somebody did on the website, without anything that says who.

    :ivar kind: the platform's word for it; with `their_id` it names the contribution.
    :ivar content: what it says, as the platform gives it: kept as evidence. A change of it is a new version.
    """

    kind: str
    their_id: str
    given_at: datetime
    content: Mapping[str, Any]
    readings: Sequence[Reading]
    votes_for: int = 0
    votes_against: int = 0

    @property
    def source(self) -> str:
        return json.dumps(dict(self.content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        return sha256(self.source.encode()).hexdigest()


class Came(StrEnum):
    """What taking in a contribution did."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"


def keep(
    store: Store,
    connection: sa.Connection,
    evidence: EvidenceStore,
    found: Version,
    given: Contribution,
    code_id: str | None = None,
) -> Came:
    """Take a contribution in, in the caller's transaction; the same version again changes nothing but its votes.

    :param code_id: the participation code of who made it, where that is known.
    :raises TryAgain: the evidence of a long one could not be stored.
    """
    store.once_at_a_time(connection, "online", found.consultation_id, given.kind, given.their_id)
    known = connection.execute(
        sa.select(ONLINE).where(
            ONLINE.c.consultation_id == found.consultation_id,
            ONLINE.c.kind == given.kind,
            ONLINE.c.their_id == given.their_id,
        )
    ).first()
    if known is None:
        _begin(connection, evidence, found, given, code_id)
        return Came.NEW
    seen = {"votes_for": given.votes_for, "votes_against": given.votes_against, "seen_at": now()}
    if known.digest == given.digest:
        connection.execute(ONLINE.update().where(ONLINE.c.id == known.id).values(**seen))
        return Came.KNOWN
    _change(store, connection, evidence, known.submission_id, given)
    connection.execute(ONLINE.update().where(ONLINE.c.id == known.id).values(digest=given.digest, **seen))
    return Came.CHANGED


def gone(connection: sa.Connection, found: Version, kind: str, their_id: str) -> bool:
    """It was deleted on the website: the submission does not count any more. Whether it did."""
    submission_id = connection.execute(
        sa.select(ONLINE.c.submission_id).where(
            ONLINE.c.consultation_id == found.consultation_id, ONLINE.c.kind == kind, ONLINE.c.their_id == their_id
        )
    ).scalar()
    if submission_id is None:
        return False
    query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == submission_id)
    if connection.execute(query).scalar_one() is Status.WITHDRAWN:
        return False
    move(connection, submission_id, Status.WITHDRAWN, reason=DELETED)
    return True


def _begin(
    connection: sa.Connection, evidence: EvidenceStore, found: Version, given: Contribution, code_id: str | None
) -> None:
    begun = begin(
        connection,
        NewSubmission(
            organisation_id=found.organisation_id,
            consultation_id=found.consultation_id,
            version_id=found.version_id,
            channel=Channel.ONLINE,
            language=found.definition.first_language,
            received_at=given.given_at,
            status=Status.IN_PROGRESS,
            code_id=code_id,
            held=codes.hold_without(found.definition, has_code=code_id is not None),
        ),
    )
    _answer(connection, evidence, found, begun.id, given)
    connection.execute(
        ONLINE.insert(),
        {
            "id": new_id(),
            "consultation_id": found.consultation_id,
            "submission_id": begun.id,
            "kind": given.kind,
            "their_id": given.their_id,
            "digest": given.digest,
            "votes_for": given.votes_for,
            "votes_against": given.votes_against,
            "seen_at": now(),
        },
    )


def _change(
    store: Store, connection: sa.Connection, evidence: EvidenceStore, submission_id: str, given: Contribution
) -> None:
    """What stands there now counts; what stood there before stays in the evidence."""
    row = connection.execute(
        sa.select(SUBMISSION.c.version_id, SUBMISSION.c.status).where(SUBMISSION.c.id == submission_id)
    ).one()
    asked = version(store, connection, row.version_id)
    read = {reading.question for reading in given.readings}
    drop_answers(connection, submission_id, [q.key for q in asked.definition.questions if q.key not in read])
    _answer(connection, evidence, asked, submission_id, given)


def _answer(
    connection: sa.Connection, evidence: EvidenceStore, asked: Version, submission_id: str, given: Contribution
) -> None:
    kept = _keep(connection, evidence, asked.organisation_id, given.source)
    evidence_records.link(connection, submission_id, kept.id)
    readings = [replace(one, evidence=kept.sha256) for one in given.readings]
    put_answers(connection, submission_id, asked.definition, readings)
    settle(connection, submission_id, asked.definition, complete=True)


def _keep(connection: sa.Connection, evidence: EvidenceStore, organisation_id: str, source: str) -> Kept:
    content = source.encode("utf-8", "surrogatepass")
    kind = EvidenceKind.ENTRY
    if len(content) <= LARGEST_INLINE:
        return keep_small(connection, organisation_id, kind, source, media_type=MEDIA_TYPE)
    sha = evidence.put(content)
    return keep_blob(connection, organisation_id, kind, sha, len(content), media_type=MEDIA_TYPE)
