"""One reminder to who stopped answering in the middle of a conversation by text message, if the organisation wants it.

It is written down when the conversation begins, because only then is the number known: kept encrypted, and forgotten
when the conversation ends. What it says is worked out when it is sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from channels import dialogue, receipts
from channels.catalogue import catalogue
from channels.outgoing import record
from channels.outgoing.later import REPLY, send_later
from channels.outgoing.rules import rules_of
from channels.turns import Memory, Mode
from models import consultations
from models.clock import now
from models.secrets import Vault
from models.store import Store
from models.submissions import DIALOGUE
from models.tables.replies import ReplyPurpose, ReplyState
from models.vocabulary import DialogueState

AFTER = timedelta(hours=24)
"""Of silence. A conversation by text message expires after three days of it."""


def plan_reminder(
    connection: sa.Connection,
    vault: Vault,
    *,
    organisation_id: str,
    dialogue_id: str,
    line: str,
    number: str,
    language: str,
) -> None:
    """In the transaction in which a conversation begins. Without the organisation's word nothing is kept."""
    if not rules_of(connection, organisation_id).reminders:
        return
    send_later(
        connection,
        vault,
        organisation_id=organisation_id,
        line=line,
        number=number,
        language=language,
        text="",
        purpose=ReplyPurpose.REMINDER,
        unique_key=f"reminder:{dialogue_id}",
        dialogue_id=dialogue_id,
        not_before=now() + AFTER,
    )


def text_now(store: Store, connection: sa.Connection, reply: sa.Row[Any]) -> str | None:
    """The current question once more. None: not now, or not any more; the reply is moved accordingly."""
    row = connection.execute(sa.select(DIALOGUE).where(DIALOGUE.c.id == reply.dialogue_id)).one()
    definition = consultations.version(store, connection, row.version_id).definition
    newest = consultations.latest_of(store, connection, row.consultation_id).definition
    if row.state is not DialogueState.OPEN or not newest.is_open(now()):
        record.stopped(connection, reply.id)
        return None
    if (silent_for_long := row.updated_at + AFTER) > now():
        _postpone(connection, reply.id, silent_for_long)
        return None
    memory = Memory.from_json(row.memory)
    lines = [line.text for line in dialogue.again(definition, memory).say]
    text = "\n".join([catalogue(memory.language, Mode.SMS)("reminder"), *lines])
    if row.submission_id is not None and "{receipt}" in text:
        text = text.replace("{receipt}", receipts.receipt_of(connection, row.submission_id))
    return text


def _postpone(connection: sa.Connection, reply_id: str, due_at: datetime) -> None:
    connection.execute(REPLY.update().where(REPLY.c.id == reply_id).values(due_at=due_at))


def drop_pointless(connection: sa.Connection) -> None:
    """Nobody needs to be reminded of a conversation that ended: forget the number now, not when it would be due."""
    over = sa.select(DIALOGUE.c.id).where(DIALOGUE.c.id == REPLY.c.dialogue_id, DIALOGUE.c.state != DialogueState.OPEN)
    connection.execute(
        REPLY.update()
        .where(REPLY.c.purpose == ReplyPurpose.REMINDER, REPLY.c.state == ReplyState.WAITING, over.exists())
        .values(state=ReplyState.STOPPED, ended_at=now(), encrypted=None)
    )
