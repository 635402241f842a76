"""Calls: Twilio asks what to do, we answer with what to say and what to wait for."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace

import flask
import sqlalchemy as sa

from channels import conversation, dialogue
from channels.catalogue import catalogue
from channels.conversation import Found, Person
from channels.effects import expect_recording
from channels.phone.callers import caller
from channels.phone.closed import closed_lines
from channels.phone.recordings import heed_earlier_callback
from channels.turns import (
    Answered,
    Entry,
    Heard,
    Keys,
    Mode,
    Over,
    Recorded,
    Say,
    Silence,
    Spoken,
    StartOver,
    Turn,
)
from channels.twilio import StepUrls, speak, spoken_digits
from channels.webhooks import NOTHING, Doorstep, answer, fingerprint, identifier
from models import consultations, evidence
from models.arrivals import Response
from models.clock import now
from models.consultations import Line, Version
from models.vocabulary import Channel, DialogueState, EvidenceKind

PROVIDER = "twilio-voice"
MOST_CODE_TRIES = 3
UNRATED_CONFIDENCE = 0.8
"""Taken where the speech engine gives no confidence."""


def phone(doorstep: Doorstep) -> flask.Blueprint:
    """The webhooks of the phone door."""
    door = flask.Blueprint("phone", __name__)

    def received(effect: _Call) -> flask.Response:
        query = flask.request.query_string.decode("latin-1")
        fields = (f"{name}={value}" for name, value in sorted(effect.fields.items()))
        reference = fingerprint(effect.call, flask.request.path, query, *fields)
        return answer(doorstep.receive(PROVIDER, reference, effect.run))

    @door.post("/twilio/voice")
    def incoming() -> flask.Response:
        return received(_Incoming(doorstep, doorstep.parameters()))

    @door.post("/twilio/voice/code")
    def code() -> flask.Response:
        return received(_Code(doorstep, doorstep.parameters(), flask.request.args.get("n", 1, type=int)))

    @door.post("/twilio/voice/step")
    def step() -> flask.Response:
        arguments = flask.request.args
        number, dialogue_id = arguments.get("n", 0, type=int), arguments.get("d", "").replace("\0", "")
        return received(_Step(doorstep, doorstep.parameters(), dialogue_id, number, "silence" in arguments))

    @door.post("/twilio/status/voice")
    def status() -> flask.Response:
        fields = doorstep.parameters()
        reference = fingerprint(*(f"{name}={value}" for name, value in sorted(fields.items())))
        return answer(doorstep.receive("twilio-voice-status", reference, lambda _: NOTHING))

    return door


class _Call:
    """One request about a call, and the effect that it has."""

    def __init__(self, doorstep: Doorstep, fields: Mapping[str, str]) -> None:
        self.doorstep = doorstep
        self.fields = fields
        self.call = identifier(fields.get("CallSid", ""))
        self.person = caller(doorstep.vault, fields.get("From", ""), self.call)
        self.line = fields.get("To", "").strip()

    def run(self, connection: sa.Connection) -> Response:
        raise NotImplementedError

    def _urls(self, path: str, **query: object) -> StepUrls:
        arguments = "&".join(f"{name}={value}" for name, value in query.items())
        here = f"{self.doorstep.prefix}/twilio/voice/{path}?{arguments}"
        recorded = f"{self.doorstep.prefix}/twilio/recording?{arguments}"
        return StepUrls(heard=here, silence=f"{here}&silence=1", recorded=recorded)

    def _render(self, found: Found, turn: Turn, receipt: str | None = None) -> Response:
        lines = turn.say
        if receipt is not None:
            said = spoken_digits(receipt)
            lines = tuple(replace(line, text=line.text.replace("{receipt}", said)) for line in lines)
        urls = self._urls("step", d=found.id, n=found.step)
        return Response(speak(lines, turn.wait, urls, turn.memory.language))

    def _end(self, *lines: Say) -> Response:
        return Response(speak(lines, Over(), StepUrls("", "", ""), "nl"))

    def _say(self, key: str, language: str = "nl", **values: object) -> Say:
        return Say(catalogue(language, Mode.PHONE)(key, **values), language)

    def _keep_call(self, connection: sa.Connection, organisation_id: str, dialogue_id: str | None) -> evidence.Kept:
        """Evidence of the call itself: which of our numbers, and the company's reference. Never who called."""
        text = json.dumps({"call": self.call, "line": self.line}, sort_keys=True)
        return evidence.keep_small(
            connection,
            organisation_id,
            EvidenceKind.CALL,
            text,
            media_type="application/json",
            dialogue_id=dialogue_id,
        )

    def _begin(self, connection: sa.Connection, served: Version) -> Response:
        """Begin or resume a dialogue about a consultation."""
        if not served.definition.is_open(now()):
            self._keep_call(connection, served.organisation_id, None)
            return self._end(*closed_lines(served.definition))
        last = conversation.last_of(
            self.doorstep.store, connection, self.person.caller, served.organisation_id, Channel.PHONE
        )
        if last is not None and _worth_resuming(last, served, self.person):
            conversation.take_over(connection, last.id, self.call)
            turn = dialogue.resume(last.version.definition, last.memory)
            kept = self._keep_call(connection, last.organisation_id, last.id)
            conversation.step(connection, self.doorstep.vault, last, turn, kept, self.person)
            return self._render(replace(last, step=last.step + 1), turn)
        return self._begin_anew(connection, served)

    def _begin_anew(self, connection: sa.Connection, served: Version, language: str | None = None) -> Response:
        reachable = self.person.number is not None
        turn = dialogue.start(served.definition, Mode.PHONE, language=language, reachable=reachable)
        begun = conversation.begin(connection, served, Channel.PHONE, self.person, self.line, turn, call=self.call)
        self._keep_call(connection, served.organisation_id, begun.id)
        return self._render(begun, turn)


