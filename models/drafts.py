"""Consultations that are being built: a consultation file that need not be sound yet, kept at every step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.consultation_file import LANGUAGES, parse_definition
from models.consultations import Version, latest, load_definition
from models.definition import Definition
from models.errors import Rejected
from models.secrets import new_id
from models.store import Store
from models.strict_yaml import LARGEST_FILE, Fault, InvalidDefinition, dump_mapping, load_mapping
from models.tables import ConsultationDraft

DRAFT = ConsultationDraft.__table__  # type: ignore[attr-defined]

TAKEN = "there is a consultation {code} already; choose another code"


@dataclass(frozen=True, slots=True)
class Removed:
    """A question that was taken out, or an answer of a question, and the place where it stood."""

    at: int
    what: Any
    question: str | None = None
    """The key of the question whose answer it was; None if it is a question itself."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One consultation that is being built. `revision` goes up with every change."""

    id: str
    source: str
    of_code: str | None
    of_number: int | None
    revision: int
    changed_at: datetime
    removed_source: str | None

    @property
    def removed(self) -> Removed | None:
        """What was taken out last, and can be put back."""
        return Removed(**load_mapping(self.removed_source.encode())) if self.removed_source else None

    @property
    def mapping(self) -> dict[str, Any]:
        """The keys and values of its file."""
        return load_mapping(self.source.encode())


def begin(connection: sa.Connection, organisation_id: str, mapping: dict[str, Any], of: Version | None = None) -> str:
    """A new draft; its id.

    :param mapping: as `load_mapping` gives it.
    :param of: the version that it changes.
    """
    draft_id = new_id()
    connection.execute(
        DRAFT.insert(),
        {
            "id": draft_id,
            "organisation_id": organisation_id,
            "source": _source(_with_languages(mapping)),
            "of_code": of.code if of else None,
            "of_number": of.number if of else None,
            "revision": 1,
            "changed_at": now(),
        },
    )
    return draft_id


def find(connection: sa.Connection, organisation_id: str, draft_id: str) -> Draft | None:
    """A draft of that organisation."""
    row = connection.execute(_SELECT.where(*_of(organisation_id, draft_id))).first()
    return None if row is None else Draft(*row)


def all_of(connection: sa.Connection, organisation_id: str) -> list[Draft]:
    """An organisation's drafts, the last changed first."""
    mine = _SELECT.where(DRAFT.c.organisation_id == organisation_id)
    return [Draft(*row) for row in connection.execute(mine.order_by(DRAFT.c.changed_at.desc(), DRAFT.c.id))]


def keep(
    connection: sa.Connection, organisation_id: str, draft_id: str, revision: int, mapping: dict[str, Any]
) -> bool:
    """Store a change that was made after `revision`; False if somebody else changed it meanwhile.

    :raises Rejected: it became too large for a consultation file.
    """
    values = {"source": _source(mapping), "revision": revision + 1, "changed_at": now()}
    unchanged = DRAFT.c.revision == revision
    done = connection.execute(DRAFT.update().where(*_of(organisation_id, draft_id), unchanged).values(values))
    return bool(done.rowcount)


def note_removed(connection: sa.Connection, organisation_id: str, draft_id: str, removed: Removed | None) -> None:
    """Keep what was taken out, so that it can be put back; None once it is back.

    :raises Rejected: it is too large to be kept.
    """
    values = {"removed": _source(asdict(removed)) if removed else None}
    connection.execute(DRAFT.update().where(*_of(organisation_id, draft_id)).values(values))


def drop(connection: sa.Connection, organisation_id: str, draft_id: str) -> None:
    connection.execute(DRAFT.delete().where(*_of(organisation_id, draft_id)))


def checked(draft: Draft, slug: str, taken: Collection[str] = ()) -> Definition | tuple[Fault, ...]:
    """The consultation as doors would ask it, or every fault: the checks of the command `consultation load`.

    :param slug: of the organisation whose it is.
    :param taken: codes of other consultations.
    """
    try:
        definition = parse_definition(draft.source.encode(), organisation_exists=slug.__eq__)
    except InvalidDefinition as wrong:
        return wrong.faults
    if definition.code in taken and definition.code != draft.of_code:
        return (Fault("code", TAKEN, {"code": definition.code}),)
    return definition


def adopt(store: Store, organisation_id: str, draft: Draft, slug: str) -> tuple[str, int]:
    """Make a draft the newest version of its consultation; code and version number.

    :raises InvalidDefinition: every fault; nothing is changed.
    """
    with store.read() as connection:
        code = draft.mapping.get("code")
        there = isinstance(code, str) and latest(store, connection, code) is not None
    found = checked(draft, slug, {str(code)} if there else ())
    if not isinstance(found, Definition):
        raise InvalidDefinition(found)
    stored = load_definition(store, draft.source.encode())
    with store.write() as connection:
        drop(connection, organisation_id, draft.id)
    return stored


_SELECT = sa.select(
    DRAFT.c.id,
    DRAFT.c.source,
    DRAFT.c.of_code,
    DRAFT.c.of_number,
    DRAFT.c.revision,
    DRAFT.c.changed_at,
    DRAFT.c.removed,
)


def _of(organisation_id: str, draft_id: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return DRAFT.c.organisation_id == organisation_id, DRAFT.c.id == draft_id


def _source(mapping: dict[str, Any]) -> str:
    source = dump_mapping(mapping)
    if len(source) > LARGEST_FILE:
        raise Rejected(f"a consultation file holds at most {LARGEST_FILE} bytes", code="too_large")
    return source.decode()


def _with_languages(mapping: dict[str, Any]) -> dict[str, Any]:
    """With each text by language, so that it can be translated: a text alone is in the first language."""
    languages = mapping.get("languages")
    first = languages[0] if isinstance(languages, list) and languages and languages[0] in LANGUAGES else LANGUAGES[0]

    def widened(holder: object, *names: str) -> object:
        if not isinstance(holder, dict):
            return holder
        return {key: {first: one} if key in names and isinstance(one, str) else one for key, one in holder.items()}

    def question(raw: object) -> object:
        wide = widened(raw, "ask", "low", "high")
        if isinstance(wide, dict) and isinstance(options := wide.get("options"), list):
            return wide | {"options": [widened(option, "label") for option in options]}
        return wide

    whole: dict[str, Any] = dict(mapping)
    for name in ("title", "intro"):
        if isinstance(whole.get(name), str):
            whole[name] = {first: whole[name]}
    if "privacy" in whole:
        whole["privacy"] = widened(whole["privacy"], "notice")
    if isinstance(whole.get("questions"), list):
        whole["questions"] = [question(one) for one in whole["questions"]]
    return whole
