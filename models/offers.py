"""Consultations that organisations offer one another as templates, and what was made after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.consultations import CONSULTATION, ORGANISATION, Version, latest, latest_of, load_definition
from models.errors import Rejected
from models.normalization import clean_text
from models.reference import Entry, Wanted, entries
from models.store import Store
from models.strict_yaml import dump_mapping
from models.tables import ConsultationOffer, ConsultationTaking
from models.tables.reference import EntryKind

OFFER = ConsultationOffer.__table__  # type: ignore[attr-defined]
TAKING = ConsultationTaking.__table__  # type: ignore[attr-defined]

THEIRS = ("publish", "return_address")
"""Of the organisation that offers it, and of use to nobody else: where its contributions go, and its post."""
MOST_LESSONS = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """A consultation that may be taken over, with whose it is and what they say of it."""

    version: Version
    organisation: str
    """Its name."""
    note: str
    offered_at: datetime

    @property
    def code(self) -> str:
        return self.version.code


def offer(connection: sa.Connection, found: Version, note: str = "") -> None:
    """Offer a consultation, with its questions as they are at the moment when somebody takes it over."""
    values = {"note": clean_text(note)[:2000] or None, "offered_at": now()}
    mine = OFFER.c.consultation_id == found.consultation_id
    if connection.execute(OFFER.update().where(mine).values(values)).rowcount == 0:
        connection.execute(OFFER.insert(), {"consultation_id": found.consultation_id, **values})


def withdraw(connection: sa.Connection, found: Version) -> bool:
    """Offer it no more; whether it was offered. What was made after it stays."""
    return connection.execute(OFFER.delete().where(OFFER.c.consultation_id == found.consultation_id)).rowcount > 0


def offers(store: Store, connection: sa.Connection) -> list[Offer]:
    """All that is offered, newest first."""
    query = (
        sa.select(OFFER.c.consultation_id, ORGANISATION.c.name, OFFER.c.note, OFFER.c.offered_at)
        .join(CONSULTATION, CONSULTATION.c.id == OFFER.c.consultation_id)
        .join(ORGANISATION, ORGANISATION.c.id == CONSULTATION.c.organisation_id)
        .order_by(OFFER.c.offered_at.desc(), OFFER.c.consultation_id)
    )
    return [
        Offer(latest_of(store, connection, consultation_id), name, note or "", offered_at)
        for consultation_id, name, note, offered_at in connection.execute(query).all()
    ]


def lessons(connection: sa.Connection, found: Version) -> Sequence[Entry]:
    """What was learned of a consultation, as far as everybody may read it."""
    wanted = Wanted(organisations=[found.organisation_id], kind=EntryKind.LESSON, consultation=found.code)
    return entries(connection, wanted, limit=MOST_LESSONS).entries


def taken_from(store: Store, connection: sa.Connection, consultation_id: str) -> Version | None:
    """After which consultation one was made, if after any."""
    query = sa.select(TAKING.c.taken_from).where(TAKING.c.consultation_id == consultation_id)
    found = connection.execute(query).scalar()
    return None if found is None else latest_of(store, connection, found)


def take_over(store: Store, code: str, *, as_code: str, organisation: str, opens: date, closes: date) -> str:
    """Make a consultation of one's own after one that is offered: the same questions, other dates; its code.

    :param organisation: the slug of who takes it over.
    :raises Rejected: it is not offered, or the new code is taken.
    :raises InvalidDefinition: the new code or the dates are wrong, with every fault.
    """
    with store.read() as connection:
        original = latest(store, connection, code)
        offered = (
            original is not None
            and connection.execute(
                sa.select(OFFER.c.consultation_id).where(OFFER.c.consultation_id == original.consultation_id)
            ).first()
        )
        if original is None or not offered:
            raise Rejected(f"the consultation {code} is not offered", code="not_offered")
        if latest(store, connection, as_code) is not None:
            raise Rejected(f"there is a consultation {as_code} already; choose another code", code="code_taken")
    made, _ = load_definition(store, template(original, as_code, organisation, opens, closes))
    with store.write() as connection:
        copy = latest(store, connection, made)
        if copy is None:
            raise Rejected(f"the consultation {made} is gone", code="not_offered")
        connection.execute(
            TAKING.insert(),
            {"consultation_id": copy.consultation_id, "taken_from": original.consultation_id, "taken_at": now()},
        )
    return made


def template(original: Version, code: str, organisation: str, opens: date, closes: date) -> bytes:
    """The consultation file of a copy."""
    definition: dict[str, Any] = original.definition.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude=set(THEIRS)
    )
    questions = [
        {"type": question.type, **given}
        for question, given in zip(original.definition.questions, definition["questions"], strict=True)
    ]
    whole = definition | {"code": code, "organisation": organisation, "opens": opens, "closes": closes}
    return dump_mapping(whole | {"questions": questions})
