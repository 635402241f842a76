"""What the events of a turn leave in the store."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from channels.call_backs import store_call_back
from channels.catalogue import Catalogue, catalogue
from channels.outgoing.later import never_mind, send_later
from channels.receipts import Asker, find, receipt_of, take_back
from channels.scene import Scene, keep_number
from channels.turns import (
    Answered,
    CallTimeChosen,
    Completed,
    Event,
    Forgotten,
    Mode,
    OutcomeChosen,
    PersonNotWanted,
    PersonWanted,
    TextWanted,
    Withdrawn,
)
from models import consents, outbox, submissions
from models.clock import now
from models.secrets import Vault
from models.tables import Recording
from models.tables.consents import ConsentPurpose
from models.tables.contacts import ContactPurpose
from models.tables.dialogues import RecordingState
from models.tables.replies import ReplyPurpose
from models.vocabulary import Channel, OutboxKind

RECORDING = Recording.__table__  # type: ignore[attr-defined]

TIME_TO_SAY_NO = timedelta(minutes=2)
"""The receipt is said twice and then the question is put; that takes about a minute."""


def store_event(connection: sa.Connection, vault: Vault, scene: Scene, event: Event) -> None:
    """Store one event, in the transaction of its turn."""
    definition = scene.version.definition
    match event:
        case Answered() if scene.submission_id is not None:
            position = submissions.position_of(definition, event.reading.question)
            submissions.put_answer(connection, scene.submission_id, position, event.reading, evidence=scene.kept.sha256)
        case Forgotten() if scene.submission_id is not None:
            submissions.drop_answers(connection, scene.submission_id, event.questions)
            for question in event.questions:
                forget_recordings(connection, scene.dialogue_id, question)
        case Completed() if scene.submission_id is not None:
            submissions.settle(connection, scene.submission_id, definition, complete=True)
        case OutcomeChosen():
            _choose_outcome(connection, vault, scene, wanted=event.wanted)
        case PersonWanted() | CallTimeChosen() | PersonNotWanted():
            store_call_back(connection, vault, scene, event)
        case TextWanted(wanted=True) if scene.submission_id is not None and scene.number is not None:
            _text_receipt(connection, vault, scene, scene.submission_id, scene.number)
        case TextWanted(wanted=False):
            never_mind(connection, _receipt_key(scene))
        case Withdrawn():
            asker = Asker(scene.version.organisation_id, scene.caller, scene.line, scene.channel)
            found = find(connection, asker, event.receipt)
            if found is not None:
                take_back(connection, asker, found, scene.kept)
        case _:
            pass


def _choose_outcome(connection: sa.Connection, vault: Vault, scene: Scene, *, wanted: bool) -> None:
    """Whether somebody wants to hear what comes of it, and where."""
    consent(connection, scene, ConsentPurpose.OUTCOME, _say(scene)("outcome"), given=wanted)
    if wanted and scene.number is not None:
        keep_number(connection, vault, scene, scene.number, ContactPurpose.OUTCOME)


def consent(connection: sa.Connection, scene: Scene, purpose: ConsentPurpose, text: str, *, given: bool = True) -> None:
    """What came is the answer to this text. Before there is a contribution, nothing is agreed to."""
    if scene.submission_id is not None:
        asked = consents.Asked(
            organisation_id=scene.version.organisation_id,
            submission_id=scene.submission_id,
            channel=scene.channel,
            language=scene.language,
            text=text,
            proof=scene.kept.sha256,
        )
        consents.answer(connection, purpose, asked, given=given)


def consent_to_use(connection: sa.Connection, scene: Scene) -> None:
    """Somebody went on after the notice: a contribution begins."""
    definition = scene.version.definition
    consent(connection, scene, ConsentPurpose.USE, definition.text(definition.privacy.notice, scene.language))


def consent_to_recording(connection: sa.Connection, scene: Scene) -> None:
    """Somebody spoke after hearing that they are recorded, and how to go on without."""
    consent(connection, scene, ConsentPurpose.RECORDING, _say(scene)("record_first"))


def _say(scene: Scene) -> Catalogue:
    return catalogue(scene.language, Mode.PHONE if scene.channel is Channel.PHONE else Mode.SMS)


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


def _receipt_key(scene: Scene) -> str:
    return f"receipt:{scene.dialogue_id}"


def _text_receipt(connection: sa.Connection, vault: Vault, scene: Scene, submission_id: str, number: str) -> None:
    """A little later, so that there is time to say no."""
    say = catalogue(scene.language, Mode.SMS)
    send_later(
        connection,
        vault,
        organisation_id=scene.version.organisation_id,
        line=scene.line,
        number=number,
        language=scene.language,
        text=say("receipt_by_text", receipt=receipt_of(connection, submission_id)),
        purpose=ReplyPurpose.RECEIPT,
        unique_key=_receipt_key(scene),
        submission_id=submission_id,
        dialogue_id=scene.dialogue_id,
        not_before=now() + TIME_TO_SAY_NO,
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