def _worth_resuming(last: Found, served: Version, person: Person) -> bool:
    """Something was answered, not everything, by somebody with a number, not too long ago."""
    return (
        last.is_open
        and not last.is_over_time
        and not last.memory.completed
        and last.submission_id is not None
        and last.version.consultation_id == served.consultation_id
        and person.number is not None
    )


class _Opening(_Call):
    """A call that is not known to be about anything yet."""

    def run(self, connection: sa.Connection) -> Response:
        store = self.doorstep.store
        on_line = conversation.by_call(store, connection, self.call)
        if on_line is not None:
            return self._render(on_line, dialogue.again(on_line.version.definition, on_line.memory))
        line = consultations.line(connection, self.line)
        if line is None:
            return self._end(self._say("number_unused"))
        return self._open(connection, line)

    def _open(self, connection: sa.Connection, line: Line) -> Response:
        raise NotImplementedError


class _Incoming(_Opening):
    def _open(self, connection: sa.Connection, line: Line) -> Response:
        store = self.doorstep.store
        if line.consultation_id is not None:
            return self._begin(connection, consultations.latest_of(store, connection, line.consultation_id))
        self._keep_call(connection, line.organisation_id, None)
        return Response(speak((self._say("ask_code"),), Entry(), self._urls("code", n=1), "nl"))


class _Code(_Opening):
    """On a number that serves a whole organisation, the caller keys in which consultation it is about."""

    def __init__(self, doorstep: Doorstep, fields: Mapping[str, str], tries: int) -> None:
        super().__init__(doorstep, fields)
        self.tries = tries

    def _open(self, connection: sa.Connection, line: Line) -> Response:
        store = self.doorstep.store
        code, _, _ = self.fields.get("Digits", "").partition("#")
        conversation.keep_heard(connection, line.organisation_id, EvidenceKind.KEYS, code, None)
        served = consultations.latest(store, connection, code) if code else None
        if served is not None and served.organisation_id == line.organisation_id:
            return self._begin(connection, served)
        if self.tries >= MOST_CODE_TRIES:
            return self._end(self._say("no_code"))
        urls = self._urls("code", n=self.tries + 1)
        return Response(speak((self._say("unknown_code"),), Entry(), urls, "nl"))


class _Step(_Call):
    """Something was heard in a dialogue, or nothing in time."""

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
            return self._end(self._say("busy"))
        definition = found.version.definition
        if not found.is_open:
            return self._end(self._say("goodbye", found.memory.language))
        if self.number != found.step:
            return self._render(found, dialogue.again(definition, found.memory))
        newest = consultations.latest_of(store, connection, found.version.consultation_id)
        if not newest.definition.is_open(now()):
            conversation.close(connection, found, DialogueState.STOPPED)
            return self._end(*closed_lines(newest.definition, newest.definition.language(found.memory.language)))
        heard = self._heard()
        turn = dialogue.hear(definition, found.memory, heard)
        kept = conversation.keep_heard(connection, found.organisation_id, *_evidence(heard), found.id)
        submission_id = conversation.step(connection, self.doorstep.vault, found, turn, kept, self.person)
        if any(isinstance(event, StartOver) for event in turn.events):
            fresh = conversation.by_id(store, connection, found.id)
            if fresh is not None:
                conversation.close(connection, fresh, DialogueState.STOPPED)
            return self._begin_anew(connection, newest, found.memory.language)
        self._expect_recordings(connection, replace(found, submission_id=submission_id), turn)
        receipt = None
        if submission_id and any("{receipt}" in line.text for line in turn.say):
            receipt = conversation.receipt(connection, submission_id)
        return self._render(replace(found, step=found.step + 1), turn, receipt)

    def _heard(self) -> Heard:
        fields = self.fields
        if self.silence:
            return Silence()
        if "RecordingUrl" in fields:
            seconds = _number(fields.get("RecordingDuration"), 1.0)
            reference = identifier(fields.get("RecordingSid") or fingerprint(fields["RecordingUrl"]))
            return Recorded(reference, seconds, fields.get("Digits", ""))
        if digits := "".join(key for key in fields.get("Digits", "") if key in "0123456789*#"):
            return Keys(digits)
        if speech := fields.get("SpeechResult", "").strip():
            return Spoken(speech, _number(fields.get("Confidence"), UNRATED_CONFIDENCE, 1.0))
        return Silence()

    def _expect_recordings(self, connection: sa.Connection, found: Found, turn: Turn) -> None:
        for event in turn.events:
            if isinstance(event, Answered) and event.recording:
                seconds = _number(self.fields.get("RecordingDuration"), 1.0)
                url = self.fields["RecordingUrl"]
                expect_recording(
                    connection,
                    found.organisation_id,
                    found.id,
                    event.reading.question,
                    event.recording,
                    url,
                    seconds,
                )
                heed_earlier_callback(self.doorstep.store, connection, event.recording)


def _number(text: str | None, default: float, most: float = math.inf) -> float:
    """A figure of the company's, from 0 to `most`."""
    try:
        given = float(text) if text else default
    except ValueError:
        return default
    return min(max(given, 0.0), most) if math.isfinite(given) else default


def _evidence(heard: Heard) -> tuple[EvidenceKind, str]:
    match heard:
        case Keys(digits):
            return EvidenceKind.KEYS, digits
        case Spoken(text, _):
            return EvidenceKind.SPEECH, text
        case Recorded(reference, _, _):
            return EvidenceKind.KEYS, f"recording {reference}"
        case _:
            return EvidenceKind.KEYS, ""
