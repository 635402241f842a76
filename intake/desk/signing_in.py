"""Signing in and out, replacing a one-time password, and choosing for which organisation to work."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import session, words
from intake.desk.attempts import forget_attempts, may_try
from intake.desk.visit import person, services, signed_in
from models import accounts, audit, sign_on
from models.audit import Deed, Doer
from models.errors import Rejected
from models.tables.audit import Act, By


def sign_in() -> Response | str | tuple[str, int]:
    if request.method == "GET":
        return _sign_in_page() if person() is None else redirect(url_for("desk.overview"))
    given, address = request.form.get("email", ""), request.remote_addr or ""
    kit = services()
    if not may_try(kit.store, kit.vault, given, address):
        return _sign_in_page(email=given, problem="too_many"), 429
    user_id = accounts.sign_in(kit.store, given, request.form.get("password", ""))
    _note_sign_in(given, user_id)
    if user_id is None:
        return _sign_in_page(email=given, problem="wrong"), 400
    forget_attempts(kit.store, kit.vault, given, address)
    session.begin_session(kit.store, user_id)
    return redirect(session.wanted_path() or url_for("desk.overview"))


def _sign_in_page(**shown: str) -> str:
    with services().store.read() as connection:
        elsewhere = sign_on.trusting(connection)
    return render_template("desk/sign_in.html", elsewhere=elsewhere, **shown)


def _note_sign_in(email: str, user_id: str | None) -> None:
    """In the trail of each organisation that somebody works for. What a stranger types is written down nowhere."""
    kit = services()
    with kit.store.write() as connection:
        known = user_id or accounts.user_id(connection, email)
        if known is None:
            return
        audit.begin(Doer(By.STAFF, known))
        act = Act.REFUSED if user_id is None else Act.SIGNED_IN
        for one in accounts.memberships(connection, known):
            deed = Deed(act=act, organisation_id=one.organisation_id, subject="staff", subject_id=known)
            audit.note(connection, deed)


def sign_out() -> Response:
    somebody = person()
    if somebody is not None and somebody.member is not None:
        with services().store.write() as connection:
            deed = Deed(
                act=Act.SIGNED_OUT,
                organisation_id=somebody.member.organisation_id,
                subject="staff",
                subject_id=somebody.user_id,
            )
            audit.note(connection, deed)
    session.end_session(services().store)
    words.notice("signed_out")
    return redirect(url_for("desk.sign_in"))


def password() -> Response | str | tuple[str, int]:
    """A new password: at once for who signed in with a one-time one, else whenever somebody wants."""
    somebody = signed_in()
    if request.method == "GET":
        return render_template("desk/password.html", person=somebody)
    problem = _change_password(somebody)
    if problem:
        return render_template("desk/password.html", person=somebody, problem=problem), 400
    session.begin_session(services().store, somebody.user_id, second_factor=somebody.signed.factor_given)
    if somebody.member:
        session.work_for(somebody.member.organisation_id)
    words.notice("password_changed")
    return redirect(session.wanted_path() or url_for("desk.overview"))


def _change_password(somebody: session.Person) -> str | None:
    """Why not, as a word for the page; None if it was changed."""
    kit, new = services(), request.form.get("new", "")
    if not somebody.one_time:
        if not may_try(kit.store, kit.vault, somebody.email, request.remote_addr or ""):
            return "too_many"
        if accounts.sign_in(kit.store, somebody.email, request.form.get("current", "")) is None:
            return "wrong"
        forget_attempts(kit.store, kit.vault, somebody.email, request.remote_addr or "")
    if new != request.form.get("again", ""):
        return "different"
    if accounts.sign_in(kit.store, somebody.email, new) is not None:
        return "same"
    try:
        accounts.set_password(kit.store, somebody.user_id, new)
    except Rejected:
        return "short"
    return None


def organisation() -> Response | str:
    """For which organisation to work, for who serves several."""
    somebody = signed_in()
    if request.method == "GET":
        return render_template("desk/organisation.html", person=somebody)
    chosen = request.form.get("organisation", "")
    if chosen not in {one.organisation_id for one in somebody.works_for}:
        raise NotFound
    session.work_for(chosen)
    return redirect(session.wanted_path() or url_for("desk.overview"))
