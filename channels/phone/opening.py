"""How a call begins: what it is about, and whether it goes on with an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from channels import conversation, dialogue
from channels.conversation import Found
from channels.phone.calls import Call
from channels.turns import Entry, Keys, Menu, Mode, Turn
from channels.twilio import speak
from channels.webhooks import Doorstep
from models import consultations
from models.arrivals import Response
from models.clock import now
from models.consultations import Line, Version
from models.vocabulary import Channel, EvidenceKind

MOST_CODE_TRIES = 3
MOST_TRIES = 2

ON_THE_LINE = timedelta(minutes=2)
"""A call whose end nobody told is taken to go on for so long after something was last heard in it."""


class Opening(Call):
    """A call that is not known to be about anything yet."""

    def run(self, connection: sa.Connection) -> Response:
        store = self.doorstep.store
        on_line = conversation.by_call(store, connection, self.call)
        if on_line is not None:
            return self.render(connection, on_line, dialogue.again(on_line.version.definition, on_line.memory))
        line = consultations.line(connection, self.line)
        if line is None:
            return self.end(self.say("number_unused"))
        return self.open(connection, line)

    def open(self, connection: sa.Connection, line: Line) -> Response:
        raise NotImplementedError

    def about(self, connection: sa.Connection, served: Version) -> Response:
        """Begin, or go on with, a dialogue about a consultation."""
        definition = served.definition
        if not definition.is_open(now()):
            return self.begin(connection, served, dialogue.closed(definition, reachable=self.reachable))
        known = self._known(connection, served)
        unfinished = next(filter(self.can_resume, known), None)
        if unfinished is not None and _may_be_on_the_line(unfinished):
            return self.offer(connection, unfinished, tries=1)
        if unfinished is not None:
            held = conversation.by_id(self.doorstep.store, connection, unfinished.id) or unfinished
            return self._take_over(connection, held, dialogue.resume(held.version.definition, held.memory))
        finished = next((one for one in known if one.memory.completed), None)
        if finished is not None:
            language = finished.memory.language
            menu = dialogue.main_menu(definition, language, reachable=self.reachable, textable=self.textable)
            return self.begin(connection, served, menu)
        return self.afresh(connection, served)

    def afresh(self, connection: sa.Connection, served: Version, language: str | None = None) -> Response:
        """Begin with the first question; in the language that was chosen on this telephone before, if one was."""
        turn = dialogue.start(
            served.definition, Mode.PHONE, language=language, reachable=self.reachable, textable=self.textable
        )
        return self.begin(connection, served, turn)

    def offer(self, connection: sa.Connection, earlier: Found, *, tries: int) -> Response:
        """Ask whose dialogue it is before it is touched: its call may go on, with somebody else of the same house."""
        self.keep_call(connection, earlier.organisation_id, None)
        language, slow = earlier.memory.language, tries > 1
        lines = [self.say(key, language) for key in ("resume", "resume_on", "resume_new")]
        urls = self.urls("whose", d=earlier.id, n=tries)
        return Response(speak(lines, Menu(), urls, language, slow=slow))

    def _known(self, connection: sa.Connection, served: Version) -> Sequence[Found]:
        """What somebody with this number contributed before. Who shows none is nobody we know."""
        if not self.reachable:
            return ()
        return conversation.earlier(self.doorstep.store, connection, self.person.caller, served.consultation_id)

    def can_resume(self, earlier: Found) -> bool:
        """Something was answered, not everything, not too long ago."""
        return (
            earlier.channel is Channel.PHONE
            and earlier.is_open
            and not earlier.is_over_time
            and not earlier.memory.completed
        )

    def _take_over(self, connection: sa.Connection, held: Found, turn: Turn) -> Response:
        """The dialogue goes on in this call, with that turn."""
        conversation.take_over(connection, held.id, self.call)
        kept = self.keep_call(connection, held.organisation_id, held.id)
        conversation.step(connection, self.doorstep.vault, held, turn, kept, self.person)
        return self.render(connection, replace(held, step=held.step + 1), turn)


def _may_be_on_the_line(earlier: Found) -> bool:
    """Nobody told that its call ended, and something was heard there a moment ago."""
    return earlier.call is not None and now() - earlier.updated_at < ON_THE_LINE


class Whose(Opening):
    """Somebody says whether they go on with what was begun from this telephone, or are somebody else."""

    def __init__(self, doorstep: Doorstep, fields: Mapping[str, str], dialogue_id: str, tries: int) -> None:
        super().__init__(doorstep, fields)
        self.dialogue_id = dialogue_id
        self.tries = tries

    def open(self, connection: sa.Connection, line: Line) -> Response:
        store, key = self.doorstep.store, self.fields.get("Digits", "")[:1]
        earlier = conversation.by_id(store, connection, self.dialogue_id)
        if earlier is None or earlier.caller != self.person.caller:
            return self.end(self.say("busy"))
        if not earlier.newest.definition.is_open(now()) or not self.can_resume(earlier):
            return self.about(connection, earlier.newest)
        conversation.keep_heard(connection, line.organisation_id, EvidenceKind.KEYS, key, None)
        if key == "1":
            definition = earlier.version.definition
            resumed = dialogue.resume(definition, earlier.memory)
            return self._take_over(connection, earlier, dialogue.hear(definition, resumed.memory, Keys(key)))
        if key == "2" or self.tries >= MOST_TRIES:
            return self.afresh(connection, earlier.newest, earlier.memory.language)
        return self.offer(connection, earlier, tries=self.tries + 1)


class Incoming(Opening):
    """The number that was called says what it is about, or whose number it is."""

    def open(self, connection: sa.Connection, line: Line) -> Response:
        store = self.doorstep.store
        if line.consultation_id is not None:
            return self.about(connection, consultations.latest_of(store, connection, line.consultation_id))
        self.keep_call(connection, line.organisation_id, None)
        return Response(speak((self.say("ask_code"),), Entry(), self.urls("code", n=1), "nl"))


class Code(Opening):
    """On a number that serves a whole organisation, the caller keys in which consultation it is about."""

    def __init__(self, doorstep: Doorstep, fields: Mapping[str, str], tries: int) -> None:
        super().__init__(doorstep, fields)
        self.tries = tries

    def open(self, connection: sa.Connection, line: Line) -> Response:
        store = self.doorstep.store
        code, _, _ = self.fields.get("Digits", "").partition("#")
        conversation.keep_heard(connection, line.organisation_id, EvidenceKind.KEYS, code, None)
        served = consultations.latest(store, connection, code) if code else None
        if served is not None and served.organisation_id == line.organisation_id:
            return self.about(connection, served)
        if self.tries >= MOST_CODE_TRIES:
            return self.end(self.say("no_code"))
        urls = self.urls("code", n=self.tries + 1)
        return Response(speak((self.say("unknown_code"),), Entry(), urls, "nl"))
