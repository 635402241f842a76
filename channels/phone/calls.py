"""A call, whatever it asks of us: who calls which number of ours, and how we answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from channels import conversation, receipts
from channels.catalogue import catalogue, spoken_digits
from channels.conversation import Found
from channels.phone.callers import caller, takes_texts
from channels.phone.playing import PATH as PLAYED
from channels.turns import Mode, Over, Say, Turn
from channels.twilio import StepUrls, speak
from channels.webhooks import Doorstep, identifier
from models import evidence
from models.arrivals import Response
from models.consultations import Version
from models.vocabulary import Channel, EvidenceKind


class Call:
    """One request about a call, and the effect that it has."""

    def __init__(self, doorstep: Doorstep, fields: Mapping[str, str]) -> None:
        self.doorstep = doorstep
        self.fields = fields
        self.call = identifier(fields.get("CallSid", ""))
        self.person = caller(doorstep.vault, fields.get("From", ""), self.call)
        self.line = fields.get("To", "").strip()

    def run(self, connection: sa.Connection) -> Response:
        raise NotImplementedError

    @property
    def reachable(self) -> bool:
        return self.person.number is not None

    @property
    def textable(self) -> bool:
        return self.person.number is not None and takes_texts(self.person.number)

    def urls(self, path: str, **query: object) -> StepUrls:
        arguments = "&".join(f"{name}={value}" for name, value in query.items())
        here = f"{self.doorstep.prefix}/twilio/voice/{path}?{arguments}"
        recorded = f"{self.doorstep.prefix}/twilio/recording?{arguments}"
        played = f"{self.doorstep.prefix}{PLAYED}?r="
        return StepUrls(heard=here, silence=f"{here}&silence=1", recorded=recorded, played=played)

    def render(self, connection: sa.Connection, found: Found, turn: Turn) -> Response:
        """What a dialogue says; where that is its receipt, digit by digit."""
        lines = turn.say
        if found.submission_id is not None and any("{receipt}" in line.text for line in lines):
            said = spoken_digits(receipts.receipt_of(connection, found.submission_id))
            lines = tuple(replace(line, text=line.text.replace("{receipt}", said)) for line in lines)
        urls = self.urls("step", d=found.id, n=found.step)
        twiml = speak(lines, turn.wait, urls, turn.memory.language, slow=turn.memory.slow)
        return Response(twiml, about=found.id)

    def end(self, *lines: Say) -> Response:
        return Response(speak(lines, Over(), StepUrls("", "", ""), "nl"))

    def say(self, key: str, language: str = "nl", **values: object) -> Say:
        return Say(catalogue(language, Mode.PHONE)(key, **values), language)

    def keep_call(self, connection: sa.Connection, organisation_id: str, dialogue_id: str | None) -> evidence.Kept:
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

    def begin(self, connection: sa.Connection, served: Version, turn: Turn) -> Response:
        """Store a new dialogue in this call, and say how it begins."""
        begun = conversation.begin(connection, served, Channel.PHONE, self.person, self.line, turn, call=self.call)
        self.keep_call(connection, served.organisation_id, begun.id)
        return self.render(connection, begun, turn)
