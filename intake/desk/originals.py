"""Evidence as it came in, crops and page images: only what is safe to show is shown, all else is downloaded."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from flask import request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import page_image
from intake.desk.answer_cards import AnswerCard
from intake.desk.dossier import Dossier, load
from intake.desk.headers import ORIGINAL_POLICY
from intake.desk.paper_shown import OPENS_POST, asked_for, hidden_of, may_open
from intake.desk.scope import visible_evidence
from intake.desk.visit import member, services
from intake.privacy.looks import Look, looked
from models.errors import Rejected
from models.evidence import EVIDENCE
from models.tables.audit import Activity
from models.vocabulary import EvidenceKind

SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "image/png": "image/png",
        "image/jpeg": "image/jpeg",
        "audio/wav": "audio/wav",
        "audio/x-wav": "audio/wav",
        "audio/wave": "audio/wav",
        "audio/mpeg": "audio/mpeg",
        "audio/mp3": "audio/mpeg",
        "audio/ogg": "audio/ogg",
        "audio/mp4": "audio/mp4",
        "audio/webm": "audio/webm",
        "audio/flac": "audio/flac",
        "audio/aac": "audio/aac",
        "text/plain": "text/plain",
    }
)
"""Types that a browser can be trusted with, and as what they are sent."""

KEPT_SECONDS = 600
"""How long a browser may keep an image. Evidence never changes, but somebody signs out."""


def original(evidence_id: str) -> Response:
    """The bytes themselves; a player can ask for a part."""
    with services().store.read() as connection:
        row = connection.execute(
            sa.select(EVIDENCE).where(*visible_evidence(member()), EVIDENCE.c.id == evidence_id)
        ).first()
        if row is None or not may_open(connection, member(), row):
            raise NotFound
    looked(services().store, member(), [Look(Activity.REVIEW, "evidence", row.id)])
    shown_as = SHOWN.get(row.media_type.split(";")[0].strip().lower())
    if shown_as is not None and shown_as.startswith("image/") and member().role not in OPENS_POST:
        return _image(page_image.crop, row, None, ())
    answer = send_file(
        io.BytesIO(content_of(row)),
        mimetype=shown_as or "application/octet-stream",
        as_attachment=shown_as is None,
        download_name=row.name or f"{row.kind}-{row.sha256[:12]}",
        conditional=True,
        etag=row.sha256,
        max_age=KEPT_SECONDS,
    )
    return _contained(answer)


def crop(submission_id: str, question: str) -> Response:
    """What was written or ticked as the answer to one question."""
    dossier = _dossier(submission_id)
    card = dossier.answer(question)
    if card is None or card.source is None or not card.has_crop:
        raise NotFound
    is_page = card.source.kind is EvidenceKind.PAGE
    return _image(page_image.crop, card.source, _box(card) if is_page else None, _hidden(dossier, card.source))


def page(submission_id: str, evidence_id: str) -> Response:
    """A whole page; `?vraag=` outlines where the answer to that question stands, else all answers are outlined."""
    dossier = _dossier(submission_id)
    row = next((one for one in dossier.of_kind(EvidenceKind.PAGE) if one.id == evidence_id), None)
    if row is None:
        raise NotFound
    only = request.args.get("vraag")
    here = [card for card in dossier.answers if card.source is row and (only is None or card.key == only)]
    return _image(page_image.outlined, row, [box for card in here if (box := _box(card))], _hidden(dossier, row))


def _hidden(dossier: Dossier, row: sa.Row[Any]) -> Sequence[page_image.Box]:
    """What of a page is not for who is signed in; what a coordinator asks to see is in the trail before it leaves."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        hidden = hidden_of(connection, somebody, dossier, row)
        contacts = asked_for(connection, somebody, dossier.row.id)
    looked(kit.store, somebody, [Look(Activity.TELL_OUTCOME, "contact", one) for one in contacts])
    return hidden


def content_of(row: sa.Row[Any]) -> bytes:
    """The bytes of an evidence record.

    :raises TryAgain: the storage is not there, or the blob is damaged.
    """
    return bytes(row.content) if row.content is not None else services().evidence.get(row.sha256)


def _dossier(submission_id: str) -> Dossier:
    kit = services()
    with kit.store.read() as connection:
        found = load(kit.store, connection, member(), submission_id)
    if found is None:
        raise NotFound
    looked(kit.store, member(), [Look(Activity.REVIEW, "submission", submission_id)])
    return found


def _box(card: AnswerCard) -> page_image.Box | None:
    box = card.place.get("box")
    return (float(box[0]), float(box[1]), float(box[2]), float(box[3])) if box and len(box) == 4 else None


def _image(draw: Any, row: sa.Row[Any], boxes: Any, hidden: Sequence[page_image.Box]) -> Response:
    try:
        content = draw(content_of(row), boxes, hidden)
    except Rejected as error:
        raise NotFound from error
    return _contained(send_file(io.BytesIO(content), mimetype="image/jpeg", max_age=KEPT_SECONDS))


def _contained(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    answer.cache_control.public = False
    answer.cache_control.private = True
    return answer
