"""One sheet of paper that was scanned twice is one voice: a person says which scan counts, and can go back on it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from models import voices
from models.copies import TAKEN_BACK
from models.definition import Definition
from models.errors import Rejected
from models.giving_way import count_again, give_way
from models.submissions import SUBMISSION
from models.vocabulary import Status


def hold(connection: sa.Connection, *submission_ids: str) -> None:
    """Keep these submissions as they are until the end of this transaction, whoever else wants to change them."""
    ordered = sorted(submission_ids)
    for one in ordered:
        voices.lock(connection, one)
    for one in ordered:
        connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id == one).with_for_update())


def let_count(
    connection: sa.Connection, chosen: str, other: str, definition: Definition, *, by: str, reasons: tuple[str, str]
) -> Status:
    """Of two submissions from one sheet, let `chosen` count; its status afterwards.

    :param reasons: what the histories say: of `chosen`, and of `other`.
    :raises Rejected: one of them stands where it cannot change (`already_decided`), or they are not of one sheet.
    """
    hold(connection, chosen, other)
    query = sa.select(SUBMISSION.c.id, SUBMISSION.c.origin, SUBMISSION.c.organisation_id)
    rows = {row.id: row for row in connection.execute(query.where(SUBMISSION.c.id.in_([chosen, other])))}
    if len(rows) != 2 or rows[chosen][1:] != rows[other][1:] or not rows[chosen].origin:
        raise Rejected("these submissions are not from one sheet", code="not_one_sheet")
    give_way(connection, other, by=by, reason=reasons[1])
    return count_again(connection, chosen, definition, by=by, reason=reasons[0])


def let_come_again(connection: sa.Connection, submission_ids: Collection[str]) -> None:
    """Their sheets were brought in by mistake: the next scan of one of them is no second scan."""
    mine = SUBMISSION.c.id.in_(submission_ids), SUBMISSION.c.origin.is_not(None)
    connection.execute(
        SUBMISSION.update().where(*mine).values(origin=sa.literal(TAKEN_BACK).concat(SUBMISSION.c.origin))
    )


def drop(connection: sa.Connection, submission_id: str, *, by: str, reason: str) -> None:
    """A scan that brings nothing new: the one from before goes on counting.

    :raises Rejected: it was decided about already.
    """
    hold(connection, submission_id)
    give_way(connection, submission_id, by=by, reason=reason)
