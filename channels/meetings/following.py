"""How contributions follow the segments that they were made of: written anew, made, or superseded.

One that nobody decided about is written anew. One that somebody decided about stays as that person left it: it is
superseded, and a new one waits for a person. One that is approved, published or in the reference work is not touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa

from channels.meetings.keep import NO_OTHERS, keep_proposals
from channels.meetings.proposals import CONFIDENCE, Proposal, proposal_of
from channels.meetings.segment_keeping import NOTE_SEGMENT, Part
from channels.meetings.segments import Segment
from models import submissions
from models.consultations import Version
from models.errors import Rejected
from models.evidence import EVIDENCE, Kept
from models.reference import ENTRY
from models.submissions import ANSWER, SUBMISSION
from models.tables.reference import EntryState
from models.vocabulary import Status

FIXED = frozenset({Status.APPROVED, Status.PUBLISHED, Status.ANSWERED, Status.WITHDRAWN})
"""What everybody may have seen already, and what somebody took back: notes do not change it."""


class Settled(Rejected):
    """Contributions stand in the way that somebody decided about.

    :ivar submissions: their ids.
    """

    def __init__(self, message: str, code: str, submissions: Sequence[str]) -> None:
        super().__init__(message, code=code)
        self.submissions = tuple(submissions)


@dataclass(frozen=True, slots=True)
class Follow:
    """Whose change it is. `reason` is written into the history of what changes.

    :ivar sure: somebody was told which decided contributions will be superseded, and wants it.
    :ivar others: by their ids the consultations that the meeting was also about.
    :ivar revived: submissions that may count again, as the change that ended them is being undone.
    """

    version: Version
    meeting_id: str
    file: Kept
    by: str
    reason: str
    sure: bool = False
    revived: Collection[str] = field(default=frozenset())
    others: Mapping[str, Version] = field(default_factory=lambda: NO_OTHERS)

    def about(self, segment: Segment) -> Version:
        """What a segment is about."""
        return self.others.get(segment.consultation or "", self.version)


@dataclass(frozen=True, slots=True)
class _Known:
    status: Status
    decided: bool
    kept_in_work: bool


def follow(
    connection: sa.Connection, how: Follow, before: Sequence[Part], after: Sequence[Part]
) -> tuple[list[Part], list[str]]:
    """Let the contributions follow; `after` with their ids, and the ids of those that were superseded.

    :raises Settled: `fixed`: it may not be done at all; `decided`: not unless somebody is sure.
    """
    had = {part.submission_id: part for part in before if part.submission_id}
    wanted = {part.submission_id for part in after if part.submission_id}
    confidence = _confidence(connection, how.file)
    known = _known(connection, sorted(had.keys() | wanted))
    after = [_rightly(part, had, known, how.revived) for part in after]
    changed = [part for part in after if part.submission_id in had and _differs(had[part.submission_id], part)]
    kept = {part.submission_id for part in after if proposal_of(part.segment, confidence)}
    ended = [one for one in had if one not in kept]
    touched = [*ended, *(part.submission_id for part in changed if part.submission_id in kept)]
    _check(how, known, [one for one in touched if one])
    superseded = [one for one in ended if _supersede(connection, how, one, known[one])]
    made: list[Part] = []
    for part in after:
        proposal, one = proposal_of(part.segment, confidence), part.submission_id
        if proposal is None:
            part = replace(part, submission_id=None)
        elif one is None:
            part = _made(connection, how, part, proposal)
        elif one not in had:
            _revive(connection, how, part, one, known[one])
        elif part in changed and known[one].decided:
            superseded += [one] if _supersede(connection, how, one, known[one]) else []
            part = _made(connection, how, part, proposal)
        elif part in changed or (not known[one].decided and part.segment.text != had[one].segment.text):
            _rewrite(connection, how, part, one, proposal)
        made.append(part)
    return made, superseded


def _rightly(part: Part, had: Collection[str | None], known: dict[str, _Known], revived: Collection[str]) -> Part:
    """Without a submission that it had once, and that neither is there now nor comes back."""
    one = part.submission_id
    if one is None or one in had:
        return part
    comes_back = one in known and (
        known[one].status in {Status.REJECTED, Status.WITHDRAWN}
        or (one in revived and known[one].status is Status.SUPERSEDED)
    )
    return part if comes_back else replace(part, submission_id=None)


def _differs(before: Part, after: Part) -> bool:
    """Whether as a contribution they are not the same."""

    def said(part: Part) -> tuple[object, ...] | None:
        one = proposal_of(part.segment, CONFIDENCE)
        return (one.text, one.supporters, one.table, one.remark, one.question, one.consultation) if one else None

    return said(before) != said(after)


def _confidence(connection: sa.Connection, file: Kept) -> float:
    """As sure as the rest of that file was read."""
    made = sa.select(NOTE_SEGMENT.c.submission_id).where(NOTE_SEGMENT.c.evidence_id == file.id)
    query = sa.select(sa.func.min(ANSWER.c.confidence)).where(ANSWER.c.submission_id.in_(made))
    lowest = connection.execute(query).scalar()
    return CONFIDENCE if lowest is None else float(lowest)


def _known(connection: sa.Connection, ids: Sequence[str]) -> dict[str, _Known]:
    """As they are now, in an order that all share; whoever else would change them waits for this transaction."""
    locked = sa.select(SUBMISSION.c.id, SUBMISSION.c.status).where(SUBMISSION.c.id.in_(ids)).order_by(SUBMISSION.c.id)
    rows = connection.execute(locked.with_for_update()).all()
    decided = set(
        connection.execute(
            sa.select(ANSWER.c.submission_id).where(ANSWER.c.submission_id.in_(ids), ANSWER.c.decided_at.is_not(None))
        ).scalars()
    )
    entries = set(
        connection.execute(
            sa.select(ENTRY.c.submission_id).where(
                ENTRY.c.submission_id.in_(ids),
                ENTRY.c.state != EntryState.LEFT_OUT,
                ENTRY.c.origin.like(sa.literal("answer:") + ENTRY.c.submission_id + ":%"),
            )
        ).scalars()
    )
    return {
        row.id: _Known(row.status, row.id in decided or row.status is not Status.NEEDS_PERSON, row.id in entries)
        for row in rows
    }


def _check(how: Follow, known: dict[str, _Known], touched: Sequence[str]) -> None:
    fixed = [one for one in touched if known[one].status in FIXED or known[one].kept_in_work]
    if fixed:
        raise Settled("what is approved, published or in the reference work is not changed", "fixed", fixed)
    decided = [one for one in touched if known[one].decided]
    if decided and not how.sure:
        raise Settled("somebody decided about these contributions already", "decided", decided)


def _supersede(connection: sa.Connection, how: Follow, submission_id: str, known: _Known) -> bool:
    """It counts no more; whether it did until now."""
    if known.status in {Status.REJECTED, Status.SUPERSEDED}:
        return False
    submissions.move(connection, submission_id, Status.SUPERSEDED, by=how.by, reason=how.reason)
    return True


def _revive(connection: sa.Connection, how: Follow, part: Part, submission_id: str, known: _Known) -> None:
    if known.status is Status.SUPERSEDED:
        submissions.move(connection, submission_id, Status.NEEDS_PERSON, by=how.by, reason=how.reason)
        submissions.settle(connection, submission_id, how.about(part.segment).definition, by=how.by)


def _made(connection: sa.Connection, how: Follow, part: Part, proposal: Proposal) -> Part:
    (made,) = keep_proposals(
        connection,
        how.version,
        how.meeting_id,
        [proposal],
        how.file,
        language=how.about(part.segment).definition.first_language,
        received_at=_received_at(connection, how.file),
        others=how.others,
    )
    submissions.remark(connection, made, by=how.by, reason=how.reason)
    return replace(part, submission_id=made)


def _received_at(connection: sa.Connection, file: Kept) -> datetime:
    query = sa.select(EVIDENCE.c.created_at).where(EVIDENCE.c.id == file.id)
    arrived: datetime = connection.execute(query).scalar_one()
    return arrived


def _rewrite(connection: sa.Connection, how: Follow, part: Part, submission_id: str, proposal: Proposal) -> None:
    """Nobody decided about it: it is what the machine would have made of these borders."""
    here, version = SUBMISSION.c.id == submission_id, how.about(part.segment)
    said = {
        "consultation_id": version.consultation_id,
        "version_id": version.version_id,
        "supporters": proposal.supporters,
        "meeting_table": proposal.table,
        "meeting_remark": proposal.remark,
    }
    connection.execute(SUBMISSION.update().where(here).values(said))
    answered = connection.execute(sa.select(ANSWER.c.question).where(ANSWER.c.submission_id == submission_id)).scalars()
    others = [one for one in answered if one != proposal.question]
    submissions.drop_answers(connection, submission_id, others)
    reading = proposal.reading(how.file.sha256)
    submissions.put_answers(connection, submission_id, version.definition, [reading])
    submissions.settle(connection, submission_id, version.definition, complete=True, by=how.by)
    submissions.remark(connection, submission_id, by=how.by, reason=how.reason)
