"""Telling somebody who sent something in: what came of it, or an answer, by text message or by a call that reads it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import phonenumbers
import sqlalchemy as sa

from channels.catalogue import catalogue, spoken_digits
from channels.outgoing import send_later
from channels.outgoing.later import REPLY
from channels.phone.callers import takes_texts
from channels.segments import segments
from channels.turns import Mode
from intake.numbers import as_written
from models import opt_outs
from models.accounts import STAFF, Member
from models.consultations import LINE
from models.contacts import CONTACT
from models.errors import Rejected
from models.secrets import Vault
from models.submissions import DIALOGUE
from models.tables.contacts import ContactPurpose
from models.tables.replies import Remedy, ReplyPurpose, ReplyState, ReplyWay

LONGEST = 600
"""Characters: four text messages, or a minute of speech."""

KINDS = (ReplyPurpose.OUTCOME, ReplyPurpose.ANSWER)


@dataclass(frozen=True, slots=True)
class Reachable:
    """How somebody can be told something. No way: `why_not` says why (a key of the page's words).

    :ivar number: for who sends it, and for who has to call because that failed.
    :ivar address: what somebody gave instead of a number, for who writes to them.
    :ivar line: the number of ours that it comes from.
    """

    ways: tuple[ReplyWay, ...] = ()
    why_not: str | None = None
    number: str = ""
    line: str = ""
    address: str = ""
    contact_id: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody at the desk wrote, before it is sent. `once` makes a second press of the button change nothing."""

    text: str
    way: ReplyWay
    kind: ReplyPurpose
    once: str

    @property
    def segments(self) -> int:
        return segments(self.text)


@dataclass(frozen=True, slots=True)
class Told:
    """One reply, as the page shows it."""

    purpose: ReplyPurpose
    way: ReplyWay
    state: ReplyState
    remedy: Remedy | None
    text: str
    at: datetime
    by: str | None
    by_hand: bool
    """It failed, and nobody dealt with that yet."""


def reachable(connection: sa.Connection, vault: Vault, submission: sa.Row[tuple[object, ...]]) -> Reachable | None:
    """How the sender of a submission can be told something; None if they did not ask to be."""
    contact = connection.execute(
        sa.select(CONTACT.c.id, CONTACT.c.encrypted, CONTACT.c.lookup)
        .where(CONTACT.c.submission_id == submission.id, CONTACT.c.purpose == ContactPurpose.OUTCOME)
        .order_by(CONTACT.c.created_at.desc(), CONTACT.c.id.desc())
        .limit(1)
    ).first()
    if contact is None:
        return None
    try:
        value = vault.decrypt(contact.encrypted)
    except Rejected:
        return Reachable(why_not="unreadable")
    number = _number(value)
    if number is None:
        return Reachable(why_not="by_post", address=value, contact_id=contact.id)
    if opt_outs.is_opted_out(connection, submission.organisation_id, contact.lookup):
        return Reachable(why_not="opted_out")
    line = _line(connection, submission)
    if line is None:
        return Reachable(why_not="no_line")
    ways = (ReplyWay.SMS, ReplyWay.CALL) if takes_texts(number) else (ReplyWay.CALL,)
    return Reachable(ways, None, number, line, contact_id=contact.id)


def _number(value: str) -> str | None:
    """E.164; None if it is no telephone number, such as an address."""
    try:
        parsed = phonenumbers.parse(value, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _line(connection: sa.Connection, submission: sa.Row[tuple[object, ...]]) -> str | None:
    """The number that the person called or texted; else the consultation's, else any of the organisation's."""
    used = sa.select(DIALOGUE.c.line).where(DIALOGUE.c.submission_id == submission.id).limit(1)
    ours = sa.select(LINE.c.number).where(LINE.c.organisation_id == submission.organisation_id)
    serving = ours.where(LINE.c.consultation_id == submission.consultation_id)
    for query in (used, serving.order_by(LINE.c.number).limit(1), ours.order_by(LINE.c.number).limit(1)):
        found: str | None = connection.execute(query).scalar()
        if found is not None:
            return found
    return None


def new_draft(way: ReplyWay) -> Draft:
    """An empty one."""
    return Draft("", way, ReplyPurpose.OUTCOME, secrets.token_urlsafe(12))


def as_heard(draft: Draft, language: str, organisation: str, line: str) -> str:
    """What the person reads or hears. Somebody who is called hears first who calls, and last how to call back."""
    if draft.way is ReplyWay.SMS:
        return draft.text
    number = spoken_digits("".join(character for character in as_written(line) if character.isdigit()))
    return catalogue(language, Mode.PHONE)("read_to_you", organisation=organisation, text=draft.text, number=number)


def send(
    connection: sa.Connection,
    vault: Vault,
    submission: sa.Row[tuple[object, ...]],
    to: Reachable,
    draft: Draft,
    somebody: Member,
) -> None:
    """Have it sent. Not in the organisation's quiet hours: nobody waits for it at this moment."""
    language = str(submission.language)
    send_later(
        connection,
        vault,
        organisation_id=somebody.organisation_id,
        line=to.line,
        number=to.number,
        language=language,
        text=as_heard(draft, language, somebody.organisation_name, to.line),
        purpose=draft.kind,
        way=draft.way,
        submission_id=str(submission.id),
        unique_key=f"told:{submission.id}:{draft.once}",
        created_by=somebody.user_id,
    )


def told(connection: sa.Connection, submission_id: str) -> Sequence[Told]:
    """What was sent about a submission, oldest first. A reminder that was never due says nothing."""
    rows = connection.execute(
        sa.select(REPLY, STAFF.c.email)
        .outerjoin(STAFF, STAFF.c.id == REPLY.c.created_by)
        .where(REPLY.c.submission_id == submission_id)
        .order_by(REPLY.c.created_at, REPLY.c.id)
    )
    return [
        Told(
            purpose=row.purpose,
            way=row.way,
            state=row.state,
            remedy=row.remedy,
            text=row.text,
            at=row.ended_at or row.sent_at or row.created_at,
            by=row.email,
            by_hand=row.remedy is not None and row.settled_at is None,
        )
        for row in rows
    ]
