"""What of a submission leaves: the answers to closed questions, and texts that a person approved. Nothing personal.

No receipt, telephone number, evidence, participation code or raw answer is ever in an `Item`. A vote alone carries the
code of the website that belongs to its person: only with it can it be that person's. Of a postcode the four
digits leave: with its letters it stands for twenty houses.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from intake.deliveries.planning import DELIVERY, PUBLIC_TEXT
from intake.deliveries.target import Item
from models import codes
from models.clock import now
from models.consultations import version
from models.definition import OpenText, Postcode, Publish
from models.errors import Rejected
from models.reading import Value
from models.secrets import Vault
from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.vocabulary import UNDECIDED

DIGITS_OF_A_POSTCODE = 4


def item_of(store: Store, vault: Vault, connection: sa.Connection, delivery: sa.Row[Any], publish: Publish) -> Item:
    """:raises Rejected: it was brought to another place than the one that the consultation names now."""
    if delivery.place != publish.place or delivery.target != publish.to:
        raise Rejected(
            f"it was brought to {delivery.place}, and the consultation names {publish.place} now; "
            "put that back into its file, or take this one away on the platform by hand",
            code="other_place",
        )
    row = connection.execute(
        sa.select(SUBMISSION.c.version_id, SUBMISSION.c.received_at).where(SUBMISSION.c.id == delivery.submission_id)
    ).one()
    definition = version(store, connection, row.version_id).definition
    approved = connection.execute(
        sa.select(PUBLIC_TEXT).where(PUBLIC_TEXT.c.submission_id == delivery.submission_id)
    ).first()
    answers = connection.execute(
        sa.select(ANSWER.c.question, ANSWER.c.value, ANSWER.c.state).where(
            ANSWER.c.submission_id == delivery.submission_id
        )
    )
    values: dict[str, Value] = {}
    for answer in answers:
        known = definition.has(answer.question) and not isinstance(definition.question(answer.question), OpenText)
        if known and answer.value is not None and answer.state not in UNDECIDED:
            is_postcode = isinstance(definition.question(answer.question), Postcode)
            values[answer.question] = answer.value[:DIGITS_OF_A_POSTCODE] if is_postcode else answer.value

    def is_taken(their_id: str) -> bool:
        others = sa.select(DELIVERY.c.id).where(
            DELIVERY.c.consultation_id == delivery.consultation_id,
            DELIVERY.c.their_id == their_id,
            DELIVERY.c.id != delivery.id,
        )
        with store.read() as reading:
            return reading.execute(others).first() is not None

    return Item(
        reference=delivery.reference,
        definition=definition,
        publish=publish,
        values=values,
        texts=approved.answers if approved else {},
        title=approved.title if approved else None,
        summary=approved.summary if approved else None,
        body=approved.body if approved else None,
        approved_at=approved.approved_at if approved else None,
        given_at=row.received_at,
        since=delivery.sending_at or now(),
        voter=codes.of_the_website(connection, vault, delivery.submission_id) if publish.as_ == "vote" else None,
        is_taken=is_taken,
    )


def approved_at(connection: sa.Connection, submission_id: str) -> datetime | None:
    """When its texts were last approved; None if it has none."""
    query = sa.select(PUBLIC_TEXT.c.approved_at).where(PUBLIC_TEXT.c.submission_id == submission_id)
    found: datetime | None = connection.execute(query).scalar()
    return found
