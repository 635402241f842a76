"""Consultations that organisations offer one another: offered, looked at with what was learned, and taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import reference_words as told
from intake.desk.labels import LANGUAGE
from intake.desk.visit import member, services
from models import offers as store
from models.consultations import Version, all_latest, latest
from models.errors import Rejected
from models.reference import Entry, work_of
from models.strict_yaml import InvalidDefinition


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer with what was learned; `own`: of the organisation of who looks."""

    offer: store.Offer
    title: str
    questions: Sequence[str]
    lessons: Sequence[Entry]
    own: bool


def shared_consultations() -> str:
    """What is offered, and for one's own organisation what may be."""
    return _page({}, None)


def offer_consultation(code: str) -> Response:
    """Offer a consultation of one's own, or offer it no more."""
    kit = services()
    with kit.store.write() as connection:
        found = latest(kit.store, connection, code)
        if found is None or found.organisation_id != member().organisation_id:
            raise NotFound
        if request.form.get("besluit") == "terug":
            store.withdraw(connection, found)
        else:
            store.offer(connection, found, request.form.get("toelichting", ""))
    flash(told.NOTICES["not_offered" if request.form.get("besluit") == "terug" else "offered"], "good")
    return redirect(url_for("desk.shared_consultations"))


def take_consultation(code: str) -> Response | tuple[str, int]:
    """Make a consultation of one's own after one that is offered."""
    kit, somebody = services(), member()
    given = dict(request.form) | {"van": code}
    try:
        opens, closes = (date.fromisoformat(request.form.get(name, "")) for name in ("eerste", "laatste"))
    except ValueError:
        return _page(given, "days"), 400
    with kit.store.read() as connection:
        slug = work_of(connection, somebody.organisation_id).slug
    try:
        store.take_over(
            kit.store, code, as_code=request.form.get("code", ""), organisation=slug, opens=opens, closes=closes
        )
    except InvalidDefinition as wrong:
        return _page(given, "days" if any(fault.path == "closes" for fault in wrong.faults) else "code"), 400
    except Rejected as refused:
        if refused.code == "not_offered":
            raise NotFound from refused
        return _page(given, "code"), 400
    flash(told.NOTICES["copied"], "good")
    return redirect(url_for("desk.shared_consultations"))


def _page(given: Mapping[str, str], problem: str | None) -> str:
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        found = store.offers(kit.store, connection)
        shown = [
            Shown(
                one,
                _title(one.version),
                [one.version.definition.text(question.ask, LANGUAGE) for question in one.version.definition.questions],
                store.lessons(connection, one.version),
                one.version.organisation_id == somebody.organisation_id,
            )
            for one in found
        ]
        own = all_latest(kit.store, connection, somebody.organisation_id)
        made_after = {one.code: store.taken_from(kit.store, connection, one.consultation_id) for one in own}
    offered = {one.code for one in found}
    return render_template(
        "desk/shared_consultations.html",
        shown=shown,
        own=[(one.code, _title(one)) for one in own if one.code not in offered],
        made_after={code: (made.code, _title(made)) for code, made in made_after.items() if made is not None},
        given=given,
        problem=problem,
        told=told,
    )


def _title(version: Version) -> str:
    return version.definition.text(version.definition.title, LANGUAGE)
