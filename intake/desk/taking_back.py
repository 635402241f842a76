"""Files that should not have been brought in: all that came of them is rejected at once, and nothing is lost.

What is not read yet is not read any more. A file that was taken back can be read after all, or be brought in once more,
perhaps for another consultation: then it is read anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.brought_in import PUT_IN_AGAIN, TAKEN_BACK, may_take_back
from intake.desk.visit import member, services
from intake.files import Whence, let_in_again
from intake.queue import hint
from intake.scanned_files import take_in_scan
from models import outbox
from models.clock import now
from models.decisions import DECISION
from models.outbox import OUTBOX
from models.same_paper import let_come_again
from models.submissions import ANSWER, SUBMISSION, move
from models.vocabulary import OutboxKind, Status

UNTOUCHED = frozenset({Status.NEEDS_PERSON, Status.ACCEPTED})
"""What somebody approved, published or rejected is left as it is, and so is what anybody decided an answer of."""


def take_back(entry_id: str) -> Response:
    """Reject every submission of a scanned file that nobody decided about yet."""
    return _take_back(OUTBOX.c.id == entry_id)


def take_stack_back(stack_id: str) -> Response:
    """The same for every file that was handed in at one go."""
    return _take_back(OUTBOX.c.payload["stack"].as_string() == stack_id)


def _take_back(which: sa.ColumnElement[bool]) -> Response:
    rejected = left = 0
    with services().store.write() as connection:
        for row in _mine(connection, which):
            brought = [one["submission"] for one in (row.result or {}).get("documents", ())]
            untouched = _untouched(connection, member().organisation_id, brought)
            for submission_id in untouched:
                reason = words.REASONS.kept("taken_back")
                move(connection, submission_id, Status.REJECTED, by=member().user_id, reason=reason)
            let_come_again(connection, untouched)
            let_in_again(connection, row.id)
            outbox.close(connection, row.id, {**(row.result or {}), TAKEN_BACK: now().isoformat()})
            rejected, left = rejected + len(untouched), left + len(brought) - len(untouched)
    words.notice("taken_back", count=str(rejected), left=str(left))
    return redirect(url_for("desk.post"))


def put_in_again(entry_id: str) -> Response:
    """Have a file that was taken back read after all, from what was kept of it."""
    kit = services()
    with kit.store.read() as connection:
        (row,) = _mine(connection, OUTBOX.c.id == entry_id)
    if TAKEN_BACK not in (row.result or {}):
        raise NotFound
    given = row.payload
    taken = take_in_scan(
        kit,
        kit.evidence.get(given["sha256"]),
        given["name"],
        organisation_id=row.organisation_id,
        consultation=given["consultation"],
        whence=Whence(place=given.get("from"), by=member().user_id, stack=given.get("stack")),
    )
    with kit.store.write() as connection:
        told = {**row.result, PUT_IN_AGAIN: taken.entry_id}
        connection.execute(OUTBOX.update().where(OUTBOX.c.id == row.id).values(result=told))
    hint(kit.settings, [taken.entry_id])
    words.notice("put_in_again", name=given["name"])
    return redirect(url_for("desk.post"))


def _mine(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any]]:
    """Those scanned files that this person may take back; raises `NotFound` if there is none."""
    here = OUTBOX.c.organisation_id == member().organisation_id, OUTBOX.c.kind == OutboxKind.READ_SCAN
    rows = connection.execute(sa.select(OUTBOX).where(which, *here).order_by(OUTBOX.c.created_at)).all()
    found = [row for row in rows if may_take_back(member(), row.payload)]
    if not found:
        raise NotFound
    return found


def _untouched(connection: sa.Connection, organisation_id: str, brought: Sequence[str]) -> Sequence[str]:
    decided = sa.select(ANSWER.c.submission_id).join(DECISION, DECISION.c.answer_id == ANSWER.c.id)
    query = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.organisation_id == organisation_id,
        SUBMISSION.c.id.in_(brought),
        SUBMISSION.c.status.in_(UNTOUCHED),
        SUBMISSION.c.id.not_in(decided.where(ANSWER.c.submission_id.in_(brought))),
    )
    return connection.execute(query.order_by(SUBMISSION.c.id)).scalars().all()
