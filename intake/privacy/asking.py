"""Whose data somebody asks for: by a receipt, or by a telephone number."""

from __future__ import annotations

from collections.abc import Callable

import phonenumbers
import sqlalchemy as sa

from models import erasure
from models.erasure import Traces
from models.errors import Rejected
from models.secrets import Vault, is_receipt

Find = Callable[[sa.Connection], Traces]


def by_receipt(given: str, organisation_id: str | None = None) -> Find:
    """What belongs to one contribution; of one organisation, if that is given.

    :raises Rejected: it is no receipt; and later, where it is looked for, that nobody has it.
    """
    digits = "".join(given.split())
    if not is_receipt(digits):
        raise Rejected(f"'{given}' is no receipt: a digit is wrong or two are swapped", code="bad_receipt")

    def find(connection: sa.Connection) -> Traces:
        traces = erasure.of_receipt(connection, digits)
        if not traces or organisation_id not in (None, *erasure.organisations(connection, traces)):
            raise Rejected(f"no contribution has receipt {digits}; nothing was found", code="unknown_receipt")
        return traces

    return find


def by_number(vault: Vault, given: str, organisation_id: str | None = None) -> Find:
    """All that came from a telephone number, or is to reach it; of one organisation, if that is given.

    :raises Rejected: it is no telephone number.
    """
    try:
        parsed = phonenumbers.parse(given, "NL")
    except phonenumbers.NumberParseException as error:
        raise Rejected(f"'{given}' is no telephone number; write it as +31…", code="bad_number") from error
    lookup = vault.lookup(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))

    def find(connection: sa.Connection) -> Traces:
        return erasure.of_caller(connection, lookup, organisation_id)

    return find
