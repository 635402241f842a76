"""Text messages: what came in decides what is sent back, in the webhook's own answer."""

from __future__ import annotations

from collections.abc import Sequence

import flask
import sqlalchemy as sa

from channels import conversation, dialogue, receipts
from channels.catalogue import catalogue
from channels.conversation import Found, Person
from channels.days import spoken_day
from channels.receipts import Asker
from channels.sms import service
from channels.turns import Asked, Heard, Mode, Over, Say, Silence, Turn, Typed, Word
from channels.twilio import write
from channels.understanding.opening import Opening, opening
from channels.understanding.service_words import ServiceMessage, ServiceWord, service_word
from channels.webhooks import NOTHING, Doorstep, answer, fingerprint, identifier
from models import consultations, evidence
from models.arrivals import Response
from models.clock import now
from models.consultations import Line, Version
from models.definition import Definition
from models.evidence import Kept
from models.vocabulary import Channel, DialogueState, EvidenceKind

PROVIDER = "twilio-sms"

IN_DIALOGUE = {
    ServiceWord.HELP: Word.HELP,
    ServiceWord.BACK: Word.BACK,
    ServiceWord.REPEAT: Word.REPEAT,
    ServiceWord.LANGUAGE: Word.LANGUAGE,
}
"""Service words that the dialogue itself answers."""


def sms(doorstep: Doorstep) -> flask.Blueprint:
    """The webhooks of the SMS door."""
    door = flask.Blueprint("sms", __name__)

    @door.post("/twilio/sms")
    def message() -> flask.Response:
        fields = doorstep.parameters()
        own_name = fields.get("MessageSid") or fingerprint(*(f"{k}={v}" for k, v in sorted(fields.items())))
        incoming = _Incoming(doorstep, fields.get("From", ""), fields.get("To", ""), fields.get("Body", ""))
        return answer(doorstep.receive(PROVIDER, identifier(own_name), incoming.run))

    @door.post("/twilio/status/sms")
    def status() -> flask.Response:
        fields = doorstep.parameters()
        reference = fingerprint(*(f"{name}={value}" for name, value in sorted(fields.items())))
        return answer(doorstep.receive("twilio-sms-status", reference, lambda _: NOTHING))

    return door


def _send(*lines: str) -> Response:
    return Response(write(lines))


