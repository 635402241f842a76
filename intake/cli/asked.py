"""`--receipt` or `--phone`: whose data a command is about."""

from __future__ import annotations

from intake.privacy.asking import Find, by_number, by_receipt
from intake.services import Services
from models.errors import Rejected


def asked_for(services: Services, receipt: str | None, phone: str | None) -> Find:
    """What finds it.

    :raises Rejected: neither is given, or both, or it is none.
    """
    if receipt is not None and phone is None:
        return by_receipt(receipt)
    if phone is not None and receipt is None:
        return by_number(services.vault, phone)
    raise Rejected("give either --receipt or --phone", code="usage")
