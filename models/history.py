"""Every move of a submission along the workflow, noted."""

from __future__ import annotations

import sqlalchemy as sa

from models.clock import now
from models.prepared import Prepared
from models.secrets import new_id
from models.tables import StatusChange, Submission
from models.vocabulary import Status
from models.workflow import check_move

SUBMISSION = Submission.__table__  # type: ignore[attr-defined]
CHANGE = StatusChange.__table__  # type: ignore[attr-defined]

_CHANGE = Prepared(CHANGE.insert())


def note(
    connection: sa.Connection,
    submission_id: str,
    before: Status | None,
    after: Status,
    by: str | None = None,
    reason: str | None = None,
) -> None:
    """Add a line to the history."""
    _CHANGE.run(
        connection,
        {
            "id": new_id(),
            "submission_id": submission_id,
            "before": before,
            "after": after,
            "at": now(),
            "by": by,
            "reason": reason,
        },
    )


def put_status(
    connection: sa.Connection,
    submission_id: str,
    before: Status,
    after: Status,
    *,
    by: str | None = None,
    reason: str | None = None,
) -> None:
    """Change the status and note it.

    :raises Rejected: no rule allows that move.
    """
    check_move(before, after)
    connection.execute(
        SUBMISSION.update().where(SUBMISSION.c.id == submission_id).values(status=after, updated_at=now())
    )
    note(connection, submission_id, before, after, by, reason)
