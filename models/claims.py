"""Checking shared between people: each contribution is before one of them at a time, and a claim ends by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from models.clock import now
from models.consultations import Version
from models.definition import HOME_ZONE
from models.submissions import ANSWER, SUBMISSION
from models.tables import CallBack, Claim, Dialogue
from models.vocabulary import UNDECIDED, Status

CLAIM = Claim.__table__  # type: ignore[attr-defined]
CALL_BACK = CallBack.__table__  # type: ignore[attr-defined]
DIALOGUE = Dialogue.__table__  # type: ignore[attr-defined]

LASTS = timedelta(minutes=10)
"""Each field that somebody opens makes it last anew; listening to a long recording fits."""

Conditions = Sequence[sa.ColumnElement[bool]]


SOON = timedelta(days=7)
"""A consultation that closes within this time, or has closed, goes first: its results are waited for."""


def free_for(by: str) -> sa.ColumnElement[bool]:
    """Whether a submission, joined with its claim, is before nobody else. What somebody asked, colleagues answer."""
    return sa.or_(
        CLAIM.c.submission_id.is_(None),
        sa.and_(
            sa.or_(CLAIM.c.by.is_(None), CLAIM.c.by == by, CLAIM.c.until < now()),
            sa.or_(CLAIM.c.asked_by.is_(None), CLAIM.c.asked_by != by),
        ),
    )


def urgent(versions: Iterable[Version]) -> list[str]:
    """Ids of the consultations that close soon or have closed."""
    last = (now() + SOON).astimezone(HOME_ZONE).date()
    return [one.consultation_id for one in versions if one.definition.closes <= last]


_AWAITS_A_CALL = (
    sa.select(DIALOGUE.c.submission_id)
    .join(CALL_BACK, CALL_BACK.c.dialogue_id == DIALOGUE.c.id)
    .where(CALL_BACK.c.done_at.is_(None), DIALOGUE.c.submission_id.is_not(None))
)


def take_next(
    connection: sa.Connection,
    visible: Conditions,
    by: str,
    *,
    urgent: Sequence[str] = (),
    passed_over: Sequence[str] = (),
) -> str | None:
    """Claim what comes next; its id, None if nothing waits. See `next_in_line`."""
    found = next_in_line(connection, visible, by, urgent=urgent, passed_over=passed_over, lock=True)
    if found is not None:
        _put(connection, found, by)
    return found


def next_in_line(
    connection: sa.Connection,
    visible: Conditions,
    by: str,
    *,
    urgent: Sequence[str] = (),
    passed_over: Sequence[str] = (),
    lock: bool = False,
) -> str | None:
    """The id of what is most urgent with an answer to decide and before nobody else; None if nothing waits.

    First whose sender waits for a call, then what belongs to an urgent consultation, then all; of each the oldest.
    What this person asked a colleague about is left to the colleagues.

    :param visible: which submissions this person may see.
    :param urgent: ids of consultations that go before others.
    :param passed_over: ids that are left out: what this person put off, or has before them.
    :param lock: nobody else finds it until the transaction ends. Without, it is only what may well come next.
    """
    orders: list[Conditions] = [[SUBMISSION.c.id.in_(_AWAITS_A_CALL)], []]
    if urgent:
        orders.insert(1, [SUBMISSION.c.consultation_id.in_(list(urgent))])
    for order in orders:
        query = _oldest([*visible, *order], by, passed_over)
        if lock:
            query = query.with_for_update(of=SUBMISSION, skip_locked=True)
        found: str | None = connection.execute(query).scalar()
        if found is not None:
            return found
    return None


def _oldest(wanted: Conditions, by: str, passed_over: Sequence[str]) -> sa.Select[Any]:
    query = (
        sa.select(SUBMISSION.c.id)
        .outerjoin(CLAIM, CLAIM.c.submission_id == SUBMISSION.c.id)
        .where(
            *wanted,
            SUBMISSION.c.status == Status.NEEDS_PERSON,
            SUBMISSION.c.version_id.is_not(None),
            sa.exists().where(
                ANSWER.c.submission_id == SUBMISSION.c.id,
                ANSWER.c.state.in_(UNDECIDED),
                ANSWER.c.decided_at.is_(None),
            ),
            free_for(by),
        )
        .order_by(SUBMISSION.c.received_at, SUBMISSION.c.id)
        .limit(1)
    )
    return query.where(SUBMISSION.c.id.not_in(list(passed_over))) if passed_over else query


def first_on_paper(connection: sa.Connection, submission_id: str) -> str | None:
    """The key of the first question to decide there, if its answer stands on paper."""
    query = (
        sa.select(ANSWER.c.question, ANSWER.c.place)
        .where(ANSWER.c.submission_id == submission_id, ANSWER.c.state.in_(UNDECIDED), ANSWER.c.decided_at.is_(None))
        .order_by(ANSWER.c.position)
        .limit(1)
    )
    row = connection.execute(query).first()
    return str(row.question) if row is not None and "box" in (row.place or {}) else None


def take(connection: sa.Connection, submission_id: str, by: str) -> str | None:
    """Claim this one; who has it now: this person, or whoever had it first and still has."""
    connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id == submission_id).with_for_update())
    held = connection.execute(sa.select(CLAIM).where(CLAIM.c.submission_id == submission_id)).first()
    if held is not None and held.by not in (None, by) and held.until is not None and held.until >= now():
        return str(held.by)
    _put(connection, submission_id, by)
    return by


def _put(connection: sa.Connection, submission_id: str, by: str) -> None:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    changes = {"by": by, "until": now() + LASTS}
    statement: Any = insert(CLAIM).values(submission_id=submission_id, **changes)
    connection.execute(statement.on_conflict_do_update(index_elements=["submission_id"], set_=changes))


def ask_a_colleague(connection: sa.Connection, submission_id: str, by: str, note: str) -> None:
    """Let go of it, for somebody else to look at."""
    connection.execute(
        CLAIM.update()
        .where(CLAIM.c.submission_id == submission_id, CLAIM.c.by == by)
        .values(by=None, until=None, asked_by=by, note=note)
    )


def question_of(connection: sa.Connection, submission_id: str) -> sa.Row[Any] | None:
    """What is asked about it: `asked_by` and `note`; None if nothing is."""
    query = sa.select(CLAIM.c.asked_by, CLAIM.c.note).where(
        CLAIM.c.submission_id == submission_id, CLAIM.c.asked_by.is_not(None)
    )
    return connection.execute(query).first()


def let_go(connection: sa.Connection, submission_id: str, by: str) -> None:
    """This person is done with it, or puts it off. What is asked of a colleague stays asked while it waits."""
    connection.execute(
        CLAIM.update().where(CLAIM.c.submission_id == submission_id, CLAIM.c.by == by).values(by=None, until=None)
    )


def waiting(connection: sa.Connection, visible: Conditions) -> int:
    """How many contributions wait for a person."""
    query = sa.select(sa.func.count()).select_from(SUBMISSION)
    return int(connection.execute(query.where(*visible, SUBMISSION.c.status == Status.NEEDS_PERSON)).scalar_one())
