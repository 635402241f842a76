"""Organisations, staff and API tokens in the store."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models import audit
from models.clock import now
from models.errors import Rejected
from models.secrets import new_id, token_hash
from models.store import Store
from models.tables import ApiToken, Membership, Organisation, User
from models.vocabulary import Role, Scope

ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]
STAFF = User.__table__  # type: ignore[attr-defined]
MEMBERSHIP = Membership.__table__  # type: ignore[attr-defined]
TOKEN = ApiToken.__table__  # type: ignore[attr-defined]

SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Member:
    """A signed-in member of staff, working for one organisation."""

    user_id: str
    email: str
    organisation_id: str
    organisation: str
    organisation_name: str
    role: Role
    one_time: bool


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an API token stands for."""

    token_id: str
    organisation_id: str
    organisation: str
    scope: Scope


def add_organisation(store: Store, slug: str, name: str) -> str:
    """A new tenant; its id.

    :raises Rejected: the slug is taken or malformed, or the name is empty.
    """
    if not SLUG.fullmatch(slug):
        raise Rejected("a slug has small letters, digits and hyphens only, such as 'zaandijk'", code="bad_slug")
    if not name.strip():
        raise Rejected("the organisation needs a name", code="bad_name")
    with store.write() as connection:
        if organisation_id(connection, slug):
            raise Rejected(f"there is an organisation '{slug}' already", code="exists")
        made = new_id()
        connection.execute(ORGANISATION.insert(), {"id": made, "slug": slug, "name": name.strip(), "created_at": now()})
        audit.set_up(connection, made, ORGANISATION.name, made)
        return made


def organisation_id(connection: sa.Connection, slug: str) -> str | None:
    return connection.execute(sa.select(ORGANISATION.c.id).where(ORGANISATION.c.slug == slug)).scalar()


