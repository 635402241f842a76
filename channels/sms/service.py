"""What service words do outside a dialogue: opting out and in, asking after a contribution, withdrawing it."""

from __future__ import annotations

import sqlalchemy as sa

from channels.catalogue import Catalogue
from models import evidence, submissions
from models.clock import now
from models.errors import Rejected
from models.evidence import Kept
from models.prepared import Prepared
from models.secrets import is_receipt
from models.submissions import SUBMISSION
from models.tables import OptOut
from models.vocabulary import Status

OPT_OUT = OptOut.__table__  # type: ignore[attr-defined]

_IS_OUT = Prepared(
    sa.select(OPT_OUT.c.since).where(
        OPT_OUT.c.organisation_id == sa.bindparam("organisation"), OPT_OUT.c.lookup == sa.bindparam("lookup")
    )
)

TOLD = {
    Status.IN_PROGRESS: "status_busy",
    Status.READING: "status_busy",
    Status.NEEDS_PERSON: "status_busy",
    Status.ACCEPTED: "status_kept",
    Status.APPROVED: "status_kept",
    Status.PUBLISHED: "status_kept",
    Status.ANSWERED: "status_answered",
    Status.SUPERSEDED: "status_not_counted",
    Status.REJECTED: "status_not_counted",
    Status.WITHDRAWN: "status_withdrawn",
}
"""What a resident hears of each status."""


def is_opted_out(connection: sa.Connection, organisation_id: str, lookup: str) -> bool:
    return _IS_OUT.first(connection, {"organisation": organisation_id, "lookup": lookup}) is not None


def opt_out(connection: sa.Connection, organisation_id: str, lookup: str) -> None:
    """Send nothing to this number any more. A second time changes nothing."""
    if not is_opted_out(connection, organisation_id, lookup):
        connection.execute(OPT_OUT.insert(), {"organisation_id": organisation_id, "lookup": lookup, "since": now()})


def opt_in(connection: sa.Connection, organisation_id: str, lookup: str) -> None:
    connection.execute(OPT_OUT.delete().where(OPT_OUT.c.organisation_id == organisation_id, OPT_OUT.c.lookup == lookup))


def status(connection: sa.Connection, organisation_id: str, receipt: str | None, say: Catalogue) -> str:
    """How a contribution stands, in plain words."""
    if receipt is None:
        return say("status_which")
    row = _find(connection, organisation_id, receipt)
    return say("status_unknown") if row is None else say(TOLD[row.status], receipt=receipt)


def withdraw(connection: sa.Connection, organisation_id: str, receipt: str | None, kept: Kept, say: Catalogue) -> str:
    """Take a contribution back, for good. The message that asked for it is kept with it."""
    if receipt is None:
        return say("withdraw_which")
    row = _find(connection, organisation_id, receipt)
    if row is None:
        return say("status_unknown")
    try:
        submissions.move(connection, row.id, Status.WITHDRAWN, reason="asked for by text message")
    except Rejected:
        return say(TOLD[row.status], receipt=receipt)
    if row.status is not Status.WITHDRAWN:
        evidence.link(connection, row.id, kept.id)
    return say("withdrawn", receipt=receipt)


def _find(connection: sa.Connection, organisation_id: str, receipt: str) -> sa.Row[tuple[str, Status]] | None:
    if not is_receipt(receipt):
        return None
    return connection.execute(
        sa.select(SUBMISSION.c.id, SUBMISSION.c.status).where(
            SUBMISSION.c.organisation_id == organisation_id, SUBMISSION.c.receipt == receipt
        )
    ).first()
