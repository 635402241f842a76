"""What somebody can do with a receipt, at any door: hear how the contribution stands, and take it back."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from channels.catalogue import Catalogue
from models import evidence, submissions
from models.errors import Rejected
from models.evidence import Kept
from models.secrets import is_receipt
from models.submissions import SUBMISSION
from models.vocabulary import Channel, Status

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
"""What a resident hears of each status: a key that the catalogue of every door has."""

_BY_WHAT = {Channel.SMS: "by text message", Channel.PHONE: "by telephone"}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: `caller` is the keyed hash of their number, `line` the number of ours that they reached."""

    organisation_id: str
    caller: str
    line: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a receipt stands for."""

    submission_id: str
    status: Status


def find(connection: sa.Connection, asker: Asker, receipt: str) -> Contribution | None:
    """The contribution of that receipt, if it is this organisation's."""
    if not is_receipt(receipt):
        return None
    row = connection.execute(
        sa.select(SUBMISSION.c.id, SUBMISSION.c.status).where(
            SUBMISSION.c.organisation_id == asker.organisation_id, SUBMISSION.c.receipt == receipt
        )
    ).first()
    return None if row is None else Contribution(row.id, row.status)


def status(connection: sa.Connection, asker: Asker, receipt: str | None, say: Catalogue) -> str:
    """How a contribution stands, in plain words."""
    if receipt is None:
        return say("status_which")
    found = find(connection, asker, receipt)
    return say("status_unknown") if found is None else say(TOLD[found.status], receipt=receipt)


def withdraw(connection: sa.Connection, asker: Asker, receipt: str | None, kept: Kept, say: Catalogue) -> str:
    """Take a contribution back, for good. What asked for it is kept with it."""
    if receipt is None:
        return say("withdraw_which")
    found = find(connection, asker, receipt)
    if found is None:
        return say("status_unknown")
    if take_back(connection, asker, found, kept):
        return say("withdrawn", receipt=receipt)
    return say(TOLD[found.status], receipt=receipt)


def take_back(connection: sa.Connection, asker: Asker, found: Contribution, kept: Kept) -> bool:
    """Withdraw it; whether it is withdrawn now, or was already. A second time changes nothing."""
    try:
        submissions.move(
            connection, found.submission_id, Status.WITHDRAWN, reason=f"asked for {_BY_WHAT[asker.channel]}"
        )
    except Rejected:
        return False
    if found.status is not Status.WITHDRAWN:
        evidence.link(connection, found.submission_id, kept.id)
    return True
