"""In which language this visitor reads the desk, and choosing another."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import session
from intake.desk.language import DeskLanguage, choose_language
from intake.desk.session import Person
from intake.desk.visit import person, services
from models import staff


def read_in(somebody: Person | None) -> None:
    """What somebody chose: kept with their account, and in this browser for who is not signed in."""
    chosen = (somebody.signed.language if somebody else None) or session.remembered_language()
    choose_language(DeskLanguage(chosen) if chosen in set(DeskLanguage) else DeskLanguage.DUTCH)


def change_language() -> Response:
    chosen = request.form.get("language", "")
    if chosen not in set(DeskLanguage):
        raise NotFound
    session.remember_language(chosen)
    somebody = person()
    if somebody is not None:
        with services().store.write() as connection:
            staff.remember_language(connection, somebody.user_id, chosen)
    return redirect(url_for("desk.overview"))
