"""Who is calling, as far as the telephone company says."""

from __future__ import annotations

import phonenumbers

from channels.conversation import Person
from channels.twilio import SPECIAL_CALLERS
from models.secrets import Vault


def caller(vault: Vault, number: str, call: str) -> Person:
    """The person behind `From`. Somebody without a number is a new person at each call."""
    clean = number.strip()
    if clean.lower() in SPECIAL_CALLERS or not _can_be_called(clean):
        return Person(vault.lookup(f"call {call}"), None)
    return Person(vault.lookup(clean), clean)


def _can_be_called(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "NL"))
    except phonenumbers.NumberParseException:
        return False
