"""Who asked to be called: one person however often they asked, before one colleague at a time, until it ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from models.accounts import STAFF
from models.answer_terms import Terms, callable_from, working_days_after
from models.clock import now
from models.contacts import CONTACT
from models.secrets import new_id
from models.store import Store
from models.tables import CallAttempt, CallBack, Dialogue
from models.tables.contacts import CallOutcome, PartOfDay

CALL_BACK = CallBack.__table__  # type: ignore[attr-defined]
ATTEMPT = CallAttempt.__table__  # type: ignore[attr-defined]
DIALOGUE = Dialogue.__table__  # type: ignore[attr-defined]

CLAIM_LASTS = timedelta(minutes=20)
"""A conversation fits. Whoever takes longer loses nothing: what they report counts all the same."""

MOST_OPEN = 1000
"""Wishes read for one list."""

_ITS_CONTACT = CONTACT.c.id == CALL_BACK.c.contact_id
_PERSON = sa.func.coalesce(CONTACT.c.lookup, CALL_BACK.c.id)
"""Known by the keyed hash of the number; without one, each call is somebody else's."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call in vain; `by` is an e-mail address."""

    at: datetime
    by: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who waits for a call. They may have asked several times: the first counts for how long they wait.

    :ivar ids: of each time they asked, the oldest first.
    :ivar encrypted: the number that they gave last; None if it was withheld or erased.
    :ivar held_by: the id of who is calling now, `held_email` their address.
    :ivar call_from: when they are to be called; not after the present moment if that is now.
    """

    ids: tuple[str, ...]
    asked_at: datetime
    asked_last: datetime
    due_at: datetime
    call_from: datetime
    consultation_ids: tuple[str, ...]
    submission_ids: tuple[str, ...]
    language: str
    part_of_day: PartOfDay | None
    contact_id: str | None
    encrypted: bytes | None
    line: str | None
    dialogue_id: str | None
    held_by: str | None
    held_email: str | None
    attempts: tuple[Attempt, ...]

    @property
    def id(self) -> str:
        return self.ids[0]

    def held_for_others(self, user_id: str) -> bool:
        """Whether a colleague is calling them."""
        return self.held_by not in (None, user_id)


def count_waiting(organisation: sa.Column[str]) -> sa.ScalarSelect[int]:
    """How many people wait for a call of that organisation, as a part of a statement that reads `organisation`."""
    query = sa.select(sa.func.count(sa.distinct(_PERSON))).select_from(CALL_BACK.outerjoin(CONTACT, _ITS_CONTACT))
    wanted = query.where(CALL_BACK.c.organisation_id == organisation, CALL_BACK.c.done_at.is_(None))
    return wanted.correlate(organisation.table).scalar_subquery()


def waiting(connection: sa.Connection, organisation_id: str, terms: Terms) -> list[Waiting]:
    """Everybody who waits, longest first."""
    return _people(connection, terms, CALL_BACK.c.organisation_id == organisation_id)


def find(connection: sa.Connection, organisation_id: str, call_back_id: str, terms: Terms) -> Waiting | None:
    """The person who asked for that call; None if nobody waits for it any more."""
    asked = sa.select(_PERSON).select_from(CALL_BACK.outerjoin(CONTACT, _ITS_CONTACT))
    here = CALL_BACK.c.organisation_id == organisation_id
    person = asked.where(here, CALL_BACK.c.id == call_back_id, CALL_BACK.c.done_at.is_(None)).scalar_subquery()
    found = _people(connection, terms, here, person == _PERSON)
    return found[0] if found else None


def exists(connection: sa.Connection, organisation_id: str, call_back_id: str) -> bool:
    """Whether somebody asked for that call, also if it was made."""
    query = sa.select(CALL_BACK.c.id).where(
        CALL_BACK.c.id == call_back_id, CALL_BACK.c.organisation_id == organisation_id
    )
    return connection.execute(query).first() is not None


def one_at_a_time(store: Store, connection: sa.Connection, organisation_id: str) -> None:
    """Two colleagues who press at the same moment come one after the other. Before anything here is changed."""
    store.once_at_a_time(connection, "call backs", organisation_id)


def take(connection: sa.Connection, person: Waiting, by: str) -> None:
    """This colleague is calling them now."""
    _change(connection, person, claimed_by=by, claimed_until=now() + CLAIM_LASTS)


def take_next(connection: sa.Connection, people: Iterable[Waiting], by: str) -> Waiting | None:
    """Of who can be called now, whoever waits longest and is before nobody else."""
    moment = now()
    for person in people:
        if person.encrypted is not None and person.call_from <= moment and not person.held_for_others(by):
            take(connection, person, by)
            return person
    return None


def let_go(connection: sa.Connection, person: Waiting) -> None:
    """Not called after all, for now."""
    _change(connection, person, claimed_by=None, claimed_until=None)


def tried(connection: sa.Connection, person: Waiting, by: str, *, again_at: datetime | None, note: str | None) -> None:
    """Called and not reached; on the list they come back at `again_at`."""
    attempt = {"id": new_id(), "call_back_id": person.id, "at": now(), "by": by, "note": note}
    connection.execute(ATTEMPT.insert(), attempt)
    _change(connection, person, claimed_by=None, claimed_until=None, again_at=again_at)


def close(connection: sa.Connection, person: Waiting, by: str, outcome: CallOutcome, note: str | None) -> None:
    """They wait no more, however often they asked."""
    ended = {"done_at": now(), "done_by": by, "outcome": outcome, "note": note}
    _change(connection, person, claimed_by=None, claimed_until=None, **ended)


def _change(connection: sa.Connection, person: Waiting, **values: object) -> None:
    wanted = sa.and_(CALL_BACK.c.id.in_(person.ids), CALL_BACK.c.done_at.is_(None))
    connection.execute(CALL_BACK.update().where(wanted).values(**values))


def done_since(connection: sa.Connection, organisation_id: str, since: datetime, most: int) -> Sequence[sa.Row[Any]]:
    """What ended since then, newest first: `outcome`, `note`, who did it as `email`."""
    query = (
        sa.select(CALL_BACK, STAFF.c.email)
        .outerjoin(STAFF, STAFF.c.id == CALL_BACK.c.done_by)
        .where(CALL_BACK.c.organisation_id == organisation_id, CALL_BACK.c.done_at >= since)
        .order_by(CALL_BACK.c.done_at.desc(), CALL_BACK.c.id)
        .limit(most)
    )
    return connection.execute(query).all()


def _people(connection: sa.Connection, terms: Terms, *wanted: sa.ColumnElement[bool]) -> list[Waiting]:
    holder = STAFF.alias("holder")
    query: sa.Select[Any] = (
        sa.select(
            CALL_BACK,
            _PERSON.label("person"),
            CONTACT.c.encrypted,
            DIALOGUE.c.line,
            DIALOGUE.c.submission_id,
            holder.c.email.label("held_email"),
        )
        .select_from(CALL_BACK.outerjoin(CONTACT, _ITS_CONTACT))
        .outerjoin(DIALOGUE, DIALOGUE.c.id == CALL_BACK.c.dialogue_id)
        .outerjoin(holder, holder.c.id == CALL_BACK.c.claimed_by)
        .where(CALL_BACK.c.done_at.is_(None), *wanted)
        .order_by(CALL_BACK.c.asked_at, CALL_BACK.c.id)
        .limit(MOST_OPEN)
    )
    rows = connection.execute(query).all()
    attempts = _attempts(connection, [row.id for row in rows])
    by_person = groupby(sorted(rows, key=lambda row: str(row.person)), key=lambda row: str(row.person))
    people = [_person(tuple(asked), attempts, terms) for _, asked in by_person]
    return sorted(people, key=lambda one: (one.due_at, one.asked_at, one.id))


def _person(asked: Sequence[sa.Row[Any]], attempts: Mapping[str, list[Attempt]], terms: Terms) -> Waiting:
    """:param asked: each time that one person asked, the oldest first.

    Who asked once more after a call in vain is to be called as they asked, not as was agreed on before.
    """
    moment, first, last = now(), asked[0], asked[-1]
    held = next((one for one in asked if one.claimed_until is not None and one.claimed_until > moment), None)
    wanted = next((one.part_of_day for one in reversed(asked) if one.part_of_day is not None), None)
    return Waiting(
        ids=tuple(one.id for one in asked),
        asked_at=first.asked_at,
        asked_last=last.asked_at,
        due_at=working_days_after(first.asked_at, terms.call_days),
        call_from=callable_from(wanted, last.again_at, moment),
        consultation_ids=_each(one.consultation_id for one in asked),
        submission_ids=_each(one.submission_id for one in asked),
        language=last.language,
        part_of_day=wanted,
        contact_id=last.contact_id,
        encrypted=last.encrypted,
        line=last.line,
        dialogue_id=last.dialogue_id,
        held_by=held.claimed_by if held else None,
        held_email=held.held_email if held else None,
        attempts=tuple(sorted((one for row in asked for one in attempts.get(row.id, ())), key=lambda one: one.at)),
    )


def _each(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in values if one is not None))


def _attempts(connection: sa.Connection, ids: Collection[str]) -> dict[str, list[Attempt]]:
    query = (
        sa.select(ATTEMPT.c.call_back_id, ATTEMPT.c.at, STAFF.c.email, ATTEMPT.c.note)
        .outerjoin(STAFF, STAFF.c.id == ATTEMPT.c.by)
        .where(ATTEMPT.c.call_back_id.in_(list(ids)))
        .order_by(ATTEMPT.c.at)
    )
    found: dict[str, list[Attempt]] = {}
    for row in connection.execute(query) if ids else ():
        found.setdefault(row.call_back_id, []).append(Attempt(row.at, row.email, row.note))
    return found
