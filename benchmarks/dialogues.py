"""Text messages as Twilio would post them, signed, many dialogues at once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

PUBLIC_URL = "https://inloop.example"
PATH = "/twilio/sms"
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105  # of no account
NUMBER = "+3197010200000"
TURNS = ("MEEDOEN 4821", "1", "1 3", "4", "Omdat het er 's avonds donker is en niemand er loopt", "ja", "47")

APART = 100
"""Dialogues that are under way at each turn. More than there are connections, so that order holds."""
WARM_UP = APART * len(TURNS) * (len(TURNS) - 1) // 2
"""Texts until dialogues are under way at every turn alike."""


@dataclass(frozen=True)
class Message:
    sid: str
    signature: str
    body: str
    """Form-encoded."""


def messages(count: int, run: int) -> Iterator[Message]:
    """So many texts of many dialogues, in an order that keeps each dialogue's own.

    A new dialogue begins with every seventh text, and a dialogue's next text follows `APART` dialogues later: many
    connections may send the texts in this order and none overtakes the one before it. After `WARM_UP` texts every turn
    is as frequent as every other. `run` keeps the numbers of one measurement apart from those of another.
    """
    sent = 0
    for moment in itertools.count():
        for back, turn in enumerate(TURNS):
            dialogue = moment - back * APART
            if dialogue < 0:
                break
            if sent == count:
                return
            sent += 1
            yield _message(f"+316{run + 1}{dialogue:07d}", turn)


def _message(sender: str, text: str) -> Message:
    sid = f"SM{uuid.uuid4().hex}"
    form = {
        "ToCountry": "NL",
        "ToState": "",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": sid,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": text,
        "FromCountry": "NL",
        "To": NUMBER,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": f"AC{0:032d}",
        "From": sender,
        "ApiVersion": "2010-04-01",
    }
    signed = PUBLIC_URL + PATH + "".join(key + form[key] for key in sorted(form))
    digest = hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
    return Message(sid, base64.b64encode(digest).decode(), urlencode(form))
