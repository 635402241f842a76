"""Compares what came in for a consultation, a part at a time, and suggests what may be one person's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models import outbox
from models.consultations import CONSULTATION, version
from models.contacts import CONTACT
from models.definition import STATEMENT, Definition, OpenText
from models.duplicates import CAMPAIGN_FROM, LIKENESS, TAKES_PART, becomes_campaign, suggest
from models.likeness import alike, bands, comparable, digest
from models.secrets import new_id
from models.store import Store
from models.submissions import ANSWER, DIALOGUE, SUBMISSION
from models.tables import LikenessBand, LikenessMark
from models.vocabulary import AnswerState, OutboxKind

BAND = LikenessBand.__table__  # type: ignore[attr-defined]
MARK = LikenessMark.__table__  # type: ignore[attr-defined]

AT_A_TIME = 200
OVERLAP = timedelta(minutes=2)
"""What was changed shortly before the mark is looked at again: its transaction may have ended after a younger one."""
MOST_LEADERS = 20
"""Texts that one is held to: those that share most of its signature."""

_WANTED = (
    SUBMISSION.c.id,
    SUBMISSION.c.organisation_id,
    SUBMISSION.c.consultation_id,
    SUBMISSION.c.version_id,
    SUBMISSION.c.code_id,
    SUBMISSION.c.origin,
    SUBMISSION.c.received_at,
    SUBMISSION.c.updated_at,
    SUBMISSION.c.status,
)
_SUBMISSIONS: sa.Select[Any] = sa.select(*_WANTED)


def wake(connection: sa.Connection) -> None:
    """Make work of every consultation in which something changed since it was last compared."""
    changed = sa.exists().where(
        SUBMISSION.c.organisation_id == CONSULTATION.c.organisation_id,
        SUBMISSION.c.consultation_id == CONSULTATION.c.id,
        sa.or_(MARK.c.seen_until.is_(None), SUBMISSION.c.updated_at > MARK.c.seen_until),
    )
    rows = connection.execute(
        sa.select(CONSULTATION.c.id, CONSULTATION.c.organisation_id)
        .outerjoin(MARK, MARK.c.consultation_id == CONSULTATION.c.id)
        .where(changed)
    )
    for row in rows.all():
        payload = {"consultation": row.id}
        key = f"{OutboxKind.COMPARE}:{row.id}"
        outbox.arm(connection, OutboxKind.COMPARE, key, payload, organisation_id=row.organisation_id)


def compare(store: Store, work: outbox.Work) -> None:
    """Compare all that changed. Broken off anywhere, it goes on where it was."""
    consultation_id = work.payload["consultation"]
    with store.write() as connection:
        _lead_again(store, connection, consultation_id)
    place: tuple[Any, str] | None = None
    while True:
        with store.write() as connection:
            if not outbox.still_held(connection, work):
                return
            store.once_at_a_time(connection, "compare", consultation_id)
            rows = _changed(connection, work.organisation_id, consultation_id, place)
            for row in rows:
                _look_at(store, connection, row)
            if rows:
                _mark(connection, consultation_id, rows[-1].updated_at)
                place = rows[-1].updated_at, rows[-1].id
            if len(rows) < AT_A_TIME:
                outbox.close(connection, work.id)
                return
            outbox.renew(connection, work)


def _changed(
    connection: sa.Connection, organisation_id: str | None, consultation_id: str, place: tuple[Any, str] | None
) -> Sequence[sa.Row[Any]]:
    """The next that changed, after `place`; at first, after the mark."""
    key = sa.tuple_(SUBMISSION.c.updated_at, SUBMISSION.c.id)
    query = _SUBMISSIONS.where(
        SUBMISSION.c.organisation_id == organisation_id, SUBMISSION.c.consultation_id == consultation_id
    )
    if place is not None:
        query = query.where(key > sa.tuple_(sa.literal(place[0], SUBMISSION.c.updated_at.type), sa.literal(place[1])))
    else:
        seen = connection.execute(
            sa.select(MARK.c.seen_until).where(MARK.c.consultation_id == consultation_id)
        ).scalar()
        if seen is not None:
            query = query.where(SUBMISSION.c.updated_at > seen - OVERLAP)
    return connection.execute(query.order_by(SUBMISSION.c.updated_at, SUBMISSION.c.id).limit(AT_A_TIME)).all()


def _mark(connection: sa.Connection, consultation_id: str, seen: Any) -> None:
    this = MARK.c.consultation_id == consultation_id
    if connection.execute(MARK.update().where(this).values(seen_until=seen)).rowcount == 0:
        connection.execute(MARK.insert(), {"consultation_id": consultation_id, "seen_until": seen})


def _look_at(store: Store, connection: sa.Connection, row: sa.Row[Any]) -> None:
    if row.status not in TAKES_PART:
        return
    _same_phone(connection, row)
    plain = comparable(
        _texts(connection, [row.id], version(store, connection, row.version_id).definition).get(row.id, ())
    )
    known = connection.execute(sa.select(LIKENESS).where(LIKENESS.c.submission_id == row.id)).first()
    if known is not None and (plain is None or known.digest != digest(plain)):
        _forget(connection, row.id)
        if known.leads:
            _lead_again(store, connection, row.consultation_id)
        known = None
    if plain is not None and known is None:
        _group(store, connection, row, plain)


def _same_phone(connection: sa.Connection, row: sa.Row[Any]) -> None:
    """With the first that came from the same number, or wants to hear of it at the same number."""
    dialogues, contacts = DIALOGUE.alias(), CONTACT.alias()
    mine = sa.union(
        sa.select(DIALOGUE.c.caller).where(DIALOGUE.c.submission_id == row.id),
        sa.select(CONTACT.c.lookup).where(CONTACT.c.submission_id == row.id),
    )
    numbers = list(connection.execute(mine).scalars())
    if not numbers:
        return
    others = sa.union(
        sa.select(dialogues.c.submission_id).where(dialogues.c.caller.in_(numbers)),
        sa.select(contacts.c.submission_id).where(contacts.c.lookup.in_(numbers)),
    ).subquery()
    first = connection.execute(
        _SUBMISSIONS.where(
            SUBMISSION.c.id.in_(sa.select(others)),
            SUBMISSION.c.consultation_id == row.consultation_id,
            SUBMISSION.c.status.in_(TAKES_PART),
        )
        .order_by(SUBMISSION.c.received_at, SUBMISSION.c.id)
        .limit(1)
    ).first()
    if first is not None:
        suggest(connection, first, row, same_phone=True)


def _texts(connection: sa.Connection, ids: Sequence[str], definition: Definition) -> Mapping[str, Sequence[str]]:
    """What was written or said in own words, by submission."""
    keys = [one.key for one in (*definition.questions, STATEMENT) if isinstance(one, OpenText)]
    rows = connection.execute(
        sa.select(ANSWER.c.submission_id, ANSWER.c.value)
        .where(ANSWER.c.submission_id.in_(ids), ANSWER.c.question.in_(keys), ANSWER.c.state != AnswerState.EMPTY)
        .order_by(ANSWER.c.submission_id, ANSWER.c.position)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        if isinstance(row.value, str):
            found.setdefault(row.submission_id, []).append(row.value)
    return found


def _group(store: Store, connection: sa.Connection, row: sa.Row[Any], plain: str) -> None:
    """Put a text into the group whose leader it is most like, or let it lead one of its own."""
    parts = bands(plain)
    leader, best = _most_alike(store, connection, row.consultation_id, plain, parts)
    group = leader.group_id if leader is not None else new_id()
    member = {"submission_id": row.id, "consultation_id": row.consultation_id, "group_id": group}
    connection.execute(LIKENESS.insert(), {**member, "leads": leader is None, "digest": digest(plain)})
    if leader is None:
        _lead(connection, row.id, row.consultation_id, parts)
        return
    members = connection.execute(
        _SUBMISSIONS.join(LIKENESS, LIKENESS.c.submission_id == SUBMISSION.c.id)
        .where(LIKENESS.c.consultation_id == row.consultation_id, LIKENESS.c.group_id == group)
        .where(SUBMISSION.c.status.in_(TAKES_PART), SUBMISSION.c.id != row.id)
        .order_by(SUBMISSION.c.received_at)
        .limit(CAMPAIGN_FROM)
    ).all()
    if len(members) + 1 < CAMPAIGN_FROM:
        for other in members:
            suggest(connection, other, row, alike=round(best, 3))
    else:
        becomes_campaign(connection, [row.id, *(one.id for one in members)])


def _most_alike(
    store: Store, connection: sa.Connection, consultation_id: str, plain: str, parts: Sequence[int]
) -> tuple[sa.Row[Any] | None, float]:
    shared = sa.func.count().label("shared")
    leaders = connection.execute(
        sa.select(LIKENESS.c.submission_id, LIKENESS.c.group_id, SUBMISSION.c.version_id, shared)
        .join(BAND, BAND.c.submission_id == LIKENESS.c.submission_id)
        .join(SUBMISSION, SUBMISSION.c.id == LIKENESS.c.submission_id)
        .where(BAND.c.consultation_id == consultation_id, BAND.c.value.in_(parts))
        .group_by(LIKENESS.c.submission_id, LIKENESS.c.group_id, SUBMISSION.c.version_id)
        .order_by(shared.desc(), LIKENESS.c.submission_id)
        .limit(MOST_LEADERS)
    ).all()
    found, best = None, 0.0
    for leader in leaders:
        definition = version(store, connection, leader.version_id).definition
        theirs = comparable(_texts(connection, [leader.submission_id], definition).get(leader.submission_id, ()))
        score = alike(plain, theirs) if theirs is not None else 0.0
        if score > best:
            found, best = leader, score
    return found, best


def _lead(connection: sa.Connection, submission_id: str, consultation_id: str, parts: Sequence[int]) -> None:
    rows = [{"submission_id": submission_id, "value": one, "consultation_id": consultation_id} for one in set(parts)]
    connection.execute(BAND.insert(), rows)


def _forget(connection: sa.Connection, submission_id: str) -> None:
    connection.execute(BAND.delete().where(BAND.c.submission_id == submission_id))
    connection.execute(LIKENESS.delete().where(LIKENESS.c.submission_id == submission_id))


def _lead_again(store: Store, connection: sa.Connection, consultation_id: str) -> None:
    """Give groups that lost their leader, as by an erasure, another."""
    leads = sa.func.max(sa.case((LIKENESS.c.leads, 1), else_=0))
    heirs = connection.execute(
        sa.select(sa.func.min(LIKENESS.c.submission_id))
        .where(LIKENESS.c.consultation_id == consultation_id)
        .group_by(LIKENESS.c.group_id)
        .having(leads == 0)
    ).scalars()
    for heir in heirs.all():
        row = connection.execute(sa.select(SUBMISSION.c.version_id).where(SUBMISSION.c.id == heir)).one()
        plain = comparable(
            _texts(connection, [heir], version(store, connection, row.version_id).definition).get(heir, ())
        )
        if plain is None:
            _forget(connection, heir)
            continue
        connection.execute(LIKENESS.update().where(LIKENESS.c.submission_id == heir).values(leads=True))
        _lead(connection, heir, consultation_id, bands(plain))
