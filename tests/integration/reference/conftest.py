"""A town that held a meeting of which there are notes, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.meeting_files import take_in_meeting_file
from models.consultations import ORGANISATION, latest
from models.reference import ENTRY
from models.submissions import ANSWER, SUBMISSION, settle
from models.vocabulary import AnswerState, Channel
from tests.consultation import with_changes
from tests.installation import Installation

NOTES = """# Bewonersavond plein

Datum: 12 november 2026
Plaats: Buurthuis De Sluis

## Opening
De gespreksleider heet iedereen welkom.

## Wat bewoners zeiden
- Er moet betere speelplaatsverlichting komen.
- Bel mij op 06 12345678 als er bankjes komen.
- Mevrouw Verzonnen: de fietsen staan in de weg.

## Vragen en antwoorden
Vraag: Wanneer begint het werk?
Antwoord: In het voorjaar van 2027.

## Geleerde lessen
- Nodig de volgende keer ook jongeren uit.
"""


@pytest.fixture
def inloop(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(with_changes())
    taken = take_in_meeting_file(
        made.services, NOTES.encode(), "verslag.md", consultation="4821", held_on=date(2026, 11, 12)
    )
    assert taken.first
    made.work()
    yield made
    made.close()


@pytest.fixture
def organisation(inloop: Installation) -> str:
    """Its id."""
    with inloop.services.store.read() as connection:
        return str(connection.execute(sa.select(ORGANISATION.c.id)).scalar_one())


@pytest.fixture
def confirmed(inloop: Installation) -> dict[str, str]:
    """The contributions of the notes, which somebody confirmed: receipts by text."""
    with inloop.services.store.write() as connection:
        version = latest(inloop.services.store, connection, "4821")
        assert version is not None
        query = sa.select(SUBMISSION.c.id, SUBMISSION.c.receipt).where(SUBMISSION.c.channel == Channel.MEETING)
        found = {}
        for row in connection.execute(query).all():
            mine = ANSWER.c.submission_id == row.id
            connection.execute(ANSWER.update().where(mine).values(state=AnswerState.CONFIRMED))
            settle(connection, row.id, version.definition, complete=True)
            found[str(connection.execute(sa.select(ANSWER.c.value).where(mine)).scalar_one())] = row.receipt
    return found


def entries(inloop: Installation) -> int:
    with inloop.services.store.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(ENTRY)).scalar_one())
