"""A consultation as every door will ask it, in each language, with what could be said better."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flask import Response as Plain
from flask import make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels import rehearsal, wording
from channels.paper.form_layout import form_layout, pictures
from channels.turns import Menu, Voice, Wait
from intake.desk import labels, words
from intake.desk.building import words as told
from intake.desk.building.draft import judged
from intake.desk.building.managing import own_version
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.visit import services
from models.definition import Definition

DOTS_PER_INCH = 96


@dataclass(frozen=True, slots=True)
class Previewed:
    """What is looked at, and where its other pages are."""

    definition: Definition
    number: int
    """Its version; of a draft, the one that it would be at least."""
    home: str
    draft_id: str | None


def draft_preview(draft_id: str) -> Response | tuple[str, int]:
    """A draft, before anybody is asked."""
    one = judged(draft_id)
    home = url_for("desk.draft_page", draft_id=draft_id)
    if one.definition is None:
        return render_template("desk/building/no_preview.html", home=home), 409
    return _preview(Previewed(one.definition, (one.draft.of_number or 0) + 1, home, draft_id))


def consultation_preview(code: str) -> Response:
    """The newest version."""
    found = own_version(code)
    return _preview(Previewed(found.definition, found.number, url_for("desk.consultation_page", code=code), None))


def draft_sheet(draft_id: str, page: int) -> Plain:
    """A page of a draft's form, as a picture."""
    definition = judged(draft_id).definition
    if definition is None:
        raise NotFound
    return _sheet(definition, page)


def consultation_sheet(code: str, page: int) -> Plain:
    """A page of the newest version's form, as a picture without what identifies a sheet."""
    return _sheet(own_version(code).definition, page)


def _preview(one: Previewed) -> Response:
    definition = one.definition
    language = definition.language(request.args.get("taal"))
    page = render_template(
        "desk/building/preview.html",
        one=one,
        definition=definition,
        language=language,
        language_name=words.language_name,
        title=definition.text(definition.title, labels.LANGUAGE),
        call=list(rehearsal.call(definition, language)),
        texting=list(rehearsal.texting(definition, language)),
        sheets=range(1, len(form_layout(definition, one.number, language).pages) + 1),
        condition={
            question.key: labels.condition_in_words(definition, question, labels.LANGUAGE)
            for question in definition.questions
        },
        conditions={
            question.key: labels.condition_in_words(definition, question, language) for question in definition.questions
        },
        numbers={question.key: number for number, question in enumerate(definition.questions, start=1)},
        warned=[(each, _question_of(each.path)) for each in wording.warnings(definition)],
        simulator=services().settings.simulator and one.draft_id is None,
        told=told,
        waits=_waits,
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return answer


def _question_of(path: str) -> int | None:
    """Which question a path is about, counted from 0; None: the general part."""
    found = re.match(r"questions\[(\d+)\]", path)
    return int(found[1]) if found else None


def _waits(wait: Wait) -> str:
    """What may come, as the template names it."""
    return "voice" if isinstance(wait, Voice) else "key" if isinstance(wait, Menu) else "entry"


def _sheet(definition: Definition, page: int) -> Plain:
    language, large = definition.language(request.args.get("taal")), request.args.get("groot") == "ja"
    drawn = _drawn(definition.model_dump_json(by_alias=True), language, large)
    if not 1 <= page <= len(drawn):
        raise NotFound
    answer = Plain(drawn[page - 1], mimetype="image/png")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


@lru_cache(maxsize=16)
def _drawn(definition_json: str, language: str, large: bool) -> tuple[bytes, ...]:
    """Remembered: each page of a form is asked for by itself."""
    definition = Definition.model_validate_json(definition_json)
    return tuple(pictures(definition, language, DOTS_PER_INCH, large=large))
