"""Where something happened in a dialogue, for what it leaves in the store."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from models.consultations import Version
from models.contacts import keep_contact
from models.evidence import Kept
from models.secrets import Vault
from models.tables.contacts import ContactPurpose
from models.vocabulary import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where an event happened.

    `number` is where the person can be reached, `caller` its keyed hash, `line` the number of ours that they reached,
    `kept` the evidence of what came.
    """

    dialogue_id: str
    version: Version
    channel: Channel
    language: str
    submission_id: str | None
    number: str | None
    caller: str
    line: str
    kept: Kept


def keep_number(connection: sa.Connection, vault: Vault, scene: Scene, number: str, purpose: ContactPurpose) -> str:
    return keep_contact(
        connection,
        vault,
        organisation_id=scene.version.organisation_id,
        submission_id=scene.submission_id,
        purpose=purpose,
        channel=scene.channel,
        value=number,
    )
