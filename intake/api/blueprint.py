"""The routes of the API."""

from __future__ import annotations

import flask
from werkzeug.exceptions import HTTPException

from intake.api.access import Denied, require
from intake.api.description import description
from intake.api.entering import enter_once, read_body
from intake.api.listing import read_listing
from intake.api.problems import VERSION, from_http, from_rejected, problem
from intake.services import Services
from models import audit, normalized
from models.accounts import Bearer
from models.audit import Deed, Doer
from models.errors import Rejected, TryAgain
from models.tables.audit import Act, Activity, By
from models.vocabulary import Scope

LARGEST_BODY = 1_000_000


def api(services: Services) -> flask.Blueprint:
    """`/v1`: submissions, read and entered."""
    v1 = flask.Blueprint("api", __name__, url_prefix="/v1")

    @v1.get("/submissions")
    def list_submissions() -> flask.Response:
        who = require(services, Scope.READ)
        arguments = flask.request.args.to_dict()
        listing = read_listing(arguments, who.organisation_id)
        _note_reading(services, who, listing.wanted.consultation, page=listing.page)
        with services.store.read() as connection:
            total = normalized.count(connection, listing.wanted)
            found = normalized.page_of(connection, listing.wanted, page=listing.page, size=listing.size)
        path = f"{services.settings.public_url}/v1/submissions"
        return flask.jsonify(
            {
                "count": total,
                "next": listing.neighbour(path, arguments, 1, total),
                "previous": listing.neighbour(path, arguments, -1, total),
                "results": [submission.model_dump(mode="json", by_alias=True) for submission in found],
            }
        )

    @v1.get("/submissions/<submission_id>")
    def get_submission(submission_id: str) -> flask.Response:
        who = require(services, Scope.READ)
        wanted = normalized.Wanted(organisation_id=who.organisation_id, ids=[submission_id])
        found = None
        if "\0" not in submission_id:
            _note_reading(services, who, None, submission_id=submission_id[:64])
            with services.store.read() as connection:
                found = next(normalized.submissions(connection, wanted), None)
        if found is None:
            return problem(404, "There is no such submission.", code="not_found")
        return _json(found.model_dump_json(by_alias=True), 200)

    @v1.post("/consultations/<code>/submissions")
    def add_submission(code: str) -> flask.Response:
        flask.request.max_content_length = LARGEST_BODY
        who = require(services, Scope.WRITE)
        if not flask.request.is_json:
            raise Rejected("send a JSON object, with Content-Type: application/json", code="invalid_body")
        key = flask.request.headers.get("Idempotency-Key")
        entered = enter_once(services, who.organisation_id, code, key, read_body(flask.request.get_data()))
        return _json(entered.json, 201 if entered.new else 200)

    @v1.get("/openapi.json")
    def openapi() -> flask.Response:
        answer = flask.jsonify(description(services.settings.public_url))
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    @v1.after_request
    def version(answer: flask.Response) -> flask.Response:
        answer.headers["API-Version"] = VERSION
        answer.headers["Cache-Control"] = "no-store"
        return answer

    v1.register_error_handler(Rejected, from_rejected)
    v1.register_error_handler(Denied, lambda denied: denied.response)
    v1.register_error_handler(HTTPException, from_http)
    v1.register_error_handler(TryAgain, _later)
    return v1


def _note_reading(
    services: Services, who: Bearer, code: str | None, *, page: int | None = None, submission_id: str | None = None
) -> None:
    """In the organisation's trail, before anything leaves."""
    audit.begin(Doer(By.PROGRAM, who.token_id))
    try:
        with services.store.write() as connection:
            deed = Deed(
                act=Act.EXPORTED,
                organisation_id=who.organisation_id,
                subject="submission" if submission_id else None,
                subject_id=submission_id,
                activity=Activity.ANALYSE,
                detail={"consultation": code, "page": page} if submission_id is None else None,
            )
            audit.note(connection, deed)
    finally:
        audit.end()


def _json(body: str, status: int) -> flask.Response:
    return flask.Response(body, status=status, mimetype="application/json")


def _later(error: TryAgain) -> flask.Response:
    detail = "Nothing was stored. Try again with the same Idempotency-Key in a moment."
    return problem(503, detail, code=error.code, headers={"Retry-After": "5"})
