"""Bringing files in: scanned post, and sheets or notes of a meeting; several at a time, and how it goes with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.datastructures import FileStorage

from channels.paper.separators import make_separators
from intake.desk import words
from intake.desk.brought_in import Stack, brought_in
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.labels import LANGUAGE
from intake.desk.uploads_words import AND_MORE, CHOOSE_CONSULTATION, NO_SUCH_DAY, Outcome, stand
from intake.desk.visit import member, services
from intake.files import TakenIn, Whence, unfit
from intake.meeting_files import take_in_meeting_file
from intake.queue import hint
from intake.scanned_files import take_in_scan
from models import watching
from models.clock import now
from models.consultations import all_latest
from models.errors import Rejected, TryAgain
from models.secrets import new_id
from models.vocabulary import OutboxKind
from scans.kinds import FileKind, kind_of
from scans.limits import LIMITS
from scans.photographs import one_document

LONGEST_NAME = 200
LONGEST_TEXT = 300
STILL = timedelta(minutes=10)
"""A watched place is looked at many times a minute; if nobody did for so long, nobody does."""
SOON, LATER = 2_000, 15_000
"""Milliseconds until a browser asks again how it goes, while something is being read and while nothing is."""
SEPARATORS = 10
"""Sheets in one file: enough for a stack of letters, and not too many to print."""
REFRESHED_EVERY = 5
"""Seconds, for who has no scripts and asked for it."""
Chosen = tuple[str, Callable[[], bytes]]
"""A file's name, and how to get its content: not all of four hundred at once."""
STACK = re.compile(r"[0-9a-f-]{32,36}")


def post() -> Response | tuple[Response, int]:
    """Scanned letters and forms."""
    if request.method == "GET":
        return _post_page()
    code, organisation_id, whence = request.form.get("raadpleging") or None, member().organisation_id, _whence()

    def take(data: bytes, name: str) -> TakenIn:
        if (reason := unfit(data)) is not None:
            raise Rejected("this is nothing that can be read as pages", code=reason)
        if len(data) > LIMITS.file_bytes:
            raise Rejected("this is more than one file of scans may be", code="too_large")
        return take_in_scan(services(), data, name, organisation_id=organisation_id, consultation=code, whence=whence)

    outcomes = _take_all(take)
    return _told(outcomes) if _asks_json() else _post_page(outcomes)


