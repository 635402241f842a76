"""What colleagues tell each other about somebody who waits: short, and without anything by which to reach them."""

from __future__ import annotations

from flask import request

from intake.privacy.addresses import addresses, houses
from intake.privacy.identifiers import accounts, citizens, emails, phones
from models.errors import Rejected

LONGEST = 500


def note_given() -> str | None:
    """The note of the form; None for none.

    :raises Rejected: it is too long, or there is a number or address of somebody in it; `code` is a key of WARNINGS.
        Names are not found: the page asks to leave them out.
    """
    note = "\n".join(" ".join(line.split()) for line in request.form.get("notitie", "").strip().splitlines())
    if len(note) > LONGEST:
        raise Rejected(f"the note has more than {LONGEST} characters", code="long_note")
    if any(next(iter(find(note)), None) for find in (phones, emails, accounts, citizens, addresses, houses)):
        raise Rejected("there is a number or an address in the note", code="private_note")
    return note or None
