"""The telephone company that the simulator plays: how it delivers webhooks, and where its recordings are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

import requests

from channels.twilio import Signatures
from intake.settings import Settings
from intake.simulator.shelf import ACCOUNT, Shelf
from models.errors import Rejected, TryAgain

WEBHOOK_SECONDS = 15
"""What Twilio gives a webhook in all."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The answer to a webhook; `content` is the same as bytes, for what is no text."""

    status: int
    body: str
    content: bytes = b""


class Deliver(Protocol):
    """Brings a webhook to the web server, by `method` to `url` with `fields`."""

    def __call__(self, method: str, url: str, fields: Mapping[str, str]) -> Delivered: ...


class SignedHttp:
    """Webhooks as Twilio sends them: form-encoded, and signed over the address that the company was told.

    :param web_url: that address, without a trailing slash; nothing is delivered anywhere else.
    :param connect_to: where the same server is reached from here.
    """

    def __init__(self, token: str, web_url: str, connect_to: str) -> None:
        self._signatures = Signatures(token)
        self._web_url = web_url
        self._connect_to = connect_to

    def __call__(self, method: str, url: str, fields: Mapping[str, str]) -> Delivered:
        """:raises Rejected: `url` is not on our own web server.
        :raises TryAgain: it cannot be reached.
        """
        if not url.startswith(f"{self._web_url}/"):
            raise Rejected(f"the simulator only calls {self._web_url}, not {url}", code="foreign_host")
        if method == "GET" and fields:
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(fields)}"
        sent = fields if method == "POST" else {}
        headers = {"X-Twilio-Signature": self._signatures.sign(url, sent), "User-Agent": "TwilioProxy/1.1"}
        there = self._connect_to + url.removeprefix(self._web_url)
        try:
            with requests.Session() as session:
                session.trust_env = False  # no proxy stands between a machine and itself
                answer = session.request(
                    method, there, data=dict(sent), headers=headers, timeout=WEBHOOK_SECONDS, allow_redirects=False
                )
        except requests.RequestException as error:
            raise TryAgain("the web server does not answer its own telephone", code="simulator") from error
        answer.encoding = "utf-8"
        return Delivered(answer.status_code, answer.text, answer.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """:ivar web_url: where the company was told to send webhooks, without a trailing slash.
    :ivar api_url: where its REST API is, without a trailing slash.
    """

    deliver: Deliver
    web_url: str
    api_url: str
    shelf: Shelf

    def keep(self, reference: str, wav: bytes) -> None:
        self.shelf.put(reference, wav)

    def recording_url(self, reference: str) -> str:
        return f"{self.api_url}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{reference}"


def company(settings: Settings) -> Company:
    """The company of this installation. It reaches the web server at its port on this machine."""
    here = f"http://127.0.0.1:{settings.port}"
    web_url = settings.public_url if settings.public_url_given else here
    return Company(
        deliver=SignedHttp(settings.twilio_auth_token, web_url, here),
        web_url=web_url,
        api_url=settings.twilio_api_url,
        shelf=Shelf(settings.home / "simulator" / "recordings"),
    )
