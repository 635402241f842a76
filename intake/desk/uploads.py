"""Bringing files in: scanned post, and sheets or notes of a meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.brought_in import brought_in
from intake.desk.labels import LANGUAGE
from intake.desk.visit import member, services
from intake.files import TakenIn
from intake.meeting_files import take_in_meeting_file
from intake.queue import hint
from intake.scanned_files import take_in_scan
from models import watching
from models.clock import now
from models.consultations import all_latest
from models.errors import Rejected, TryAgain
from models.vocabulary import OutboxKind

LONGEST_NAME = 200
LONGEST_TEXT = 300
STILL = timedelta(minutes=10)
"""A watched place is looked at many times a minute; if nobody did for so long, nobody does."""


def post() -> Response | str:
    """Scanned letters and forms."""
    if request.method == "GET":
        return _post_page()
    code, organisation_id = request.form.get("raadpleging") or None, member().organisation_id

    def take(data: bytes, name: str) -> TakenIn:
        return take_in_scan(services(), data, name, organisation_id=organisation_id, consultation=code)

    _take_all(take)
    return redirect(url_for("desk.post"))


def _post_page() -> str:
    kit, organisation_id = services(), member().organisation_id
    with kit.store.read() as connection:
        places = watching.places(connection, organisation_id)
        refused = watching.refused_files(connection, organisation_id)
    return _page("desk/post.html", OutboxKind.READ_SCAN, places=places, refused=refused, stands_still=now() - STILL)


def meeting() -> Response | str | tuple[str, int]:
    """A filled sheet, or notes in free form."""
    if request.method == "GET":
        return _page("desk/meeting.html", OutboxKind.READ_NOTES)
    code = request.form.get("raadpleging", "")
    try:
        held_on = date.fromisoformat(request.form["datum"]) if request.form.get("datum") else None
    except ValueError:
        return _page("desk/meeting.html", OutboxKind.READ_NOTES, problem="date"), 400
    if code not in _titles():
        return _page("desk/meeting.html", OutboxKind.READ_NOTES, problem="consultation"), 400

    def take(data: bytes, name: str) -> TakenIn:
        return take_in_meeting_file(
            services(), data, name, consultation=code, title=_text("titel"), held_on=held_on, place=_text("plaats")
        )

    _take_all(take)
    return redirect(url_for("desk.meeting"))


def _take_all(take: Callable[[bytes, str], TakenIn]) -> None:
    """Store every file that was chosen, and tell of each what became of it."""
    chosen = [file for file in request.files.getlist("bestand") if file.filename]
    if not chosen:
        words.warning("no_file")
    entries = [entry for file in chosen if (entry := _take_one(take, file))]
    hint(services().settings, entries)


def _take_one(take: Callable[[bytes, str], TakenIn], file: FileStorage) -> str | None:
    """The entry of work that is new; None for a file that was here before or cannot be stored."""
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:]
    try:
        taken = take(file.read(), name)
    except Rejected as refused:
        words.warning("file_refused", name=name, why=words.FILE_PROBLEMS.get(refused.code, refused.message))
        return None
    except TryAgain:
        words.warning("file_later", name=name)
        return None
    if not taken.first:
        words.notice("file_again", name=name)
        return None
    words.notice("file_in", name=name)
    return taken.entry_id


def _text(field: str) -> str | None:
    return request.form.get(field, "").strip()[:LONGEST_TEXT] or None


def _titles() -> dict[str, str]:
    kit = services()
    with kit.store.read() as connection:
        versions = all_latest(kit.store, connection, member().organisation_id)
    return {one.code: one.definition.text(one.definition.title, LANGUAGE) for one in versions}


def _page(template: str, kind: OutboxKind, **more: object) -> str:
    with services().store.read() as connection:
        files = brought_in(connection, member(), kind)
    return render_template(template, files=files, titles=_titles(), given=request.form, **more)
