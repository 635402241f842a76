"""A consultation that is being built: its parts, what is wrong with it, and a page for each part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Response as Plain
from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.building import faults, form
from intake.desk.building import words as told
from intake.desk.building.form import Raw
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.visit import member, services
from models import drafts
from models.consultation_file import LANGUAGES, LONGEST_MESSAGE
from models.consultations import all_latest
from models.definition import Definition
from models.drafts import Draft, Removed
from models.errors import Rejected
from models.reference import work_of
from models.strict_yaml import Fault, InvalidDefinition

Answer = Response | str | tuple[str, int]

SPARE_ROWS = 2
"""Empty rows for options, so that there is always room for another without a script."""
GENERAL_FIELDS = frozenset(
    {
        *("code", "organisation", "title", "intro", "languages", "opens", "closes", "participation", "contact"),
        *("return_address", "privacy.notice", "privacy.contact_days", "privacy.evidence_days", "privacy.rest_days"),
        *("privacy.keep", "publish.to", "publish.as", "publish.project", "publish.widget", "publish.resource"),
        *("publish.question", "publish.resources"),
        *(f"{text}.{language}" for text in ("title", "intro", "privacy.notice") for language in LANGUAGES),
    }
)
QUESTION_FIELDS = frozenset(
    {
        *("key", "type", "ask", "required", "group", "options", "most", "from", "to", "low", "high", "min", "max"),
        *("digits", "lines", "seconds", "ask_if.question", "ask_if.in"),
        *(f"{text}.{language}" for text in ("ask", "low", "high") for language in LANGUAGES),
    }
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with what is wrong with it, and what it is when nothing is."""

    draft: Draft
    raw: Raw
    told: list[faults.Told]
    definition: Definition | None
    newer: int | None
    """The newest version of the consultation that it changes, where that is not the one that it was made after."""


def draft_page(draft_id: str) -> Answer:
    """All parts on one page, with every fault and the way to it."""
    if request.method == "GET":
        return _overview(judged(draft_id))
    act, _, where = request.form.get("actie", "").partition(":")
    if act == "vaststellen":
        return _adopt(draft_id)
    if act == "weggooien":
        with services().store.write() as connection:
            drafts.drop(connection, member().organisation_id, draft_id)
        flash(told.NOTICES["thrown_away"], "good")
        return redirect(url_for("desk.consultations"))
    draft = _own(draft_id)
    if request.form.get("gezien") != str(draft.revision):
        flash(told.NOTICES["list_changed"], "bad")
        return redirect(url_for("desk.draft_page", draft_id=draft_id))
    raw, removed = draft.mapping, draft.removed
    questions, at = form.questions_of(raw), int(where) if where.isdigit() else -1
    match act:
        case "omhoog" | "omlaag":
            raw["questions"] = form.moved(questions, at, -1 if act == "omhoog" else 1)
            anchor = f"vraag-{at + (-1 if act == 'omhoog' else 1)}"
        case "weg" if 0 <= at < len(questions):
            removed = Removed(at, questions[at])
            raw["questions"] = [*questions[:at], *questions[at + 1 :]]
            anchor = "terug"
        case "terug" if removed:
            raw["questions"], anchor = form.put_back(questions, removed), f"vraag-{removed.at}"
            removed = None
        case "nieuw":
            kind = request.form.get("type", "")
            if kind not in form.OWN:
                raise NotFound
            raw["questions"] = [*questions, form.blank_question(kind)]
            anchor = ""
        case _:
            raise NotFound
    if not _keep(draft, raw, removed):
        return redirect(url_for("desk.draft_page", draft_id=draft_id))
    if act == "nieuw":
        return redirect(url_for("desk.draft_question", draft_id=draft_id, at=len(questions)))
    return redirect(url_for("desk.draft_page", draft_id=draft_id, _anchor=anchor))


def draft_general(draft_id: str) -> Answer:
    """Name, days, languages, privacy and what else is no question."""
    draft = _own(draft_id)
    raw = draft.mapping
    kept = True
    if request.method == "POST":
        kept, raw = _save(draft, lambda old: (form.general(request.form, old, _slug()), draft.removed))
        if (by_itself := _by_itself(draft, kept)) is not None:
            return by_itself
        if kept and request.form.get("actie") == "klaar":
            return redirect(url_for("desk.draft_page", draft_id=draft_id))
    return _scripted(_general(draft_id, raw, kept=kept), kept)


