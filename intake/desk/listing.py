"""The list of submissions: filtered, newest first, in pages that stay put while new ones come in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import render_template, request

from intake.desk.labels import LANGUAGE
from intake.desk.scope import channels_of, visible
from intake.desk.visit import member, services
from models import claims
from models.accounts import Member
from models.claims import CLAIM
from models.consultations import CONSULTATION, all_latest
from models.search import catch_up, says
from models.submissions import ANSWER, SUBMISSION
from models.vocabulary import UNDECIDED, Channel, Status

PAGE = 50
NO_CONSULTATION = "geen"

_RECEIPT = re.compile(r"[0-9][0-9 .-]*")
"""A receipt, or part of one, however it was written down. All else is looked for in what people said."""

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person looks for; None or empty asks for all."""

    consultation: str | None
    channel: Channel | None
    status: Status | None
    search: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filters:
        return cls(
            consultation=given.get("raadpleging") or None,
            channel=_one_of(Channel, given.get("kanaal")),
            status=_one_of(Status, given.get("status")),
            search=given.get("zoek", "").strip()[:80],
        )

    def query(self) -> dict[str, str]:
        """As the address of a page carries it."""
        given = {
            "raadpleging": self.consultation,
            "kanaal": self.channel,
            "status": self.status,
            "zoek": self.search,
        }
        return {name: str(value) for name, value in given.items() if value}

    def conditions(self, connection: sa.Connection, somebody: Member) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if self.consultation == NO_CONSULTATION:
            found.append(SUBMISSION.c.consultation_id.is_(None))
        elif self.consultation:
            code = sa.select(CONSULTATION.c.id).where(CONSULTATION.c.code == self.consultation)
            found.append(SUBMISSION.c.consultation_id == code.scalar_subquery())
        if self.channel:
            found.append(SUBMISSION.c.channel == self.channel)
        if self.status:
            found.append(SUBMISSION.c.status == self.status)
        if self.search:
            digits = "".join(c for c in self.search if c.isdigit())
            found.append(
                SUBMISSION.c.receipt.contains(digits)
                if _RECEIPT.fullmatch(self.search)
                else says(connection, self.search, somebody.organisation_id)
            )
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with their place among all: `first` and `last` count from 1. `newer` and `older` lead to the neighbours."""

    rows: Sequence[sa.Row[Any]]
    total: int
    first: int
    newer: str | None
    older: str | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def submissions() -> str:
    somebody, filters = member(), Filters.of(request.args)
    store = services().store
    if filters.search:
        catch_up(store, somebody.organisation_id)
    with store.read() as connection:
        page = page_of(
            connection, somebody, filters, older_than=request.args.get("na"), newer_than=request.args.get("voor")
        )
        versions = all_latest(store, connection, somebody.organisation_id)
    titles = {one.code: one.definition.text(one.definition.title, LANGUAGE) for one in versions}
    return render_template(
        "desk/submissions.html",
        page=page,
        filters=filters,
        titles=titles,
        channels=channels_of(somebody),
        statuses=list(Status),
        no_consultation=NO_CONSULTATION,
    )


def page_of(
    connection: sa.Connection,
    somebody: Member,
    filters: Filters,
    *,
    older_than: str | None = None,
    newer_than: str | None = None,
) -> Page:
    """The newest submissions, or those just older or newer than the one of a given id."""
    wanted = [*visible(somebody), *filters.conditions(connection, somebody)]
    total = _count(connection, wanted)
    after, before = _place(connection, somebody, older_than), _place(connection, somebody, newer_than)
    query = _ROWS.where(*wanted).limit(PAGE)
    if before is not None:
        found = connection.execute(query.where(_arrived > before).order_by(*_OLDEST_FIRST)).all()
        rows = list(reversed(found))
    elif after is not None:
        rows = list(connection.execute(query.where(_arrived < after).order_by(*_NEWEST_FIRST)))
    else:
        rows = list(connection.execute(query.order_by(*_NEWEST_FIRST)))
    if not rows:
        return Page(rows, total, 0, None, None)
    newer = _count(connection, [*wanted, _arrived > _key_of(rows[0].received_at, rows[0].id)])
    more = newer + len(rows) < total
    return Page(rows, total, newer + 1, rows[0].id if newer else None, rows[-1].id if more else None)


_arrived = sa.tuple_(SUBMISSION.c.received_at, SUBMISSION.c.id)
_NEWEST_FIRST = (SUBMISSION.c.received_at.desc(), SUBMISSION.c.id.desc())
_OLDEST_FIRST = (SUBMISSION.c.received_at, SUBMISSION.c.id)
_ROWS = sa.select(
    SUBMISSION.c.id,
    SUBMISSION.c.receipt,
    SUBMISSION.c.channel,
    SUBMISSION.c.status,
    SUBMISSION.c.received_at,
    SUBMISSION.c.complete,
    CONSULTATION.c.code,
    sa.select(sa.func.count())
    .where(ANSWER.c.submission_id == SUBMISSION.c.id, ANSWER.c.state.in_(UNDECIDED), ANSWER.c.decided_at.is_(None))
    .correlate(SUBMISSION)
    .scalar_subquery()
    .label("undecided"),
).outerjoin(CONSULTATION, CONSULTATION.c.id == SUBMISSION.c.consultation_id)


def _key_of(received_at: datetime, submission_id: str) -> sa.ColumnElement[Any]:
    return sa.tuple_(sa.literal(received_at, SUBMISSION.c.received_at.type), sa.literal(submission_id))


def _place(connection: sa.Connection, somebody: Member, submission_id: str | None) -> sa.ColumnElement[Any] | None:
    if not submission_id:
        return None
    query = sa.select(SUBMISSION.c.received_at).where(*visible(somebody), SUBMISSION.c.id == submission_id)
    received_at = connection.execute(query).scalar()
    return None if received_at is None else _key_of(received_at, submission_id)


def _count(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(SUBMISSION).where(*wanted)).scalar_one())


def next_waiting(
    connection: sa.Connection, somebody: Member, *, after: str | None = None, arrived: datetime | None = None
) -> str | None:
    """The submission that has waited longest for a person, after a given one; then from the start again.

    What a colleague has before them is left to them.

    :param arrived: when the given one did, for who knows.
    """
    wanted = [*visible(somebody), SUBMISSION.c.status == Status.NEEDS_PERSON]
    joined = sa.select(SUBMISSION.c.id).outerjoin(CLAIM, CLAIM.c.submission_id == SUBMISSION.c.id)
    query = joined.where(*wanted, claims.free_for(somebody.user_id)).order_by(*_OLDEST_FIRST).limit(1)
    place = (arrived, after) if arrived else _place(connection, somebody, after)
    start = query.where(SUBMISSION.c.id != (after or "")).subquery()
    if place is None:
        return connection.execute(sa.select(start.c.id)).scalar()
    later = query.where(_arrived > place).subquery()
    both = sa.union_all(sa.select(later.c.id, sa.literal(0).label("turn")), sa.select(start.c.id, sa.literal(1)))
    return connection.execute(both.order_by("turn").limit(1)).scalar()


def take_waiting(connection: sa.Connection, somebody: Member, *, after: str | None = None) -> str | None:
    """The one that `next_waiting` finds, claimed, so that no colleague is given it meanwhile."""
    while (found := next_waiting(connection, somebody, after=after)) is not None:
        if claims.take(connection, found, somebody.user_id) == somebody.user_id:
            return found  # else a colleague came first: that claim is seen now, and another one found
    return None


def _one_of(kind: type[E], given: str | None) -> E | None:
    return kind(given) if given in list(kind) else None
