"""What somebody can do with a receipt, at any door: hear how the contribution stands, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from channels.catalogue import Catalogue
from models import consents, evidence, submissions, voices
from models.clock import now
from models.errors import Rejected
from models.evidence import Kept
from models.prepared import Prepared
from models.secrets import is_receipt, new_id
from models.submissions import SUBMISSION
from models.tables import ReceiptAttempt
from models.vocabulary import Channel, Status

ATTEMPT = ReceiptAttempt.__table__  # type: ignore[attr-defined]

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

MOST_WRONG = 5
"""Receipts that nobody has, of one caller on one line in a day. Where 10,000 are in use, one guess of 900 is right."""

TRIES_COUNT = timedelta(days=1)

WITHHELD = "withheld"
"""Stands for whoever shows no number: they share a count, for each call would begin a new one."""
MOST_WRONG_WITHHELD = 50

_RECEIPT = Prepared(sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.id == sa.bindparam("submission")))

_BY_WHAT = {Channel.SMS: "by text message", Channel.PHONE: "by telephone"}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: `caller` is the keyed hash of their number or WITHHELD, `line` the number of ours that they reached.

    :ivar most_wrong: how many numbers that nobody has they may give in a day.
    """

    organisation_id: str
    caller: str
    line: str
    channel: Channel
    most_wrong: int = MOST_WRONG


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a receipt stands for."""

    submission_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found; `blocked` if it was not even looked for, after too many wrong ones."""

    contribution: Contribution | None
    blocked: bool = False


def receipt_of(connection: sa.Connection, submission_id: str) -> str:
    """The receipt of a contribution."""
    return str(_RECEIPT.first(connection, {"submission": submission_id}).receipt)


def look_up(connection: sa.Connection, asker: Asker, receipt: str) -> Looked:
    """Like `find`, for somebody who keys or types it: one that nobody has is counted."""
    if is_blocked(connection, asker):
        return Looked(None, blocked=True)
    found = find(connection, asker, receipt)
    if found is None:
        count_wrong(connection, asker)
    return Looked(found)


def is_blocked(connection: sa.Connection, asker: Asker) -> bool:
    """Whether somebody gave too many numbers within a day that nobody has: receipts or participation codes."""
    most = MOST_WRONG_WITHHELD if asker.caller == WITHHELD else asker.most_wrong
    wrong = sa.select(sa.func.count()).select_from(ATTEMPT).where(_by(asker), ATTEMPT.c.at >= now() - TRIES_COUNT)
    return bool(connection.execute(wrong).scalar_one() >= most)


def count_wrong(connection: sa.Connection, asker: Asker) -> None:
    """A number was given that nobody has. Forgets those that count no more."""
    connection.execute(ATTEMPT.delete().where(_by(asker), ATTEMPT.c.at < now() - TRIES_COUNT))
    attempt = {"id": new_id(), "caller": asker.caller, "line": asker.line, "at": now()}
    connection.execute(ATTEMPT.insert(), attempt)


def _by(asker: Asker) -> sa.ColumnElement[bool]:
    return sa.and_(ATTEMPT.c.caller == asker.caller, ATTEMPT.c.line == asker.line)


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
    looked = look_up(connection, asker, receipt)
    if looked.contribution is None:
        return say("receipt_blocked" if looked.blocked else "status_unknown")
    return say(TOLD[looked.contribution.status], receipt=receipt)


def withdraw(connection: sa.Connection, asker: Asker, receipt: str | None, kept: Kept, say: Catalogue) -> str:
    """Take a contribution back, for good. What asked for it is kept with it."""
    if receipt is None:
        return say("withdraw_which")
    looked = look_up(connection, asker, receipt)
    found = looked.contribution
    if found is None:
        return say("receipt_blocked" if looked.blocked else "status_unknown")
    earlier = voices.would_count_instead(connection, found.submission_id)
    if take_back(connection, asker, found, kept):
        withdrawn = say("withdrawn", receipt=receipt)
        return f"{withdrawn} {say('earlier_counts')}" if earlier else withdrawn
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
        consents.take_back(connection, found.submission_id, asker.channel, kept.sha256)
    return True
