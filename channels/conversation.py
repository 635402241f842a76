"""Dialogues in the store: found, begun, stepped and closed. What phone and SMS share behind the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from channels.effects import consent_to_recording, consent_to_use, store_event
from channels.scene import Scene
from channels.talk import next_question
from channels.turns import (
    Answered,
    At,
    Completed,
    Event,
    Memory,
    Turn,
)
from models import codes, evidence, submissions
from models.clock import now
from models.consultations import CONSULTATION, Version, version
from models.evidence import Kept
from models.prepared import Prepared
from models.reading import Reading
from models.secrets import Vault, new_id
from models.store import Store
from models.tables import Dialogue, Recording
from models.vocabulary import AnswerState, Channel, DialogueState, EvidenceKind, Status

DIALOGUE = Dialogue.__table__  # type: ignore[attr-defined]
RECORDING = Recording.__table__  # type: ignore[attr-defined]

ENDS_AFTER = {Channel.PHONE: timedelta(hours=24), Channel.SMS: timedelta(days=3)}
"""A dialogue in which nothing was heard for so long becomes a partial submission."""

MOST_EARLIER = 5
"""Dialogues of a caller that are looked at when they call again."""

_COLUMNS = (
    DIALOGUE.c.id,
    DIALOGUE.c.organisation_id,
    DIALOGUE.c.version_id,
    DIALOGUE.c.channel,
    DIALOGUE.c.caller,
    DIALOGUE.c.state,
    DIALOGUE.c.step,
    DIALOGUE.c.memory,
    DIALOGUE.c.submission_id,
    DIALOGUE.c.updated_at,
    DIALOGUE.c.line,
    DIALOGUE.c.call,
    sa.select(CONSULTATION.c.latest_version_id)
    .where(CONSULTATION.c.id == DIALOGUE.c.consultation_id)
    .scalar_subquery()
    .label("newest_id"),
)
_BY_ID = Prepared(sa.select(*_COLUMNS).where(DIALOGUE.c.id == sa.bindparam("id")).with_for_update())
_LAST_OF_CALLER = Prepared(
    sa.select(*_COLUMNS)
    .where(
        DIALOGUE.c.caller == sa.bindparam("caller"),
        DIALOGUE.c.organisation_id == sa.bindparam("organisation"),
        DIALOGUE.c.channel == sa.bindparam("channel"),
    )
    .order_by(DIALOGUE.c.updated_at.desc(), DIALOGUE.c.id.desc())
    .limit(1)
    .with_for_update()
)
_BY_CALL = Prepared(
    sa.select(*_COLUMNS)
    .where(DIALOGUE.c.call == sa.bindparam("call"))
    .order_by(DIALOGUE.c.started_at.desc(), DIALOGUE.c.id.desc())
    .limit(1)
)
_INSERT = Prepared(DIALOGUE.insert())
_STEP = Prepared(
    DIALOGUE.update()
    .where(DIALOGUE.c.id == sa.bindparam("dialogue"))
    .values(
        step=sa.bindparam("new_step"),
        memory=sa.bindparam("new_memory"),
        state=sa.bindparam("new_state"),
        submission_id=sa.bindparam("submission"),
        updated_at=sa.bindparam("moment"),
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A dialogue as stored."""

    id: str
    organisation_id: str
    version: Version
    newest: Version
    """What the consultation says now; `version` is what it said when this dialogue began."""
    channel: Channel
    caller: str
    state: DialogueState
    step: int
    memory: Memory
    submission_id: str | None
    updated_at: datetime
    line: str
    call: str | None
    """The call that it goes on in; None for text messages, and once that call ended."""

    @property
    def is_open(self) -> bool:
        return self.state is DialogueState.OPEN

    @property
    def is_over_time(self) -> bool:
        return now() - self.updated_at > ENDS_AFTER[self.channel]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is on the other side, as far as we may know: `caller` is a keyed hash, `number` is in memory only."""

    caller: str
    number: str | None


def _found(store: Store, connection: sa.Connection, row: Any) -> Found | None:
    if row is None:
        return None
    served = version(store, connection, row.version_id)
    newest = served if row.newest_id == row.version_id else version(store, connection, row.newest_id)
    memory = Memory.from_json(row.memory)
    return Found(
        row[0], row[1], served, newest, row[3], row[4], row[5], row[6], memory, row[8], row[9], row[10], row[11]
    )


def by_id(store: Store, connection: sa.Connection, dialogue_id: str) -> Found | None:
    return _found(store, connection, _BY_ID.first(connection, {"id": dialogue_id}))


def by_call(store: Store, connection: sa.Connection, call: str) -> Found | None:
    """What this call is about now: after starting over, the newer of its two dialogues."""
    if not call:
        return None
    return _found(store, connection, _BY_CALL.first(connection, {"call": call}))


def last_of(
    store: Store, connection: sa.Connection, caller: str, organisation_id: str, channel: Channel
) -> Found | None:
    """The caller's last dialogue with this organisation over this channel, open or not.

    Held for this transaction, so that two messages of one phone wait for each other; where there is none to hold, the
    caller is.
    """
    values = {"caller": caller, "organisation": organisation_id, "channel": channel}
    found = _found(store, connection, _LAST_OF_CALLER.first(connection, values))
    if store.is_sqlite or (found is not None and found.is_open):
        return found
    store.once_at_a_time(connection, "caller", caller)
    return _found(store, connection, _LAST_OF_CALLER.first(connection, values))


def begin(
    connection: sa.Connection,
    served: Version,
    channel: Channel,
    person: Person,
    line: str,
    turn: Turn,
    *,
    call: str | None = None,
) -> Found:
    """Store a new dialogue with its first turn."""
    moment, dialogue_id = now(), new_id()
    _INSERT.run(
        connection,
        {
            "id": dialogue_id,
            "organisation_id": served.organisation_id,
            "consultation_id": served.consultation_id,
            "version_id": served.version_id,
            "channel": channel,
            "caller": person.caller,
            "line": line,
            "call": call,
            "state": DialogueState.OPEN,
            "step": 1,
            "memory": turn.memory.as_json(),
            "submission_id": None,
            "started_at": moment,
            "updated_at": moment,
        },
    )
    return Found(
        dialogue_id,
        served.organisation_id,
        served,
        served,
        channel,
        person.caller,
        DialogueState.OPEN,
        1,
        turn.memory,
        None,
        moment,
        line,
        call,
    )


def earlier(store: Store, connection: sa.Connection, caller: str, consultation_id: str) -> list[Found]:
    """The caller's last dialogues about a consultation that brought a contribution, over any channel, newest first."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(
            DIALOGUE.c.caller == caller,
            DIALOGUE.c.consultation_id == consultation_id,
            DIALOGUE.c.submission_id.is_not(None),
        )
        .order_by(DIALOGUE.c.updated_at.desc(), DIALOGUE.c.id.desc())
        .limit(MOST_EARLIER)
    ).all()
    return [found for row in rows if (found := _found(store, connection, row)) is not None]


