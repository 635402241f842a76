"""Contact data: kept encrypted, found by a keyed hash, never in a submission."""

from __future__ import annotations

import sqlalchemy as sa

from models.clock import now
from models.secrets import Vault, new_id
from models.tables import Contact
from models.tables.contacts import ContactPurpose
from models.vocabulary import Channel

CONTACT = Contact.__table__  # type: ignore[attr-defined]


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
            "lookup": vault.lookup(value or contact_id),
            "created_at": now(),
        },
    )
    return contact_id
