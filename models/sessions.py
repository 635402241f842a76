"""Who is signed in, in which browser. The store knows every session, and signing out ends it there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from models import calling_back
from models.accounts import MEMBERSHIP, ORGANISATION, STAFF, Member, credential, credential_of
from models.clock import now
from models.secrets import token_hash
from models.tables import SecondFactor, SignOn, StaffSession
from models.tables.signing_in import DeskRules

SESSION = StaffSession.__table__  # type: ignore[attr-defined]
FACTOR = SecondFactor.__table__  # type: ignore[attr-defined]
SIGN_ON = SignOn.__table__  # type: ignore[attr-defined]
RULES = DeskRules.__table__  # type: ignore[attr-defined]

LONGEST = timedelta(hours=12)
LONGEST_IDLE = timedelta(hours=2)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last page is noted: not at each one."""


_CALLS_WAITING = calling_back.count_waiting(ORGANISATION.c.id).label("calls_waiting")


@dataclass(frozen=True, slots=True)
class Signed:
    """A session that holds. `works_for` leaves out organisations that do not trust how somebody came in."""

    token_hash: str
    user_id: str
    email: str
    one_time: bool
    language: str | None
    works_for: tuple[Member, ...]
    demands: frozenset[str]
    """Organisations of these that want a second step of their role there."""
    calls_waiting: Mapping[str, int]
    """How many people wait for a call of each: every page shows it."""
    has_factor: bool
    """An app that makes codes is set up."""
    factor_given: bool
    through_provider: bool
    noted_long_ago: bool


def begin(connection: sa.Connection, user_id: str, *, second_factor: bool, issuer: str | None = None) -> str:
    """A new session; what the browser is to keep, which is stored nowhere else."""
    token, moment = secrets.token_urlsafe(32), now()
    connection.execute(SESSION.delete().where(_over()))
    connection.execute(
        SESSION.insert(),
        {
            "token_hash": token_hash(token),
            "user_id": user_id,
            "credential": credential(connection, user_id) or "",
            "second_factor": second_factor,
            "issuer": issuer,
            "began_at": moment,
            "seen_at": moment,
        },
    )
    return token


def find(connection: sa.Connection, token: str) -> Signed | None:
    """Whose session it is; None if it is nobody's, or over. One statement: every page asks."""
    trusted = sa.or_(SESSION.c.issuer.is_(None), SESSION.c.issuer == SIGN_ON.c.issuer)
    rows = connection.execute(
        sa.select(
            SESSION,
            STAFF.c.email,
            STAFF.c.one_time,
            STAFF.c.language,
            STAFF.c.password_hash,
            FACTOR.c.confirmed_at,
            MEMBERSHIP.c.organisation_id,
            MEMBERSHIP.c.role,
            ORGANISATION.c.slug,
            ORGANISATION.c.name,
            RULES.c.second_factor_for,
            _CALLS_WAITING,
        )
        .join(STAFF, STAFF.c.id == SESSION.c.user_id)
        .join(MEMBERSHIP, MEMBERSHIP.c.user_id == STAFF.c.id)
        .join(ORGANISATION, ORGANISATION.c.id == MEMBERSHIP.c.organisation_id)
        .outerjoin(FACTOR, FACTOR.c.user_id == STAFF.c.id)
        .outerjoin(RULES, RULES.c.organisation_id == ORGANISATION.c.id)
        .outerjoin(SIGN_ON, SIGN_ON.c.organisation_id == ORGANISATION.c.id)
        .where(SESSION.c.token_hash == token_hash(token), STAFF.c.disabled_at.is_(None), ~_over(), trusted)
        .order_by(ORGANISATION.c.name)
    ).all()
    if not rows or credential_of(rows[0].password_hash) != rows[0].credential:
        return None
    row = rows[0]
    one_time = row.one_time and row.issuer is None
    return Signed(
        token_hash=row.token_hash,
        user_id=row.user_id,
        email=row.email,
        one_time=one_time,
        language=row.language,
        works_for=tuple(
            Member(row.user_id, row.email, one.organisation_id, one.slug, one.name, one.role, one_time) for one in rows
        ),
        demands=frozenset(one.organisation_id for one in rows if one.role in (one.second_factor_for or ())),
        calls_waiting={one.organisation_id: one.calls_waiting for one in rows},
        has_factor=row.confirmed_at is not None,
        factor_given=row.second_factor,
        through_provider=row.issuer is not None,
        noted_long_ago=now() - row.seen_at > NOTED_EVERY,
    )


def note_seen(connection: sa.Connection, signed: Signed) -> None:
    _change(connection, signed, seen_at=now())


def note_factor(connection: sa.Connection, signed: Signed) -> None:
    """The second step was taken."""
    _change(connection, signed, second_factor=True)


def end(connection: sa.Connection, token: str) -> None:
    connection.execute(SESSION.delete().where(SESSION.c.token_hash == token_hash(token)))


def end_all(connection: sa.Connection, user_id: str) -> None:
    """In every browser."""
    connection.execute(SESSION.delete().where(SESSION.c.user_id == user_id))


def _change(connection: sa.Connection, signed: Signed, **values: object) -> None:
    connection.execute(SESSION.update().where(SESSION.c.token_hash == signed.token_hash).values(**values))


def _over() -> sa.ColumnElement[bool]:
    moment = now()
    return sa.or_(SESSION.c.began_at < moment - LONGEST, SESSION.c.seen_at < moment - LONGEST_IDLE)