def hung_up(connection: sa.Connection, call: str) -> None:
    """The call is over: what was begun in it can go on in another."""
    connection.execute(DIALOGUE.update().where(DIALOGUE.c.call == call).values(call=None))


def take_over(connection: sa.Connection, dialogue_id: str, call: str) -> None:
    """The dialogue goes on in another call."""
    connection.execute(DIALOGUE.update().where(DIALOGUE.c.id == dialogue_id).values(call=call))


def step(connection: sa.Connection, vault: Vault, found: Found, turn: Turn, kept: Kept, person: Person) -> str | None:
    """Store what a turn brought; the submission's id once there is one.

    :param kept: the evidence of what was heard; it is linked to the submission.
    """
    submission_id = found.submission_id
    if submission_id is None and any(map(_says_something, turn.events)):
        submission_id = _begin_submission(connection, found, turn.memory)
        evidence.link_dialogue(connection, submission_id, found.id)
    elif submission_id is not None:
        evidence.link(connection, submission_id, kept.id)
    scene = Scene(
        dialogue_id=found.id,
        version=found.version,
        channel=found.channel,
        language=turn.memory.language,
        submission_id=submission_id,
        number=person.number,
        caller=found.caller,
        line=found.line,
        kept=kept,
    )
    if submission_id is not None and found.submission_id is None:
        consent_to_use(connection, scene)
    if found.memory.recording is None and turn.memory.recording is not None:
        consent_to_recording(connection, scene)
    for event in turn.events:
        store_event(connection, vault, scene, event)
    if submission_id is not None and turn.events:
        submissions.touch(connection, submission_id)
    finished = turn.memory.at is At.DONE
    _STEP.run(
        connection,
        {
            "dialogue": found.id,
            "new_step": found.step + 1,
            "new_memory": turn.memory.as_json(),
            "new_state": DialogueState.FINISHED if finished else found.state,
            "submission": submission_id,
            "moment": now(),
        },
    )
    return submission_id


