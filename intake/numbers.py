"""Telephone numbers as people write them → E.164, and back."""

from __future__ import annotations

import phonenumbers

from models.errors import Rejected


def normal_number(telephone: str) -> str:
    """:raises Rejected: it is no telephone number. One without a country is Dutch."""
    try:
        parsed = phonenumbers.parse(telephone, "NL")
        if phonenumbers.is_possible_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    raise Rejected(f"'{telephone}' is no telephone number; write it as +31…", code="bad_number")


def as_written(number: str) -> str:
    """A telephone number, E.164, as people of its own country write it."""
    return phonenumbers.format_number(phonenumbers.parse(number, "NL"), phonenumbers.PhoneNumberFormat.NATIONAL)
