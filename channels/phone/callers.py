"""Who is calling, as far as the telephone company says."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberType

from channels.conversation import Person
from channels.twilio import SPECIAL_CALLERS
from models.secrets import Vault

HOME_COUNTRY = 31

_MACHINES = ("+3197",)
"""Numbers that the metadata counts among mobile ones, but that machines have: in the Netherlands 097."""

_TAKE_TEXTS = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def caller(vault: Vault, number: str, call: str) -> Person:
    """The person behind `From`. Somebody without a number is a new person at each call."""
    clean = number.strip()
    if clean.lower() in SPECIAL_CALLERS or _parsed(clean) is None:
        return Person(vault.lookup(f"call {call}"), None)
    return Person(vault.lookup(clean), clean)


def takes_texts(number: str) -> bool:
    """Whether a text message can be sent there: it is a mobile telephone's, not a landline's or a machine's."""
    parsed = _parsed(number)
    return (
        parsed is not None
        and phonenumbers.number_type(parsed) in _TAKE_TEXTS
        and not phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164).startswith(_MACHINES)
    )


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    """None: no number that exists in any country.

    At home a number of the right length is enough: ranges are given out faster than the library learns of them, and
    somebody who calls from one must not be taken for a person without a number.
    """
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return None
    at_home = parsed.country_code == HOME_COUNTRY and phonenumbers.is_possible_number(parsed)
    return parsed if at_home or phonenumbers.is_valid_number(parsed) else None