def _says_something(event: Event) -> bool:
    """An answer or a skip, or the end of all questions. Silence at a question is none: it begins no submission."""
    if isinstance(event, Answered):
        return event.reading.raw is not None or event.reading.state is not AnswerState.EMPTY
    return isinstance(event, Completed)


def _begin_submission(connection: sa.Connection, found: Found, memory: Memory) -> str:
    """A submission, with what was left empty by silence before it began."""
    submission_id = submissions.begin(
        connection,
        submissions.NewSubmission(
            organisation_id=found.organisation_id,
            consultation_id=found.version.consultation_id,
            version_id=found.version.version_id,
            channel=found.channel,
            language=memory.language,
            received_at=now(),
            status=Status.IN_PROGRESS,
            code_id=memory.code,
            held=codes.hold_without(found.version.definition, has_code=memory.code is not None),
        ),
    ).id
    silent = [Reading.empty(question) for question in found.memory.answers]
    submissions.put_answers(connection, submission_id, found.version.definition, silent)
    return submission_id


def close(connection: sa.Connection, found: Found, state: DialogueState) -> None:
    """End an open dialogue before its end: what was answered stays as a partial submission.

    It is complete all the same if the last answer was given, and only what comes after that was not heard.
    """
    if found.submission_id is not None and not found.memory.completed:
        complete = next_question(found.version.definition, found.memory) is None
        submissions.settle(connection, found.submission_id, found.version.definition, complete=complete)
    connection.execute(DIALOGUE.update().where(DIALOGUE.c.id == found.id).values(state=state, updated_at=now()))


def close_expired(store: Store, *, most: int = 100) -> int:
    """End dialogues in which nothing was heard for too long; how many."""
    closed = 0
    for channel, limit in ENDS_AFTER.items():
        with store.write() as connection:
            query = (
                sa.select(DIALOGUE.c.id)
                .where(
                    DIALOGUE.c.state == DialogueState.OPEN,
                    DIALOGUE.c.channel == channel,
                    DIALOGUE.c.started_at < now() - limit,
                    DIALOGUE.c.updated_at < now() - limit,
                )
                .limit(most)
            )
            for dialogue_id in connection.execute(query).scalars().all():
                found = by_id(store, connection, dialogue_id)
                if found is not None and found.is_open and found.is_over_time:
                    close(connection, found, DialogueState.EXPIRED)
                    closed += 1
    return closed


def keep_heard(
    connection: sa.Connection, organisation_id: str | None, kind: EvidenceKind, text: str, dialogue_id: str | None
) -> Kept:
    """Evidence of what came in: a message, keys, words."""
    return evidence.keep_small(connection, organisation_id, kind, text, dialogue_id=dialogue_id)
