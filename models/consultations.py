"""Consultations in the store: their versions, and which telephone line serves which."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from models import audit
from models.clock import now
from models.consultation_file import parse_definition
from models.definition import Definition
from models.errors import Rejected
from models.prepared import Prepared
from models.secrets import new_id
from models.store import Store
from models.strict_yaml import Fault, InvalidDefinition
from models.tables import Consultation, ConsultationVersion, Organisation, PhoneNumber

CONSULTATION = Consultation.__table__  # type: ignore[attr-defined]
VERSION = ConsultationVersion.__table__  # type: ignore[attr-defined]
ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]
LINE = PhoneNumber.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a consultation, as stored."""

    consultation_id: str
    organisation_id: str
    version_id: str
    number: int
    definition: Definition

    @property
    def code(self) -> str:
        return self.definition.code


@dataclass(frozen=True, slots=True)
class Line:
    """One of our telephone numbers."""

    number: str
    organisation_id: str
    consultation_id: str | None


_VERSION = sa.select(
    VERSION.c.consultation_id, CONSULTATION.c.organisation_id, VERSION.c.id, VERSION.c.number, VERSION.c.definition
).join(CONSULTATION, CONSULTATION.c.id == VERSION.c.consultation_id)
_LATEST_BY_CODE = Prepared(
    sa.select(CONSULTATION.c.latest_version_id).where(CONSULTATION.c.code == sa.bindparam("code"))
)
_LATEST_BY_ID = Prepared(sa.select(CONSULTATION.c.latest_version_id).where(CONSULTATION.c.id == sa.bindparam("id")))
_LINE = Prepared(
    sa.select(LINE.c.number, LINE.c.organisation_id, LINE.c.consultation_id).where(
        LINE.c.number == sa.bindparam("number")
    )
)


def version(store: Store, connection: sa.Connection, version_id: str) -> Version:
    """The version of that id, from memory after the first time: it never changes.

    :raises KeyError: there is none.
    """

    def load() -> Version:
        row = connection.execute(_VERSION.where(VERSION.c.id == version_id)).first()
        if row is None:
            raise KeyError(version_id)
        return Version(row[0], row[1], row[2], row[3], Definition.model_validate(row[4]))

    return store.remembered(("version", version_id), load)


def latest(store: Store, connection: sa.Connection, code: str) -> Version | None:
    """The newest version of the consultation with that code; None if there is none, or it is no code at all."""
    if not (code.isascii() and code.isdigit()):
        return None
    found = _LATEST_BY_CODE.first(connection, {"code": code})
    return version(store, connection, found[0]) if found and found[0] else None


def latest_of(store: Store, connection: sa.Connection, consultation_id: str) -> Version:
    """The newest version of a consultation that exists."""
    return version(store, connection, _LATEST_BY_ID.first(connection, {"id": consultation_id})[0])


def numbered(store: Store, connection: sa.Connection, code: str, number: int) -> Version | None:
    """A given version of the consultation with that code, as a printed form names it."""
    version_id = connection.execute(
        sa.select(VERSION.c.id)
        .join(CONSULTATION, CONSULTATION.c.id == VERSION.c.consultation_id)
        .where(CONSULTATION.c.code == code, VERSION.c.number == number)
    ).scalar()
    return version(store, connection, version_id) if version_id else None


def all_latest(store: Store, connection: sa.Connection, organisation_id: str) -> list[Version]:
    """The newest version of each consultation of an organisation, by code."""
    ids = connection.execute(
        sa.select(CONSULTATION.c.latest_version_id)
        .where(CONSULTATION.c.organisation_id == organisation_id)
        .order_by(CONSULTATION.c.code)
    ).scalars()
    return [version(store, connection, version_id) for version_id in ids.all() if version_id]


