"""What every webhook of the telephone company goes through: its signature, then `receive`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

import flask
from werkzeug.exceptions import Forbidden

from channels.twilio import Signatures
from models.arrivals import Effect, Response
from models.secrets import Vault
from models.store import Store

LARGEST_BODY = 65_536
"""Bytes. A webhook carries some forty short fields."""

LONGEST_IDENTIFIER = 64
"""Characters. Twilio's have 34."""


@dataclass(frozen=True, slots=True)
class Doorstep:
    """What the phone and SMS doors are given by whoever puts the app together.

    :ivar receive: stores an arrival with its effect, once: (provider, reference, effect) → response.
    :ivar public_url: the address that the company was told, without a trailing slash; None if none was set.
    :ivar refused: told of each request without a right signature.
    """

    store: Store
    vault: Vault
    signatures: Signatures
    receive: Callable[[str, str, Effect], Response]
    public_url: str | None
    refused: Callable[[], None]

    @property
    def prefix(self) -> str:
        """The path under which the public address serves us."""
        return urlsplit(self.public_url or "").path.rstrip("/")

    def parameters(self) -> dict[str, str]:
        """The fields of this request, once its signature is found right. NUL, which no database of ours keeps, is out.

        :raises Forbidden: it is not signed, or wrongly. Nothing is stored. A body without fields, or with one of them
            twice, is nothing that the signature speaks for.
        """
        request = flask.request
        request.max_content_length = LARGEST_BODY
        fields = request.form.to_dict()
        if not fields or any(len(values) > 1 for _, values in request.form.lists()):
            self._refuse()
        self._check(fields)
        return {name: value.replace("\0", "") for name, value in fields.items()}

    def signed(self) -> None:
        """A request without a body: its signature speaks for the address.

        :raises Forbidden: it is not signed, or wrongly.
        """
        self._check({})

    def _check(self, fields: Mapping[str, str]) -> None:
        request = flask.request
        query = request.query_string.decode("latin-1")
        path = f"{request.path}?{query}" if query else request.path
        urls = [f"{request.host_url.rstrip('/')}{path}"]
        if self.public_url:
            urls.insert(0, f"{self.public_url}{path}")
        if not self.signatures.fits(urls, fields, request.headers.get("X-Twilio-Signature")):
            self._refuse()

    def _refuse(self) -> NoReturn:
        self.refused()
        raise Forbidden("the signature does not fit")


def identifier(given: str) -> str:
    """A name of the company's for a call, message or recording: as it is, or its fingerprint if it is too long."""
    return given if len(given) <= LONGEST_IDENTIFIER else fingerprint(given)


def fingerprint(*parts: str) -> str:
    """A reference of fixed length for an arrival that has no short name of its own."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def answer(response: Response) -> flask.Response:
    return flask.Response(response.body, status=response.status, mimetype=response.media_type)


NOTHING = Response(body="", media_type="text/plain", status=204)
"""The answer to a callback that only tells us something."""
