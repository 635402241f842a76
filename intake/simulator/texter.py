"""Somebody who texts with us, over the same signed webhook as Twilio's."""

from __future__ import annotations

import secrets

from intake.simulator.company import Company
from intake.simulator.fields import of_message
from intake.simulator.transcript import Transcript, Who
from intake.simulator.twiml import messages
from intake.simulator.walker import CallFailed


class Texter:
    """A thread of messages between a number and one of ours."""

    def __init__(self, company: Company, from_: str, to: str) -> None:
        self._company = company
        self._from = from_
        self._to = to
        self.transcript = Transcript()

    def send(self, text: str) -> list[str]:
        """Send a message; returns the messages that come back at once.

        :raises CallFailed: the webhook was not answered with 2xx, so Twilio would have lost the message.
        :raises BadTwiml: it was not answered with messages.
        """
        self.transcript = self.transcript.add(Who.CALLER, text)
        sid = f"SM{secrets.token_hex(16)}"
        url = f"{self._company.web_url}/twilio/sms"
        answer = self._company.deliver("POST", url, of_message(sid, self._from, self._to, text))
        if not 200 <= answer.status < 300:
            raise CallFailed(f"the application answered {answer.status} to POST {url}")
        answers = list(messages(answer.body))
        for message in answers:
            self.transcript = self.transcript.add(Who.INLOOP, message)
        return answers
