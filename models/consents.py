"""Consent as events: what somebody heard or read, what they answered, by which door, and what proves it.

Written in the transaction of the answer. Somebody takes part because they want to, not because the law asks for
consent: USE says that they went on after the notice. RECORDING and OUTCOME are asked for by themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.contacts import CONTACT
from models.prepared import Prepared
from models.secrets import new_id
from models.tables import Consent, Wording
from models.tables.consents import ConsentPurpose
from models.tables.contacts import ContactPurpose
from models.vocabulary import Channel

CONSENT = Consent.__table__  # type: ignore[attr-defined]
WORDING = Wording.__table__  # type: ignore[attr-defined]

_INSERT = Prepared(CONSENT.insert())
_WORDING = Prepared(
    sa.text("INSERT INTO wording (digest, language, text) VALUES (:digest, :language, :text) ON CONFLICT DO NOTHING")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom it is about, how it was asked (`text` in `language`), and the SHA-256 of the evidence of the answer."""

    organisation_id: str
    submission_id: str
    channel: Channel
    language: str
    text: str
    proof: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it can be read back; `wording` is None where it was taken back in the person's own words."""

    purpose: ConsentPurpose
    given: bool
    channel: Channel
    wording: str | None
    language: str | None
    proof: str | None
    at: datetime


def answer(connection: sa.Connection, purpose: ConsentPurpose, asked: Asked, *, given: bool = True) -> None:
    """Somebody agreed to what was said, or did not."""
    digest = hashlib.sha256(f"{asked.language}\n{asked.text}".encode()).hexdigest()
    _WORDING.run(connection, {"digest": digest, "language": asked.language, "text": asked.text})
    _INSERT.run(
        connection,
        {
            "id": new_id(),
            "organisation_id": asked.organisation_id,
            "submission_id": asked.submission_id,
            "purpose": purpose,
            "given": given,
            "channel": asked.channel,
            "wording": digest,
            "proof": asked.proof,
            "at": now(),
        },
    )


def take_back(connection: sa.Connection, submission_id: str, channel: Channel, proof: str) -> None:
    """Somebody takes a contribution back: all that they agreed to for it, and how to reach them goes."""
    _change(connection, [submission_id], tuple(ConsentPurpose), channel, proof, given=False)
    connection.execute(
        CONTACT.delete().where(CONTACT.c.submission_id == submission_id, CONTACT.c.purpose == ContactPurpose.OUTCOME)
    )


def no_more_outcomes(
    connection: sa.Connection, organisation_id: str, lookup: str, channel: Channel, proof: str
) -> None:
    """Somebody wants no messages any more (STOP). `lookup` is the keyed hash of their number."""
    _of_caller(connection, organisation_id, lookup, channel, proof, given=False)


def outcomes_again(connection: sa.Connection, organisation_id: str, lookup: str, channel: Channel, proof: str) -> None:
    """They do want them (START): what they asked for before counts again."""
    _of_caller(connection, organisation_id, lookup, channel, proof, given=True)


def of_submission(connection: sa.Connection, submission_id: str) -> Sequence[Event]:
    """All events, oldest first."""
    query = (
        sa.select(CONSENT, WORDING.c.text, WORDING.c.language)
        .outerjoin(WORDING, WORDING.c.digest == CONSENT.c.wording)
        .where(CONSENT.c.submission_id == submission_id)
        .order_by(CONSENT.c.at, CONSENT.c.id)
    )
    return [
        Event(row.purpose, row.given, row.channel, row.text, row.language, row.proof, row.at)
        for row in connection.execute(query)
    ]


def _of_caller(
    connection: sa.Connection, organisation_id: str, lookup: str, channel: Channel, proof: str, *, given: bool
) -> None:
    known = sa.select(CONTACT.c.submission_id).where(
        CONTACT.c.organisation_id == organisation_id,
        CONTACT.c.lookup == lookup,
        CONTACT.c.purpose == ContactPurpose.OUTCOME,
        CONTACT.c.submission_id.is_not(None),
    )
    ids = list(connection.execute(known.distinct()).scalars())
    _change(connection, ids, (ConsentPurpose.OUTCOME,), channel, proof, given=given)


def _change(
    connection: sa.Connection,
    submission_ids: Sequence[str],
    purposes: Sequence[ConsentPurpose],
    channel: Channel,
    proof: str,
    *,
    given: bool,
) -> None:
    """Where it says the other thing now. What was never asked is not taken back either."""
    newest: dict[tuple[str, ConsentPurpose], sa.Row[Any]] = {}
    query = sa.select(CONSENT).where(CONSENT.c.submission_id.in_(submission_ids), CONSENT.c.purpose.in_(purposes))
    for row in connection.execute(query.order_by(CONSENT.c.at, CONSENT.c.id)):
        newest[row.submission_id, row.purpose] = row
    moment = now()
    changed = [
        {
            "id": new_id(),
            "organisation_id": row.organisation_id,
            "submission_id": row.submission_id,
            "purpose": row.purpose,
            "given": given,
            "channel": channel,
            "wording": None,
            "proof": proof,
            "at": moment,
        }
        for row in newest.values()
        if row.given is not given
    ]
    if changed:
        connection.execute(CONSENT.insert(), changed)
