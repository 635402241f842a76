"""The people of one organisation, as its administrator keeps them.

Somebody may serve several organisations. What their administrator here can do stops at the border: a password or app
that also opens another organisation's desk is reset by who runs the installation, not from one of its desks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from models import accounts, audit, second_factor, sessions
from models.accounts import MEMBERSHIP, ORGANISATION, STAFF
from models.errors import Rejected
from models.second_factor import FACTOR
from models.sessions import RULES
from models.store import Store
from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of an organisation's staff. `elsewhere`: serves other organisations too."""

    user_id: str
    email: str
    role: Role
    one_time: bool
    has_factor: bool
    elsewhere: bool
    since: datetime


def colleagues(connection: sa.Connection, organisation_id: str) -> list[Colleague]:
    """Who works here, by address."""
    others = MEMBERSHIP.alias()
    elsewhere = sa.exists().where(others.c.user_id == STAFF.c.id, others.c.organisation_id != organisation_id)
    rows = connection.execute(
        sa.select(
            STAFF.c.id,
            STAFF.c.email,
            MEMBERSHIP.c.role,
            STAFF.c.one_time,
            FACTOR.c.confirmed_at.is_not(None),
            elsewhere,
            STAFF.c.created_at,
        )
        .join(MEMBERSHIP, MEMBERSHIP.c.user_id == STAFF.c.id)
        .outerjoin(FACTOR, FACTOR.c.user_id == STAFF.c.id)
        .where(MEMBERSHIP.c.organisation_id == organisation_id)
        .order_by(STAFF.c.email)
    )
    return [Colleague(*row) for row in rows]


def take_on(store: Store, organisation_id: str, email: str, role: Role) -> str | None:
    """Somebody begins here. A one-time password for who is new to the installation, else None.

    :raises Rejected: the address is malformed, or they work here already.
    """
    with store.read() as connection:
        slug = connection.execute(
            sa.select(ORGANISATION.c.slug).where(ORGANISATION.c.id == organisation_id)
        ).scalar_one()
        user_id = accounts.user_id(connection, email)
    if user_id is None:
        return accounts.add_user(store, email, slug, role)
    with store.write() as connection:
        if _role(connection, organisation_id, user_id) is not None:
            raise Rejected("they work here already", code="exists")
        row = {"user_id": user_id, "organisation_id": organisation_id, "role": role}
        connection.execute(MEMBERSHIP.insert(), row)
        audit.set_up(connection, organisation_id, STAFF.name, user_id, role=role)
    return None


def change_role(store: Store, organisation_id: str, user_id: str, role: Role) -> None:
    """:raises Rejected: they do not work here, or nobody would be left to administer."""
    with store.write() as connection:
        _lock(store, connection, organisation_id)
        _mine(connection, organisation_id, user_id)
        connection.execute(MEMBERSHIP.update().where(*_here(organisation_id, user_id)).values(role=role))
        _somebody_administers(connection, organisation_id)
        audit.set_up(connection, organisation_id, STAFF.name, user_id, role=role)


def let_go(store: Store, organisation_id: str, user_id: str) -> None:
    """Somebody works here no more, from this moment on.

    :raises Rejected: they do not work here, or nobody would be left to administer.
    """
    with store.write() as connection:
        _lock(store, connection, organisation_id)
        _mine(connection, organisation_id, user_id)
        connection.execute(MEMBERSHIP.delete().where(*_here(organisation_id, user_id)))
        _somebody_administers(connection, organisation_id)
        audit.set_up(connection, organisation_id, STAFF.name, user_id, role="none")