def separator_sheets() -> Response:
    """Sheets to lay between two letters, to be printed; each may be used again and again."""
    answer = Response(make_separators(SEPARATORS), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="scheidingsvellen.pdf"'
    return answer


def _post_page(outcomes: Sequence[Outcome] = ()) -> Response:
    kit, organisation_id = services(), member().organisation_id
    with kit.store.read() as connection:
        places = watching.places(connection, organisation_id)
        refused = watching.refused_files(connection, organisation_id)
    more = {"places": places, "refused": refused, "stands_still": now() - STILL}
    return _page("desk/post.html", OutboxKind.READ_SCAN, outcomes, **more)


def meeting() -> Response | tuple[Response, int]:
    """A filled sheet, or notes in free form."""
    if request.method == "GET":
        return _page("desk/meeting.html", OutboxKind.READ_NOTES)
    code, whence = request.form.get("raadpleging", ""), _whence()
    also = [one for one in request.form.getlist("ook") if one != code]
    try:
        held_on = date.fromisoformat(request.form["datum"]) if request.form.get("datum") else None
    except ValueError:
        return _refused_meeting(str(NO_SUCH_DAY))
    if not {code, *also} <= set(_titles()):
        return _refused_meeting(str(CHOOSE_CONSULTATION))
    title, place = _text("titel"), _text("plaats")

    def take(data: bytes, name: str) -> TakenIn:
        return take_in_meeting_file(
            services(),
            data,
            name,
            consultation=code,
            also=also,
            title=title,
            held_on=held_on,
            place=place,
            whence=whence,
        )

    outcomes = _take_all(take)
    return _told(outcomes) if _asks_json() else _page("desk/meeting.html", OutboxKind.READ_NOTES, outcomes)


def _refused_meeting(problem: str) -> tuple[Response, int]:
    if _asks_json():
        return jsonify(problem=problem), 400
    return _page("desk/meeting.html", OutboxKind.READ_NOTES, problem=problem), 400


def post_progress() -> Response:
    """How it goes with scanned post, as one server-sent event."""
    return _progress(OutboxKind.READ_SCAN)


def meeting_progress() -> Response:
    """How it goes with files of meetings, as one server-sent event."""
    return _progress(OutboxKind.READ_NOTES)


def _progress(kind: OutboxKind) -> Response:
    """What changed since the marks that the browser has. It ends at once, and the browser comes back by itself.

    An event stream that stays open would hold one of the few requests that can be answered at the same time.
    """
    seen = set((request.headers.get("Last-Event-ID") or request.args.get("gezien", "")).split(","))
    stacks = _stacks(kind)
    changed = {one.id: _stack_html(one, kind) for one in stacks if one.mark not in seen}
    news = {"order": [one.id for one in stacks], "changed": changed, "told": stand(sum(one.going_on for one in stacks))}
    lines = [
        f"retry: {SOON if any(one.going_on for one in stacks) else LATER}",
        f"id: {','.join(one.mark for one in stacks)}",
        "event: stand",
        f"data: {json.dumps(news)}",
    ]
    answer = Response("\n".join(lines) + "\n\n", mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _stack_html(stack: Stack, kind: OutboxKind) -> str:
    return render_template("desk/stack.html", stack=stack, section="post" if kind is OutboxKind.READ_SCAN else "")


def _whence() -> Whence:
    stack = request.form.get("stapel", "")
    return Whence(by=member().user_id, stack=stack if STACK.fullmatch(stack) else new_id())


def _take_all(take: Callable[[bytes, str], TakenIn]) -> list[Outcome]:
    """Store every file that was chosen; of each what became of it."""
    files = [file for file in request.files.getlist("bestand") if file.filename]
    together = [file for file in files if _is_photograph(file)] if "samen" in request.form else []
    found = [_take_one(take, *_as_one(together))] if together else []
    received = "file_in_alone" if "samen" in request.form else "file_in"
    found += [_take_one(take, _name(file), file.read, received) for file in files if file not in together]
    hint(services().settings, [one.entry_id for one in found if one.entry_id])
    return found or [Outcome("", words.WARNINGS["no_file"], good=False)]


def _as_one(photographs: Sequence[FileStorage]) -> Chosen:
    """Those of the sheets of one form or letter, as one file that carries the first one's name."""
    name, more = _name(photographs[0]), len(photographs) - 1
    named = AND_MORE.format(name=name, count=more) if more else name
    return named, lambda: one_document([file.read() for file in photographs])


def _is_photograph(file: FileStorage) -> bool:
    start = file.read(16)
    file.seek(0)
    return kind_of(start) is FileKind.JPEG


def _name(file: FileStorage) -> str:
    """Without the folders that some browsers send along."""
    return (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:]


def _take_one(
    take: Callable[[bytes, str], TakenIn], name: str, content: Callable[[], bytes], received: str = "file_in"
) -> Outcome:
    try:
        taken = take(content(), name)
    except Rejected as refused:
        why = words.FILE_PROBLEMS.get(refused.code, refused.message)
        return Outcome(name, words.WARNINGS["file_refused"].format(name=name, why=why), good=False)
    except TryAgain:
        return Outcome(name, words.WARNINGS["file_later"].format(name=name), good=False, later=True)
    if not taken.first:
        return Outcome(name, words.NOTICES["file_again"].format(name=name), good=True)
    return Outcome(name, words.NOTICES[received].format(name=name), good=True, entry_id=taken.entry_id)


def _asks_json() -> bool:
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


def _told(outcomes: Sequence[Outcome]) -> Response:
    return jsonify(files=[{"name": o.name, "text": o.text, "good": o.good, "later": o.later} for o in outcomes])


def _text(field: str) -> str | None:
    return request.form.get(field, "").strip()[:LONGEST_TEXT] or None


def _titles() -> dict[str, str]:
    kit = services()
    with kit.store.read() as connection:
        versions = all_latest(kit.store, connection, member().organisation_id)
    return {one.code: one.definition.text(one.definition.title, LANGUAGE) for one in versions}


def _stacks(kind: OutboxKind) -> list[Stack]:
    with services().store.read() as connection:
        return brought_in(connection, member(), kind)


def _page(template: str, kind: OutboxKind, outcomes: Sequence[Outcome] = (), **more: object) -> Response:
    stacks = _stacks(kind)
    going_on = sum(one.going_on for one in stacks)
    by_itself = request.method == "GET" and "ververs" in request.args and going_on > 0
    known = {
        "stacks": stacks,
        "going_on": stand(going_on),
        "by_itself": by_itself,
        "stack_id": new_id(),
        "largest": LIMITS.file_bytes,
    }
    page = make_response(
        render_template(template, **known, titles=_titles(), given=request.form, outcomes=outcomes, **more)
    )
    page.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    if by_itself:
        page.headers["Refresh"] = str(REFRESHED_EVERY)
    return page
