"""What the events of a turn leave in the store."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from channels.turns import Answered, Completed, Event, Forgotten, OutcomeChosen, PersonWanted
from models import outbox, submissions
from models.clock import now
from models.consultations import Version
from models.contacts import keep_contact
from models.secrets import Vault, new_id
from models.tables import CallBack, Recording
from models.tables.contacts import ContactPurpose
from models.tables.dialogues import RecordingState
from models.vocabulary import Channel, OutboxKind

RECORDING = Recording.__table__  # type: ignore[attr-defined]
CALL_BACK = CallBack.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where an event happened. `number` is where the person can be reached, `evidence` the SHA-256 of what came."""

    dialogue_id: str
    version: Version
    channel: Channel
    language: str
    submission_id: str | None
    number: str | None
    evidence: str


def store_event(connection: sa.Connection, vault: Vault, scene: Scene, event: Event) -> None:
    """Store one event, in the transaction of its turn."""
    definition = scene.version.definition
    match event:
        case Answered() if scene.submission_id is not None:
            position = submissions.position_of(definition, event.reading.question)
            submissions.put_answer(connection, scene.submission_id, position, event.reading, evidence=scene.evidence)
        case Forgotten() if scene.submission_id is not None:
            submissions.drop_answers(connection, scene.submission_id, event.questions)
            for question in event.questions:
                forget_recordings(connection, scene.dialogue_id, question)
        case Completed() if scene.submission_id is not None:
            submissions.settle(connection, scene.submission_id, definition, complete=True)
        case OutcomeChosen(wanted=True) if scene.number is not None:
            _keep_contact(connection, vault, scene, scene.number, ContactPurpose.OUTCOME)
        case PersonWanted():
            _ask_call_back(connection, vault, scene, event.number or scene.number)
        case _:
            pass


def forget_recordings(connection: sa.Connection, dialogue_id: str, question: str) -> None:
    """An earlier recorded answer to this question does not count any more: nobody waits for it."""
    connection.execute(
        RECORDING.update()
        .where(
            RECORDING.c.dialogue_id == dialogue_id,
            RECORDING.c.question == question,
            RECORDING.c.state != RecordingState.ABSENT,
        )
        .values(state=RecordingState.ABSENT)
    )


def _keep_contact(connection: sa.Connection, vault: Vault, scene: Scene, number: str, purpose: ContactPurpose) -> str:
    return keep_contact(
        connection,
        vault,
        organisation_id=scene.version.organisation_id,
        submission_id=scene.submission_id,
        purpose=purpose,
        channel=scene.channel,
        value=number,
    )


def _ask_call_back(connection: sa.Connection, vault: Vault, scene: Scene, number: str | None) -> None:
    """Once a dialogue: who presses 0 twice is called back once."""
    asked = sa.select(CALL_BACK.c.id).where(CALL_BACK.c.dialogue_id == scene.dialogue_id, CALL_BACK.c.done_at.is_(None))
    if connection.execute(asked.limit(1)).first() is not None:
        return
    contact_id = _keep_contact(connection, vault, scene, number, ContactPurpose.CALL_BACK) if number else None
    connection.execute(
        CALL_BACK.insert(),
        {
            "id": new_id(),
            "organisation_id": scene.version.organisation_id,
            "consultation_id": scene.version.consultation_id,
            "dialogue_id": scene.dialogue_id,
            "contact_id": contact_id,
            "language": scene.language,
            "asked_at": now(),
        },
    )


def expect_recording(
    connection: sa.Connection,
    organisation_id: str,
    dialogue_id: str,
    question: str,
    reference: str,
    url: str,
    seconds: float,
) -> None:
    """A recording was made: have it fetched. Announced twice, it is fetched once; an earlier one does not count."""
    if connection.execute(sa.select(RECORDING.c.reference).where(RECORDING.c.reference == reference)).first():
        return
    forget_recordings(connection, dialogue_id, question)
    connection.execute(
        RECORDING.insert(),
        {
            "reference": reference,
            "organisation_id": organisation_id,
            "dialogue_id": dialogue_id,
            "question": question,
            "url": url,
            "seconds": seconds,
            "state": RecordingState.EXPECTED,
            "created_at": now(),
        },
    )
    outbox.add(
        connection,
        OutboxKind.FETCH_RECORDING,
        f"recording:{reference}",
        {"recording": reference},
        organisation_id=organisation_id,
    )
