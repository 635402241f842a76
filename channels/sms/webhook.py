"""The webhooks of the SMS door: what Twilio posts, and that each message is taken in once."""

from __future__ import annotations

import flask

from channels.outgoing.callbacks import told
from channels.sms.incoming import Incoming, Message
from channels.twilio import message_news
from channels.webhooks import Doorstep, answer, fingerprint, identifier
from models.clock import now

PROVIDER = "twilio-sms"


def sms(doorstep: Doorstep) -> flask.Blueprint:
    """The webhooks of the SMS door."""
    door = flask.Blueprint("sms", __name__)

    @door.post("/twilio/sms")
    def message() -> flask.Response:
        arrived = now()
        fields = doorstep.parameters()
        own_name = fields.get("MessageSid") or fingerprint(*(f"{k}={v}" for k, v in sorted(fields.items())))
        came = Message(
            sender=fields.get("From", "").strip(),
            line=fields.get("To", "").strip(),
            body=fields.get("Body", ""),
            answered_as=fields.get("OptOutType", ""),
            arrived=arrived,
        )
        return answer(doorstep.receive(PROVIDER, identifier(own_name), Incoming(doorstep, came).run))

    @door.post("/twilio/status/sms")
    def status() -> flask.Response:
        return told(doorstep, "twilio-sms-status", message_news)

    return door
