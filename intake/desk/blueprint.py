"""The desk as a blueprint: its routes with their rules, its headers, and its pages for what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden, HTTPException, NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response

from intake.desk import labels, session, words
from intake.desk.assets import asset_address, static
from intake.desk.headers import protect
from intake.desk.language import desk_language, translated, translated_number
from intake.desk.reading_language import read_in
from intake.desk.routes import BY_NAME, ROUTES, Who, may
from intake.desk.session import Person, SecondStep
from intake.desk.visit import begin_visit, note_call_backs, person, waiting_call_backs
from intake.figures.tables import as_read
from intake.services import Services
from models import audit, sessions
from models.audit import Deed, Doer
from models.errors import TryAgain
from models.tables.audit import Act, By

STATIC = "static"
NUL = "\0"
"""No keyboard types it, and PostgreSQL keeps no text that has it: whoever sends it gets nothing."""
BEFORE_PASSWORD = frozenset({"password", "sign_out"})
"""What somebody with a one-time password can open."""
BEFORE_CODE = frozenset({"second_step", "sign_out"})
"""What somebody can open who still has to give the code of their app."""
BEFORE_APP = BEFORE_PASSWORD | {"set_up_second_step", "organisation", "house_style"}
"""What somebody can open whose organisation demands an app that they do not have."""

DRAFTING = frozenset({"draft_general", "draft_question"})
"""Forms that are sent every few seconds while somebody types what nobody is asked yet; adopting it is noted."""

BY_ITSELF = frozenset({"post_progress", "meeting_progress"})
"""Asked by a page that stands open, with nobody at it perhaps: no session lasts longer for it."""

PUBLISHES = frozenset({"approve_texts", "deliver_again", "line_again"})
"""Forms after which others can read what somebody wrote."""

_csrf = CSRFProtect()


def desk(services: Services) -> Blueprint:
    """The staff's pages, to be mounted at `/`. Brings its own protection against forged requests, for itself only."""
    blueprint = Blueprint("desk", __name__, template_folder="templates")
    blueprint.add_url_rule("/desk/static/<path:filename>", STATIC, static)
    for route in ROUTES:
        blueprint.add_url_rule(route.path, route.name, route.view, methods=route.methods)

    @blueprint.before_request
    def guard() -> Response | None:
        name = (request.endpoint or "").removeprefix("desk.")
        if name == STATIC:
            return None
        if any(NUL in given for given in _given()):
            abort(404)
        _csrf.protect()
        with services.store.read() as connection:
            somebody = session.who(connection)
            begin_visit(services, somebody)
            read_in(somebody)
            if somebody and somebody.member and may(somebody.member.role, "call_backs"):
                note_call_backs(somebody.signed.calls_waiting[somebody.member.organisation_id])
        if somebody is not None and somebody.signed.noted_long_ago and name not in BY_ITSELF:
            with services.store.write() as connection:
                sessions.note_seen(connection, somebody.signed)
        refusal = _refusal(name)
        if refusal is None and somebody is not None:
            audit.begin(Doer(By.STAFF, somebody.user_id), _changes(name, somebody))
        return refusal

    @blueprint.teardown_request
    def nobody_any_more(_: BaseException | None) -> None:
        audit.end()

    @blueprint.record_once
    def configure(state: BlueprintSetupState) -> None:
        state.app.config.update(
            SESSION_COOKIE_NAME="inloop_desk",
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Lax",
            SESSION_COOKIE_SECURE=services.settings.public_url.startswith("https://"),
            WTF_CSRF_CHECK_DEFAULT=False,
            WTF_CSRF_TIME_LIMIT=None,
        )
        _csrf.init_app(state.app)
        state.app.jinja_env.add_extension("jinja2.ext.i18n")
        state.app.jinja_env.install_gettext_callables(translated, translated_number, newstyle=True)  # type: ignore[attr-defined]

    blueprint.context_processor(_for_templates)
    blueprint.after_request(protect)
    for error in (CSRFError, Forbidden, NotFound):
        blueprint.register_error_handler(error, _problem)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)
    blueprint.register_error_handler(TryAgain, _later)
    return blueprint


def _given() -> Iterator[str]:
    """All texts of this request that a view may look for or keep."""
    yield request.path
    yield from (given for _, given in request.args.items(multi=True))
    yield from (given for _, given in request.form.items(multi=True))
    yield from (file.filename or "" for _, file in request.files.items(multi=True))


def _changes(name: str, somebody: Person) -> Deed | None:
    """What a form tells the trail once it changes something: the page, and what its address names."""
    if request.method != "POST" or somebody.member is None or name in DRAFTING:
        return None
    named = next(iter((request.view_args or {}).items()), (None, None))
    return Deed(
        act=Act.PUBLISHED if name in PUBLISHES else Act.CHANGED,
        organisation_id=somebody.member.organisation_id,
        subject=named[0].removesuffix("_id") if named[0] else None,
        subject_id=str(named[1])[:64] if named[1] else None,
        detail={"page": name},
    )


def _refusal(name: str) -> Response | None:
    """Where to go instead, for who may not see this page; None for who may."""
    rule = BY_NAME[name].who
    if rule is Who.EVERYBODY:
        return None
    somebody = person()
    if somebody is None:
        if request.method == "GET" and name not in BY_ITSELF:
            session.remember_wanted(request.full_path.rstrip("?"))
        return redirect(url_for("desk.sign_in"))
    if somebody.second_step is SecondStep.ASKED and name not in BEFORE_CODE:
        return redirect(url_for("desk.second_step"))
    if somebody.one_time and name not in BEFORE_PASSWORD:
        return redirect(url_for("desk.password"))
    if somebody.second_step is SecondStep.TO_SET_UP and name not in BEFORE_APP:
        return redirect(url_for("desk.set_up_second_step"))
    if rule is Who.SIGNED_IN:
        return None
    if somebody.member is None:
        return redirect(url_for("desk.organisation"))
    if not may(somebody.member.role, name):
        abort(403)
    return None


def _for_templates() -> dict[str, object]:
    somebody = person()
    member = somebody.member if somebody else None

    def allowed(name: str) -> bool:
        return member is not None and may(member.role, name)

    return {
        "words": words,
        "labels": labels,
        "person": somebody,
        "member": member,
        "allowed": allowed,
        "asset": asset_address,
        "reads": desk_language(),
        "as_read": as_read,
        "waiting_call_backs": waiting_call_backs(),
    }


def _problem(error: HTTPException) -> tuple[str, int]:
    kind = "forged" if isinstance(error, CSRFError) else "forbidden" if error.code == 403 else "not_found"
    return render_template("desk/problem.html", kind=kind), error.code or 400


def _too_large(_: HTTPException) -> tuple[str, int]:
    return render_template("desk/problem.html", kind="too_large"), 413


def _later(error: TryAgain) -> tuple[str, int, dict[str, str]]:
    return render_template("desk/problem.html", kind="later", code=error.code), 503, {"Retry-After": "10"}
