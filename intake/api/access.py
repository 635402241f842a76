"""Who asks: the token in `Authorization: Bearer`."""

from __future__ import annotations

import flask
from werkzeug.exceptions import HTTPException

from intake.api.problems import problem
from intake.services import Services
from models.accounts import Bearer, bearer
from models.vocabulary import Scope


class Denied(HTTPException):
    """Carries its answer."""


def require(services: Services, scope: Scope) -> Bearer:
    """Whom the request's token stands for.

    :raises Denied: there is no token (401), it is unknown (401), or it may not do this (403).
    """
    kind, _, token = flask.request.headers.get("Authorization", "").partition(" ")
    found = None
    if kind.lower() == "bearer" and token.strip():
        with services.store.read() as connection:
            found = bearer(connection, token.strip())
    if found is None:
        detail = "Send a valid token: Authorization: Bearer <token>. Make one with: inloop token add."
        raise Denied(response=problem(401, detail, code="unauthorized", headers={"WWW-Authenticate": "Bearer"}))
    if scope is Scope.WRITE and found.scope is not Scope.WRITE:
        raise Denied(response=problem(403, "This token may only read.", code="forbidden"))
    return found
