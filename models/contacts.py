"""Contact data: kept encrypted, found by a keyed hash, never in a submission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import phonenumbers
import sqlalchemy as sa

from models.clock import now
from models.secrets import Vault, new_id
from models.tables import Contact
from models.tables.contacts import ContactPurpose
from models.vocabulary import Channel

CONTACT = Contact.__table__  # type: ignore[attr-defined]

HOME_REGION = "NL"
"""Where a number without a country's code is from."""


def keep_contact(
    connection: sa.Connection,
    vault: Vault,
    *,
    organisation_id: str,
    submission_id: str | None,
    purpose: ContactPurpose,
    channel: Channel,
    value: str,
) -> str:
    """How to reach somebody; its id. An empty value still stands on the paper, for a person to take over."""
    contact_id = new_id()
    connection.execute(
        CONTACT.insert(),
        {
            "id": contact_id,
            "organisation_id": organisation_id,
            "submission_id": submission_id,
            "purpose": purpose,
            "channel": channel,
            "encrypted": vault.encrypt(value),
            "lookup": vault.lookup(_found_by(value) or contact_id),
            "created_at": now(),
        },
    )
    return contact_id


def on_paper(connection: sa.Connection, submission_id: str) -> Sequence[sa.Row[Any]]:
    """What a letter or form says of who wrote it, and where they want to hear the outcome; still encrypted."""
    query = sa.select(CONTACT.c.id, CONTACT.c.encrypted, CONTACT.c.purpose).where(
        CONTACT.c.submission_id == submission_id,
        CONTACT.c.channel == Channel.LETTER,
        CONTACT.c.purpose.in_([ContactPurpose.SENDER, ContactPurpose.OUTCOME]),
    )
    return connection.execute(query.order_by(CONTACT.c.created_at, CONTACT.c.id)).all()


def confirm_contact(connection: sa.Connection, vault: Vault, contact_id: str, value: str) -> None:
    """A person read how somebody wants to hear the outcome."""
    connection.execute(
        CONTACT.update()
        .where(CONTACT.c.id == contact_id)
        .values(purpose=ContactPurpose.OUTCOME, encrypted=vault.encrypt(value), lookup=vault.lookup(_found_by(value)))
    )


def _found_by(value: str) -> str:
    """A telephone number however it was keyed or written, as the telephone company writes it; all else as it is."""
    try:
        parsed = phonenumbers.parse(value, HOME_REGION)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_valid_number(parsed):
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def drop_contact(connection: sa.Connection, contact_id: str) -> None:
    """Forget it: somebody finds that it is not needed, or wrong."""
    connection.execute(CONTACT.delete().where(CONTACT.c.id == contact_id))
