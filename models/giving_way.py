"""Of two contributions of one person, one counts: the other gives way by a person's word, and can come back."""

from __future__ import annotations

import sqlalchemy as sa

from models.definition import Definition
from models.errors import Rejected
from models.submissions import SUBMISSION, move, release, status_of
from models.vocabulary import Status

REPLACEABLE = frozenset({Status.NEEDS_PERSON, Status.ACCEPTED})
"""What was approved or published was decided by somebody else, who has to bring it back first."""


def give_way(connection: sa.Connection, submission_id: str, *, by: str, reason: str) -> None:
    """It counts no more. What is set aside or rejected already stays so.

    :raises Rejected: it was decided about already (`already_decided`).
    """
    before = status_of(connection, submission_id)
    if before not in (*REPLACEABLE, Status.SUPERSEDED, Status.REJECTED):
        raise Rejected("this submission was decided about already", code="already_decided")
    if before in REPLACEABLE:
        move(connection, submission_id, Status.SUPERSEDED, by=by, reason=reason)
    connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == submission_id).values(held=None))


def count_again(
    connection: sa.Connection, submission_id: str, definition: Definition, *, by: str, reason: str
) -> Status:
    """It counts, if its answers let it; its status afterwards.

    :raises Rejected: it was decided about already (`already_decided`).
    """
    if status_of(connection, submission_id) not in (*REPLACEABLE, Status.SUPERSEDED):
        raise Rejected("this submission was decided about already", code="already_decided")
    move(connection, submission_id, Status.NEEDS_PERSON, by=by, reason=reason)
    return release(connection, submission_id, definition, by=by)
