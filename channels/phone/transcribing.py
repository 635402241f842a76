"""Recordings written down by a machine, as a proposal for the person who listens.

What the machine heard never counts by itself: the answer stays undecided until somebody confirmed or corrected it, and
where nothing can be made of the sound it stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from channels import conversation
from channels.conversation import Found
from channels.effects import RECORDING
from channels.speech.apart import transcribe_apart
from channels.speech.belief import believed
from channels.speech.engine import DESK
from channels.understanding import Medium, NotUnderstood, Understood, hints_for, understand
from models import outbox, submissions, transcripts
from models.definition import OpenText, Question
from models.evidence import EVIDENCE, EvidenceStore
from models.outbox import Work
from models.reading import Value
from models.store import Store
from models.submissions import ANSWER
from models.tables.dialogues import RecordingState
from models.transcripts import Transcript
from models.vocabulary import UNDECIDED, AnswerState, Doubt, OutboxKind

HALF_HEARD = 0.5
"""Taken off the confidence where what was heard is only near to an answer."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a machine's words come to as an answer. `value` is None where they come to none."""

    value: Value | None
    confidence: float | None
    doubt: Doubt


def ask_for_transcript(connection: sa.Connection, organisation_id: str, reference: str) -> None:
    """Have a recording that is kept written down; once, however often it is asked."""
    outbox.add(
        connection,
        OutboxKind.TRANSCRIBE,
        f"transcribe:{reference}",
        {"recording": reference},
        organisation_id=organisation_id,
    )


def transcribe_recording(store: Store, files: EvidenceStore, engine: str, work: Work) -> None:
    """Have one recording written down by the engine of a setting, and propose what it heard as the answer.

    :raises TryAgain: the engine or the sound is not there for now.
    :raises NeedsPerson: the engine can make nothing of it.
    :raises Rejected: the setting names no engine that could work.
    """
    reference = str(work.payload["recording"])
    with store.read() as connection:
        recording = _kept(connection, reference)
        found = conversation.by_id(store, connection, recording.dialogue_id) if recording else None
    if recording is None or found is None or engine == DESK:
        with store.write() as connection:
            outbox.close(connection, work.id)
        return
    definition, language = found.version.definition, found.memory.language
    question = definition.question(recording.question)

    def going_on() -> None:
        with store.write() as connection:
            outbox.renew(connection, work)

    heard = transcribe_apart(
        engine,
        files.get(recording.sha256),
        language=language,
        hints=hints_for(question, language),
        sound_seconds=recording.seconds or 0.0,
        going_on=going_on,
    )
    transcript = believed(heard)
    with store.write() as connection:
        if not outbox.still_held(connection, work):
            return
        if _kept(connection, reference) is not None:
            transcripts.keep(connection, recording.evidence_id, transcript)
            if transcript.text and found.submission_id is not None:
                _propose(connection, found, found.submission_id, question, recording.sha256, transcript)
        outbox.close(connection, work.id)


_RECORDING: sa.Select[Any] = (
    sa.select(
        RECORDING.c.dialogue_id,
        RECORDING.c.question,
        RECORDING.c.seconds,
        RECORDING.c.evidence_id,
        EVIDENCE.c.sha256,
    )
    .join(EVIDENCE, EVIDENCE.c.id == RECORDING.c.evidence_id)
    .where(RECORDING.c.reference == sa.bindparam("wanted"), RECORDING.c.state == RecordingState.FETCHED)
)


def _kept(connection: sa.Connection, reference: str) -> sa.Row[Any] | None:
    """The recording, if we have it and it still counts: it may have been spoken anew or erased meanwhile."""
    return connection.execute(_RECORDING, {"wanted": reference}).first()


def _propose(
    connection: sa.Connection,
    found: Found,
    submission_id: str,
    question: Question,
    sha256: str,
    transcript: Transcript,
) -> None:
    """Put the proposal where the answer waits, unless a person has decided or the answer is another by now."""
    waiting = (
        ANSWER.c.submission_id == submission_id,
        ANSWER.c.question == question.key,
        ANSWER.c.evidence_sha256 == sha256,
        ANSWER.c.decided_at.is_(None),
        ANSWER.c.state.in_(UNDECIDED),
    )
    answer = connection.execute(sa.select(ANSWER.c.raw).where(*waiting).with_for_update()).first()
    if answer is None:
        return
    raw = f"{answer.raw or ''} {transcript.text}".strip()
    proposal = proposed(found, question, raw, transcript)
    changes: dict[str, Any] = {"raw": raw}
    if proposal.value is not None:
        changes |= {
            "value": proposal.value,
            "state": AnswerState.UNCERTAIN,
            "confidence": proposal.confidence,
            "doubt": proposal.doubt,
        }
    connection.execute(ANSWER.update().where(*waiting).values(changes))
    submissions.touch(connection, submission_id)


def proposed(found: Found, question: Question, words: str, transcript: Transcript) -> Proposal:
    """What was heard as an answer to its question: as it is for an open one, understood like speech for another."""
    sure = transcript.confidence or 0.0
    definition, language = found.version.definition, found.memory.language
    outcome = understand(definition, question, words, language=language, medium=Medium.SPEECH)
    match outcome:
        case Understood(value, _) if isinstance(question, OpenText):
            return Proposal(value, sure, Doubt.TRANSCRIBED)
        case Understood(value, confidence):
            return Proposal(value, round(confidence * sure, 3), Doubt.HEARD)
        case NotUnderstood(suggestions=(suggestion,)):
            return Proposal(suggestion, round(HALF_HEARD * sure, 3), Doubt.NEARLY)
        case _:
            return Proposal(None, None, Doubt.UNHEARD)
