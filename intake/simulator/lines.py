"""The telephone numbers of this installation, to choose from on the simulator's page."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers
import sqlalchemy as sa

from models import consultations
from models.consultations import LINE, ORGANISATION
from models.errors import Rejected
from models.store import Store

WITHHELD = "anonymous"


@dataclass(frozen=True, slots=True)
class Choice:
    """A number, what it serves, and a text message that begins a contribution there."""

    number: str
    shown: str
    serves: str
    opening: str


def choices(store: Store) -> list[Choice]:
    """All numbers that were assigned, of every organisation."""
    query = sa.select(LINE.c.number, LINE.c.consultation_id, ORGANISATION.c.name).join(
        ORGANISATION, ORGANISATION.c.id == LINE.c.organisation_id
    )
    found = []
    with store.read() as connection:
        for number, consultation_id, name in connection.execute(query.order_by(LINE.c.number)):
            serves, opening = f"{name}: alle onderwerpen", "MEEDOEN 1234"
            if consultation_id is not None:
                served = consultations.latest_of(store, connection, consultation_id)
                definition = served.definition
                serves = definition.text(definition.title, definition.first_language)
                opening = f"MEEDOEN {served.code}"
            found.append(Choice(number, _shown(number), serves, opening))
    return found


def dialled(number: str) -> str:
    """A number as Twilio gives it, from one as people in the Netherlands type it.

    :raises Rejected: it is no telephone number.
    """
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException as error:
        raise Rejected("dit is geen telefoonnummer", code="bad_number") from error
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _shown(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
