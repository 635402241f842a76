"""A participation code given in a conversation: looked up, counted if it is wrong, and written nowhere."""

from __future__ import annotations

import re

import sqlalchemy as sa

from channels import receipts
from channels.receipts import Asker
from channels.turns import CodeGiven
from models import codes
from models.secrets import Vault

_LIKE_A_CODE = re.compile(r"\d(?:[\s.\-]{0,3}\d){8,}")

MASK = "*********"
"""Stands in evidence where a code was: what is kept must not let anybody take part."""


def digits_in(text: str) -> str:
    """All digits of what was keyed or typed, whatever stands between them. Empty: there are none."""
    return "".join(character for character in text if character.isascii() and character.isdigit())


def masked(text: str) -> str:
    return _LIKE_A_CODE.sub(MASK, text)


def look_up(connection: sa.Connection, vault: Vault, asker: Asker, consultation_id: str, given: str) -> CodeGiven:
    """What the store knows of a code. Who gives too many wrong ones in a day is told so, and nothing is looked up."""
    if receipts.is_blocked(connection, asker):
        return CodeGiven(None, blocked=True)
    code_id = codes.find(connection, vault, consultation_id, given)
    if code_id is None:
        receipts.count_wrong(connection, asker)
    return CodeGiven(code_id)
