"""One question at a time, in the order in which the caller tells. What was said so far goes along in the form.

Nothing is stored before the end: who hangs up halfway and does not want to take part leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from intake.desk import labels, words
from intake.desk.counter import code_given, enter_once, not_open, own_version, with_scripts
from intake.desk.filled_form import (
    ASKED,
    CODE,
    ENTRY,
    LANGUAGE,
    NO_CODE,
    NOTICE,
    Asked,
    Filled,
    asked_questions,
    filled_in,
)
from models.clock import now
from models.conditions import applies
from models.definition import Choices, Definition
from models.secrets import new_id

AT, GO, NUMBER, SEEN = "form-at", "form-go", "form-number", "form-seen"
"""Where the form was filled in; the button; a number to jump to; the questions that were put already."""
BEGIN, END = "form-begin", "form-end"
"""The two places that are no question."""
NEXT, BACK, SAVE = "next", "back", "save"


@dataclass(frozen=True, slots=True)
class Step:
    """A question in the list beside the one that is asked."""

    asked: Asked
    applies: bool
    said: str
    """The answer in words; empty for none."""
    none: bool
    """Left empty on purpose."""
    problem: str | None


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is, what was said, and which questions were put."""

    steps: Sequence[Step]
    at: str
    seen: frozenset[str]

    @property
    def keys(self) -> list[str]:
        """Every place that applies, in order."""
        return [BEGIN, *(one.asked.question.key for one in self.steps if one.applies), END]

    def step(self) -> Step | None:
        return self.find(self.at)

    def find(self, key: str) -> Step | None:
        return next((one for one in self.steps if one.asked.question.key == key), None)

    def after(self) -> str:
        """The next question that was not put and has no answer, first those behind this one; else the end.

        Put is what somebody went on from. What they jumped away from is asked later.
        """
        here = [one.asked.question.key for one in self.steps].index(self.at) if self.step() else -1
        ordered = [*self.steps[here + 1 :], *self.steps[: here + 1]]
        open_ones = (one for one in ordered if one.applies and not (one.said or one.none))
        return next((key for one in open_ones if (key := one.asked.question.key) not in self.seen | {self.at}), END)

    def before(self) -> str:
        """The place before this one."""
        return self.keys[max(0, self.keys.index(self.at) - 1)] if self.at in self.keys else BEGIN


def counter_steps(code: str) -> Response | tuple[Response | str, int]:
    """The question that is asked now; at the end, what is stored."""
    asked = own_version(code)
    definition, form = asked.definition, request.form
    if not definition.is_open(now()):
        return not_open(definition)
    filled = filled_in(definition, form)
    go = form.get(GO, "")
    language = definition.language(form.get(LANGUAGE) or request.args.get("taal"))
    walk = walked(definition, filled, form, language)
    if request.method == "GET" or not go:
        return _page(definition, walk, filled, language)
    if go == SAVE or (go == NEXT and walk.at == BEGIN and form.get(CODE)):
        code_given(asked, filled)
    to = _to(walk, go, filled, form)
    if go == SAVE and to is None and form.get(ENTRY):
        return enter_once(asked, filled, form[ENTRY])
    there = to or walk.at
    put = {walk.at} if go == NEXT and not form.get(NUMBER, "").strip() else set()
    there_now = replace(walk, at=there, seen=walk.seen | put)
    page = _page(definition, there_now, filled, language, stopped=go == SAVE)
    return (page, 400) if go == SAVE or there == walk.at else page


def walked(definition: Definition, filled: Filled, form: MultiDict[str, str], language: str) -> Walk:
    """What the form says of where somebody is."""
    steps = [
        Step(
            one,
            applies(definition, one.question, filled.values),
            labels.in_words(definition, one.question, filled.values.get(one.question.key), language),
            one.question.key in filled.answers and filled.values.get(one.question.key) is None,
            filled.problems.get(one.question.key),
        )
        for one in asked_questions(definition, language)
    ]
    known = {BEGIN, END, *(one.asked.question.key for one in steps)}
    at = form.get(AT, BEGIN)
    return Walk(steps, at if at in known else BEGIN, frozenset(form.getlist(SEEN)) & known)


def _to(walk: Walk, go: str, filled: Filled, form: MultiDict[str, str]) -> str | None:
    """Where to go; None: stay, or (for SAVE) nothing is in the way of storing."""
    if go == SAVE:
        return _in_the_way(walk, filled, form)
    number = form.get(NUMBER, "").strip()
    if number and go == NEXT:
        return _numbered(walk, number)
    if go == BACK:
        return walk.before()
    if go == NEXT:
        wrong = walk.at in filled.problems or (walk.at == BEGIN and CODE in filled.problems)
        return None if wrong else walk.after()
    return go if go in (BEGIN, END) or walk.find(go) else None


def _numbered(walk: Walk, number: str) -> str | None:
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
    return next((one.asked.question.key for one in walk.steps if one.asked.number == wanted), None)


def _in_the_way(walk: Walk, filled: Filled, form: MultiDict[str, str]) -> str | None:
    """Where something is wrong, or was left empty and is asked once more."""
    if CODE in filled.problems:
        return BEGIN
    asked = form.getlist(ASKED)
    in_order = [one.asked.question.key for one in walk.steps]
    wrong = [key for key in in_order if key in filled.problems]
    unasked = [key for key in in_order if key in filled.passed_over and key not in asked]
    return next(iter([*wrong, *unasked]), None)


def _page(definition: Definition, walk: Walk, filled: Filled, language: str, *, stopped: bool = False) -> Response:
    """:param stopped: storing it stopped here: something is wrong, or asked once more."""
    form, step = request.form, walk.step()
    here = step.asked.question if step else None
    asked_now = [walk.at] if stopped and here and here.key not in filled.problems else []
    kept = [
        (question.key, value)
        for question in definition.questions
        if question is not here
        for value in (form.getlist(question.key) if isinstance(question, Choices) else [form.get(question.key, "")])
        if value
    ]
    at_begin, at_end = walk.at == BEGIN, walk.at == END
    kept += [(name, form[name]) for name in (LANGUAGE, CODE, NO_CODE) if form.get(name) and not at_begin]
    kept += [(NOTICE, form[NOTICE])] if form.get(NOTICE) and not at_begin and not at_end else []
    kept += [(SEEN, key) for key in sorted(walk.seen)]
    kept += [(ASKED, key) for key in dict.fromkeys([*form.getlist(ASKED), *asked_now])]
    return with_scripts(
        render_template(
            "desk/counter_steps.html",
            definition=definition,
            language=language,
            language_name=words.language_name,
            walk=walk,
            step=step,
            at_begin=at_begin,
            at_end=at_end,
            filled=filled,
            given=form,
            kept=kept,
            once_more=bool(asked_now),
            entry=form.get(ENTRY) or new_id(),
            wrong_number=form.get(NUMBER, "").strip() if _numbered(walk, form.get(NUMBER, "").strip()) is None else "",
        )
    )
