"""The API's description (OpenAPI 3.0), from the same models that the API answers with."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from intake.api.entering import EntryBody
from intake.api.problems import VERSION
from models.normalized import NormalizedSubmission
from models.vocabulary import Channel, Status


def description(public_url: str) -> dict[str, Any]:
    """OpenAPI 3.0.3 of everything under `/v1`."""
    _, schemas = models_json_schema(
        [(NormalizedSubmission, "serialization"), (EntryBody, "validation")],
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Inloop",
            "version": VERSION,
            "description": "Contributions that came in by phone, text, paper, in meetings and at counters.",
            "contact": {"name": "Inloop", "url": public_url, "email": "inloop@example.org"},
            "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl"},
        },
        "servers": [{"url": f"{public_url}/v1"}],
        "security": [{"bearer": []}],
        "tags": [{"name": "submissions", "description": "Contributions of residents"}],
        "paths": {
            "/submissions": {"get": _list()},
            "/submissions/{id}": {"get": _get()},
            "/consultations/{code}/submissions": {"post": _post()},
        },
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {**_as_30(schemas["$defs"]), "Problem": _PROBLEM},
        },
    }


_PROBLEM = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}


def _as_30(schema: Any) -> Any:
    """JSON Schema as Pydantic writes it → the dialect of OpenAPI 3.0, which knows no type `null`."""
    if isinstance(schema, list):
        return [_as_30(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    alternatives = schema.get("anyOf")
    if alternatives and {"type": "null"} in alternatives:
        rest = [_as_30(item) for item in alternatives if item != {"type": "null"}]
        others = {key: _as_30(value) for key, value in schema.items() if key != "anyOf"}
        if len(rest) == 1 and "$ref" not in rest[0]:
            return {**others, **rest[0], "nullable": True}
        return {**others, "nullable": True, **({"allOf": rest} if len(rest) == 1 else {"anyOf": rest})}
    return {key: _as_30(value) for key, value in schema.items()}


def _answer(text: str, schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    header = {"API-Version": {"description": "Version of the API", "schema": {"type": "string"}}}
    return {"description": text, "headers": header, "content": {kind: {"schema": schema}}}


def _problems(*statuses: tuple[str, str]) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {status: _answer(text, reference, "application/problem+json") for status, text in statuses}


_SUBMISSION = {"$ref": "#/components/schemas/NormalizedSubmission"}
_DENIED = (("401", "No valid token"), ("403", "The token may not do this"))


def _query(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


def _list() -> dict[str, Any]:
    page = {
        "type": "object",
        "required": ["count", "next", "previous", "results"],
        "properties": {
            "count": {"type": "integer"},
            "next": {"type": "string", "format": "uri", "nullable": True},
            "previous": {"type": "string", "format": "uri", "nullable": True},
            "results": {"type": "array", "items": _SUBMISSION},
        },
    }
    return {
        "operationId": "listSubmissions",
        "summary": "Submissions, oldest first",
        "description": "The organisation's submissions, a page at a time.",
        "tags": ["submissions"],
        "parameters": [
            _query("consultation", "The consultation's code", {"type": "string"}),
            _query("status", "Where it stands", {"type": "string", "enum": [str(one) for one in Status]}),
            _query("channel", "The door it came through", {"type": "string", "enum": [str(one) for one in Channel]}),
            _query("updatedSince", "Changed at or after this moment", {"type": "string", "format": "date-time"}),
            _query("page", "From 1", {"type": "integer", "minimum": 1, "default": 1}),
            _query("pageSize", "At most 200", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
        ],
        "responses": {"200": _answer("A page", page), **_problems(("400", "A parameter is wrong"), *_DENIED)},
    }


def _get() -> dict[str, Any]:
    return {
        "operationId": "getSubmission",
        "summary": "One submission",
        "description": "One of the organisation's submissions.",
        "tags": ["submissions"],
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {"200": _answer("The submission", _SUBMISSION), **_problems(*_DENIED, ("404", "None"))},
    }


def _post() -> dict[str, Any]:
    key = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
    code = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/EntryBody"}}}
    problems = (("400", "An answer is wrong"), *_DENIED, ("404", "No such consultation"), ("409", "The key was used"))
    return {
        "operationId": "addSubmission",
        "summary": "Enter a submission for somebody",
        "description": "The same key and body again give the same submission, and store nothing.",
        "tags": ["submissions"],
        "parameters": [code, key],
        "requestBody": {"required": True, "content": body},
        "responses": {
            "201": _answer("Stored", _SUBMISSION),
            "200": _answer("Stored before", _SUBMISSION),
            **_problems(*problems),
        },
    }
