"""A meeting's notes, divided: the whole text in labelled parts, of which a person moves the borders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from channels.meetings import note_editing
from channels.meetings.editing import Description
from channels.meetings.following import Follow, Settled
from channels.meetings.note_editing import Change
from channels.meetings.segment_keeping import Part, parts_in, parts_of
from channels.meetings.segments import Segment, SegmentKind
from intake.desk import meetings, notes_words
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.labels import LANGUAGE
from intake.desk.meetings import Occasion
from intake.desk.visit import member, services
from intake.privacy.looks import Look, looked
from models.definition import OpenText
from models.errors import Rejected
from models.evidence import EVIDENCE, Kept
from models.submissions import SUBMISSION
from models.tables.audit import Activity
from models.tables.segments import NoteAct

PER_PAGE = 100
"""Parts on one page."""
CHANGES_SHOWN = 20
MOST_WORDS = 600
"""Places to choose from. In a longer part only the beginnings of lines and sentences can be chosen."""

_WORD = re.compile(r"\S+")
_BEGINS = re.compile(r"(?:^|\n\s*|[.!?:;][\"”’')]*\s+)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text that a part could begin with. `at` is None where it cannot, or where it does already."""

    at: int | None
    text: str
    new_line: bool
    is_border: bool = False


def notes_page(meeting_id: str, evidence_id: str) -> Response:
    """The parts of the notes; a form changes one."""
    shown = meetings.occasion(meeting_id)
    file = _file(shown, evidence_id)
    if request.method == "GET":
        return _page(
            shown, file, wanted=_number(request.args.get("stuk")), start=_number(request.args.get("vanaf")) or 0
        )
    try:
        position = _change(shown, file)
    except Settled as refused:
        return _page(shown, file, wanted=_number(request.form.get("stuk")), problem=refused, status=409)
    except Rejected as refused:
        status = 409 if refused.code == "stale" else 400
        return _page(shown, file, wanted=_number(request.form.get("stuk")), problem=refused, status=status)
    here = url_for("desk.notes_page", meeting_id=meeting_id, evidence_id=evidence_id, vanaf=_page_of(position) or None)
    return redirect(f"{here}#stuk-{position}")


def notes_border(meeting_id: str, evidence_id: str, at: int) -> Response:
    """The words of a part, and those of the one before: where should it begin? With `?splits=1`: where a new one."""
    shown = meetings.occasion(meeting_id)
    file, splits = _file(shown, evidence_id), "splits" in request.args
    first = at if splits else at - 1
    with services().store.read() as connection:
        parts = parts_of(connection, evidence_id, first, 1 if splits else 2) if first >= 0 else []
        version = note_editing.version_of(connection, evidence_id)
    if len(parts) != (1 if splits else 2):
        raise NotFound
    return _scripted(
        "desk/notes_border.html",
        shown=shown,
        file=file,
        version=version,
        at=at,
        splits=splits,
        page_of=_page_of,
        told=notes_words,
        kind=parts[-1].segment.kind,
        places=_places(parts),
    )


def _file(shown: Occasion, evidence_id: str) -> sa.Row[Any]:
    """The notes, which somebody is about to see, and how many `parts` they have.

    :raises NotFound: the meeting has no such file, or it was not divided.
    """
    with services().store.read() as connection:
        here = (EVIDENCE.c.meeting_id == shown.row.id, EVIDENCE.c.organisation_id == member().organisation_id)
        query = sa.select(EVIDENCE, parts_in(EVIDENCE.c.id).label("parts")).where(EVIDENCE.c.id == evidence_id, *here)
        file = connection.execute(query).first()
    if file is None or not file.parts:
        raise NotFound
    looked(services().store, member(), [Look(Activity.REVIEW, "evidence", evidence_id)])
    return file


def _page_of(position: int) -> int:
    """The position that the page begins with on which this one stands."""
    return position - position % PER_PAGE


def _page(
    shown: Occasion,
    file: sa.Row[Any],
    *,
    wanted: int | None,
    start: int = 0,
    problem: Rejected | None = None,
    status: int = 200,
) -> Response:
    first = _page_of(wanted if wanted is not None else start)
    with services().store.read() as connection:
        parts = parts_of(connection, file.id, first, PER_PAGE)
        ids = [part.submission_id for part in parts] + list(problem.submissions if isinstance(problem, Settled) else ())
        edits = note_editing.edits_of(connection, file.id, most=CHANGES_SHOWN)
        return _scripted(
            "desk/notes.html",
            status=status,
            shown=shown,
            file=file,
            parts=list(enumerate(parts, first)),
            first=first,
            per_page=PER_PAGE,
            count=file.parts,
            wanted=wanted,
            made={row.id: row for row in connection.execute(sa.select(SUBMISSION).where(SUBMISSION.c.id.in_(ids)))},
            edits=edits,
            version=edits[0].number if edits else 0,
            may_undo=note_editing.undoable(connection, file.id) is not None,
            about={one.id: one for one in _about(shown)},
            kinds=list(SegmentKind),
            told=notes_words,
            problem=problem,
            given=request.form,
        )


