"""A file that should not have been brought in: all that came of it is rejected at once, and nothing is lost.

Who brings it in once more, perhaps for another consultation, gets it read anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.visit import member, services
from intake.files import let_in_again
from models.decisions import DECISION
from models.outbox import OUTBOX
from models.same_paper import let_come_again
from models.submissions import ANSWER, SUBMISSION, move
from models.vocabulary import OutboxKind, OutboxState, Status

UNTOUCHED = frozenset({Status.NEEDS_PERSON, Status.ACCEPTED})
"""What somebody approved, published or rejected is left as it is, and so is what anybody decided an answer of."""


def take_back(entry_id: str) -> Response:
    """Reject every submission of a scanned file that nobody decided about yet."""
    somebody = member()
    with services().store.write() as connection:
        found = connection.execute(
            sa.select(OUTBOX.c.result).where(
                OUTBOX.c.id == entry_id,
                OUTBOX.c.organisation_id == somebody.organisation_id,
                OUTBOX.c.kind == OutboxKind.READ_SCAN,
                OUTBOX.c.state == OutboxState.DONE,
            )
        ).first()
        if found is None:
            raise NotFound
        brought = [one["submission"] for one in (found.result or {}).get("documents", ())]
        untouched = _untouched(connection, somebody.organisation_id, brought)
        for submission_id in untouched:
            move(
                connection, submission_id, Status.REJECTED, by=somebody.user_id, reason=words.REASONS.kept("taken_back")
            )
        let_come_again(connection, untouched)
        let_in_again(connection, entry_id)
    words.notice("taken_back", count=str(len(untouched)), left=str(len(brought) - len(untouched)))
    return redirect(url_for("desk.post"))


def _untouched(connection: sa.Connection, organisation_id: str, brought: Sequence[str]) -> Sequence[str]:
    decided = sa.select(ANSWER.c.submission_id).join(DECISION, DECISION.c.answer_id == ANSWER.c.id)
    query = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.organisation_id == organisation_id,
        SUBMISSION.c.id.in_(brought),
        SUBMISSION.c.status.in_(UNTOUCHED),
        SUBMISSION.c.id.not_in(decided.where(ANSWER.c.submission_id.in_(brought))),
    )
    return connection.execute(query.order_by(SUBMISSION.c.id)).scalars().all()
