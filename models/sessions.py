"""Who is signed in, in which browser. The store knows every session, and signing out ends it there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from models.accounts import STAFF, Member, credential, credential_of, memberships
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


@dataclass(frozen=True, slots=True)
class Signed:
    """A session that holds. `works_for` leaves out organisations that do not trust how somebody came in."""

    token_hash: str
    user_id: str
    email: str
    one_time: bool
    language: str | None
    works_for: tuple[Member, ...]
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
    """Whose session it is; None if it is nobody's, or over."""
    row = connection.execute(
        sa.select(SESSION, STAFF.c.language, STAFF.c.password_hash, FACTOR.c.confirmed_at)
        .join(STAFF, STAFF.c.id == SESSION.c.user_id)
        .outerjoin(FACTOR, FACTOR.c.user_id == STAFF.c.id)
        .where(SESSION.c.token_hash == token_hash(token), STAFF.c.disabled_at.is_(None), ~_over())
    ).first()
    if row is None or credential_of(row.password_hash) != row.credential:
        return None
    choices = memberships(connection, row.user_id)
    if row.issuer is not None:
        trust = sa.select(SIGN_ON.c.organisation_id).where(SIGN_ON.c.issuer == row.issuer)
        trusting = set(connection.execute(trust).scalars())
        choices = [one for one in choices if one.organisation_id in trusting]
    if not choices:
        return None
    return Signed(
        token_hash=row.token_hash,
        user_id=row.user_id,
        email=choices[0].email,
        one_time=choices[0].one_time and row.issuer is None,
        language=row.language,
        works_for=tuple(choices),
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


def factor_demanded(connection: sa.Connection, member: Member) -> bool:
    """Whether that organisation wants a second step of that role."""
    found = connection.execute(
        sa.select(RULES.c.second_factor_for).where(RULES.c.organisation_id == member.organisation_id)
    ).scalar()
    return member.role in (found or [])


def _change(connection: sa.Connection, signed: Signed, **values: object) -> None:
    connection.execute(SESSION.update().where(SESSION.c.token_hash == signed.token_hash).values(**values))


def _over() -> sa.ColumnElement[bool]:
    moment = now()
    return sa.or_(SESSION.c.began_at < moment - LONGEST, SESSION.c.seen_at < moment - LONGEST_IDLE)
