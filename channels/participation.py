"""A participation code given in a conversation: looked up, counted if it is wrong, and written nowhere."""

from __future__ import annotations

import re

import sqlalchemy as sa

from channels import receipts
from channels.receipts import Asker
from channels.turns import CodeGiven
from models import codes
from models.consultations import Version
from models.secrets import Vault

_LIKE_A_CODE = re.compile(r"\d(?:[\s.\-]{0,3}\d){8,}")

MASK = "*********"
"""Stands in evidence where a code was: what is kept must not let anybody take part."""


def digits_in(text: str) -> str:
    """All digits of what was keyed or typed, whatever stands between them. Empty: there are none."""
    return "".join(character for character in text if character.isascii() and character.isdigit())


def masked(text: str) -> str:
    return _LIKE_A_CODE.sub(MASK, text)


def hidden(connection: sa.Connection, vault: Vault, served: Version, text: str) -> str:
    """What somebody said, without a code of theirs that nobody asked for at this place."""
    if served.definition.participation == "open":
        return text

    def unless_it_is_one(found: re.Match[str]) -> str:
        is_one = codes.find(connection, vault, served.consultation_id, digits_in(found[0])) is not None
        return MASK if is_one else found[0]

    return _LIKE_A_CODE.sub(unless_it_is_one, text)


def look_up(connection: sa.Connection, vault: Vault, asker: Asker, consultation_id: str, given: str) -> CodeGiven:
    """What the store knows of a code. Who gives too many wrong ones in a day is told so, and nothing is looked up."""
    if receipts.is_blocked(connection, asker):
        return CodeGiven(None, blocked=True)
    code_id = codes.find(connection, vault, consultation_id, given)
    if code_id is None:
        receipts.count_wrong(connection, asker)
    return CodeGiven(code_id)
