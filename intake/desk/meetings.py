"""Meetings: the list, what is known of each, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.meetings.attached import attach
from channels.meetings.segment_keeping import divided
from channels.speech.engine import DESK
from intake.desk import words
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.labels import LANGUAGE, in_words
from intake.desk.meetings_words import FAULTS
from intake.desk.originals import SHOWN
from intake.desk.visit import member, services
from intake.files import media_type
from models import meetings as store
from models import transcripts
from models.consultations import Version, all_latest
from models.definition import STATEMENT
from models.errors import Rejected
from models.meetings import Details, TableThere
from models.vocabulary import EvidenceKind

MOST_MEETINGS = 200
LATEST = 30
LONGEST_TEXT = 300
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting with what its page shows."""

    row: sa.Row[Any]
    tables: list[TableThere]
    about: list[Version]

    @property
    def code(self) -> str:
        return self.about[0].code


def meetings() -> str:
    with services().store.read() as connection:
        found = store.listed(connection, member().organisation_id, most=MOST_MEETINGS)
    return render_template("desk/meetings.html", meetings=found)


def meeting_new() -> Response | str | tuple[str, int]:
    """A meeting that is prepared, before anybody spoke."""
    if request.method == "GET":
        return _form(None, {})
    versions = _versions()
    chosen = next((one for one in versions if one.code == request.form.get("raadpleging")), None)
    try:
        details = _given(versions)
        if chosen is None:
            raise Rejected("a meeting belongs to a consultation", code="no_consultation")
    except Rejected as refused:
        return _form(None, request.form, problem=FAULTS[refused.code]), 400
    with services().store.write() as connection:
        meeting_id = store.begin(connection, chosen.organisation_id, chosen.consultation_id, details)
    return redirect(url_for("desk.meeting_page", meeting_id=meeting_id))


def meeting_page(meeting_id: str) -> Response:
    """What is known of it, what was said last, and its files."""
    shown = occasion(meeting_id)
    with services().store.read() as connection:
        said = said_there(connection, shown)
        files = store.files_of(connection, meeting_id)
        heard = transcripts.of_evidence(connection, [file.id for file in files if file.kind is EvidenceKind.RECORDING])
        parted = divided(connection, [file.id for file in files])
    page = Response(
        render_template(
            "desk/meeting_page.html",
            shown=shown,
            said=said,
            files=files,
            heard=heard,
            parted=parted,
            playable={file.id for file in files if is_playable(file)},
        ),
        mimetype="text/html",
    )
    page.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return page


def is_playable(file: sa.Row[Any]) -> bool:
    """Whether it is a recording that a browser can be asked to play."""
    return file.kind is EvidenceKind.RECORDING and file.media_type in SHOWN


def meeting_change(meeting_id: str) -> Response | str | tuple[str, int]:
    shown = occasion(meeting_id)
    if request.method == "GET":
        return _form(shown, _as_given(shown))
    try:
        details = _given(_versions())
    except Rejected as refused:
        return _form(shown, request.form, problem=FAULTS[refused.code]), 400
    with services().store.write() as connection:
        store.change(connection, shown.row, details)
    return redirect(url_for("desk.meeting_page", meeting_id=meeting_id))


def meeting_file(meeting_id: str) -> Response:
    """A document or a recording of the meeting."""
    shown, kit, file = occasion(meeting_id), services(), request.files.get("bestand")
    if file is None or not file.filename:
        words.warning("no_file")
        return redirect(url_for("desk.meeting_page", meeting_id=meeting_id))
    name, data = file.filename.replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_LABEL:], file.read()
    try:
        sha256 = kit.evidence.put(data)
        with kit.store.write() as connection:
            attach(
                connection,
                shown.row,
                sha256,
                data,
                name=name,
                media_type=media_type(data),
                transcribed=kit.settings.speech_engine != DESK,
            )
    except Rejected as refused:
        words.warning("file_refused", name=name, why=words.FILE_PROBLEMS.get(refused.code, refused.message))
    else:
        words.notice("attached", name=name)
    return redirect(url_for("desk.meeting_page", meeting_id=meeting_id))


