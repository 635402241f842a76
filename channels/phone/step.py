"""Something was heard in a call, or nothing in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from channels import conversation, dialogue, participation, places, receipts
from channels.conversation import Found
from channels.effects import expect_recording
from channels.phone import additions
from channels.phone.calls import Call
from channels.phone.heard import evidence_of, heard_in, seconds_in
from channels.phone.recordings import heed_earlier_callback
from channels.receipts import WITHHELD, Asker
from channels.speech.gathered import gathered
from channels.turns import Added, Answered, At, Heard, Keys, Mode, Receipt, Silence, Spoken, StartOver, Turn
from channels.webhooks import Doorstep
from models import transcripts, voices
from models.arrivals import Response
from models.clock import now
from models.consultations import Version
from models.evidence import Kept
from models.vocabulary import Channel, DialogueState


class Step(Call):
    """One step of a dialogue. An input to one that is over already is answered with the current one."""

    def __init__(
        self, doorstep: Doorstep, fields: Mapping[str, str], dialogue_id: str, number: int, silence: bool
    ) -> None:
        super().__init__(doorstep, fields)
        self.dialogue_id = dialogue_id
        self.number = number
        self.silence = silence

    def run(self, connection: sa.Connection) -> Response:
        store = self.doorstep.store
        found = conversation.by_id(store, connection, self.dialogue_id)
        if found is None:
            return self.end(self.say("busy"))
        definition, language = found.version.definition, found.memory.language
        if not found.is_open:
            return self.end(self.say("goodbye", language))
        if found.call not in (None, self.call):
            return self.end(self.say("elsewhere", language))
        if self.number != found.step:
            return self.render(connection, found, dialogue.again(definition, found.memory))
        newest = found.newest
        if not newest.definition.is_open(now()) and not found.memory.closed:
            conversation.close(connection, found, DialogueState.STOPPED)
            told = places.closed(newest.definition, newest.definition.language(language))
            return self.end(*told, self.say("bye", told[0].language))
        return self._hear(connection, found, newest)

    def _hear(self, connection: sa.Connection, found: Found, newest: Version) -> Response:
        heard = self._heard(connection, found)
        turn = dialogue.hear(found.version.definition, found.memory, heard)
        kept = conversation.keep_heard(connection, found.organisation_id, *evidence_of(heard), found.id)
        if isinstance(heard, Spoken):
            transcripts.keep(connection, kept.id, gathered(heard.text, heard.confidence, found.memory.language))
        submission_id = conversation.step(connection, self.doorstep.vault, found, turn, kept, self.person)
        if any(isinstance(event, StartOver) for event in turn.events):
            return self._start_over(connection, found, newest)
        stepped = replace(found, submission_id=submission_id, step=found.step + 1)
        self._expect_recordings(connection, stepped, turn, kept)
        return self.render(connection, stepped, turn)

    def _heard(self, connection: sa.Connection, found: Found) -> Heard:
        heard = Silence() if self.silence else heard_in(self.fields)
        if found.memory.at not in (At.RECEIPT, At.CODE) or not isinstance(heard, Keys):
            return self._without_codes(connection, found, heard)
        number = heard.digits.partition("#")[0]
        if not number.isdigit():
            return heard
        if found.memory.at is At.RECEIPT:
            return self._look_up(connection, found, number)
        consultation_id = found.version.consultation_id
        return participation.look_up(connection, self.doorstep.vault, self._asker(found), consultation_id, number)

    def _without_codes(self, connection: sa.Connection, found: Found, heard: Heard) -> Heard:
        """A participation code that comes where none is asked for is no answer: the question is asked again."""
        vault = self.doorstep.vault
        match heard:
            case Keys(digits) if participation.hidden(connection, vault, found.version, digits) != digits:
                return Keys("*")
            case Spoken(text, confidence):
                return Spoken(participation.hidden(connection, vault, found.version, text), confidence)
            case _:
                return heard

    def _look_up(self, connection: sa.Connection, found: Found, number: str) -> Receipt:
        """What the store knows of a receipt that was keyed in."""
        looked = receipts.look_up(connection, self._asker(found), number)
        contribution = looked.contribution
        if contribution is None:
            return Receipt(number, None, blocked=looked.blocked)
        may_add = additions.may_add(self.doorstep.store, connection, contribution)
        earlier = voices.would_count_instead(connection, contribution.submission_id)
        return Receipt(number, receipts.TOLD[contribution.status], may_add=may_add, earlier=earlier)

    def _asker(self, found: Found) -> Asker:
        return Asker(found.organisation_id, found.caller if self.reachable else WITHHELD, found.line, Channel.PHONE)

    def _start_over(self, connection: sa.Connection, found: Found, newest: Version) -> Response:
        left = conversation.by_id(self.doorstep.store, connection, found.id)
        if left is not None:
            conversation.close(connection, left, DialogueState.STOPPED)
        language = found.memory.language
        turn = dialogue.start(
            newest.definition, Mode.PHONE, language=language, reachable=self.reachable, textable=self.textable
        )
        return self.begin(connection, newest, turn)

    def _expect_recordings(self, connection: sa.Connection, found: Found, turn: Turn, kept: Kept) -> None:
        """Have what was recorded fetched, for the answer or the contribution that it belongs to."""
        store, seconds, url = self.doorstep.store, seconds_in(self.fields), self.fields.get("RecordingUrl", "")
        for event in turn.events:
            match event:
                case Answered(reading, str(reference)):
                    expect_recording(
                        connection, found.organisation_id, found.id, reading.question, reference, url, seconds
                    )
                    heed_earlier_callback(store, connection, reference)
                case Added(recording=reference):
                    additions.add(store, connection, self._asker(found), found, event, url, kept)
                    heed_earlier_callback(store, connection, reference)