def start_over(store: Store, organisation_id: str, user_id: str) -> str:
    """A new one-time password; the app is forgotten and every session ends.

    :raises Rejected: they do not work here, or elsewhere as well.
    """
    with store.write() as connection:
        role = _mine(connection, organisation_id, user_id)
        others = sa.select(MEMBERSHIP.c.user_id).where(
            MEMBERSHIP.c.user_id == user_id, MEMBERSHIP.c.organisation_id != organisation_id
        )
        if connection.execute(others).first() is not None:
            raise Rejected("they serve another organisation too", code="elsewhere")
        password = accounts.new_one_time_password(connection, user_id)
        second_factor.forget(connection, user_id)
        sessions.end_all(connection, user_id)
        audit.set_up(connection, organisation_id, STAFF.name, user_id, role=role, began="over")
    return password


def reset(store: Store, email: str) -> str:
    """As `start_over`, for who runs the installation: wherever they serve.

    :raises Rejected: nobody has that address.
    """
    with store.write() as connection:
        user_id = accounts.user_id(connection, email)
        if user_id is None:
            raise Rejected(f"nobody has the address '{email}'", code="unknown")
        password = accounts.new_one_time_password(connection, user_id)
        second_factor.forget(connection, user_id)
        sessions.end_all(connection, user_id)
        for one in accounts.memberships(connection, user_id):
            audit.set_up(connection, one.organisation_id, STAFF.name, user_id, role=one.role, began="over")
    return password


def second_factor_for(connection: sa.Connection, organisation_id: str) -> list[Role]:
    """Of which roles a second step is demanded."""
    found = connection.execute(
        sa.select(RULES.c.second_factor_for).where(RULES.c.organisation_id == organisation_id)
    ).scalar()
    return [Role(one) for one in found or []]


def demand_second_factor(store: Store, organisation_id: str, roles: list[Role]) -> None:
    with store.write() as connection:
        set_rules(connection, organisation_id, second_factor_for=[str(role) for role in roles])
        audit.set_up(connection, organisation_id, RULES.name, organisation_id, second_factor_for=" ".join(roles))


def set_rules(connection: sa.Connection, organisation_id: str, **values: object) -> None:
    """Change some of an organisation's rules for its desk; the others stay."""
    here = RULES.c.organisation_id == organisation_id
    if connection.execute(RULES.update().where(here).values(**values)).rowcount == 0:
        row = {"organisation_id": organisation_id, "second_factor_for": [], "house_style": None, **values}
        connection.execute(RULES.insert(), row)


def remember_language(connection: sa.Connection, user_id: str, language: str) -> None:
    """In which somebody reads the desk."""
    connection.execute(STAFF.update().where(STAFF.c.id == user_id).values(language=language))


def house_style(connection: sa.Connection, organisation_id: str) -> str | None:
    """An organisation's design tokens as CSS; None for Inloop's own."""
    query = sa.select(RULES.c.house_style).where(RULES.c.organisation_id == organisation_id)
    found: str | None = connection.execute(query).scalar()
    return found


def _here(organisation_id: str, user_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (MEMBERSHIP.c.organisation_id == organisation_id, MEMBERSHIP.c.user_id == user_id)


def _role(connection: sa.Connection, organisation_id: str, user_id: str) -> Role | None:
    return connection.execute(sa.select(MEMBERSHIP.c.role).where(*_here(organisation_id, user_id))).scalar()


def _mine(connection: sa.Connection, organisation_id: str, user_id: str) -> Role:
    role = _role(connection, organisation_id, user_id)
    if role is None:
        raise Rejected("nobody here has this id", code="unknown")
    return role


def _lock(store: Store, connection: sa.Connection, organisation_id: str) -> None:
    """Two administrators may not remove each other at the same moment."""
    store.once_at_a_time(connection, "staff", organisation_id)


def _somebody_administers(connection: sa.Connection, organisation_id: str) -> None:
    query = sa.select(MEMBERSHIP.c.user_id).where(
        MEMBERSHIP.c.organisation_id == organisation_id, MEMBERSHIP.c.role == Role.ADMIN
    )
    if connection.execute(query).first() is None:
        raise Rejected("nobody would be left to administer", code="last_admin")
