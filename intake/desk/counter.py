"""At the counter: a consultation as a form that staff fill in with a resident beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.counter.enter import Entry, enter
from intake.desk import labels, words
from intake.desk.fields import given_value, problem_in_words, skipped
from intake.desk.language import _
from intake.desk.scope import visible
from intake.desk.visit import member, services
from models import arrivals, codes
from models.clock import now
from models.conditions import applies
from models.consultations import Version, all_latest, latest, version
from models.definition import Definition, Question
from models.errors import Rejected
from models.normalization import normalize
from models.reading import Value
from models.secrets import new_id
from models.submissions import SUBMISSION
from models.vocabulary import Channel

PROVIDER = "desk"
ENTRY, LANGUAGE, CODE, NO_CODE = "form-entry", "form-language", "form-code", "form-no-code"
NOTICE = "form-notice"
"""Fields of the form itself. No question can be called so: its key has no hyphen."""
ASKED = "form-asked"
"""The questions that were asked once more: left empty again, they are empty."""


@dataclass(slots=True)
class Filled:
    """A form as it was filled in: what it says, what is wrong, and which questions were passed over."""

    answers: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)
    code: str | None = None


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


def counter_entry(code: str) -> Response | str | tuple[str, int]:
    """The form, and what becomes of it."""
    asked = _own_version(code)
    definition = asked.definition
    if not definition.is_open(now()):
        return render_template("desk/counter_closed.html", definition=definition), 409
    if request.method == "GET":
        return _form(definition, Filled(), entry=new_id())
    filled = filled_in(definition, request.form)
    _code_given(asked, filled)
    unasked = [key for key in filled.passed_over if key not in request.form.getlist(ASKED)]
    entry = request.form.get(ENTRY, "")
    if filled.problems or unasked or not entry:
        return _form(definition, filled, entry=entry or new_id(), unasked=unasked), 400
    submission_id = _enter(asked, filled, entry)
    return redirect(url_for("desk.counter_done", submission_id=submission_id))


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


def filled_in(definition: Definition, form: MultiDict[str, str]) -> Filled:
    """What a form says. An answer whose condition does not hold is a problem: the person at the desk can mend it."""
    filled, values = Filled(), dict[str, Value | None]()
    for question in definition.questions:
        try:
            value = values[question.key] = normalize(question, given_value(question, form, question.key))
        except Rejected as refused:
            filled.problems[question.key] = problem_in_words(question, refused)
            values[question.key] = None
            continue
        in_place = applies(definition, question, values)
        if value is not None and not in_place:
            filled.problems[question.key] = _not_asked(definition, question)
        elif value is not None or skipped(question, form, question.key):
            filled.answers[question.key] = value
        elif question.required and in_place:
            filled.passed_over.append(question.key)
    return filled


def _code_given(asked: Version, filled: Filled) -> None:
    """The participation code, where one is asked for; a contribution without one waits for a person."""
    if asked.definition.participation != "code" or request.form.get(NO_CODE):
        return
    kit, given = services(), "".join(request.form.get(CODE, "").split())
    with kit.store.read() as connection:
        known = codes.find(connection, kit.vault, asked.consultation_id, given) is not None
    if known:
        filled.code = given
    else:
        filled.problems[CODE] = str(words.NO_SUCH_CODE if given else words.CODE_ASKED)


def _not_asked(definition: Definition, question: Question) -> str:
    condition = labels.condition_in_words(definition, question)
    return _(
        "Deze vraag hoort er niet bij. {condition} Maak dit antwoord leeg, of verander het andere.", condition=condition
    )


def _enter(asked: Version, filled: Filled, entry: str) -> str:
    """Store it once, however often the button is pressed; the submission's id."""
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
    return response.body


def _own_version(code: str) -> Version:
    kit = services()
    with kit.store.read() as connection:
        found = latest(kit.store, connection, code)
    if found is None or found.organisation_id != member().organisation_id:
        raise NotFound
    return found


def _form(definition: Definition, filled: Filled, *, entry: str, unasked: list[str] | None = None) -> str:
    language = definition.language(request.form.get(LANGUAGE) or request.args.get("taal"))
    return render_template(
        "desk/counter_form.html",
        definition=definition,
        language=language,
        language_name=words.language_name,
        fields=list(_fields(definition, language)),
        given=request.form,
        filled=filled,
        unasked=unasked or [],
        asked=[*request.form.getlist(ASKED), *(unasked or [])],
        asked_field=ASKED,
        entry=entry,
    )


def _fields(definition: Definition, language: str) -> Iterator[tuple[Question, str, str | None]]:
    """Each question with its text and its condition, in the resident's language."""
    for question in definition.questions:
        condition = labels.condition_in_words(definition, question, language)
        yield question, definition.text(question.ask, language), condition
