"""Sheets and notes of meetings: taken in, read, and kept as contributions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from channels.meetings import keep
from channels.meetings.keep import Occasion
from channels.meetings.notes import Notes, read_notes
from channels.meetings.problems import UNREAD_PAGE, unread_pictures
from channels.meetings.proposals import proposals
from channels.meetings.segment_keeping import keep_segments
from channels.meetings.segments import Segment
from channels.meetings.several import assigned
from channels.meetings.sheet import SheetReading, is_sheet, made_for, read_sheet
from channels.meetings.splitting import split_notes
from intake.files import UNTOLD, TakenIn, Whence, keep_on, required_version, take_in
from intake.services import Services
from models import consultations, evidence, meetings, outbox
from models.consultations import Version
from models.errors import NeedsPerson, Rejected
from models.evidence import EVIDENCE, Kept
from models.outbox import Work
from models.store import Store
from models.vocabulary import EvidenceKind, OutboxKind
from scans.engines.named import ocr_engine
from scans.plain_text import plain_text


def take_in_meeting_file(
    services: Services,
    data: bytes,
    name: str,
    *,
    consultation: str,
    also: Sequence[str] = (),
    title: str | None = None,
    held_on: date | None = None,
    place: str | None = None,
    whence: Whence = UNTOLD,
) -> TakenIn:
    """Store a sheet or notes for reading.

    :param also: codes of other consultations that the meeting was about, of the same organisation.
    :raises Rejected: there is no such consultation, or the file is empty or too large.
    :raises TryAgain: it could not be stored.
    """
    version = required_version(services, consultation)
    others = [required_version(services, code) for code in also]
    if any(one.organisation_id != version.organisation_id for one in others):
        raise Rejected("these consultations are not of one organisation", code="unknown_consultation")
    details = {
        "consultation": version.consultation_id,
        "also": [one.consultation_id for one in others],
        "title": title,
        "date": held_on.isoformat() if held_on else None,
        "place": place,
        **whence.told(),
    }
    return take_in(
        services,
        OutboxKind.READ_NOTES,
        data,
        name,
        organisation_id=version.organisation_id,
        belongs_to=version.consultation_id,
        details=details,
    )


def read_meeting_file(services: Services, work: Work) -> None:
    """Read one file and keep all that is in it, at once. A file that cannot be read is told with its reason."""
    data = services.evidence.get(work.payload["sha256"])
    with services.store.read() as connection:
        about = [
            consultations.latest_of(services.store, connection, one)
            for one in [work.payload["consultation"], *work.payload.get("also", ())]
        ]
    languages = list(dict.fromkeys(language for one in about for language in one.definition.languages))
    try:
        code = made_for(data) if len(about) > 1 else None
        asked = next((one for one in about if one.code == code), about[0])
        if is_sheet(data, asked.definition):
            reading = read_sheet(data, asked.definition, language=asked.definition.first_language)
            _keep_sheet(services, work, asked, reading)
        else:
            notes = read_notes(data, name=work.payload["name"], ocr=_recognise(services, work, languages))
            _keep_notes(services, work, notes, split_notes(notes))
    except (Rejected, NeedsPerson) as problem:
        result = _result(None, [], [told(problem.code, problem.message)])
        with services.store.write() as connection:
            outbox.give_up(connection, work.id, problem.message, result)


def _recognise(
    services: Services, work: Work, languages: Sequence[str]
) -> Callable[[bytes], tuple[str, Sequence[int]]]:
    def recognise(data: bytes) -> tuple[str, Sequence[int]]:
        engine = ocr_engine(services.settings.ocr_engine)
        return plain_text(data, languages=languages, engine=engine, progress=lambda: keep_on(services, work))

    return recognise


def _occasion(store: Store, connection: sa.Connection, version: Version, work: Work, proposed: Occasion) -> Occasion:
    """What the facilitator said goes before what the notes say of themselves.

    Neither has a title: the consultation's. The file's name may be somebody's, and everybody reads a meeting's title.
    """
    given = work.payload
    held_on = date.fromisoformat(given["date"]) if given["date"] else proposed.held_on
    place = given["place"] or proposed.place
    if title := given["title"] or proposed.title:
        return Occasion(title[:300], held_on, place)
    store.once_at_a_time(connection, "untitled_meeting", version.consultation_id)
    called = version.definition.text(version.definition.title, version.definition.first_language)
    return keep.untitled(connection, version, Occasion(called[:290], held_on, place), given["name"])


def _meeting(connection: sa.Connection, version: Version, work: Work, occasion: Occasion) -> str:
    """The meeting that the file is of: it was called for `version`, and may have been about others."""
    meeting_id = keep.meeting_of(connection, version, occasion)
    meetings.also(connection, meeting_id, work.payload.get("also", ()))
    return meeting_id


def _keep_sheet(services: Services, work: Work, asked: Version, reading: SheetReading) -> None:
    """`asked`: what the sheet was made for."""
    with services.store.write() as connection:
        if not outbox.still_held(connection, work):
            return
        version = consultations.latest_of(services.store, connection, work.payload["consultation"])
        meeting_id = _meeting(
            connection, version, work, _occasion(services.store, connection, version, work, Occasion("", None, None))
        )
        connection.execute(
            EVIDENCE.update().where(EVIDENCE.c.id == work.payload["evidence"]).values(kind=EvidenceKind.SHEET)
        )
        ids = keep.keep_sheet(
            connection,
            asked,
            meeting_id,
            reading,
            _file(work),
            language=asked.definition.first_language,
            received_at=_received_at(connection, work),
        )
        problems = [
            {"row": problem.row, "column": problem.column, "code": problem.code, "message": problem.message}
            for problem in reading.problems
        ]
        outbox.close(connection, work.id, _result(meeting_id, ids, problems))


def _keep_notes(services: Services, work: Work, notes: Notes, segments: Sequence[Segment]) -> None:
    with services.store.write() as connection:
        if not outbox.still_held(connection, work):
            return
        version = consultations.latest_of(services.store, connection, work.payload["consultation"])
        occasion = _occasion(
            services.store, connection, version, work, Occasion(notes.title or "", notes.date, notes.place)
        )
        meeting_id = _meeting(connection, version, work, occasion)
        about = _about(services, connection, meeting_id, version)
        segments = assigned(segments, about, notes.blocks)
        found = proposals(notes, segments)
        ids = keep.keep_proposals(
            connection,
            version,
            meeting_id,
            found,
            _file(work),
            language=version.definition.first_language,
            received_at=_received_at(connection, work),
            others={one.consultation_id: one for one in about[1:]},
        )
        made = dict(zip((proposal.start for proposal in found), ids, strict=True))
        keep_segments(connection, version, meeting_id, work.payload["evidence"], segments, made)
        unread = [told("pictures", unread_pictures(notes.pictures))] if notes.pictures else []
        unread += [told("unreadable_page", UNREAD_PAGE) | {"page": page} for page in notes.unread]
        outbox.close(connection, work.id, _result(meeting_id, ids, unread))


def _about(services: Services, connection: sa.Connection, meeting_id: str, version: Version) -> list[Version]:
    row = meetings.find(connection, version.organisation_id, meeting_id)
    ids = meetings.consultations_of(connection, row) if row is not None else [version.consultation_id]
    return [consultations.latest_of(services.store, connection, one) for one in ids]


def _received_at(connection: sa.Connection, work: Work) -> datetime:
    query = sa.select(EVIDENCE.c.created_at).where(EVIDENCE.c.id == work.payload["evidence"])
    arrived: datetime = connection.execute(query).scalar_one()
    return arrived


def _file(work: Work) -> Kept:
    return evidence.Kept(work.payload["evidence"], work.payload["sha256"])


def told(code: str, message: str) -> dict[str, Any]:
    """What is to be said of the file as a whole."""
    return {"row": None, "column": None, "code": code, "message": message}


def _result(meeting_id: str | None, ids: list[str], problems: list[dict[str, Any]]) -> dict[str, Any]:
    return {"meeting": meeting_id, "submissions": ids, "problems": problems}