class _Incoming:
    """One message, and the effect that it has."""

    def __init__(self, doorstep: Doorstep, sender: str, line: str, body: str) -> None:
        self.doorstep = doorstep
        self.store = doorstep.store
        self.number = sender.strip()
        self.person = Person(doorstep.vault.lookup(self.number), self.number)
        self.line = line.strip()
        self.body = body

    def run(self, connection: sa.Connection) -> Response:
        line = consultations.line(connection, self.line)
        if line is None:
            evidence.keep_small(connection, None, EvidenceKind.MESSAGE, self.body)
            return _send(catalogue("nl", Mode.SMS)("number_unused"))
        last = conversation.last_of(self.store, connection, self.person.caller, line.organisation_id, Channel.SMS)
        if last is not None and last.is_open and last.is_over_time:
            conversation.close(connection, last, DialogueState.EXPIRED)
        current = last if last is not None and last.is_open and not last.is_over_time else None
        kept = conversation.keep_heard(
            connection, line.organisation_id, EvidenceKind.MESSAGE, self.body, current.id if current else None
        )
        asked = service_word(self.body, self._languages(connection, line, current))
        opted_out = current is None and service.is_opted_out(connection, line.organisation_id, self.person.caller)
        if asked is not None and asked.word is ServiceWord.STOP:
            return self._stop(connection, line, current, kept)
        if asked is not None and asked.word is ServiceWord.START and opted_out:
            service.opt_in(connection, line.organisation_id, self.person.caller)
            return _send(catalogue(self._language(connection, line, current), Mode.SMS)("welcome_back"))
        if opted_out:
            if asked is not None and asked.word is ServiceWord.WITHDRAW:
                self._service(connection, line, current, kept, asked)
            return _send()
        if asked is not None and (said := self._service(connection, line, current, kept, asked)):
            return said
        return self._message(connection, line, last, current, kept)

    def _languages(self, connection: sa.Connection, line: Line, current: Found | None) -> Sequence[str]:
        definition = self._definition(connection, line, current)
        return definition.languages if definition else ("nl", "en")

    def _language(self, connection: sa.Connection, line: Line, current: Found | None) -> str:
        if current is not None:
            return current.memory.language
        return self._languages(connection, line, None)[0]

    def _definition(self, connection: sa.Connection, line: Line, current: Found | None) -> Definition | None:
        if current is not None:
            return current.version.definition
        if line.consultation_id is not None:
            return consultations.latest_of(self.store, connection, line.consultation_id).definition
        return None

    def _stop(self, connection: sa.Connection, line: Line, current: Found | None, kept: Kept) -> Response:
        """What was answered stays; nothing is sent any more, not even a confirmation."""
        if current is not None:
            if current.submission_id is not None:
                evidence.link(connection, current.submission_id, kept.id)
            conversation.close(connection, current, DialogueState.STOPPED)
        service.opt_out(connection, line.organisation_id, self.person.caller)
        return _send()

    def _service(
        self, connection: sa.Connection, line: Line, current: Found | None, kept: Kept, asked: ServiceMessage
    ) -> Response | None:
        say = catalogue(self._language(connection, line, current), Mode.SMS)
        asker = Asker(line.organisation_id, self.person.caller, self.line, Channel.SMS)
        match asked.word:
            case ServiceWord.STATUS:
                return _send(receipts.status(connection, asker, asked.argument, say))
            case ServiceWord.WITHDRAW:
                return _send(receipts.withdraw(connection, asker, asked.argument, kept, say))
            case word if word in IN_DIALOGUE:
                if current is not None:
                    return self._hear(connection, current, kept, Asked(IN_DIALOGUE[word], asked.argument))
                return _send(say("help"))
            case _:
                return None

    def _message(
        self, connection: sa.Connection, line: Line, last: Found | None, current: Found | None, kept: Kept
    ) -> Response:
        begins = opening(self.body)
        with_a_word = begins is not None and begins.code is not None and any(c.isalpha() for c in self.body)
        if current is not None and begins is not None and with_a_word and begins.code != current.version.code:
            return self._open(connection, line, begins, last, kept)
        if current is not None and with_a_word:
            return self._hear(connection, current, kept, Asked(Word.REPEAT))
        if current is not None:
            return self._hear(connection, current, kept, Typed(self.body) if self.body.strip() else Silence())
        return self._open(connection, line, begins, last, kept)

    def _open(
        self, connection: sa.Connection, line: Line, begins: Opening | None, last: Found | None, kept: Kept
    ) -> Response:
        """Begin a dialogue, if it is clear about what."""
        say = catalogue(self._language(connection, line, None), Mode.SMS)
        served: Version | None = None
        if begins is not None and begins.code is not None:
            served = consultations.latest(self.store, connection, begins.code)
            if served is None or served.organisation_id != line.organisation_id:
                return _send(say("unknown_code", code=begins.code))
        elif line.consultation_id is not None:
            served = consultations.latest_of(self.store, connection, line.consultation_id)
            if begins is None and last is not None and last.version.consultation_id == served.consultation_id:
                return _send(catalogue(last.memory.language, Mode.SMS)("already", code=served.code))
        if served is None:
            return _send(say("how_to_begin"))
        language = served.definition.language(begins.language if begins else None)
        if not served.definition.is_open(now()):
            return _send(_closed(served.definition, language))
        turn = dialogue.start(served.definition, Mode.SMS, language=language)
        begun = conversation.begin(connection, served, Channel.SMS, self.person, self.line, turn)
        evidence.belongs_to(connection, kept.id, begun.id)
        return _send(*_texts(turn))

    def _hear(self, connection: sa.Connection, current: Found, kept: Kept, heard: Heard) -> Response:
        newest = consultations.latest_of(self.store, connection, current.version.consultation_id).definition
        if not newest.is_open(now()):
            conversation.close(connection, current, DialogueState.STOPPED)
            return _send(_closed(newest, newest.language(current.memory.language)))
        turn = dialogue.hear(current.version.definition, current.memory, heard)
        submission_id = conversation.step(connection, self.doorstep.vault, current, turn, kept, self.person)
        texts = _texts(turn)
        if submission_id and any("{receipt}" in text for text in texts):
            receipt = conversation.receipt(connection, submission_id)
            texts = [text.replace("{receipt}", receipt) for text in texts]
        return _send(*texts)


def _texts(turn: Turn) -> list[str]:
    lines: tuple[Say, ...] = turn.say
    if isinstance(turn.wait, Over) and not lines:
        return []
    return [line.text for line in lines]


def _closed(definition: Definition, language: str) -> str:
    return catalogue(language, Mode.SMS)(
        "closed",
        title=definition.text(definition.title, language),
        opens=spoken_day(definition.opens, language),
        closes=spoken_day(definition.closes, language),
    )
