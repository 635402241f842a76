"""One person, one voice: of all contributions with the same participation code, one counts.

The rule. Of the contributions that are valid, the complete ones go before the partial ones; among those the one that
arrived last counts, and the others are superseded. Arrived is the moment we got it: the first answer of a call or a
dialogue, the moment a scan or a notes file was taken in, the moment an entry was sent; not the moment it was read or
checked. So the outcome is the same whatever the order of the work. If the one that counts turns out not to be valid, or
is withdrawn, the one before it counts again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from models.history import CHANGE, SUBMISSION, put_status
from models.tables import ParticipationCode
from models.vocabulary import Status

CODE = ParticipationCode.__table__  # type: ignore[attr-defined]

VALID = frozenset({Status.ACCEPTED, Status.APPROVED, Status.PUBLISHED, Status.ANSWERED})
"""A contribution that still has to be read or checked does not count yet, and supersedes none."""

SUPERSEDES = "a later contribution with the same participation code counts"
COUNTS_AGAIN = "the later contribution with the same participation code does not count"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the rule looks at."""

    id: str
    status: Status
    complete: bool
    received_at: datetime


def counting(contributions: Collection[Contribution]) -> Contribution | None:
    """Which of one code's contributions counts. All must be valid, or superseded by this rule."""
    return max(contributions, key=lambda one: (one.complete, one.received_at, one.id), default=None)


def lock(connection: sa.Connection, submission_id: str) -> str | None:
    """Hold the code of a submission until the end of this transaction; its id.

    Ask before any row of a submission is held: two contributions with one code would else wait for each other. On
    PostgreSQL it is a lock that lets others refer to the code: a contribution does so as soon as it is stored, and
    two that were stored and then asked for a stronger one would wait for each other as well.
    """
    query = (
        sa.select(CODE.c.id)
        .join(SUBMISSION, SUBMISSION.c.code_id == CODE.c.id)
        .where(SUBMISSION.c.id == submission_id)
        .with_for_update(of=CODE, key_share=True)
    )
    return connection.execute(query).scalar()


def recount(connection: sa.Connection, code_id: str) -> None:
    """Have exactly one of the code's valid contributions count. The code must be held."""
    rows = connection.execute(
        sa.select(SUBMISSION.c.id, SUBMISSION.c.status, SUBMISSION.c.complete, SUBMISSION.c.received_at).where(
            SUBMISSION.c.code_id == code_id, SUBMISSION.c.status.in_([*VALID, Status.SUPERSEDED])
        )
    ).all()
    contributions = [Contribution(*row) for row in rows]
    by_rule = _superseded_by_rule(connection, [one.id for one in contributions if one.status is Status.SUPERSEDED])
    candidates = [one for one in contributions if one.status in VALID or one.id in by_rule]
    counts = counting(candidates)
    for one in candidates:
        if one is not counts and one.status in VALID:
            put_status(connection, one.id, one.status, Status.SUPERSEDED, reason=SUPERSEDES)
        elif one is counts and one.status is Status.SUPERSEDED:
            put_status(connection, one.id, one.status, Status.ACCEPTED, reason=COUNTS_AGAIN)


def would_count_instead(connection: sa.Connection, submission_id: str) -> bool:
    """Whether another contribution with the same code counts again once this one, which counts now, does not."""
    mine = sa.select(SUBMISSION.c.code_id, SUBMISSION.c.status).where(SUBMISSION.c.id == submission_id)
    row = connection.execute(mine).first()
    if row is None or row.code_id is None or row.status not in VALID:
        return False
    others = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.code_id == row.code_id, SUBMISSION.c.status == Status.SUPERSEDED
    )
    return bool(_superseded_by_rule(connection, list(connection.execute(others).scalars())))


def _superseded_by_rule(connection: sa.Connection, ids: Sequence[str]) -> set[str]:
    """Those that this rule superseded, not a person's word: only they can count again."""
    if not ids:
        return set()
    query = sa.select(CHANGE.c.submission_id, CHANGE.c.reason, CHANGE.c.by).where(
        CHANGE.c.submission_id.in_(ids), CHANGE.c.after == Status.SUPERSEDED
    )
    last = {row.submission_id: row for row in connection.execute(query.order_by(CHANGE.c.at, CHANGE.c.id))}
    return {key for key, row in last.items() if row.reason == SUPERSEDES and row.by is None}
