"""Errors as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json

import flask
from werkzeug.exceptions import HTTPException, NotFound, UnsupportedMediaType
from werkzeug.http import HTTP_STATUS_CODES

from models.errors import Rejected, TryAgain

VERSION = "1.1.0"

_DETAILS = {
    404: "There is nothing at this address.",
    405: "This method is not allowed here.",
    413: "The request is too large.",
    415: "Send JSON, with Content-Type: application/json.",
}
_CODES = {405: "method_not_allowed", 413: "too_large", 415: "unsupported_media_type"}


class Missing(NotFound):
    """It is not there, or it is another organisation's: nobody can tell which."""


class UnsupportedMedia(UnsupportedMediaType):
    """What was sent is no JSON, by its own account."""


def problem(
    status: int, detail: str, *, code: str | None = None, headers: dict[str, str] | None = None
) -> flask.Response:
    """A problem as an answer. `detail` says what is wrong and how to mend it."""
    body = {"type": "about:blank", "status": status, "title": HTTP_STATUS_CODES.get(status, "Error"), "detail": detail}
    if code:
        body["code"] = code
    answer = flask.Response(json.dumps(body), status=status, mimetype="application/problem+json")
    answer.headers["API-Version"] = VERSION
    answer.headers.extend(headers or {})
    return answer


def from_http(error: HTTPException) -> flask.Response:
    """Flask's own errors, in the same form."""
    status = error.code or 500
    if isinstance(error, Missing):
        return problem(status, error.description or _DETAILS[status], code="not_found")
    allowed = {name: value for name, value in error.get_headers() if name == "Allow"}
    detail = _DETAILS.get(status, "The request cannot be answered.")
    return problem(status, detail, code=_CODES.get(status), headers=allowed)


def from_rejected(error: Rejected) -> flask.Response:
    """:return: 409 for a used key, 404 for what is not there, else 400."""
    status = {"key_reused": 409, "unknown_consultation": 404}.get(error.code, 400)
    return problem(status, error.message, code=error.code)


def from_try_again(error: TryAgain) -> flask.Response:
    """503: whoever asked keeps what they have, and asks again."""
    detail = "Nothing was stored. Try again in a moment; an entry with the same Idempotency-Key."
    return problem(503, detail, code=error.code, headers={"Retry-After": "5"})
