"""Which submissions have to be on a platform, and which not any more: made from what is stored, whoever changed it."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa

from intake.deliveries.lines import LINE
from models import outbox
from models.clock import now
from models.consultations import CONSULTATION, Version, all_latest, version
from models.definition import OpenText
from models.secrets import new_id
from models.store import Store
from models.submissions import ANSWER, SUBMISSION, move
from models.tables import Delivery, PublicText
from models.tables.deliveries import DeliveryState, Wanted
from models.vocabulary import AnswerState, Channel, OutboxKind, Status

DELIVERY = Delivery.__table__  # type: ignore[attr-defined]
PUBLIC_TEXT = PublicText.__table__  # type: ignore[attr-defined]

PLACED = frozenset({Status.APPROVED, Status.PUBLISHED, Status.ANSWERED})
"""Statuses in which a submission belongs on the platform."""

ONLY_KEYS = "nothing in it was written or said in own words"
ONLY_THE_VOTE = "nothing of it leaves but the vote"
AT_A_TIME = 500

_UNDECIDED = (AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE)


def plan(store: Store, found: Version) -> None:
    """Note what is to be delivered of one consultation, in transactions of `AT_A_TIME`."""
    publish = found.definition.publish
    if publish is None:
        return
    if publish.as_ == "submission":
        _approve_what_has_no_text(store, found)
    if publish.as_ == "vote":
        _approve_votes(store, found, publish.question or "")
    for one in (_note_new, _note_again, _note_gone):
        while True:
            with store.write() as connection:
                if one(connection, found, publish.to) < AT_A_TIME:
                    break


def note(connection: sa.Connection, found: Version) -> None:
    """Like `plan`, for a few, in the caller's transaction."""
    publish = found.definition.publish
    if publish is not None:
        for one in (_note_new, _note_again, _note_gone):
            one(connection, found, publish.to)


def plan_all(store: Store, organisation_id: str) -> None:
    with store.read() as connection:
        versions = all_latest(store, connection, organisation_id)
    for found in versions:
        plan(store, found)


def _approve_what_has_no_text(store: Store, found: Version) -> None:
    """Answers by keys, message or tick box need no person; as an enquête submission they are read by staff only.

    What holds a text of its own, in an answer or as a statement, waits for one, and so does what was broken off or what
    somebody brought back from the platform.
    """
    with store.read() as connection:
        versions = connection.execute(
            sa.select(SUBMISSION.c.version_id).where(SUBMISSION.c.consultation_id == found.consultation_id).distinct()
        ).scalars()
        asked = [
            question
            for version_id in versions.all()
            for question in version(store, connection, version_id).definition.questions
        ]
    own_words = {question.key for question in asked if isinstance(question, OpenText)}
    closed = {question.key for question in asked} - own_words
    text = sa.exists().where(
        ANSWER.c.submission_id == SUBMISSION.c.id,
        ANSWER.c.state != AnswerState.EMPTY,
        ANSWER.c.question.not_in(closed),
    )
    given = sa.exists().where(ANSWER.c.submission_id == SUBMISSION.c.id, ANSWER.c.state != AnswerState.EMPTY)
    _approve(store, found, ONLY_KEYS, ~text, given)


def _approve_votes(store: Store, found: Version, question: str) -> None:
    """Of a vote nothing leaves but the vote: no text in the other answers has to be looked at for it."""
    voted = sa.exists().where(
        ANSWER.c.submission_id == SUBMISSION.c.id,
        ANSWER.c.question == question,
        ANSWER.c.state != AnswerState.EMPTY,
    )
    _approve(store, found, ONLY_THE_VOTE, voted)


def _approve(store: Store, found: Version, reason: str, *where: sa.ColumnElement[bool]) -> None:
    open_still = sa.exists().where(ANSWER.c.submission_id == SUBMISSION.c.id, ANSWER.c.state.in_(_UNDECIDED))
    brought_back = sa.exists().where(DELIVERY.c.submission_id == SUBMISSION.c.id)
    wanted = (
        sa.select(SUBMISSION.c.id)
        .where(
            SUBMISSION.c.consultation_id == found.consultation_id,
            SUBMISSION.c.status == Status.ACCEPTED,
            *from_outside(),
            SUBMISSION.c.complete.is_(True),
            ~open_still,
            ~brought_back,
            *where,
        )
        .limit(AT_A_TIME)
    )
    while True:
        with store.write() as connection:
            ids = connection.execute(wanted).scalars().all()
            for submission_id in ids:
                move(connection, submission_id, Status.APPROVED, reason=reason)
        if len(ids) < AT_A_TIME:
            return


