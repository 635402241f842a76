"""The routes of the API: each operation behind its token, its allowance and its parameters."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug.exceptions import HTTPException

from intake.api.access import Denied, require
from intake.api.catalogue import OPERATIONS
from intake.api.description import description
from intake.api.documentation import documentation
from intake.api.operations import Call, Operation, read_query
from intake.api.problems import VERSION, from_http, from_rejected, from_try_again, problem
from intake.api.rates import Rates
from intake.services import Services
from models import audit
from models.audit import Doer
from models.errors import Rejected, TryAgain
from models.tables.audit import By


def api(services: Services) -> flask.Blueprint:
    """`/v1`."""
    v1 = flask.Blueprint("api", __name__, url_prefix="/v1", template_folder="templates", static_folder="static")
    rates = Rates(services.settings)
    for operation in OPERATIONS:
        view = _guarded(services, rates, operation)
        v1.add_url_rule(operation.rule, operation.id, view, methods=[operation.method])

    @v1.get("/openapi.json")
    def openapi() -> flask.Response:
        answer = flask.jsonify(description(services.settings.public_url))
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    @v1.get("/docs")
    def docs() -> flask.Response:
        return documentation(services.settings.public_url)

    @v1.after_request
    def told(answer: flask.Response) -> flask.Response:
        answer.headers["API-Version"] = VERSION
        answer.headers["Cache-Control"] = "no-store"
        answer.headers.extend(flask.g.get("allowance", {}))
        return answer

    v1.register_error_handler(Rejected, from_rejected)
    v1.register_error_handler(Denied, lambda denied: denied.response)
    v1.register_error_handler(HTTPException, from_http)
    v1.register_error_handler(TryAgain, from_try_again)
    return v1


def _guarded(services: Services, rates: Rates, operation: Operation) -> Any:
    def view(**parts: str) -> flask.Response:
        who = require(services, operation.scope)
        allowance = rates.take(who.token_id)
        flask.g.allowance = allowance.headers
        if not allowance.allowed:
            detail = f"This token may ask {allowance.limit} times a minute. Wait {allowance.reset_seconds} seconds."
            return problem(429, detail, code="too_many", headers={"Retry-After": str(allowance.reset_seconds)})
        audit.begin(Doer(By.PROGRAM, who.token_id))
        try:
            query = read_query(operation, flask.request.args)
            return operation.view(Call(services, who, query, flask.request.args.to_dict()), **parts)
        finally:
            audit.end()

    return view
