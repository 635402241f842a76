"""Who wrote on paper, and where the outcome may be sent: proposed by the machine or read by a person, who decides.

None of it is an answer. It is kept encrypted, and shown to those alone who write back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.dossier import load
from intake.desk.visit import member, services
from models.contacts import confirm_contact, drop_contact, on_paper
from models.errors import Rejected
from models.secrets import Vault
from models.submissions import remark
from models.tables.contacts import ContactPurpose

LONGEST_ADDRESS = 600
KEEP, DROP = "bewaar", "weg"


@dataclass(frozen=True, slots=True)
class Writer:
    """A name and address as lines; `date` and `reference` are what the letter says of itself.

    `proposed`: nobody confirmed it yet. Without an address it stands on the paper alone.
    """

    id: str
    address: str
    date: str | None
    reference: str | None
    proposed: bool


def writers(connection: sa.Connection, vault: Vault, submission_id: str) -> Sequence[Writer]:
    """What is known of who wrote; what cannot be decrypted any more is shown as empty."""
    return [_writer(vault, row.id, row.encrypted, row.purpose) for row in on_paper(connection, submission_id)]


def _writer(vault: Vault, contact_id: str, encrypted: bytes, purpose: ContactPurpose) -> Writer:
    try:
        value = vault.decrypt(encrypted)
    except Rejected:
        value = ""
    if purpose is not ContactPurpose.SENDER:
        return Writer(contact_id, value, None, None, proposed=not value)
    said = json.loads(value) if value else {}
    return Writer(contact_id, "\n".join(said.get("sender", ())), said.get("date"), said.get("reference"), proposed=True)


def who_wrote(submission_id: str, contact_id: str) -> Response:
    """Keep a name and address as a person reads them, to send the outcome to; or forget them."""
    kit, somebody = services(), member()
    address = "\n".join(line.strip() for line in request.form.get("adres", "").splitlines() if line.strip())
    with kit.store.write() as connection:
        dossier = load(kit.store, connection, somebody, submission_id)
        if dossier is None or contact_id not in {row.id for row in on_paper(connection, submission_id)}:
            raise NotFound
        keeps = request.form.get("keuze") == KEEP and bool(address)
        if keeps:
            confirm_contact(connection, kit.vault, contact_id, address[:LONGEST_ADDRESS])
        elif request.form.get("keuze") == DROP:
            drop_contact(connection, contact_id)
        else:
            words.warning("no_address")
            return redirect(url_for("desk.submission", submission_id=submission_id))
        remark(
            connection, submission_id, by=somebody.user_id, reason=words.REASONS.kept("kept" if keeps else "forgotten")
        )
    words.notice("address_kept" if keeps else "address_forgotten")
    return redirect(url_for("desk.submission", submission_id=submission_id))