def _note_new(connection: sa.Connection, found: Version, target: str) -> int:
    """Approved, and not known to the platform's line yet."""
    known = sa.exists().where(DELIVERY.c.submission_id == SUBMISSION.c.id, DELIVERY.c.target == target)
    ids = connection.execute(
        sa.select(SUBMISSION.c.id)
        .where(
            SUBMISSION.c.consultation_id == found.consultation_id,
            SUBMISSION.c.status == Status.APPROVED,
            *from_outside(),
            ~known,
        )
        .order_by(SUBMISSION.c.received_at)
        .limit(AT_A_TIME)
    ).scalars()
    rows = [_new(found, submission_id, target) for submission_id in ids]
    if rows:
        connection.execute(DELIVERY.insert(), rows)
    return len(rows)


def _new(found: Version, submission_id: str, target: str) -> dict[str, object]:
    moment = now()
    return {
        "id": new_id(),
        "organisation_id": found.organisation_id,
        "consultation_id": found.consultation_id,
        "submission_id": submission_id,
        "target": target,
        "reference": new_reference(),
        "wanted": Wanted.PLACED,
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "due_at": moment,
        "created_at": moment,
    }


def _note_again(connection: sa.Connection, found: Version, target: str) -> int:
    """Approved anew after it had been there: what is there is to be made right, or put back."""
    ids = connection.execute(
        sa.select(DELIVERY.c.id)
        .join(SUBMISSION, SUBMISSION.c.id == DELIVERY.c.submission_id)
        .where(
            DELIVERY.c.consultation_id == found.consultation_id,
            DELIVERY.c.target == target,
            sa.or_(
                DELIVERY.c.state.in_((DeliveryState.THERE, DeliveryState.GONE)), DELIVERY.c.wanted == Wanted.WITHDRAWN
            ),
            SUBMISSION.c.status == Status.APPROVED,
        )
        .limit(AT_A_TIME)
    ).scalars()
    return _want(connection, list(ids), Wanted.PLACED)


def _note_gone(connection: sa.Connection, found: Version, target: str) -> int:
    """Withdrawn, superseded, or brought back for another look: not to be read on the platform."""
    ids = connection.execute(
        sa.select(DELIVERY.c.id)
        .join(SUBMISSION, SUBMISSION.c.id == DELIVERY.c.submission_id)
        .where(
            DELIVERY.c.consultation_id == found.consultation_id,
            DELIVERY.c.target == target,
            DELIVERY.c.wanted == Wanted.PLACED,
            SUBMISSION.c.status.not_in(PLACED),
        )
        .limit(AT_A_TIME)
    ).scalars()
    return _want(connection, list(ids), Wanted.WITHDRAWN)


def _want(connection: sa.Connection, ids: list[str], wanted: Wanted) -> int:
    """What is being sent at this moment stays so: it is looked for first."""
    if ids:
        being_sent = DELIVERY.c.state == DeliveryState.SENDING
        state = sa.case((being_sent, DELIVERY.c.state), else_=sa.literal(DeliveryState.WAITING, DELIVERY.c.state.type))
        due_at = sa.case((being_sent, DELIVERY.c.due_at), else_=sa.literal(now(), DELIVERY.c.due_at.type))
        values = {"wanted": wanted, "state": state, "due_at": due_at, "code": None, "problem": None}
        connection.execute(DELIVERY.update().where(DELIVERY.c.id.in_(ids)).values(**values))
    return len(ids)


def from_outside() -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions on submissions: what came from the platform is never sent back to it."""
    return (SUBMISSION.c.channel != Channel.ONLINE,)


def new_reference() -> str:
    """Random through and through: a time-ordered id would tell when it came in."""
    return str(uuid4())


def wake(connection: sa.Connection) -> None:
    """Make work of what can be delivered now. One entry of the outbox for each consultation: its lease lets send."""
    moment = now()
    due = sa.exists().where(
        DELIVERY.c.consultation_id == CONSULTATION.c.id,
        DELIVERY.c.state.in_((DeliveryState.WAITING, DeliveryState.SENDING)),
        DELIVERY.c.due_at <= moment,
    )
    rows = connection.execute(
        sa.select(CONSULTATION.c.id, CONSULTATION.c.organisation_id)
        .outerjoin(LINE, LINE.c.consultation_id == CONSULTATION.c.id)
        .where(due, sa.or_(LINE.c.held_until.is_(None), LINE.c.held_until <= moment))
    )
    for row in rows.all():
        arm(connection, row.id, row.organisation_id)


def arm(connection: sa.Connection, consultation_id: str, organisation_id: str) -> None:
    """Have a worker deliver what waits of one consultation."""
    payload = {"consultation": consultation_id}
    key = entry_key(consultation_id)
    outbox.arm(connection, OutboxKind.DELIVER, key, payload, organisation_id=organisation_id)


def entry_key(consultation_id: str) -> str:
    """The name of the outbox's entry whose lease lets deliver for that consultation."""
    return f"{OutboxKind.DELIVER}:{consultation_id}"
