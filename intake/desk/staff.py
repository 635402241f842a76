"""Who works at this desk, for its administrator: taking on, roles, starting over, and what signing in demands."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.visit import member, services
from models import staff
from models.errors import Rejected
from models.vocabulary import Role


def colleagues() -> str:
    return _page()


def take_on() -> Response | str | tuple[str, int]:
    """The one-time password is in the answer to this form, and nowhere after it."""
    email = request.form.get("email", "").strip().lower()
    try:
        password = staff.take_on(services().store, member().organisation_id, email, _role())
    except Rejected as problem:
        return _page(email=email, problem=problem.code), 400
    if password is None:
        words.notice("taken_on", email=email)
        return redirect(url_for("desk.colleagues"))
    return _page(shown=(email, password))


def change_role(user_id: str) -> Response | tuple[str, int]:
    try:
        staff.change_role(services().store, member().organisation_id, user_id, _role())
    except Rejected as problem:
        return _not_done(problem)
    words.notice("role_changed")
    return redirect(url_for("desk.colleagues"))


def let_go(user_id: str) -> Response | tuple[str, int]:
    try:
        staff.let_go(services().store, member().organisation_id, user_id)
    except Rejected as problem:
        return _not_done(problem)
    words.notice("let_go")
    return redirect(url_for("desk.colleagues"))


def start_over(user_id: str) -> str | tuple[str, int]:
    """For who forgot the password or lost the telephone with the app."""
    try:
        password = staff.start_over(services().store, member().organisation_id, user_id)
    except Rejected as problem:
        return _not_done(problem)
    with services().store.read() as connection:
        here = staff.colleagues(connection, member().organisation_id)
    return _page(shown=(next(one.email for one in here if one.user_id == user_id), password))


def demand_second_step() -> Response:
    chosen = [role for role in Role if str(role) in request.form.getlist("role")]
    staff.demand_second_factor(services().store, member().organisation_id, chosen)
    words.notice("rules_kept")
    return redirect(url_for("desk.colleagues"))


def _role() -> Role:
    given = request.form.get("role", "")
    if given not in set(Role):
        raise NotFound
    return Role(given)


def _not_done(problem: Rejected) -> tuple[str, int]:
    if problem.code == "unknown":
        raise NotFound
    return _page(problem=problem.code), 409


def _page(*, shown: tuple[str, str] | None = None, email: str = "", problem: str | None = None) -> str:
    with services().store.read() as connection:
        here = staff.colleagues(connection, member().organisation_id)
        demanded = staff.second_factor_for(connection, member().organisation_id)
    return render_template(
        "desk/colleagues.html",
        here=here,
        demanded=demanded,
        roles=list(Role),
        shown=shown,
        email=email,
        problem=problem,
    )
