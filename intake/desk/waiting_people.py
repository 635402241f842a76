"""Who waits longest for an answer of a person, by telephone or by letter: the reminder on the overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from models import calling_back, letters_to_answer
from models.accounts import Member
from models.answer_terms import terms_of
from models.clock import now

MOST_LETTERS = 1000
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody who waits. `letter`: for a letter, whose receipt is given; else for a call."""

    since: datetime
    due_at: datetime
    letter: bool
    receipt: str | None = None
    attempts: int = 0

    @property
    def late(self) -> bool:
        return self.due_at < now()


@dataclass(frozen=True, slots=True)
class WaitingPeople:
    """:ivar first: the most urgent."""

    first: tuple[Waits, ...]
    letters: int
    late: int


def waiting_people(connection: sa.Connection, somebody: Member) -> WaitingPeople:
    """Everybody who waits, most urgent first: whose term ends (or ended) first. A call without a number is no call."""
    terms = terms_of(connection, somebody.organisation_id)
    calls = [
        Waits(one.asked_at, one.due_at, letter=False, attempts=len(one.attempts))
        for one in calling_back.waiting(connection, somebody.organisation_id, terms)
        if one.encrypted is not None
    ]
    letters = [
        Waits(one.since, one.due_at, letter=True, receipt=one.receipt)
        for one in letters_to_answer.waiting(connection, somebody.organisation_id, terms, MOST_LETTERS)
    ]
    every = sorted([*calls, *letters], key=lambda one: one.due_at)
    return WaitingPeople(tuple(every[:SHOWN]), len(letters), sum(one.late for one in every))
