"""A submission through the API: entered once for each idempotency key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic.alias_generators import to_camel

from channels.counter.enter import Entry, enter
from intake.services import Services
from models import arrivals, audit, consultations, normalized
from models.arrivals import Response
from models.audit import Deed
from models.consultation_file import LANGUAGES
from models.consultations import Version
from models.errors import Rejected
from models.secrets import Vault
from models.submissions import Begun
from models.tables.audit import Act
from models.vocabulary import Channel

LONGEST_KEY = 255


_PLAIN = [{"type": kind} for kind in ("string", "boolean", "number", "null")]
_VALUE = {"anyOf": [*_PLAIN, {"type": "array", "items": {"anyOf": _PLAIN}}]}
"""What the description says of a value. Whether it fits its question is another matter."""


class EntryBody(BaseModel):
    """What is posted. `answers` maps question keys to normalized values; a key that is absent is an empty answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    answers: dict[str, Annotated[Any, WithJsonSchema(_VALUE)]]
    language: str | None = Field(default=None, json_schema_extra={"enum": [*LANGUAGES, None]})
    channel: Literal["counter", "phone", "sms", "form", "letter", "meeting"] = "counter"
    participation_code: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """The submission as JSON, and whether it is new."""

    json: str
    new: bool


def read_body(data: bytes) -> EntryBody:
    """:raises Rejected: naming each field that cannot be used."""
    try:
        body = EntryBody.model_validate(json.loads(data))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors())
        raise Rejected("; ".join(problems), code="invalid_body") from error
    except (ValueError, RecursionError) as error:
        raise Rejected("the body is not valid JSON in UTF-8", code="invalid_body") from error
    for key, value in body.answers.items():
        if not _is_flat(value):
            raise Rejected(f"{key}: must be a value or a list of values", code="invalid_answer")
    return body


def _is_flat(value: object) -> bool:
    parts = value if isinstance(value, list) else [value]
    return not any(isinstance(part, list | dict) for part in parts)


def enter_once(services: Services, organisation_id: str, code: str, key: str | None, body: EntryBody) -> Entered:
    """Store the submission, or find what the same key stored before.

    :raises Rejected: no key; the key was used for something else; no such consultation; an invalid answer.
    """
    if not key or len(key) > LONGEST_KEY:
        raise Rejected(f"send an Idempotency-Key header of 1 to {LONGEST_KEY} characters", code="idempotency_key")
    digest = _digest(services.vault, code, body)

    def effect(connection: sa.Connection) -> Response:
        version = consultations.latest(services.store, connection, code)
        if version is None or version.organisation_id != organisation_id:
            raise Rejected(f"there is no consultation {code}", code="unknown_consultation")
        if body.language is not None and body.language not in version.definition.languages:
            spoken = ", ".join(version.definition.languages)
            raise Rejected(f"language: this consultation has {spoken}", code="unknown_language")
        entry = Entry(
            answers=body.answers,
            participation_code=body.participation_code,
            language=body.language,
            channel=Channel(body.channel),
        )
        begun = _enter(connection, services, version, entry)
        audit.note(
            connection,
            Deed(act=Act.CHANGED, organisation_id=organisation_id, subject="submission", subject_id=begun.id),
        )
        stored = normalized.one(connection, begun.id).model_dump_json(by_alias=True)
        return Response(json.dumps({"digest": digest, "submission": stored}), "application/json", 201, about=begun.id)

    reference = hashlib.sha256(f"{organisation_id}\0{key}".encode()).hexdigest()
    response, new = arrivals.receive(services.store, "api", reference, effect)
    kept = json.loads(response.body)
    if "digest" not in kept:
        raise Rejected("what was entered with this Idempotency-Key has been erased", code="key_reused")
    if kept["digest"] != digest:
        raise Rejected("this Idempotency-Key was used with another body; take a new one", code="key_reused")
    return Entered(kept["submission"], new)


def _enter(connection: sa.Connection, services: Services, version: Version, entry: Entry) -> Begun:
    try:
        return enter(connection, services.vault, services.evidence, version, entry)
    except Rejected as refused:
        if refused.code != "participation_code":
            raise
        raise Rejected(f"participationCode: {refused.message}", code=refused.code) from refused


def _digest(vault: Vault, code: str, body: EntryBody) -> str:
    """Keyed, for a plain hash of so few digits would give the participation code away."""
    said = [code, body.answers, body.language, body.channel, body.participation_code]
    return vault.lookup(json.dumps(said, sort_keys=True))
