"""Writing a reply down, to be sent by a worker."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from models.clock import now
from models.secrets import Vault, new_id
from models.tables import Reply
from models.tables.replies import ReplyPurpose, ReplyState, ReplyWay

REPLY = Reply.__table__  # type: ignore[attr-defined]

AT_ONCE = frozenset({ReplyPurpose.RECEIPT})
"""Asked for at this moment: neither quiet hours nor what others wait for hold it back."""


def send_later(
    connection: sa.Connection,
    vault: Vault,
    *,
    organisation_id: str,
    line: str,
    number: str,
    language: str,
    text: str,
    purpose: ReplyPurpose,
    unique_key: str,
    way: ReplyWay = ReplyWay.SMS,
    submission_id: str | None = None,
    dialogue_id: str | None = None,
    not_before: datetime | None = None,
    created_by: str | None = None,
) -> str:
    """Have a text message sent (or a call made that reads `text`) once this transaction is stored; the reply's id.

    A worker finds it within a second or so. Whoever sent STOP to the organisation gets nothing: that is looked at when
    it is sent, not here.

    :param line: the number of ours that it comes from (E.164).
    :param number: the person's (E.164). Kept encrypted, and forgotten when the message arrived, failed for good, or
        was sent a day ago.
    :param text: as it is to be read or heard, in `language`.
    :param unique_key: the same one a second time changes nothing.
    :param created_by: the id of the member of staff who wrote it.
    """
    existing = connection.execute(sa.select(REPLY.c.id).where(REPLY.c.unique_key == unique_key)).scalar()
    if existing is not None:
        return str(existing)
    reply_id, moment = new_id(), now()
    connection.execute(
        REPLY.insert(),
        {
            "id": reply_id,
            "organisation_id": organisation_id,
            "submission_id": submission_id,
            "dialogue_id": dialogue_id,
            "purpose": purpose,
            "way": way,
            "line": line,
            "lookup": vault.lookup(number),
            "encrypted": vault.encrypt(number),
            "language": language,
            "text": text,
            "unique_key": unique_key,
            "urgent": purpose in AT_ONCE,
            "state": ReplyState.WAITING,
            "due_at": not_before or moment,
            "attempts": 0,
            "created_by": created_by,
            "created_at": moment,
        },
    )
    return reply_id


def never_mind(connection: sa.Connection, unique_key: str) -> None:
    """What was written down under that key need not be sent after all, if it was not sent yet."""
    connection.execute(REPLY.delete().where(REPLY.c.unique_key == unique_key, REPLY.c.state == ReplyState.WAITING))
