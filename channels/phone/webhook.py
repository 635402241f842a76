"""Calls: Twilio asks what to do, we answer with what to say and what to wait for."""

from __future__ import annotations

import flask
import sqlalchemy as sa

from channels import conversation
from channels.outgoing.callbacks import told
from channels.phone.calls import Call
from channels.phone.opening import Code, Incoming, Whose
from channels.phone.step import Step
from channels.twilio import CALL_OVER, call_news
from channels.webhooks import NOTHING, Doorstep, answer, fingerprint, identifier
from models.arrivals import Response

PROVIDER = "twilio-voice"


def phone(doorstep: Doorstep) -> flask.Blueprint:
    """The webhooks of the phone door."""
    door = flask.Blueprint("phone", __name__)

    def received(effect: Call) -> flask.Response:
        query = flask.request.query_string.decode("latin-1")
        fields = (f"{name}={value}" for name, value in sorted(effect.fields.items()))
        reference = fingerprint(effect.call, flask.request.path, query, *fields)
        return answer(doorstep.receive(PROVIDER, reference, effect.run))

    @door.post("/twilio/voice")
    def incoming() -> flask.Response:
        return received(Incoming(doorstep, doorstep.parameters()))

    @door.post("/twilio/voice/code")
    def code() -> flask.Response:
        return received(Code(doorstep, doorstep.parameters(), flask.request.args.get("n", 1, type=int)))

    @door.post("/twilio/voice/whose")
    def whose() -> flask.Response:
        arguments = flask.request.args
        dialogue_id, tries = arguments.get("d", "").replace("\0", ""), arguments.get("n", 1, type=int)
        return received(Whose(doorstep, doorstep.parameters(), dialogue_id, tries))

    @door.post("/twilio/voice/step")
    def step() -> flask.Response:
        arguments = flask.request.args
        number, dialogue_id = arguments.get("n", 0, type=int), arguments.get("d", "").replace("\0", "")
        return received(Step(doorstep, doorstep.parameters(), dialogue_id, number, "silence" in arguments))

    @door.post("/twilio/status/voice")
    def status() -> flask.Response:
        if "reply" in flask.request.args:
            return told(doorstep, "twilio-voice-status", call_news)
        fields = doorstep.parameters()
        reference = fingerprint(*(f"{name}={value}" for name, value in sorted(fields.items())))

        def effect(connection: sa.Connection) -> Response:
            if fields.get("CallStatus") in CALL_OVER and (call := identifier(fields.get("CallSid", ""))):
                conversation.hung_up(connection, call)
            return NOTHING

        return answer(doorstep.receive("twilio-voice-status", reference, effect))

    return door
