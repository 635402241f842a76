"""Errors as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json

import flask
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from models.errors import Rejected

VERSION = "1.0.0"


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
    details = {
        404: "There is nothing at this address.",
        405: "This method is not allowed here.",
        413: "The request is too large.",
        415: "Send JSON, with Content-Type: application/json.",
    }
    status = error.code or 500
    allowed = {name: value for name, value in error.get_headers() if name == "Allow"}
    return problem(status, details.get(status, "The request cannot be answered."), headers=allowed)


def from_rejected(error: Rejected) -> flask.Response:
    """:return: 409 for a used key, 404 for what is not there, else 400."""
    status = {"key_reused": 409, "unknown_consultation": 404}.get(error.code, 400)
    return problem(status, error.message, code=error.code)
