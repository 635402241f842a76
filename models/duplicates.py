"""Contributions that may be one person's: found, shown to a person, joined and separated again.

Only what says something of a person is a reason: the same telephone number, or nearly the same text, twice. The same
text three times and more is a campaign: many people, who each count. Nothing is ever joined by a machine, by a name or
by an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.definition import Definition
from models.errors import Rejected
from models.giving_way import count_again, give_way
from models.same_paper import hold
from models.secrets import new_id
from models.submissions import SUBMISSION, remark, status_of
from models.tables import Likeness, Suggestion
from models.tables.duplicates import SuggestionState
from models.vocabulary import Status
from models.voices import VALID

LIKENESS = Likeness.__table__  # type: ignore[attr-defined]
SUGGESTION = Suggestion.__table__  # type: ignore[attr-defined]

CAMPAIGN_FROM = 3
"""As many nearly equal texts are a campaign, no longer somebody who sent one twice."""

TAKES_PART = VALID | {Status.NEEDS_PERSON}
"""What counts, or will once somebody looked at it."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A text that many people sent. `leader_id` is the submission that the others are held to."""

    group_id: str
    consultation_id: str
    count: int
    leader_id: str


def suggest(
    connection: sa.Connection,
    one: sa.Row[Any],
    other: sa.Row[Any],
    *,
    same_phone: bool = False,
    alike: float | None = None,
) -> bool:
    """Note that two contributions may be one person's; whether that is new.

    A pair that somebody decided about already gets a further reason, but is not asked about again. What the
    participation code or the printed sheet settles is not asked at all.
    """
    same_code = one.code_id is not None and one.code_id == other.code_id
    same_sheet = one.origin is not None and one.origin == other.origin
    if same_code or same_sheet or one.id == other.id:
        return False
    first, second = sorted((one, other), key=lambda row: (row.received_at, row.id))
    this = sa.and_(SUGGESTION.c.first_id == first.id, SUGGESTION.c.second_id == second.id)
    found: dict[str, Any] = ({"same_phone": True} if same_phone else {}) | ({} if alike is None else {"alike": alike})
    if connection.execute(SUGGESTION.update().where(this).values(**found)).rowcount:
        return False
    row = {
        "id": new_id(),
        "organisation_id": one.organisation_id,
        "consultation_id": one.consultation_id,
        "first_id": first.id,
        "second_id": second.id,
        "same_phone": same_phone,
        "alike": alike,
        "state": SuggestionState.OPEN,
        "made_at": now(),
    }
    connection.execute(SUGGESTION.insert(), row)
    return True


def becomes_campaign(connection: sa.Connection, members: Sequence[str]) -> None:
    """What was asked about two of these for their text alone is asked no more: there are many of them."""
    alone = sa.and_(SUGGESTION.c.state == SuggestionState.OPEN, SUGGESTION.c.same_phone.is_(False))
    pair = sa.and_(SUGGESTION.c.first_id.in_(members), SUGGESTION.c.second_id.in_(members))
    connection.execute(SUGGESTION.delete().where(alone, pair))


def to_look_at() -> sa.ColumnElement[bool]:
    """Conditions on suggestions: open, with both contributions in it still; or joined, while the chosen one counts no
    more."""
    first, second, chosen = (SUBMISSION.alias() for _ in range(3))

    def takes_part(table: sa.Alias, column: sa.Column[Any]) -> sa.Exists:
        return sa.exists().where(table.c.id == column, table.c.status.in_(TAKES_PART))

    both = sa.and_(takes_part(first, SUGGESTION.c.first_id), takes_part(second, SUGGESTION.c.second_id))
    lost = ~takes_part(chosen, SUGGESTION.c.counts_id)
    return sa.or_(
        sa.and_(SUGGESTION.c.state == SuggestionState.OPEN, both),
        sa.and_(SUGGESTION.c.state == SuggestionState.JOINED, lost),
    )


def campaigns(connection: sa.Connection, organisation_id: str) -> list[Campaign]:
    """Texts that many sent, the largest first."""
    count = sa.func.count().label("count")
    leader = sa.func.max(sa.case((LIKENESS.c.leads, LIKENESS.c.submission_id))).label("leader")
    query = (
        sa.select(LIKENESS.c.group_id, LIKENESS.c.consultation_id, count, leader)
        .join(SUBMISSION, SUBMISSION.c.id == LIKENESS.c.submission_id)
        .where(SUBMISSION.c.organisation_id == organisation_id, SUBMISSION.c.status.in_(TAKES_PART))
        .group_by(LIKENESS.c.group_id, LIKENESS.c.consultation_id)
        .having(count >= CAMPAIGN_FROM)
        .order_by(count.desc(), LIKENESS.c.group_id)
    )
    return [Campaign(*row) for row in connection.execute(query) if row.leader is not None]


def join(
    connection: sa.Connection,
    suggestion: sa.Row[Any],
    chosen: str,
    definition: Definition,
    *,
    by: str,
    reasons: tuple[str, str],
) -> None:
    """The two are one person's: `chosen` counts, the other gives way.

    :param reasons: what the histories say: of the chosen one, and of the other.
    :raises Rejected: one of them was decided about already (`already_decided`), or `chosen` is none of the two.
    """
    pair = {suggestion.first_id, suggestion.second_id}
    if chosen not in pair:
        raise Rejected("this submission is not one of the two", code="not_one_of_them")
    (other,) = pair - {chosen}
    hold(connection, chosen, other)
    give_way(connection, other, by=by, reason=reasons[1])
    if status_of(connection, chosen) in TAKES_PART:
        remark(connection, chosen, by=by, reason=reasons[0])
    else:
        count_again(connection, chosen, definition, by=by, reason=reasons[0])
    _decide(connection, suggestion.id, SuggestionState.JOINED, by=by, counts=chosen)


def separate(
    connection: sa.Connection, suggestion: sa.Row[Any], definition: Definition, *, by: str, reason: str
) -> None:
    """The two are two people's. If they were joined, the one that gave way counts again.

    :raises Rejected: the one that gave way was decided about otherwise since (`already_decided`).
    """
    hold(connection, suggestion.first_id, suggestion.second_id)
    if suggestion.state == SuggestionState.JOINED:
        (other,) = {suggestion.first_id, suggestion.second_id} - {suggestion.counts_id}
        if status_of(connection, other) is Status.SUPERSEDED:
            count_again(connection, other, definition, by=by, reason=reason)
    _decide(connection, suggestion.id, SuggestionState.APART, by=by, counts=None)


def _decide(
    connection: sa.Connection, suggestion_id: str, state: SuggestionState, *, by: str, counts: str | None
) -> None:
    values = {"state": state, "counts_id": counts, "by": by, "at": now()}
    connection.execute(SUGGESTION.update().where(SUGGESTION.c.id == suggestion_id).values(**values))