def load_definition(store: Store, source: bytes) -> tuple[str, int]:
    """Validate a consultation file and store it as a new version, unless the newest one says the same.

    :return: code and version number.
    :raises InvalidDefinition: every fault, an unknown organisation among them. Nothing is changed.
    """
    with store.write() as connection:
        organisations = {
            row.slug: row.id for row in connection.execute(sa.select(ORGANISATION.c.slug, ORGANISATION.c.id))
        }
        definition = parse_definition(source, organisation_exists=organisations.__contains__)
        store.once_at_a_time(connection, "consultation", definition.code)
        organisation_id = organisations[definition.organisation]
        current = latest(store, connection, definition.code)
        if current and current.organisation_id != organisation_id:
            raise InvalidDefinition(
                [Fault("code", "{code} belongs to another organisation; choose another", {"code": definition.code})]
            )
        if current and current.definition == definition:
            return definition.code, current.number
        consultation_id = current.consultation_id if current else _add(connection, organisation_id, definition.code)
        number, version_id = (current.number + 1 if current else 1), new_id()
        connection.execute(
            VERSION.insert(),
            {
                "id": version_id,
                "consultation_id": consultation_id,
                "number": number,
                "definition": definition.model_dump(mode="json", by_alias=True),
                "source": source.decode("utf-8-sig"),
                "created_at": now(),
            },
        )
        connection.execute(
            CONSULTATION.update().where(CONSULTATION.c.id == consultation_id).values(latest_version_id=version_id)
        )
        audit.set_up(connection, organisation_id, VERSION.name, version_id, code=definition.code, version=number)
        return definition.code, number


def _add(connection: sa.Connection, organisation_id: str, code: str) -> str:
    consultation_id = new_id()
    connection.execute(
        CONSULTATION.insert(),
        {"id": consultation_id, "organisation_id": organisation_id, "code": code, "created_at": now()},
    )
    return consultation_id


def line(connection: sa.Connection, number: str) -> Line | None:
    """Whom one of our telephone numbers (E.164) serves; None if it was never assigned."""
    row = _LINE.first(connection, {"number": number})
    return None if row is None else Line(*row)


def line_of(connection: sa.Connection, found: Version) -> Line | None:
    """The telephone number by which a consultation is reached: its own, or else one of its organisation."""
    query = (
        sa.select(LINE.c.number, LINE.c.organisation_id, LINE.c.consultation_id)
        .where(
            LINE.c.organisation_id == found.organisation_id,
            sa.or_(LINE.c.consultation_id == found.consultation_id, LINE.c.consultation_id.is_(None)),
        )
        .order_by(LINE.c.consultation_id.is_(None), LINE.c.number)
    )
    row = connection.execute(query).first()
    return None if row is None else Line(*row)


def lines(connection: sa.Connection, organisation_id: str) -> list[Line]:
    """The telephone numbers of an organisation."""
    query = sa.select(LINE.c.number, LINE.c.organisation_id, LINE.c.consultation_id)
    mine = query.where(LINE.c.organisation_id == organisation_id).order_by(LINE.c.number)
    return [Line(*row) for row in connection.execute(mine)]


def source(connection: sa.Connection, version_id: str) -> str:
    """The file of a version that exists, with its comments."""
    return str(connection.execute(sa.select(VERSION.c.source).where(VERSION.c.id == version_id)).scalar_one())


def organisation_name(connection: sa.Connection, organisation_id: str) -> str:
    """What an organisation that exists is called."""
    query = sa.select(ORGANISATION.c.name).where(ORGANISATION.c.id == organisation_id)
    return str(connection.execute(query).scalar_one())


def assign_line(
    store: Store, number: str, *, code: str | None = None, organisation: str | None = None, within: str | None = None
) -> Line | None:
    """Let a number (E.164) serve a consultation, or a whole organisation.

    :param within: the id of the organisation that alone may have it already; None: any.
    :return: what it served before.
    :raises Rejected: there is no such consultation or organisation, or the number is another organisation's.
    """
    with store.write() as connection:
        before = line(connection, number)
        if before is not None and within not in (None, before.organisation_id):
            raise Rejected(f"{number} serves another organisation", code="not_yours")
        if code is not None:
            served = latest(store, connection, code)
            if served is None:
                raise Rejected(f"there is no consultation {code}; load it first", code="unknown_consultation")
            values: dict[str, str | None] = {
                "organisation_id": served.organisation_id,
                "consultation_id": served.consultation_id,
            }
        else:
            found = connection.execute(sa.select(ORGANISATION.c.id).where(ORGANISATION.c.slug == organisation)).scalar()
            if found is None:
                raise Rejected(f"there is no organisation '{organisation}'", code="unknown_organisation")
            values = {"organisation_id": found, "consultation_id": None}
        if before is None:
            connection.execute(LINE.insert(), {"number": number, **values})
        else:
            connection.execute(LINE.update().where(LINE.c.number == number).values(values))
        audit.set_up(connection, str(values["organisation_id"]), LINE.name, number, code=code)
        return before


def code_of(connection: sa.Connection, consultation_id: str) -> str:
    """The code of a consultation that exists."""
    query = sa.select(CONSULTATION.c.code).where(CONSULTATION.c.id == consultation_id)
    return str(connection.execute(query).scalar_one())