def draft_question(draft_id: str, at: int) -> Answer:
    """One question with its answers, its condition and its texts in every language."""
    draft = _own(draft_id)
    raw = draft.mapping
    kept = True
    if request.method == "POST":
        kept, raw = _save(draft, lambda old: _with_question(old, at, draft.removed))
        if (by_itself := _by_itself(draft, kept)) is not None:
            return by_itself
        if kept and request.form.get("actie") == "klaar":
            return redirect(url_for("desk.draft_page", draft_id=draft_id, _anchor=f"vraag-{at}"))
    if at >= len(form.questions_of(raw)):
        raise NotFound
    return _scripted(_question(draft_id, raw, at, kept=kept), kept)


def draft_file(draft_id: str) -> Plain:
    """The draft as a consultation file."""
    draft = _own(draft_id)
    code = draft.mapping.get("code")
    return as_file(draft.source, f"{code if isinstance(code, str) and code.isalnum() else 'raadpleging'}.yaml")


def as_file(source: str, name: str) -> Plain:
    answer = Plain(source, mimetype="application/yaml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def judged(draft_id: str) -> Judged:
    """A draft of one's own organisation, checked."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        draft = drafts.find(connection, somebody.organisation_id, draft_id)
        if draft is None:
            raise NotFound
        slug = work_of(connection, somebody.organisation_id).slug
        mine = {one.code: one.number for one in all_latest(kit.store, connection, somebody.organisation_id)}
    found = drafts.checked(draft, slug, mine)
    newest = mine.get(draft.of_code or "")
    return Judged(
        draft,
        draft.mapping,
        [] if isinstance(found, Definition) else faults.told(found),
        found if isinstance(found, Definition) else None,
        newest if newest != draft.of_number else None,
    )


def _adopt(draft_id: str) -> Answer:
    one = judged(draft_id)
    if one.newer is not None and request.form.get("over") != str(one.newer):
        return _overview(one, asks_over=True), 409
    kit = services()
    try:
        code, number = drafts.adopt(kit.store, member().organisation_id, one.draft, _slug())
    except InvalidDefinition as wrong:
        return _overview(one, wrong=wrong.faults), 400
    flash(told.NOTICES["adopted"].format(number=number), "good")
    return redirect(url_for("desk.consultation_page", code=code))


def _overview(one: Judged, *, wrong: tuple[Fault, ...] = (), asks_over: bool = False) -> str:
    languages = form.languages_of(one.raw)
    return render_template(
        "desk/building/draft.html",
        one=one,
        told=told,
        wrong=[*(faults.told(wrong) if wrong else one.told)],
        languages=languages,
        questions=form.questions_of(one.raw),
        kinds=list(form.OWN),
        language_name=words.language_name,
        asks_over=asks_over,
    )


def _general(draft_id: str, raw: Raw, *, kept: bool) -> str:
    one = judged(draft_id)
    return render_template(
        "desk/building/general.html",
        one=one,
        told=told,
        raw=raw,
        privacy=_held(raw.get("privacy")),
        publish=_held(raw.get("publish")),
        known=LANGUAGES,
        languages=form.languages_of(raw),
        language_name=words.language_name,
        longest=LONGEST_MESSAGE,
        wrong=faults.at_fields([each for each in one.told if each.question is None], GENERAL_FIELDS),
        kept=kept,
        shows_wrong=request.method == "POST" or bool(raw.get("code") or raw.get("title")),
    )


def _question(draft_id: str, raw: Raw, at: int, *, kept: bool) -> str:
    one = judged(draft_id)
    questions = form.questions_of(raw)
    question = questions[at]
    options = [each if isinstance(each, dict) else {} for each in _list(question.get("options"))]
    fields = QUESTION_FIELDS | {f"options[{n}].key" for n in range(len(options))}
    fields |= {f"options[{n}].label.{language}" for n in range(len(options)) for language in LANGUAGES}
    here = [each for each in one.told if each.question == at]
    condition = _held(question.get("ask_if"))
    earlier = [each for each in questions[:at] if each.get("type") != "text" and each.get("key")]
    return render_template(
        "desk/building/question.html",
        one=one,
        told=told,
        at=at,
        count=len(questions),
        question=question,
        options=[*options, *({} for _ in range(SPARE_ROWS if len(options) >= SPARE_ROWS else 4 - len(options)))],
        condition=condition,
        condition_values=_list(condition.get("in")),
        earlier=earlier,
        removed=one.draft.removed,
        on=next((each for each in earlier if each.get("key") == condition.get("question")), None),
        kinds=list(form.OWN),
        own=form.OWN.get(str(question.get("type")), ()),
        languages=form.languages_of(raw),
        language_name=words.language_name,
        longest=LONGEST_MESSAGE,
        wrong=faults.at_fields(here, fields),
        kept=kept,
        shows_wrong=request.method == "POST" or bool(_held(question.get("ask"))),
    )


def _with_question(raw: Raw, at: int, removed: Removed | None) -> tuple[Raw, Removed | None]:
    """The draft with the question that was sent: at its place, or where a colleague moved it meanwhile.

    Beside it what can be put back then.
    """
    questions = form.questions_of(raw)
    was = request.form.get("was_key", "")
    places = [n for n, one in enumerate(questions) if one.get("key") == was]
    place = at if (at < len(questions) and at in places) or not places else places[0]
    before = questions[place] if place < len(questions) else {}
    others = {str(one.get("key")) for n, one in enumerate(questions) if n != place}
    made = form.question(request.form, before, form.languages_of(raw), others)
    act, _, where = request.form.get("actie", "").partition(":")
    if where.isdigit() and "options" in made:
        row = int(where)
        if act == "antwoord-weg" and row < len(made["options"]):
            removed = Removed(row, made["options"][row], question=made.get("key"))
            made["options"] = [one for n, one in enumerate(made["options"]) if n != row]
        elif act in ("antwoord-omhoog", "antwoord-omlaag"):
            made["options"] = form.moved(made["options"], row, -1 if act == "antwoord-omhoog" else 1)
    if act == "antwoord-terug" and removed and removed.question == was:
        made["options"], removed = form.put_back(made.get("options", []), removed), None
    elif removed and removed.question and removed.question == was:
        removed = replace(removed, question=made.get("key"))
    changed = form.renamed([*questions[:place], made, *questions[place + 1 :]], was, made.get("key"))
    return raw | {"questions": changed}, removed


def _save(draft: Draft, change: Callable[[Raw], tuple[Raw, Removed | None]]) -> tuple[bool, Raw]:
    """Whether the change was kept; and the draft as it is shown now, with what was typed also where it was not."""
    raw, removed = change(draft.mapping)
    seen = request.form.get("gezien", "")
    if seen.isdigit() and int(seen) != draft.revision:
        if request.form.get("actie") != "vanzelf":
            flash(told.NOTICES["changed_meanwhile"], "bad")
        return False, raw
    return _keep(draft, raw, removed), raw


def _keep(draft: Draft, raw: dict[str, Any], removed: Removed | None) -> bool:
    try:
        with services().store.write() as connection:
            done = drafts.keep(connection, member().organisation_id, draft.id, draft.revision, raw)
            if done and removed != draft.removed:
                drafts.note_removed(connection, member().organisation_id, draft.id, removed)
    except Rejected:
        flash(told.NOTICES["too_large"], "bad")
        return False
    if not done:
        flash(told.NOTICES["changed_meanwhile"], "bad")
    return done


def _by_itself(draft: Draft, kept: bool) -> Response | None:
    """What the script hears that keeps what is typed while somebody types."""
    if request.form.get("actie") != "vanzelf":
        return None
    return make_response(jsonify(revision=draft.revision + kept), 200 if kept else 409)


def _scripted(page: str, kept: bool) -> Response:
    answer = make_response(page, 200 if kept else 409)
    answer.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return answer


def _own(draft_id: str) -> Draft:
    with services().store.read() as connection:
        found = drafts.find(connection, member().organisation_id, draft_id)
    if found is None:
        raise NotFound
    return found


def _slug() -> str:
    with services().store.read() as connection:
        return work_of(connection, member().organisation_id).slug


def _held(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
