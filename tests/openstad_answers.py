"""How OpenStad writes its answers: lists, refusals and moments."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import flask
from werkzeug.exceptions import HTTPException


def paged(rows: list[dict[str, Any]]) -> flask.Response:
    if "page" not in flask.request.args:
        return flask.jsonify(rows)
    page, size = int(flask.request.args["page"]), int(flask.request.args.get("pageSize", 20))
    metadata = {"page": page, "pageSize": size, "pageCount": -(-len(rows) // size), "totalCount": len(rows)}
    return flask.jsonify({"metadata": metadata, "records": rows[page * size : (page + 1) * size]})


class Refusal(HTTPException):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.code = self.status = status
        self.message = message


def told(refusal: Refusal) -> tuple[flask.Response, int]:
    body = {"status": refusal.status, "message": refusal.message, "errorStack": ""}
    return flask.jsonify(body), refusal.status


def moment() -> str:
    """Now, as OpenStad writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
