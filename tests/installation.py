"""An Inloop of its own for a test: the real app on a real store, reached as the outside reaches it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import flask
from flask.testing import FlaskClient

from channels.twilio import Signatures
from intake.app import create_app
from intake.jobs import find_due, run_entry
from intake.services import Services
from intake.settings import load_settings
from models import accounts, codes, consultations, normalized
from models.normalized import NormalizedSubmission, Wanted
from models.vocabulary import Channel, Scope

TOKEN = "a-token-for-tests"
ACCOUNT = "AC00000000000000000000000000000000"
LINE = "+31750000000"
ORGANISATION_LINE = "+31750000001"
MOBILE = "+31611111111"

_numbers = itertools.count(1)


@dataclass
class Heard:
    """What a caller hears in one answer, and where the next input goes."""

    twiml: str

    @property
    def lines(self) -> list[str]:
        """What is said, however it is said."""
        return [unescape(re.sub(r"<[^>]*>", "", text)) for text in re.findall(r"<Say[^>]*>(.*?)</Say>", self.twiml)]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def action(self) -> str | None:
        found = re.search(r'<(?:Gather|Record)[^>]*action="([^"]*)"', self.twiml)
        return unescape(found[1]) if found else None

    @property
    def redirect(self) -> str | None:
        found = re.search(r"<Redirect[^>]*>([^<]*)</Redirect>", self.twiml)
        return unescape(found[1]) if found else None

    @property
    def records(self) -> bool:
        return "<Record" in self.twiml

    @property
    def hangs_up(self) -> bool:
        return "<Hangup" in self.twiml


class Call:
    """A call, input by input. The simulator's walker does the same over real HTTP, verb by verb."""

    def __init__(self, inloop: Installation, number: str, line: str) -> None:
        self.inloop = inloop
        self.sid = f"CA{next(_numbers):032x}"
        self.fields = {"CallSid": self.sid, "From": number, "To": line, "CallStatus": "in-progress"}
        self.now = self._post("/twilio/voice")

    def _post(self, path: str, **fields: str) -> Heard:
        return Heard(self.inloop.signed(path, **self.fields, **fields).text)

    def _go_on(self, **fields: str) -> Heard:
        assert self.now.action, f"the call is over: {self.now.twiml}"
        self.now = self._post(self.now.action, **fields)
        return self.now

    def press(self, digits: str) -> Heard:
        return self._go_on(Digits=digits)

    def say(self, words: str, confidence: float = 0.9) -> Heard:
        return self._go_on(SpeechResult=words, Confidence=str(confidence))

    def record(self, reference: str, seconds: int = 4, url: str | None = None) -> Heard:
        address = url or f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/{reference}"
        return self._go_on(RecordingSid=reference, RecordingUrl=address, RecordingDuration=str(seconds), Digits="#")

    def hang_up(self) -> None:
        """The company tells that the call is over."""
        self.inloop.signed("/twilio/status/voice", **{**self.fields, "CallStatus": "completed", "CallDuration": "60"})

    def silence(self) -> Heard:
        assert self.now.redirect, f"the call is over: {self.now.twiml}"
        self.now = self._post(self.now.redirect)
        return self.now


class Installation:
    """One organisation, an API token, and two telephone lines."""

    def __init__(self, home: Path, database_url: str, **settings: str) -> None:
        self.settings = load_settings(
            {
                "INLOOP_HOME": str(home),
                "INLOOP_DATABASE_URL": database_url,
                "INLOOP_TWILIO_AUTH_TOKEN": TOKEN,
                **{f"INLOOP_{name.upper()}": value for name, value in settings.items()},
            }
        )
        self.app: flask.Flask = create_app(self.settings)
        self.services: Services = self.app.extensions["inloop"]
        self.client: FlaskClient = self.app.test_client()
        self.signatures = Signatures(TOKEN)
        self.token = ""

    def close(self) -> None:
        self.services.store.close()

    def add_organisation(self, slug: str = "zaandijk") -> None:
        accounts.add_organisation(self.services.store, slug, slug.title())
        self.token = accounts.add_token(self.services.store, slug, Scope.WRITE)
        if slug == "zaandijk":
            consultations.assign_line(self.services.store, ORGANISATION_LINE, organisation=slug)

    def load(self, source: str | bytes, *, line: str | None = LINE) -> str:
        """Load a consultation and let a line serve it; its code."""
        content = source.encode() if isinstance(source, str) else source
        code, _ = consultations.load_definition(self.services.store, content)
        if line:
            consultations.assign_line(self.services.store, line, code=code)
        return code

    def make_codes(self, code: str, count: int) -> list[str]:
        """Participation codes for a consultation that asks for them."""
        store = self.services.store
        with store.write() as connection:
            version = consultations.latest(store, connection, code)
            assert version is not None
            return [one.code for one in codes.make(store, connection, self.services.vault, version, count)]

    def signed(self, path: str, **fields: str) -> Any:
        signature = self.signatures.sign(f"http://localhost{path}", fields)
        return self.client.post(path, data=fields, headers={"X-Twilio-Signature": signature})

    def text(self, body: str, *, number: str = MOBILE, line: str = LINE, sid: str | None = None) -> str:
        """Send a text message; what comes back, as one text."""
        sid = sid or f"SM{next(_numbers):032x}"
        answer = self.signed("/twilio/sms", MessageSid=sid, From=number, To=line, Body=body)
        assert answer.status_code == 200, answer.text
        return "\n".join(unescape(text) for text in re.findall(r"<Message>([^<]*)</Message>", answer.text))

    def call(self, *, number: str = MOBILE, line: str = LINE) -> Call:
        return Call(self, number, line)

    def enter(self, code: str, answers: dict[str, Any], *, key: str | None = None, **body: Any) -> Any:
        """Enter a submission through the API; the response."""
        return self.client.post(
            f"/v1/consultations/{code}/submissions",
            json={"answers": answers, **body},
            headers={
                "Authorization": f"Bearer {self.token}",
                "Idempotency-Key": key or f"key-{next(_numbers)}",
            },
        )

    def work(self) -> None:
        """Do all that waits, in this process."""
        while True:
            with self.services.store.write() as connection:
                ids = find_due(self.services, connection)
            worked = [run_entry(self.services, entry_id) for entry_id in ids]
            if not any(worked):
                return

    def submissions(self, channel: Channel | None = None) -> list[NormalizedSubmission]:
        with self.services.store.read() as connection:
            return list(normalized.submissions(connection, Wanted(channel=channel)))

    def only(self, channel: Channel | None = None) -> NormalizedSubmission:
        (found,) = self.submissions(channel)
        return found

    def values(self, channel: Channel | None = None) -> dict[str, Any]:
        """The normalized values of the only submission."""
        return {answer.question: answer.value for answer in self.only(channel).answers}
