"""Who is at the desk in this request, for whom they work, and what the views work with."""

from __future__ import annotations

from typing import cast

from flask import g
from werkzeug.exceptions import NotFound

from intake.desk.session import Person
from intake.services import Services
from models.accounts import Member


def begin_visit(services: Services, person: Person | None) -> None:
    g.desk_services = services
    g.desk_person = person


def note_call_backs(count: int) -> None:
    """How many people wait for a call, for whoever may call them: every page says so."""
    g.desk_call_backs = count


def waiting_call_backs() -> int:
    return cast(int, g.get("desk_call_backs", 0))


def services() -> Services:
    return cast(Services, g.desk_services)


def person() -> Person | None:
    """Who is signed in, if anybody."""
    return cast("Person | None", g.get("desk_person"))


def signed_in() -> Person:
    """Who is signed in, in a view that nobody else reaches."""
    found = person()
    if found is None:
        raise NotFound
    return found


def member() -> Member:
    """Who is signed in and for whom, in a view that nobody else reaches."""
    found = signed_in().member
    if found is None:
        raise NotFound
    return found