def _scripted(template: str, *, status: int = 200, **shown: object) -> Response:
    """A page with a script of ours."""
    page = make_response(render_template(template, **shown), status)
    page.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return page


@dataclass(frozen=True, slots=True)
class About:
    """A consultation that the meeting was about. `id` is empty for the one that it was called for."""

    id: str
    title: str
    questions: dict[str, str]
    """Those that are answered in own words, as notes are: the text by the key."""


def _about(shown: Occasion) -> list[About]:
    found = []
    for at, one in enumerate(shown.about):
        said, definition = partial(one.definition.text, language=LANGUAGE), one.definition
        asked = {
            question.key: said(question.ask) for question in definition.questions if isinstance(question, OpenText)
        }
        found.append(About(one.consultation_id if at else "", f"{one.code} – {said(definition.title)}", asked))
    return found


def _number(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) <= 9 else None


def _change(shown: Occasion, file: sa.Row[Any]) -> int:
    """Do what the form says; the position of the part to go on with.

    :raises Rejected: it cannot be done; the code says why.
    """
    form = request.form
    version, position, at = (_number(form.get(name)) for name in ("versie", "stuk", "op"))
    if version is None or form.get("daad") not in set(NoteAct):
        raise BadRequest
    act = NoteAct(form["daad"])
    how = Follow(
        shown.about[0],
        shown.row.id,
        Kept(file.id, file.sha256),
        member().user_id,
        notes_words.REASONS.kept("divided"),
        sure=form.get("zeker") == "ja",
        others={one.consultation_id: one for one in shown.about[1:]},
    )
    with services().store.write() as connection:
        said = _said(shown, parts_of(connection, file.id, position or 0, 1)) if act is NoteAct.DESCRIBE else None
        change = Change(act=act, version=version, position=position or 0, at=at or 0, said=said)
        return note_editing.edit(connection, change, how)


def _said(shown: Occasion, there: list[Part]) -> Description:
    """What the form says of a part; what it does not mention stays."""
    if not there:
        raise Rejected("there is no such segment", code="no_segment")
    form, now = request.form, there[0].segment
    kind, belongs = form.get("soort", str(now.kind)), form.get("vraag", _belongs(now))
    if kind not in set(SegmentKind):
        raise BadRequest
    consultation, _, question = belongs.rpartition("/")
    known = {one.id: one for one in _about(shown)}.get(consultation)
    if belongs != _belongs(now) and (known is None or question not in {"", *known.questions}):
        raise Rejected(f"{belongs}: there is no such question", code="unknown_question")
    return Description(
        kind=SegmentKind(kind),
        table=form.get("tafel", now.table or "").strip() or None,
        supporters=_number(form.get("mensen", str(now.supporters)).strip()) or 0,
        speaker=form.get("spreker", now.speaker or "").strip() or None,
        question=question or None,
        consultation=consultation or None,
    )


def _belongs(segment: Segment) -> str:
    """Where a contribution belongs, as the form says it: a question of what the meeting was called for by its key, one
    of another consultation as `id/key`, and `id/` if it answers no question."""
    return f"{segment.consultation}/{segment.question or ''}" if segment.consultation else segment.question or ""


def _places(parts: list[Part]) -> list[Place]:
    """The whole text of the parts, cut where a part may begin."""
    begin, text = parts[0].segment.start, "".join(part.segment.text for part in parts)
    starts = [found.start() for found in _WORD.finditer(text)]
    border = parts[1].segment.start - begin if len(parts) > 1 else None
    if len(starts) > MOST_WORDS:
        starts = [at for at in starts if _BEGINS.search(text[max(0, at - 40) : at])][:MOST_WORDS]
    cuts = sorted({0, *starts, *([border] if border is not None else [])})
    return [
        Place(
            begin + at if at != border and any(sign.isalnum() for sign in text[:at]) else None,
            text[at:end].strip(),
            "\n" in text[max(0, at - 40) : at][len(text[max(0, at - 40) : at].rstrip()) :],
            at == border,
        )
        for at, end in zip(cuts, [*cuts[1:], len(text)], strict=True)
        if text[at:end].strip()
    ]
