"""At the counter: a consultation as a form that staff fill in with a resident beside them or on the telephone."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response as Page
from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels import receipts
from channels.counter.enter import Entry, enter
from intake.desk import words
from intake.desk.filled_form import (
    ASKED,
    CODE,
    ENTRY,
    LANGUAGE,
    NO_CODE,
    NOTICE,
    Filled,
    asked_questions,
    filled_in,
)
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.known_number import asker
from intake.desk.scope import visible
from intake.desk.visit import member, services
from models import arrivals, codes
from models.clock import now
from models.consultations import Version, all_latest, latest, version
from models.definition import Definition
from models.secrets import new_id
from models.submissions import SUBMISSION
from models.vocabulary import Channel

PROVIDER = "desk"


def counter() -> str:
    """Which consultation?"""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        versions = all_latest(kit.store, connection, somebody.organisation_id)
    moment = now()
    return render_template(
        "desk/counter.html",
        open_now=[one for one in versions if one.definition.is_open(moment)],
        others=[one for one in versions if not one.definition.is_open(moment)],
    )


def counter_entry(code: str) -> Response | tuple[Response | str, int]:
    """All questions on one page, and what becomes of them."""
    asked = own_version(code)
    definition = asked.definition
    if not definition.is_open(now()):
        return not_open(definition)
    if request.method == "GET":
        return _form(definition, Filled(), entry=new_id())
    filled = filled_in(definition, request.form)
    code_given(asked, filled)
    unasked = [key for key in filled.passed_over if key not in request.form.getlist(ASKED)]
    entry = request.form.get(ENTRY, "")
    if filled.problems or unasked or not entry:
        return _form(definition, filled, entry=entry or new_id(), unasked=unasked), 400
    return enter_once(asked, filled, entry)


def counter_done(submission_id: str) -> str:
    """The receipt, to be read out or printed."""
    kit = services()
    with kit.store.read() as connection:
        row = connection.execute(
            sa.select(SUBMISSION).where(
                *visible(member()), SUBMISSION.c.id == submission_id, SUBMISSION.c.channel == Channel.COUNTER
            )
        ).first()
        if row is None or row.version_id is None:
            raise NotFound
        definition = version(kit.store, connection, row.version_id).definition
    return render_template("desk/counter_done.html", row=row, definition=definition)


def own_version(code: str) -> Version:
    """The newest version of a consultation of this organisation; others do not exist."""
    kit = services()
    with kit.store.read() as connection:
        found = latest(kit.store, connection, code)
    if found is None or found.organisation_id != member().organisation_id:
        raise NotFound
    return found


def not_open(definition: Definition) -> tuple[str, int]:
    """Nothing can be filled in now."""
    return render_template("desk/counter_closed.html", definition=definition), 409


def code_given(asked: Version, filled: Filled) -> None:
    """The participation code, where one is asked for; a contribution without one waits for a person.

    Codes that do not exist are counted, so that nobody finds one by trying.
    """
    if asked.definition.participation != "code" or request.form.get(NO_CODE):
        return
    kit, given = services(), "".join(request.form.get(CODE, "").split())
    if not given:
        filled.problems[CODE] = str(words.CODE_ASKED)
        return
    who = asker()
    with kit.store.write() as connection:
        blocked = receipts.is_blocked(connection, who)
        known = not blocked and codes.find(connection, kit.vault, asked.consultation_id, given) is not None
        if not known and not blocked:
            receipts.count_wrong(connection, who)
    if known:
        filled.code = given
    else:
        filled.problems[CODE] = str(words.TOO_MANY_WRONG if blocked else words.NO_SUCH_CODE)


def enter_once(asked: Version, filled: Filled, entry: str) -> Response:
    """Store it once, however often the button is pressed; to its receipt."""
    kit, somebody = services(), member()
    typed = Entry(
        answers=filled.answers,
        participation_code=filled.code,
        language=request.form.get(LANGUAGE),
        channel=Channel.COUNTER,
        entered_by=somebody.user_id,
        notice_told=bool(request.form.get(NOTICE)),
    )

    def effect(connection: sa.Connection) -> arrivals.Response:
        begun = enter(connection, kit.vault, kit.evidence, asked, typed)
        return arrivals.Response(begun.id, media_type="text/plain", status=201, about=begun.id)

    response, _ = arrivals.receive(kit.store, PROVIDER, f"{somebody.organisation_id} {entry}"[:128], effect)
    return redirect(url_for("desk.counter_done", submission_id=response.body))


def with_scripts(page: str) -> Page:
    """A page with the script that makes the keys work."""
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return answer


def _form(definition: Definition, filled: Filled, *, entry: str, unasked: list[str] | None = None) -> Page:
    language = definition.language(request.form.get(LANGUAGE) or request.args.get("taal"))
    return with_scripts(
        render_template(
            "desk/counter_form.html",
            definition=definition,
            language=language,
            language_name=words.language_name,
            fields=list(asked_questions(definition, language)),
            given=request.form,
            filled=filled,
            unasked=unasked or [],
            asked=[*request.form.getlist(ASKED), *(unasked or [])],
            asked_field=ASKED,
            entry=entry,
        )
    )