def occasion(meeting_id: str) -> Occasion:
    """:raises NotFound: the organisation has no such meeting."""
    kit = services()
    with kit.store.read() as connection:
        row = store.find(connection, member().organisation_id, meeting_id)
        if row is None:
            raise NotFound
        wanted = store.consultations_of(connection, row)
        tables = store.tables_of(connection, meeting_id)
        versions = {one.consultation_id: one for one in all_latest(kit.store, connection, member().organisation_id)}
    return Occasion(row, tables, [versions[one] for one in wanted])


@dataclass(frozen=True, slots=True)
class SaidThere:
    """Something that was said, as a page shows it. `asked` is empty for a statement that answers no question."""

    id: str
    at: datetime
    asked: str
    words: str
    supporters: int
    table: str | None


def said_there(connection: sa.Connection, shown: Occasion) -> list[SaidThere]:
    """The latest, newest first."""
    definitions = {one.consultation_id: one.definition for one in shown.about}
    found = []
    for row in store.said_there(connection, shown.row.id, most=LATEST):
        definition = definitions.get(row.consultation_id)
        question = definition.question(row.question) if definition and definition.has(row.question) else STATEMENT
        asked = definition.text(question.ask, LANGUAGE) if definition and question.ask else ""
        words_of_it = in_words(definition, question, row.value)
        found.append(SaidThere(row.id, row.received_at, asked, words_of_it, row.supporters, row.meeting_table))
    return found


def _versions() -> list[Version]:
    kit = services()
    with kit.store.read() as connection:
        return list(all_latest(kit.store, connection, member().organisation_id))


def _given(versions: list[Version]) -> Details:
    """:raises Rejected: what was filled in makes no sense; `code` says why."""
    about = set(request.form.getlist("ook"))
    return Details(
        title=_text("titel") or "",
        held_on=_date(request.form.get("datum", "")),
        place=_text("plaats"),
        organisers=_text("organisatoren"),
        agenda=_text("agenda", store.LONGEST_AGENDA),
        attendance=_count(request.form.get("aanwezig", "")),
        tables=tuple(_table(line) for line in request.form.get("tafels", "").splitlines() if line.strip()),
        also_about=tuple(one.consultation_id for one in versions if one.code in about),
    )


def _text(field: str, longest: int = LONGEST_TEXT) -> str | None:
    return request.form.get(field, "").strip()[:longest] or None


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Rejected("that day does not exist", code="date") from error


def _count(given: str) -> int | None:
    text = given.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Rejected("a number of people is a whole number", code="attendance")
    return int(text)


def _table(line: str) -> TableThere:
    """`Tafel 1; Ans Voorbeeld; 8`: its name, who leads the conversation, how many people."""
    label, facilitator, count = [part.strip() for part in [*line.split(";"), "", ""][:3]]
    if not label:
        raise Rejected("each table needs a name of its own", code="tables")
    return TableThere(label[:LONGEST_LABEL], facilitator[:LONGEST_LABEL] or None, _count(count))


def _as_given(shown: Occasion) -> dict[str, Any]:
    """A meeting as the fields of its form."""
    row = shown.row
    lines = [
        "; ".join(str(part) for part in (table.label, table.facilitator or "", table.attendance or "")).rstrip("; ")
        for table in shown.tables
    ]
    return {
        "titel": row.title,
        "datum": row.held_on.isoformat() if row.held_on else "",
        "plaats": row.place or "",
        "organisatoren": row.organisers or "",
        "agenda": row.agenda or "",
        "aanwezig": "" if row.attendance is None else row.attendance,
        "tafels": "\n".join(lines),
        "ook": [one.code for one in shown.about[1:]],
    }


def _form(shown: Occasion | None, given: Any, *, problem: str | None = None) -> str:
    also = given.getlist("ook") if hasattr(given, "getlist") else given.get("ook", [])
    return render_template(
        "desk/meeting_form.html",
        shown=shown,
        given=given,
        also=also,
        problem=problem,
        titles={one.code: one.definition.text(one.definition.title, LANGUAGE) for one in _versions()},
    )
