"""Who is signed in, by the session cookie. A session ends by itself, and at once when the password changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import session

from models.accounts import Member, credential, memberships
from models.clock import now

LONGEST = timedelta(hours=12)
LONGEST_IDLE = timedelta(hours=2)
NOTED_EVERY = timedelta(minutes=1)
"""How often the cookie is renewed with the moment of the last page: not at each one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. `member` is None until they have said for which organisation they work."""

    user_id: str
    email: str
    one_time: bool
    works_for: tuple[Member, ...]
    member: Member | None


def begin_session(connection: sa.Connection, user_id: str) -> None:
    """Sign somebody in, with a session that holds nothing of whoever was here before but where they were going."""
    wanted = session.get("wanted")
    session.clear()
    moment = now().timestamp()
    session.update(user=user_id, credential=credential(connection, user_id), began=moment, seen=moment)
    if wanted:
        session["wanted"] = wanted
    choices = memberships(connection, user_id)
    if len(choices) == 1:
        work_for(choices[0].organisation_id)


def work_for(organisation_id: str) -> None:
    session["organisation"] = organisation_id


def end_session() -> None:
    session.clear()


def remember_wanted(path: str) -> None:
    """Where to go after signing in. It is kept in the cookie, so no link can send anybody to another site."""
    session["wanted"] = path


def wanted_path() -> str | None:
    wanted: str | None = session.pop("wanted", None)
    return wanted


def who(connection: sa.Connection) -> Person | None:
    """Whose session this is; None if nobody's, or if it has ended."""
    user_id = session.get("user")
    if not isinstance(user_id, str):
        return None
    choices = memberships(connection, user_id)
    if not choices or _is_over(session) or credential(connection, user_id) != session.get("credential"):
        end_session()
        return None
    moment = now().timestamp()
    if moment - session["seen"] > NOTED_EVERY.total_seconds():
        session["seen"] = moment
    chosen = next((one for one in choices if one.organisation_id == session.get("organisation")), None)
    return Person(user_id, choices[0].email, choices[0].one_time, tuple(choices), chosen)


def _is_over(kept: Any) -> bool:
    moment = now().timestamp()
    return bool(
        moment - kept.get("began", 0) > LONGEST.total_seconds()
        or moment - kept.get("seen", 0) > LONGEST_IDLE.total_seconds()
    )
