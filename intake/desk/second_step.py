"""The second step of signing in, and setting it up: a code from an app, or one of the recovery codes."""

from __future__ import annotations

from collections.abc import Callable

import segno
import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from intake.desk import session, words
from intake.desk.attempts import forget_attempts, may_try
from intake.desk.visit import services, signed_in
from models import second_factor, sessions
from models.secrets import Vault


def second_step() -> Response | str | tuple[str, int]:
    """Asked after the password, of who has an app."""
    if request.method == "GET":
        return render_template("desk/second_step.html")
    somebody, kit = signed_in(), services()
    problem = _tried(somebody.user_id, request.form.get("code", ""), second_factor.check)
    if problem:
        return render_template("desk/second_step.html", problem=problem), 429 if problem == "too_many" else 400
    with kit.store.write() as connection:
        sessions.note_factor(connection, somebody.signed)
    return redirect(session.wanted_path() or url_for("desk.overview"))


def set_up_second_step() -> Response | str | tuple[str, int]:
    """The QR code for the app, until a first code was right; then the recovery codes, this once."""
    somebody, kit = signed_in(), services()
    if somebody.signed.has_factor:
        return _replace(somebody)
    problem = None
    if request.method == "POST":
        problem = _tried(somebody.user_id, request.form.get("code", ""), second_factor.confirm)
        if problem is None:
            with kit.store.write() as connection:
                sessions.note_factor(connection, somebody.signed)
                codes = second_factor.new_recovery_codes(connection, kit.vault, somebody.user_id)
            return render_template("desk/recovery_codes.html", codes=codes)
    with kit.store.write() as connection:
        secret = second_factor.prepare(connection, kit.vault, somebody.user_id)
    drawn = segno.make(second_factor.address(secret, somebody.email), error="m").svg_inline(scale=5, light="white")
    page = render_template("desk/second_step_set_up.html", qr=drawn, secret=secret, problem=problem)
    return page if problem is None else (page, 400)


def _replace(somebody: session.Person) -> Response | str | tuple[str, int]:
    """Another telephone: the old app proves who it is once more."""
    if request.method == "GET":
        return render_template("desk/second_step_on.html")
    problem = _tried(somebody.user_id, request.form.get("code", ""), second_factor.check)
    if problem:
        return render_template("desk/second_step_on.html", problem=problem), 400
    with services().store.write() as connection:
        second_factor.forget(connection, somebody.user_id)
    words.notice("second_step_off")
    return redirect(url_for("desk.set_up_second_step"))


def _tried(user_id: str, code: str, right_one: Callable[[sa.Connection, Vault, str, str], bool]) -> str | None:
    """Why the code does not count, as a word for the page."""
    kit, account, place = services(), f"code {user_id}", request.remote_addr or ""
    if not may_try(kit.store, kit.vault, account, place):
        return "too_many"
    with kit.store.write() as connection:
        right = right_one(connection, kit.vault, user_id, code)
    if not right:
        return "wrong"
    forget_attempts(kit.store, kit.vault, account, place)
    return None
