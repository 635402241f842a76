"""Typing along with a meeting: one line a contribution, kept once however often a bad connection brings it."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from channels.meetings.live import keep_said, said_in
from intake.desk import meetings
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.labels import LANGUAGE
from intake.desk.meetings import Occasion
from intake.desk.meetings_words import FAULTS
from intake.desk.visit import member, services
from models import arrivals
from models.consultations import Version
from models.errors import Rejected
from models.meetings import files_of
from models.secrets import new_id
from models.submissions import SUBMISSION, move
from models.vocabulary import Status

PROVIDER = "live"
UNDONE = "bij het meetypen ongedaan gemaakt"
NOTHING = "nothing"
"""The answer where there was nothing to undo."""

_ID = re.compile(r"[0-9a-z-]{16,64}")


def live_entry(meeting_id: str) -> Response | str | tuple[Response | str, int]:
    """The page, and one line of it. A script sends JSON and gets JSON; without scripts it is a plain form."""
    shown = meetings.occasion(meeting_id)
    if request.method == "GET":
        return _page(shown)
    given: dict[str, Any] = request.get_json() if request.is_json else request.form.to_dict()
    try:
        body = _undo(shown, given) if given.get("undo") else _keep(shown, given)
    except Rejected as refused:
        why = str(FAULTS[refused.code])
        if request.is_json:
            return jsonify({"code": refused.code, "message": why}), 400
        return _page(shown, given=given, problem=why), 400
    if request.is_json:
        return jsonify({"submission": body}), 201
    return redirect(
        url_for(
            "desk.live_entry",
            meeting_id=meeting_id,
            raadpleging=given.get("consultation"),
            vraag=given.get("question"),
            tafel=given.get("table"),
        )
    )


def _keep(shown: Occasion, given: dict[str, Any]) -> str:
    """Store one line; the submission's id. :raises Rejected: it says nothing that can be kept."""
    kit, somebody = services(), member()
    version = _version(shown, given)
    said = said_in(
        version.definition,
        str(given.get("text") or ""),
        question=str(given["question"]) if given.get("question") else None,
        table=str(given.get("table") or "") or None,
    )

    def effect(connection: sa.Connection) -> arrivals.Response:
        begun = keep_said(
            connection,
            kit.evidence,
            version,
            shown.row.id,
            said,
            language=version.definition.first_language,
            entered_by=somebody.user_id,
        )
        return arrivals.Response(begun.id, media_type="text/plain", status=201, about=begun.id)

    return arrivals.receive(kit.store, PROVIDER, _reference(shown, given.get("id")), effect)[0].body


def _undo(shown: Occasion, given: dict[str, Any]) -> str:
    """Let a line of one's own not count. :raises Rejected: it is not one's own, or a later step was taken with it."""
    kit, somebody = services(), member()

    def effect(connection: sa.Connection) -> arrivals.Response:
        kept = arrivals.find_arrival(connection, PROVIDER, _reference(shown, given["undo"]))
        if kept is None:
            return arrivals.Response(NOTHING, media_type="text/plain")
        query = sa.select(SUBMISSION.c.status, SUBMISSION.c.entered_by).where(SUBMISSION.c.id == kept.body)
        row = connection.execute(query).first()
        if row is None:
            return arrivals.Response(NOTHING, media_type="text/plain")
        if row.entered_by != somebody.user_id or row.status not in (Status.ACCEPTED, Status.NEEDS_PERSON):
            raise Rejected("this is for somebody else to undo", code="not_yours")
        move(connection, kept.body, Status.REJECTED, by=somebody.user_id, reason=UNDONE)
        return arrivals.Response(kept.body, media_type="text/plain", about=kept.body)

    return arrivals.receive(kit.store, PROVIDER, _reference(shown, given.get("id")), effect)[0].body


def _reference(shown: Occasion, given: object) -> str:
    """:raises Rejected: the id that a page gave this line is no id of ours."""
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise Rejected("id: give each line an id of its own", code="no_answer")
    return f"{shown.row.id} {given}"


def _version(shown: Occasion, given: dict[str, Any]) -> Version:
    return next((one for one in shown.about if one.code == given.get("consultation")), shown.about[0])


def _page(shown: Occasion, *, given: dict[str, Any] | None = None, problem: str | None = None) -> Response:
    chosen = next((one for one in shown.about if one.code == request.args.get("raadpleging")), shown.about[0])
    if given:
        chosen = _version(shown, given)
    with services().store.read() as connection:
        said = meetings.said_there(connection, shown)
        recordings = [file for file in files_of(connection, shown.row.id) if meetings.is_playable(file)]
    page = Response(
        render_template(
            "desk/live_entry.html",
            shown=shown,
            version=chosen,
            language=LANGUAGE,
            said=said,
            recordings=recordings,
            entry=new_id(),
            text=given.get("text", "") if given else "",
            question=given.get("question") if given else request.args.get("vraag"),
            table=given.get("table") if given else request.args.get("tafel"),
            problem=problem,
            user_id=member().user_id,
        ),
        mimetype="text/html",
    )
    page.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return page
