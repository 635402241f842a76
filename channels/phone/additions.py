"""Something is added by telephone to a contribution of before: a recording, which waits for a person like any other."""

from __future__ import annotations

import sqlalchemy as sa

from channels import conversation, receipts
from channels.catalogue import catalogue
from channels.conversation import DIALOGUE, Found, Person
from channels.effects import RECORDING, expect_recording
from channels.receipts import Asker, Contribution
from channels.turns import Added, At, Memory, Mode, Over, Turn
from models import consents, consultations, submissions
from models.clock import now
from models.consultations import Version
from models.definition import STATEMENT
from models.evidence import Kept
from models.reading import InTime, Reading
from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.tables.consents import ConsentPurpose
from models.vocabulary import AnswerState, Channel, DialogueState, Doubt, Status

ADDABLE = frozenset({Status.READING, Status.NEEDS_PERSON, Status.ACCEPTED, Status.APPROVED})
"""What was published or answered, or does not count, stays as it is."""

WHY = "something was added by telephone"


def may_add(store: Store, connection: sa.Connection, found: Contribution) -> bool:
    """Whether that contribution can still change, and its consultation is open."""
    served = _version(store, connection, found)
    if served is None or found.status not in ADDABLE:
        return False
    newest = consultations.latest_of(store, connection, served.consultation_id)
    return newest.definition.is_open(now())


def add(store: Store, connection: sa.Connection, asker: Asker, on: Found, added: Added, url: str, kept: Kept) -> None:
    """Keep what was recorded with the contribution, in place of what it replaces. Said twice, it is kept once.

    :param on: the dialogue in which it was said.
    :param kept: the evidence that it was said, after hearing of the recording.
    """
    found = receipts.find(connection, asker, added.receipt)
    served = _version(store, connection, found) if found is not None else None
    if found is None or served is None:
        return
    dialogue_id = _dialogue_of(connection, added.replaces) or _begin(connection, on, served, found.submission_id)
    expect_recording(connection, on.organisation_id, dialogue_id, STATEMENT.key, added.recording, url, added.seconds)
    if added.replaces is None:
        asked = consents.Asked(
            organisation_id=on.organisation_id,
            submission_id=found.submission_id,
            channel=Channel.PHONE,
            language=on.memory.language,
            text=catalogue(on.memory.language, Mode.PHONE)("record_first"),
            proof=kept.sha256,
        )
        consents.answer(connection, ConsentPurpose.RECORDING, asked)
    if found.status in ADDABLE:
        _await_person(connection, served, found, added.seconds)


def _version(store: Store, connection: sa.Connection, found: Contribution) -> Version | None:
    """None: nobody has decided yet what it is about."""
    query = sa.select(SUBMISSION.c.version_id).where(SUBMISSION.c.id == found.submission_id)
    version_id = connection.execute(query).scalar()
    return None if version_id is None else consultations.version(store, connection, version_id)


def _dialogue_of(connection: sa.Connection, recording: str | None) -> str | None:
    query = sa.select(RECORDING.c.dialogue_id).where(RECORDING.c.reference == recording)
    return connection.execute(query).scalar() if recording else None


def _begin(connection: sa.Connection, on: Found, served: Version, submission_id: str) -> str:
    """An addition is a dialogue of its own, finished at once: the one it was said in may be about something else."""
    memory = Memory(mode=Mode.PHONE, at=At.DONE, language=on.memory.language, reachable=False, completed=True)
    person = Person(on.caller, None)
    begun = conversation.begin(connection, served, Channel.PHONE, person, on.line, Turn(memory, (), Over()))
    done = {"state": DialogueState.FINISHED, "submission_id": submission_id}
    connection.execute(DIALOGUE.update().where(DIALOGUE.c.id == begun.id).values(done))
    return begun.id


def _await_person(connection: sa.Connection, served: Version, found: Contribution, seconds: float) -> None:
    """The statement is what the recording says. One that stands there already stays, for a person to complete.

    It also becomes the raw form, to which a machine's transcript is added; what was read first stays with the decision.
    """
    where = InTime(0.0, seconds)
    here = sa.and_(ANSWER.c.submission_id == found.submission_id, ANSWER.c.question == STATEMENT.key)
    stands = connection.execute(sa.select(ANSWER.c.value).where(here)).scalar()
    if stands is None:
        reading = Reading(STATEMENT.key, None, None, AnswerState.ILLEGIBLE, where=where, doubt=Doubt.UNHEARD)
        position = submissions.position_of(served.definition, STATEMENT.key)
        submissions.put_answer(connection, found.submission_id, position, reading)
        connection.execute(ANSWER.update().where(here).values(decided_at=None))
    else:
        undecided = {"raw": stands, "state": AnswerState.UNCERTAIN, "decided_at": None, "place": where.as_json()}
        connection.execute(ANSWER.update().where(here).values(**undecided, doubt=Doubt.ADDED))
    if found.status is Status.APPROVED:
        submissions.move(connection, found.submission_id, Status.NEEDS_PERSON, reason=WHY)
    submissions.settle(connection, found.submission_id, served.definition, reason=WHY)
