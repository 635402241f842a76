"""Who is signed in, by the session that the cookie names. It ends by itself, and at once when the password changes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa
from flask import session

from models import sessions
from models.accounts import Member
from models.sessions import Signed
from models.store import Store


class SecondStep(Enum):
    """What is still to be done before somebody can work."""

    NONE = "none"
    ASKED = "asked"
    """A code of their app."""
    TO_SET_UP = "to set up"
    """Their organisation demands an app, and they have none."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. `member` is None until they have said for which organisation they work."""

    user_id: str
    email: str
    one_time: bool
    works_for: tuple[Member, ...]
    member: Member | None
    second_step: SecondStep
    signed: Signed


def begin_session(store: Store, user_id: str, *, second_factor: bool = False, issuer: str | None = None) -> None:
    """Sign somebody in, with a session that holds nothing of whoever was here before but where they were going."""
    kept = {name: session[name] for name in ("wanted", "language", "_flashes") if name in session}
    end_session(store)
    session.update(kept)
    with store.write() as connection:
        session["token"] = sessions.begin(connection, user_id, second_factor=second_factor, issuer=issuer)
        signed = sessions.find(connection, session["token"])
    if signed is not None and len(signed.works_for) == 1:
        work_for(signed.works_for[0].organisation_id)


def work_for(organisation_id: str) -> None:
    session["organisation"] = organisation_id


def end_session(store: Store) -> None:
    """Here and in the store: a copy of the cookie opens nothing any more."""
    token = session.get("token")
    if isinstance(token, str):
        with store.write() as connection:
            sessions.end(connection, token)
    session.clear()


def remember_wanted(path: str) -> None:
    """Where to go after signing in. It is kept in the cookie, so no link can send anybody to another site."""
    session["wanted"] = path


def wanted_path() -> str | None:
    wanted: str | None = session.pop("wanted", None)
    return wanted


def remember_language(language: str) -> None:
    """For who is not signed in, and until they are."""
    session["language"] = language


def remembered_language() -> str | None:
    return session.get("language")


def who(connection: sa.Connection) -> Person | None:
    """Whose session this is; None if nobody's, or if it has ended."""
    token = session.get("token")
    signed = sessions.find(connection, token) if isinstance(token, str) else None
    if signed is None:
        session.pop("token", None)
        return None
    chosen = next((one for one in signed.works_for if one.organisation_id == session.get("organisation")), None)
    return Person(
        user_id=signed.user_id,
        email=signed.email,
        one_time=signed.one_time,
        works_for=signed.works_for,
        member=chosen,
        second_step=_second_step(signed, chosen),
        signed=signed,
    )


def _second_step(signed: Signed, chosen: Member | None) -> SecondStep:
    if signed.factor_given:
        return SecondStep.NONE
    if signed.has_factor:
        return SecondStep.ASKED
    demanded = chosen is not None and chosen.organisation_id in signed.demands
    return SecondStep.TO_SET_UP if demanded else SecondStep.NONE
