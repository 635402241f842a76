"""The API's description (OpenAPI 3.1), from the same operations and shapes that the API answers with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from intake.api.catalogue import OPERATIONS, TAGS
from intake.api.entering import LONGEST_KEY
from intake.api.operations import CODE_SCHEMA, Operation, Parameter
from intake.api.problems import VERSION


def description(public_url: str) -> dict[str, Any]:
    """OpenAPI 3.1.0 of everything under `/v1`."""
    answers = [(operation.answers, "serialization") for operation in OPERATIONS]
    bodies = [(operation.body, "validation") for operation in OPERATIONS if operation.body]
    unique = list(dict.fromkeys([*answers, *bodies]))
    _, schemas = models_json_schema(
        unique,  # type: ignore[arg-type]
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    named = {_name(name): schema for name, schema in _renamed(schemas["$defs"]).items()}
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Inloop",
            "version": VERSION,
            "description": "Contributions that came in by phone, text, paper, in meetings and at counters.",
            "contact": {"name": "Inloop", "url": public_url, "email": "inloop@example.org"},
            "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl"},
        },
        "servers": [{"url": f"{public_url}/v1"}],
        "security": [{"bearer": []}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "Made by: inloop token add"}
            },
            "headers": _HEADERS,
            "schemas": {**named, "Problem": _PROBLEM},
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
        "code": {"type": "string", "description": "Stays the same while texts may change"},
    },
}

_HEADERS = {
    "API-Version": {"description": "Version of the API", "schema": {"type": "string"}},
    "RateLimit-Limit": {"description": "Requests a minute for this token", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "How many of them are left", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until all are there again", "schema": {"type": "integer"}},
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}},
}

_COUNTED = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")

_PROBLEMS = {
    "400": "Something in the request is wrong; the detail says what",
    "401": "No valid token",
    "403": "The token may not do this",
    "404": "It is not there, or not yours",
    "409": "The Idempotency-Key was used with another body",
    "413": "The body is too large",
    "415": "The body is no JSON",
    "429": "Too many requests",
    "503": "The store cannot be reached now",
}


def _name(name: str) -> str:
    """`Page_NormalizedSubmission_` → `NormalizedSubmissionPage`."""
    return f"{name[5:-1]}Page" if name.startswith("Page_") else name


def _renamed(schema: Any) -> Any:
    """With the names of `_name` wherever it refers to another."""
    if isinstance(schema, list):
        return [_renamed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _renamed(value) for key, value in schema.items()}
    if "$ref" in found:
        prefix, _, name = found["$ref"].rpartition("/")
        found["$ref"] = f"{prefix}/{_name(name)}"
    return found


def _operation(operation: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": f"{operation.text}\n\nScope: {operation.scope}.",
        "tags": [operation.tag],
        "parameters": [*map(_part, operation.parts), *map(_query, operation.parameters)],
    }
    example = operation.example.model_dump(mode="json", by_alias=True)
    responses = {"200": _answer("The answer", _reference(operation.answers), example, *_COUNTED)}
    statuses = ["401", "403", "429", "503"]
    if operation.parts or operation.parameters or operation.body:
        statuses.append("400")
    if operation.parts:
        statuses.append("404")
    if operation.body:
        made["parameters"].append(_KEY)
        content = {"schema": _reference(operation.body), "example": operation.body_example}
        made["requestBody"] = {"required": True, "content": {"application/json": content}}
        responses = {
            "201": _answer("Stored", _reference(operation.answers), example, *_COUNTED),
            "200": _answer("Stored before", _reference(operation.answers), example, *_COUNTED),
        }
        statuses += ["409", "413", "415"]
    made["responses"] = responses | {status: _refused(status) for status in sorted(statuses)}
    return made


def _refused(status: str) -> dict[str, Any]:
    text, waits = _PROBLEMS[status], ("Retry-After",) if status in ("429", "503") else ()
    made = _answer(text, {"$ref": "#/components/schemas/Problem"}, None, *waits)
    made["content"] = {"application/problem+json": made["content"]["application/json"]}
    return made


def _answer(text: str, schema: dict[str, Any], example: Any, *headers: str) -> dict[str, Any]:
    told = {name: {"$ref": f"#/components/headers/{name}"} for name in ("API-Version", *headers)}
    content: dict[str, Any] = {"schema": schema}
    if example is not None:
        content["example"] = example
    return {"description": text, "headers": told, "content": {"application/json": content}}


def _reference(shape: type[BaseModel]) -> dict[str, Any]:
    arguments = shape.__pydantic_generic_metadata__["args"]
    name = f"{arguments[0].__name__}Page" if arguments else shape.__name__
    return {"$ref": f"#/components/schemas/{name}"}


def _part(name: str) -> dict[str, Any]:
    text, schema = ("The consultation's code", CODE_SCHEMA) if name == "code" else ("Its id", {"type": "string"})
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema}


def _query(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.text,
        "schema": dict(parameter.schema),
    }


_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Your own name for this entry, so that sending it again stores nothing",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
}