def only_organisation(connection: sa.Connection) -> str | None:
    """The id of the only organisation; None if there are several, or none."""
    found = connection.execute(sa.select(ORGANISATION.c.id).limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None


def required_organisation(connection: sa.Connection, slug: str) -> str:
    """:raises Rejected: there is none."""
    found = organisation_id(connection, slug)
    if found is None:
        raise Rejected(
            f"there is no organisation '{slug}'; add it with: inloop organisation add {slug}", code="unknown"
        )
    return found


def add_user(store: Store, email: str, organisation: str, role: Role) -> str:
    """A member of staff with a role; a one-time password. An existing one gets the role there and a new password.

    :raises Rejected: the address is malformed, or there is no such organisation.
    """
    email = email.strip().lower()
    if not EMAIL.fullmatch(email) or len(email) > 254:
        raise Rejected(f"'{email}' is no e-mail address", code="bad_email")
    with store.write() as connection:
        belongs_to = required_organisation(connection, organisation)
        user_id = connection.execute(sa.select(STAFF.c.id).where(STAFF.c.email == email)).scalar()
        if user_id is None:
            user_id = new_id()
            row = {"id": user_id, "email": email, "password_hash": "", "one_time": True, "created_at": now()}
            connection.execute(STAFF.insert(), row)
        password = new_one_time_password(connection, user_id)
        connection.execute(
            MEMBERSHIP.delete().where(MEMBERSHIP.c.user_id == user_id, MEMBERSHIP.c.organisation_id == belongs_to)
        )
        connection.execute(MEMBERSHIP.insert(), {"user_id": user_id, "organisation_id": belongs_to, "role": role})
        audit.set_up(connection, belongs_to, STAFF.name, user_id, role=role)
    return password


def new_one_time_password(connection: sa.Connection, user_id: str) -> str:
    """A password that has to be replaced at the next sign-in. Sessions with the old one have ended."""
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    connection.execute(
        STAFF.update().where(STAFF.c.id == user_id).values(password_hash=hashed(password), one_time=True)
    )
    return password


def hashed(password: str) -> str:
    return _hasher.hash(password)


def sign_in(store: Store, email: str, password: str) -> str | None:
    """The user's id if the password is right, else None. Takes as long for an unknown address."""
    with store.read() as connection:
        row = connection.execute(
            sa.select(STAFF.c.id, STAFF.c.password_hash).where(
                STAFF.c.email == email.strip().lower(), STAFF.c.disabled_at.is_(None)
            )
        ).first()
    try:
        _hasher.verify(row.password_hash if row else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return None
    return row.id if row else None


@cache
def _nobody() -> str:
    """Checked when there is no such user, so that the time it takes does not tell. Slow, so made when needed."""
    return _hasher.hash("nobody has this password")


def set_password(store: Store, user_id: str, password: str) -> None:
    """:raises Rejected: it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Rejected(f"a password has at least {SHORTEST_PASSWORD} characters", code="short_password")
    with store.write() as connection:
        connection.execute(
            STAFF.update().where(STAFF.c.id == user_id).values(password_hash=_hasher.hash(password), one_time=False)
        )


def credential(connection: sa.Connection, user_id: str) -> str | None:
    """Changes with the password, and reveals nothing of it: a session made with an older one has ended.

    None for somebody who may not sign in any more.
    """
    query = sa.select(STAFF.c.password_hash).where(STAFF.c.id == user_id, STAFF.c.disabled_at.is_(None))
    found = connection.execute(query).scalar()
    return None if found is None else credential_of(found)


def credential_of(password_hash: str) -> str:
    return token_hash(password_hash)[:16]


def memberships(connection: sa.Connection, user_id: str) -> list[Member]:
    """For whom somebody works, by the organisation's name."""
    rows = connection.execute(
        sa.select(
            STAFF.c.id,
            STAFF.c.email,
            ORGANISATION.c.id,
            ORGANISATION.c.slug,
            ORGANISATION.c.name,
            MEMBERSHIP.c.role,
            STAFF.c.one_time,
        )
        .join(MEMBERSHIP, MEMBERSHIP.c.user_id == STAFF.c.id)
        .join(ORGANISATION, ORGANISATION.c.id == MEMBERSHIP.c.organisation_id)
        .where(STAFF.c.id == user_id, STAFF.c.disabled_at.is_(None))
        .order_by(ORGANISATION.c.name)
    )
    return [Member(*row) for row in rows]


def user_id(connection: sa.Connection, email: str) -> str | None:
    """Whose address it is, if anybody's."""
    query = sa.select(STAFF.c.id).where(STAFF.c.email == email.strip().lower())
    return connection.execute(query).scalar()


def has_user(store: Store, email: str) -> bool:
    with store.read() as connection:
        known = sa.select(STAFF.c.id).where(STAFF.c.email == email.strip().lower())
        return connection.execute(known).first() is not None


def has_users(connection: sa.Connection) -> bool:
    return connection.execute(sa.select(STAFF.c.id).limit(1)).first() is not None


def add_token(store: Store, organisation: str, scope: Scope) -> str:
    """A new API token, which can be seen this once.

    :raises Rejected: there is no such organisation.
    """
    token = f"inloop_{secrets.token_urlsafe(32)}"
    with store.write() as connection:
        belongs_to, token_id = required_organisation(connection, organisation), new_id()
        audit.set_up(connection, belongs_to, TOKEN.name, token_id, scope=scope)
        connection.execute(
            TOKEN.insert(),
            {
                "id": token_id,
                "organisation_id": belongs_to,
                "scope": scope,
                "token_hash": token_hash(token),
                "created_at": now(),
            },
        )
    return token


def bearer(connection: sa.Connection, token: str) -> Bearer | None:
    """Whom a token stands for; None if it is unknown or revoked."""
    row = connection.execute(
        sa.select(TOKEN.c.id, TOKEN.c.organisation_id, ORGANISATION.c.slug, TOKEN.c.scope)
        .join(ORGANISATION, ORGANISATION.c.id == TOKEN.c.organisation_id)
        .where(TOKEN.c.token_hash == token_hash(token), TOKEN.c.revoked_at.is_(None))
    ).first()
    return None if row is None else Bearer(*row)
