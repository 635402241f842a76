"""Messages and calls through Twilio's REST API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from channels.outgoing.gateway import News, Refused
from channels.twilio.codes import BY_HTTP_STATUS, CODES, UNKNOWN
from channels.twilio.reading_out import read_out
from channels.twilio.statuses import understood
from models.errors import TryAgain
from models.tables.replies import ReplyWay

RING_SECONDS = 40
"""Voicemail of the Dutch networks takes over after 20 to 30 seconds; somebody slow on their feet gets there in time."""

LISTED = 50
"""How many of the newest messages to one number are looked through."""


class TwilioGateway:
    """See `channels.outgoing.gateway.Gateway`."""

    def __init__(self, api_url: str, account: str | None, token: str, *, timeout_seconds: float = 20) -> None:
        account = account or "AC" + "0" * 32
        self._address = f"{api_url}/2010-04-01/Accounts/{account}"
        self._sign_in = (account, token)
        self._timeout = timeout_seconds

    def send_message(self, line: str, number: str, text: str, callback: str) -> str:
        """Send a text message; its SID."""
        return self._post(
            "Messages.json", [("From", line), ("To", number), ("Body", text), ("StatusCallback", callback)]
        )

    def place_call(self, line: str, number: str, text: str, language: str, callback: str) -> str:
        """Call, and read `text` out twice; the call's SID. The callback is told when it ended."""
        fields = [
            ("From", line),
            ("To", number),
            ("Twiml", read_out(text, language)),
            ("Timeout", str(RING_SECONDS)),
            ("StatusCallback", callback),
            ("StatusCallbackMethod", "POST"),
        ]
        return self._post("Calls.json", fields)

    def find(self, way: ReplyWay, line: str, number: str, text: str, since: datetime) -> list[str]:
        """SIDs of what was taken since then.

        The moment is compared here: Twilio's own filter knows days, and leaves out what is not sent yet. A trial
        account puts words before the text; an account that redacts shows none.
        """
        what = "Messages" if way is ReplyWay.SMS else "Calls"
        try:
            answer = requests.get(
                f"{self._address}/{what}.json",
                params={"To": number, "From": line, "PageSize": str(LISTED)},
                auth=self._sign_in,
                timeout=self._timeout,
            )
        except requests.RequestException as error:
            raise TryAgain("Twilio cannot be reached to look whether a message was taken", code="twilio") from error
        if answer.status_code != requests.codes.ok:
            raise TryAgain(f"Twilio answered {answer.status_code} when asked what it took", code="twilio")
        entries = _json(answer).get(what.lower(), [])
        return [
            str(entry["sid"])
            for entry in entries
            if entry.get("direction") == "outbound-api"
            and _moment(entry.get("date_created")) >= since.replace(microsecond=0)
            and (way is ReplyWay.CALL or not entry.get("body") or str(entry["body"]).endswith(text.strip()))
        ]

    def understand(self, way: ReplyWay, reference: str, status: str, code: int | None) -> News:
        """What a callback means."""
        return understood(way, reference, status, code)

    def _post(self, what: str, fields: Iterable[tuple[str, str]]) -> str:
        try:
            answer = requests.post(
                f"{self._address}/{what}",
                data=list(fields),
                auth=self._sign_in,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise TryAgain("Twilio did not answer", code="twilio") from error
        told = _json(answer)
        if answer.status_code in (requests.codes.created, requests.codes.ok) and isinstance(told.get("sid"), str):
            return str(told["sid"])
        if 400 <= answer.status_code < 500 and answer.status_code != requests.codes.request_timeout:
            raise _refusal(answer.status_code, told)
        raise TryAgain(f"Twilio answered {answer.status_code}", code="twilio")


def _refusal(status: int, told: Mapping[str, Any]) -> Refused:
    code = told.get("code")
    number = code if isinstance(code, int) else None
    meaning = CODES.get(number or 0) or BY_HTTP_STATUS.get(status, UNKNOWN)
    return Refused(
        f"Twilio refused ({number or f'HTTP {status}'}): {meaning.what}",
        number=number,
        remedy=meaning.remedy,
        holds_line=meaning.holds_line,
    )


def _json(answer: requests.Response) -> Mapping[str, Any]:
    try:
        told = answer.json()
    except requests.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _moment(text: object) -> datetime:
    """Of the form `Mon, 23 Nov 2026 19:00:00 +0000`; the end of time if it is none: what cannot be dated may be it."""
    try:
        return parsedate_to_datetime(str(text)).astimezone(UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
