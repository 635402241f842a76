"""One submission with what it came from beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.answering_words import LETTER_OUTCOMES
from intake.desk.dossier import Dossier, history, load
from intake.desk.labels import LANGUAGE
from intake.desk.listing import next_waiting, take_waiting
from intake.desk.originals import SHOWN, content_of
from intake.desk.paper_shown import ASKED, PAPER, WRITES_BACK, sees_files, sees_pages, writes_back_now
from intake.desk.telling import Draft, Reachable, Told, as_heard, new_draft, reachable, told
from intake.desk.visit import member, services
from intake.desk.who_wrote import Writer, writers
from intake.privacy.looks import Look, looked
from models.consultations import all_latest
from models.tables.audit import Activity
from models.vocabulary import EvidenceKind, Status
from models.workflow import MOVES

SUPPLIED = (EvidenceKind.SHEET, EvidenceKind.NOTES, EvidenceKind.ENTRY)
SAID = (EvidenceKind.MESSAGE, EvidenceKind.KEYS, EvidenceKind.SPEECH, EvidenceKind.CALL)
RECORDED = "recording "
"""How a call notes that something was spoken; then comes the telephone company's reference."""

LONGEST_SHOWN = 50_000
"""Bytes of notes that are shown on the page; longer ones are opened on their own."""

BY_HAND = (Status.ACCEPTED, Status.REJECTED, Status.NEEDS_PERSON)
"""What a coordinator can make of a submission; all other moves follow from something else."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message, key press or the like."""

    kind: str
    at: datetime
    text: str


def submission(submission_id: str) -> str:
    return submission_page(submission_id)


def submission_page(submission_id: str, **more: object) -> str:
    """The page, with what a refused change has to say in `more`."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        dossier = load(kit.store, connection, somebody, submission_id)
        if dossier is None:
            raise NotFound
        following = next_waiting(connection, somebody, after=submission_id, arrived=dossier.row.received_at)
        telling = _telling(connection, dossier, more)
        moved = history(connection, submission_id)
        senders = writers(connection, kit.vault, submission_id) if somebody.role in WRITES_BACK else ()
        titles = {
            one.code: one.definition.text(one.definition.title, LANGUAGE)
            for one in (all_latest(kit.store, connection, somebody.organisation_id) if dossier.version is None else [])
        }
    writes_back = writes_back_now(somebody)
    wrote = senders if writes_back else ()
    looked(kit.store, somebody, _shown(dossier, telling, wrote))
    return render_template(
        "desk/submission.html",
        dossier=dossier,
        history=moved,
        following=following,
        titles=titles,
        said=_said(dossier),
        notes=_notes(dossier),
        passages=_passages(dossier),
        moves=_moves(dossier),
        shown=SHOWN,
        sees_pages=sees_pages(somebody, dossier.row.channel),
        files=dossier.of_kind(*SUPPLIED, *sees_files(somebody, dossier.row.channel) - {EvidenceKind.PAGE}),
        whole=sees_files(somebody, dossier.row.channel) == PAPER,
        writes_back=writes_back,
        asked={ASKED: 1} if ASKED in request.args else {},
        may_ask=not writes_back and (bool(senders) or _can_be_told(telling)),
        kinds=EvidenceKind,
        in_flow="verder" in request.args,
        wrote=wrote,
        answered_as=LETTER_OUTCOMES,
        **telling,
        **more,
    )


def _shown(dossier: Dossier, telling: Mapping[str, object], wrote: Sequence[Writer]) -> list[Look]:
    """What of somebody the page shows: what they sent in, and for who tells them something how to reach them."""
    shown = [Look(Activity.REVIEW, "submission", dossier.row.id)]
    shown += [Look(Activity.TELL_OUTCOME, "contact", one.id) for one in wrote if one.address]
    to = telling["reachable"]
    if isinstance(to, Reachable) and writes_back_now(member()) and _can_be_told(telling):
        shown.append(Look(Activity.TELL_OUTCOME, "contact", to.contact_id))
    return shown


def _can_be_told(telling: Mapping[str, object]) -> bool:
    """Whether a person has to write or call: by post, or because what Inloop sent did not arrive."""
    to = telling["reachable"]
    failed = any(one.by_hand for one in cast("Sequence[Told]", telling["told"]))
    return isinstance(to, Reachable) and bool(to.address or (failed and to.number))


def _telling(connection: sa.Connection, dossier: Dossier, more: Mapping[str, object]) -> dict[str, object]:
    """What the page needs for telling the sender something."""
    to = reachable(connection, services().vault, dossier.row)
    shown: dict[str, object] = {"told": told(connection, dossier.row.id), "reachable": to}
    draft = more.get("draft")
    if isinstance(draft, Draft) and to is not None:
        shown["heard"] = as_heard(draft, dossier.row.language, member().organisation_name, to.line)
    elif to is not None and to.ways:
        shown["draft"] = new_draft(to.ways[0])
    return shown


def next_submission() -> Response:
    """To whatever has waited longest for a person."""
    with services().store.write() as connection:
        following = take_waiting(connection, member(), after=request.args.get("na"))
    if following is None:
        words.notice("nothing_next")
        return redirect(url_for("desk.overview"))
    return redirect(url_for("desk.submission", submission_id=following))


def _moves(dossier: Dossier) -> list[Status]:
    """What a coordinator can make of it now. What still waits for a person does not count by decree."""
    possible = [status for status in BY_HAND if status in MOVES[dossier.row.status]]
    return [status for status in possible if status is not Status.ACCEPTED or not dossier.waits]


def _said(dossier: Dossier) -> list[Said]:
    return [_in_words(row) for row in dossier.of_kind(*SAID)]


def _in_words(row: sa.Row[Any]) -> Said:
    """What a machine noted of a call is told in plain words."""
    text = _text(content_of(row))
    if row.kind is EvidenceKind.KEYS and text.startswith(RECORDED):
        return Said(EvidenceKind.RECORDING, row.created_at, str(words.SPOKEN))
    if row.kind is EvidenceKind.CALL:
        return Said(row.kind, row.created_at, _called(text))
    return Said(row.kind, row.created_at, text or str(words.SILENCE))


def _called(text: str) -> str:
    try:
        noted = json.loads(text)
    except ValueError:
        return text
    line = noted.get("line") if isinstance(noted, dict) else None
    return words.CALLED.format(line=line) if line else str(words.CALLED_SOMEWHERE)


def _notes(dossier: Dossier) -> str | None:
    """The text of notes that are plain text."""
    for row in dossier.of_kind(EvidenceKind.NOTES):
        if row.media_type.startswith("text/plain") and row.size <= LONGEST_SHOWN:
            return _text(content_of(row))
    return None


def _passages(dossier: Dossier) -> list[str]:
    """What was read from notes that are not plain text, in the words of the notes."""
    return [card.raw for card in dossier.answers if card.raw and card.source and card.source.kind is EvidenceKind.NOTES]


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")
