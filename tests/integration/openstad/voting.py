"""People with a participation code and a unique code of the website, in these tests."""

from __future__ import annotations

from models import codes
from models.codes import MadeCode
from tests.integration.openstad.municipality import ANSWERS, Municipality


def paired(beside: Municipality, *unique: str) -> list[MadeCode]:
    """Participation codes, each with a unique code of the website."""
    services = beside.inloop.services
    given = list(unique) or beside.platform.makes_codes(1)
    with services.store.write() as connection:
        return codes.make(services.store, connection, services.vault, beside.version, len(given), given)


def takes_part(beside: Municipality, code: MadeCode, **answers: object) -> str:
    made = beside.inloop.enter(beside.code, {**ANSWERS, **answers}, participationCode=code.code)
    assert made.status_code == 201, made.text
    return str(made.json["id"])
