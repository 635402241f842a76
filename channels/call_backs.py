"""What somebody who wants to talk to a person leaves in the store: one call-back a dialogue, and when."""

from __future__ import annotations

import sqlalchemy as sa

from channels.scene import Scene, keep_number
from channels.turns import CallTimeChosen, PersonNotWanted, PersonWanted
from models.calling_back import ATTEMPT, CALL_BACK
from models.clock import now
from models.contacts import CONTACT
from models.secrets import Vault, new_id
from models.tables.contacts import ContactPurpose


def store_call_back(
    connection: sa.Connection, vault: Vault, scene: Scene, event: PersonWanted | CallTimeChosen | PersonNotWanted
) -> None:
    """Store what was asked for, or taken back, in the transaction of its turn."""
    match event:
        case PersonWanted():
            _ask(connection, vault, scene, event)
        case CallTimeChosen():
            _change(connection, scene, part_of_day=event.part_of_day)
        case PersonNotWanted():
            _drop(connection, scene)


def _ask(connection: sa.Connection, vault: Vault, scene: Scene, wanted: PersonWanted) -> None:
    """Once a dialogue: who presses 0 twice is called back once."""
    asked = sa.select(CALL_BACK.c.id).where(_call_back_of(scene))
    if connection.execute(asked.limit(1)).first() is not None:
        return
    number = wanted.number or scene.number
    contact_id = keep_number(connection, vault, scene, number, ContactPurpose.CALL_BACK) if number else None
    connection.execute(
        CALL_BACK.insert(),
        {
            "id": new_id(),
            "organisation_id": scene.version.organisation_id,
            "consultation_id": scene.version.consultation_id,
            "dialogue_id": scene.dialogue_id,
            "contact_id": contact_id,
            "language": wanted.language or scene.language,
            "asked_at": now(),
        },
    )


def _call_back_of(scene: Scene) -> sa.ColumnElement[bool]:
    """The one that was asked for in this dialogue, unless somebody called already."""
    return sa.and_(CALL_BACK.c.dialogue_id == scene.dialogue_id, CALL_BACK.c.done_at.is_(None))


def _change(connection: sa.Connection, scene: Scene, **values: object) -> None:
    connection.execute(CALL_BACK.update().where(_call_back_of(scene)).values(values))


def _drop(connection: sa.Connection, scene: Scene) -> None:
    """With the number that was kept for it, and what was noted of calls in vain."""
    dropped = sa.select(CALL_BACK.c.id).where(_call_back_of(scene))
    connection.execute(ATTEMPT.delete().where(ATTEMPT.c.call_back_id.in_(dropped)))
    contacts = connection.execute(sa.select(CALL_BACK.c.contact_id).where(_call_back_of(scene))).scalars().all()
    connection.execute(CALL_BACK.delete().where(_call_back_of(scene)))
    connection.execute(CONTACT.delete().where(CONTACT.c.id.in_([one for one in contacts if one is not None])))
