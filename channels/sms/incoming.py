"""What a text message does: what came in decides what is sent back, in the webhook's own answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from channels import conversation, dialogue, participation, receipts
from channels.catalogue import catalogue
from channels.conversation import Found, Person
from channels.days import spoken_day
from channels.outgoing.reminders import plan_reminder
from channels.receipts import Asker
from channels.turns import Asked, At, CodeGiven, Heard, Mode, Silence, Turn, Typed, Word
from channels.twilio import write
from channels.understanding.opening import Opening, opening
from channels.understanding.service_words import ServiceMessage, ServiceWord, service_word
from channels.webhooks import Doorstep
from models import consents, consultations, evidence, opt_outs
from models.arrivals import Response
from models.clock import now
from models.consultation_file import LANGUAGES
from models.consultations import Line, Version
from models.definition import Definition
from models.evidence import Kept
from models.vocabulary import Channel, DialogueState, EvidenceKind

IN_DIALOGUE = {
    ServiceWord.HELP: Word.HELP,
    ServiceWord.BACK: Word.BACK,
    ServiceWord.REPEAT: Word.REPEAT,
    ServiceWord.START: Word.REPEAT,
    ServiceWord.LANGUAGE: Word.LANGUAGE,
}
"""Service words that the dialogue itself answers. START without a STOP before it asks the question again."""

ANSWERED_AS = {"STOP": ServiceWord.STOP, "START": ServiceWord.START, "HELP": ServiceWord.HELP}
"""Twilio's `OptOutType`: its Advanced Opt-Out took the message for one of its words, and has answered it already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text message as it came.

    :ivar arrived: when the request came in, before it waited for anything.
    :ivar answered_as: what Twilio answered it as (`OptOutType`), or nothing.
    """

    sender: str
    line: str
    body: str
    answered_as: str
    arrived: datetime


def _send(*lines: str) -> Response:
    return Response(write(lines))


class Incoming:
    """One message, and the effect that it has."""

    def __init__(self, doorstep: Doorstep, message: Message) -> None:
        self.vault = doorstep.vault
        self.store = doorstep.store
        self.person = Person(doorstep.vault.lookup(message.sender), message.sender)
        self.message = message
        self.about: str | None = None
        """The dialogue that it concerns."""

    def run(self, connection: sa.Connection) -> Response:
        """Store the message and what it brings; what is sent back."""
        return replace(self._answer(connection), about=self.about)

    def _answer(self, connection: sa.Connection) -> Response:
        line = consultations.line(connection, self.message.line)
        if line is None:
            evidence.keep_small(connection, None, EvidenceKind.MESSAGE, self.message.body)
            return _send(catalogue("nl", Mode.SMS)("number_unused"))
        last = conversation.last_of(self.store, connection, self.person.caller, line.organisation_id, Channel.SMS)
        if last is not None and last.is_open and last.is_over_time:
            conversation.close(connection, last, DialogueState.EXPIRED)
        current = last if last is not None and last.is_open and not last.is_over_time else None
        self._hide_codes(connection, line, current)
        kept = conversation.keep_heard(
            connection,
            line.organisation_id,
            EvidenceKind.MESSAGE,
            self._evidence(current),
            current.id if current else None,
        )
        self.about = current.id if current else None
        asked = self._asked(self._languages(connection, line, current), current)
        opted_out = current is None and opt_outs.is_opted_out(connection, line.organisation_id, self.person.caller)
        if asked is not None and asked.word is ServiceWord.STOP:
            return self._stop(connection, line, current, kept)
        if asked is not None and asked.word is ServiceWord.START and opted_out:
            opt_outs.opt_in(connection, line.organisation_id, self.person.caller)
            consents.outcomes_again(connection, line.organisation_id, self.person.caller, Channel.SMS, kept.sha256)
            return self._once(_send(catalogue(self._language(connection, line, last), Mode.SMS)("welcome_back")))
        if opted_out:
            if asked is not None and asked.word is ServiceWord.WITHDRAW:
                self._service(connection, line, last, current, kept, asked)
            return _send()
        if asked is not None and (said := self._service(connection, line, last, current, kept, asked)):
            return self._once(said) if asked.word is ServiceWord.HELP else said
        return self._message(connection, line, last, current, kept)

    def _hide_codes(self, connection: sa.Connection, line: Line, current: Found | None) -> None:
        """A participation code that comes where none is asked for is no part of any answer."""
        begins = opening(self.message.body)
        asked = current is not None and current.memory.at is At.CODE
        if asked or (begins is not None and begins.participation_code is not None):
            return
        served = current.version if current is not None else self._served(connection, line)
        if served is not None:
            said = participation.hidden(connection, self.vault, served, self.message.body)
            self.message = replace(self.message, body=said)

    def _served(self, connection: sa.Connection, line: Line) -> Version | None:
        served = line.consultation_id
        return None if served is None else consultations.latest_of(self.store, connection, served)

    def _evidence(self, current: Found | None) -> str:
        """The message as it came; only a participation code in it is kept nowhere."""
        begins = opening(self.message.body)
        has_code = begins is not None and begins.participation_code is not None
        asked = current is not None and current.memory.at is At.CODE
        return participation.masked(self.message.body) if has_code or asked else self.message.body

    def _asked(self, languages: Sequence[str], current: Found | None) -> ServiceMessage | None:
        """The service word that it is. Twilio may know more of them, but it takes YES, an answer here, for START."""
        ours = service_word(self.message.body, languages)
        theirs = ANSWERED_AS.get(self.message.answered_as)
        if theirs is None or (theirs is ServiceWord.START and current is not None):
            return ours
        return ServiceMessage(theirs)

    def _once(self, said: Response) -> Response:
        """Nothing, where Twilio has said it already."""
        return _send() if self.message.answered_as in ANSWERED_AS else said

    def _languages(self, connection: sa.Connection, line: Line, current: Found | None) -> Sequence[str]:
        definition = self._definition(connection, line, current)
        return definition.languages if definition else LANGUAGES

    def _language(self, connection: sa.Connection, line: Line, last: Found | None) -> str:
        """The language of the conversation that is, or was; of one that never was, the consultation's first."""
        return last.memory.language if last is not None else self._languages(connection, line, None)[0]

    def _definition(self, connection: sa.Connection, line: Line, current: Found | None) -> Definition | None:
        if current is not None:
            return current.version.definition
        served = self._served(connection, line)
        return None if served is None else served.definition

    def _stop(self, connection: sa.Connection, line: Line, current: Found | None, kept: Kept) -> Response:
        """What was answered stays; nothing is sent any more, not even a confirmation."""
        if current is not None:
            if current.submission_id is not None:
                evidence.link(connection, current.submission_id, kept.id)
            conversation.close(connection, current, DialogueState.STOPPED)
        opt_outs.opt_out(connection, line.organisation_id, self.person.caller)
        consents.no_more_outcomes(connection, line.organisation_id, self.person.caller, Channel.SMS, kept.sha256)
        return _send()

    def _service(
        self,
        connection: sa.Connection,
        line: Line,
        last: Found | None,
        current: Found | None,
        kept: Kept,
        asked: ServiceMessage,
    ) -> Response | None:
        say = catalogue(self._language(connection, line, last), Mode.SMS)
        asker = Asker(line.organisation_id, self.person.caller, self.message.line, Channel.SMS)
        match asked.word:
            case ServiceWord.STATUS:
                return _send(receipts.status(connection, asker, asked.argument, say))
            case ServiceWord.WITHDRAW:
                return _send(receipts.withdraw(connection, asker, asked.argument, kept, say))
            case ServiceWord.START if current is None:
                return None
            case word if current is not None:
                return self._hear(connection, current, kept, Asked(IN_DIALOGUE[word], asked.argument))
            case _:
                return _send(say("help"))

    def _message(
        self, connection: sa.Connection, line: Line, last: Found | None, current: Found | None, kept: Kept
    ) -> Response:
        begins = opening(self.message.body)
        with_a_word = begins is not None and begins.code is not None and any(c.isalpha() for c in self.message.body)
        if current is not None and begins is not None and with_a_word and begins.code != current.version.code:
            return self._open(connection, line, begins, last, kept)
        asks_code = current is not None and current.memory.at is At.CODE
        if current is not None and asks_code and begins is not None and begins.participation_code is not None:
            found = self._code(connection, line, current.version, begins.participation_code)
            return self._hear(connection, current, kept, found)
        if current is not None and with_a_word:
            return self._hear(connection, current, kept, Asked(Word.REPEAT))
        if current is not None:
            return self._hear(connection, current, kept, self._heard(connection, line, current))
        return self._open(connection, line, begins, last, kept)

    def _heard(self, connection: sa.Connection, line: Line, current: Found) -> Heard:
        body = self.message.body
        if current.memory.at is not At.CODE or not (digits := participation.digits_in(body)):
            return Typed(body) if body.strip() else Silence()
        return self._code(connection, line, current.version, digits)

    def _code(self, connection: sa.Connection, line: Line, served: Version, digits: str) -> CodeGiven:
        asker = Asker(line.organisation_id, self.person.caller, self.message.line, Channel.SMS)
        return participation.look_up(connection, self.vault, asker, served.consultation_id, digits)

    def _open(
        self, connection: sa.Connection, line: Line, begins: Opening | None, last: Found | None, kept: Kept
    ) -> Response:
        """Begin a dialogue, if it is clear about what."""
        known = begins.language if begins and begins.language else self._language(connection, line, last)
        say = catalogue(known, Mode.SMS)
        served: Version | None = None
        if begins is not None and begins.code is not None:
            served = consultations.latest(self.store, connection, begins.code)
            if served is None or served.organisation_id != line.organisation_id:
                return _send(say("unknown_code", code=begins.code))
        else:
            served = self._served(connection, line)
        if served is None:
            return _send(say("how_to_begin"))
        language = served.definition.language(begins.language if begins else None)
        if not served.definition.is_open(now()):
            return _send(_closed(served.definition, language))
        if begins is None and last is not None and last.version.consultation_id == served.consultation_id:
            return _send(_too_late(last))
        turn = self._start(connection, line, served, language, begins)
        begun = conversation.begin(connection, served, Channel.SMS, self.person, self.message.line, turn)
        evidence.belongs_to(connection, kept.id, begun.id)
        self.about = begun.id
        plan_reminder(
            connection,
            self.vault,
            organisation_id=served.organisation_id,
            dialogue_id=begun.id,
            line=self.message.line,
            number=self.message.sender,
            language=turn.memory.language,
        )
        return _send(*_texts(turn))

    def _start(
        self, connection: sa.Connection, line: Line, served: Version, language: str, begins: Opening | None
    ) -> Turn:
        """With the participation code, if one came along. One that does not exist is asked for again."""
        given = begins.participation_code if begins else None
        if served.definition.participation == "open" or given is None:
            return dialogue.start(served.definition, Mode.SMS, language=language)
        found = self._code(connection, line, served, given)
        turn = dialogue.start(served.definition, Mode.SMS, language=language, code=found.code_id)
        if found.code_id:
            return turn
        again = dialogue.hear(served.definition, turn.memory, found)
        return replace(again, say=(*turn.say[:-1], *again.say))

    def _hear(self, connection: sa.Connection, current: Found, kept: Kept, heard: Heard) -> Response:
        newest = current.newest.definition
        if not newest.is_open(now()):
            conversation.close(connection, current, DialogueState.STOPPED)
            return _send(_closed(newest, newest.language(current.memory.language)))
        crossed = self._crossed(current, heard)
        turn = dialogue.hear(current.version.definition, current.memory, Asked(Word.REPEAT) if crossed else heard)
        submission_id = conversation.step(connection, self.vault, current, turn, kept, self.person)
        texts = _texts(turn)
        if crossed:
            texts.insert(0, catalogue(turn.memory.language, Mode.SMS)("crossed"))
        if submission_id and any("{receipt}" in text for text in texts):
            receipt = receipts.receipt_of(connection, submission_id)
            texts = [text.replace("{receipt}", receipt) for text in texts]
        return _send(*texts)

    def _crossed(self, current: Found, heard: Heard) -> bool:
        """Whether the message was there before the question that waits now was asked: it answers another.

        It is no answer to the new one, and no way back from it either. See docs/decisions/0012.
        """
        relative = isinstance(heard, Typed | Silence) or (isinstance(heard, Asked) and heard.word is Word.BACK)
        return relative and current.updated_at > self.message.arrived


def _texts(turn: Turn) -> list[str]:
    return [line.text for line in turn.say]


def _too_late(last: Found) -> str:
    """Whatever it answered is over, and it is no word that begins anything."""
    key = "already" if last.state is DialogueState.FINISHED else "over"
    return catalogue(last.memory.language, Mode.SMS)(key, code=last.version.code)


def _closed(definition: Definition, language: str) -> str:
    return catalogue(language, Mode.SMS)(
        "closed",
        title=definition.text(definition.title, language),
        opens=spoken_day(definition.opens, language),
        closes=spoken_day(definition.closes, language),
    )
