"""Letters that ask for an answer: who takes which, since when it waits, and how it was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.accounts import STAFF
from models.answer_terms import Terms, working_days_after
from models.clock import now
from models.secrets import new_id
from models.store import Store
from models.submissions import SUBMISSION
from models.tables import LetterToAnswer
from models.tables.answering import LetterOutcome
from models.vocabulary import Channel

LETTER = LetterToAnswer.__table__  # type: ignore[attr-defined]

CLAIM_LASTS = timedelta(days=1)
"""A letter is written in pieces, between other work."""

ON_PAPER = frozenset({Channel.LETTER, Channel.FORM})

_HOLDER = STAFF.alias("holder")
_ANSWERER = STAFF.alias("answerer")

OF_SUBMISSION = (
    LETTER.c.id.label("letter_id"),
    LETTER.c.done_at.label("letter_done_at"),
    LETTER.c.outcome.label("letter_outcome"),
    _ANSWERER.c.email.label("letter_email"),
)
"""What is known of a contribution's answer, for a statement that reads WITH_LETTER. None: no answer was asked for."""
WITH_LETTER = SUBMISSION.outerjoin(LETTER, LETTER.c.submission_id == SUBMISSION.c.id).outerjoin(
    _ANSWERER, _ANSWERER.c.id == LETTER.c.done_by
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that waits for its answer."""

    id: str
    submission_id: str
    receipt: str
    consultation_id: str | None
    language: str
    since: datetime
    due_at: datetime
    held_by: str | None
    held_email: str | None

    def held_for_others(self, user_id: str) -> bool:
        """Whether a colleague writes the answer."""
        return self.held_by not in (None, user_id)


def one_at_a_time(store: Store, connection: sa.Connection, organisation_id: str) -> None:
    """Two colleagues who press at the same moment come one after the other. Before anything here is changed."""
    store.once_at_a_time(connection, "letters to answer", organisation_id)


def ask(connection: sa.Connection, submission: sa.Row[Any], by: str) -> bool:
    """This one asks for an answer (again); False if it waited for one already. `submission` is a whole row."""
    known = connection.execute(sa.select(LETTER).where(LETTER.c.submission_id == submission.id)).first()
    if known is not None and known.done_at is None:
        return False
    fresh = {
        "since": submission.received_at if known is None else now(),
        "asked_by": by,
        "claimed_by": None,
        "claimed_until": None,
        "done_at": None,
        "done_by": None,
        "outcome": None,
        "note": None,
    }
    if known is not None:
        connection.execute(LETTER.update().where(LETTER.c.id == known.id).values(**fresh))
        return True
    here = {"id": new_id(), "organisation_id": submission.organisation_id, "submission_id": submission.id}
    connection.execute(LETTER.insert(), {**here, **fresh})
    return True


def waiting(connection: sa.Connection, organisation_id: str, terms: Terms, most: int) -> list[Letter]:
    """What waits, longest first."""
    query = _open(organisation_id).order_by(LETTER.c.since, LETTER.c.id).limit(most)
    return [_letter(row, terms) for row in connection.execute(query)]


def find(connection: sa.Connection, organisation_id: str, letter_id: str, terms: Terms) -> Letter | None:
    """None if it waits no more."""
    row = connection.execute(_open(organisation_id).where(LETTER.c.id == letter_id)).first()
    return None if row is None else _letter(row, terms)


def exists(connection: sa.Connection, organisation_id: str, letter_id: str) -> bool:
    """Whether there is such a letter, also if it was answered."""
    query = sa.select(LETTER.c.id).where(LETTER.c.id == letter_id, LETTER.c.organisation_id == organisation_id)
    return connection.execute(query).first() is not None


def take(connection: sa.Connection, letter: Letter, by: str) -> None:
    """This colleague writes the answer."""
    _change(connection, letter, claimed_by=by, claimed_until=now() + CLAIM_LASTS)


def let_go(connection: sa.Connection, letter: Letter) -> None:
    """For somebody else to answer."""
    _change(connection, letter, claimed_by=None, claimed_until=None)


def close(connection: sa.Connection, letter: Letter, by: str, outcome: LetterOutcome, note: str | None) -> None:
    """It was answered, or needs no answer."""
    ended = {"done_at": now(), "done_by": by, "outcome": outcome, "note": note}
    _change(connection, letter, claimed_by=None, claimed_until=None, **ended)


def done_since(connection: sa.Connection, organisation_id: str, since: datetime, most: int) -> Sequence[sa.Row[Any]]:
    """What was answered since then, newest first, with its `receipt` and who answered as `email`."""
    query = (
        sa.select(LETTER, SUBMISSION.c.receipt, STAFF.c.email)
        .join(SUBMISSION, SUBMISSION.c.id == LETTER.c.submission_id)
        .outerjoin(STAFF, STAFF.c.id == LETTER.c.done_by)
        .where(LETTER.c.organisation_id == organisation_id, LETTER.c.done_at >= since)
        .order_by(LETTER.c.done_at.desc(), LETTER.c.id)
        .limit(most)
    )
    return connection.execute(query).all()


def _change(connection: sa.Connection, letter: Letter, **values: object) -> None:
    wanted = sa.and_(LETTER.c.id == letter.id, LETTER.c.done_at.is_(None))
    connection.execute(LETTER.update().where(wanted).values(**values))


def _open(organisation_id: str) -> sa.Select[Any]:
    return (
        sa.select(
            LETTER,
            SUBMISSION.c.receipt,
            SUBMISSION.c.consultation_id,
            SUBMISSION.c.language,
            _HOLDER.c.email.label("held_email"),
        )
        .join(SUBMISSION, SUBMISSION.c.id == LETTER.c.submission_id)
        .outerjoin(_HOLDER, _HOLDER.c.id == LETTER.c.claimed_by)
        .where(LETTER.c.organisation_id == organisation_id, LETTER.c.done_at.is_(None))
    )


def _letter(row: sa.Row[Any], terms: Terms) -> Letter:
    held = row.claimed_until is not None and row.claimed_until > now()
    return Letter(
        id=row.id,
        submission_id=row.submission_id,
        receipt=row.receipt,
        consultation_id=row.consultation_id,
        language=row.language,
        since=row.since,
        due_at=working_days_after(row.since, terms.letter_days),
        held_by=row.claimed_by if held else None,
        held_email=row.held_email if held else None,
    )
