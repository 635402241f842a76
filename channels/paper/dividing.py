"""One letter that a person finds to be several, or to hold several contributions: each part becomes one of its own.

Where a part begins is a line as it was read; that tells on which pages it stands, where, and what of it is a head or a
closing. The letter as it came gives way, and is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from channels.paper import keep
from channels.paper.grouping import Letter, LetterPage
from channels.paper.joining import JOINABLE
from channels.paper.keep import Origin
from channels.paper.letters import document, starts
from channels.paper.results import Document, FileReading
from models.contacts import CONTACT
from models.decisions import DECISION
from models.errors import Rejected
from models.evidence import EVIDENCE, LINK, EvidenceStore, Kept
from models.same_paper import drop, hold
from models.secrets import Vault
from models.store import Store
from models.submissions import ANSWER, SUBMISSION, remark
from models.vocabulary import Channel, EvidenceKind
from scans.documents import Decoder
from scans.print import PrintedLine, as_printed


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """One page of a letter: its number in the file, its picture, and the lines that were read on it."""

    number: int
    picture: Kept
    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stays the same for the parts of a letter. `confidence`: in what was read of it."""

    id: str
    origin: Origin
    language: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Division:
    """The parts of a letter as documents of their own, with their pictures and copies stored."""

    reading: FileReading
    pages: Mapping[int, tuple[str, int]]
    archives: Sequence[tuple[str, int]]


def may_be_divided(connection: sa.Connection, letter_id: str) -> bool:
    """Whether it is a letter about which nobody decided anything yet."""
    decided = sa.select(ANSWER.c.submission_id).join(DECISION, DECISION.c.answer_id == ANSWER.c.id)
    query = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.id == letter_id,
        SUBMISSION.c.channel == Channel.LETTER,
        SUBMISSION.c.consultation_id.is_not(None),
        SUBMISSION.c.status.in_(JOINABLE),
        SUBMISSION.c.id.not_in(decided.where(ANSWER.c.submission_id == letter_id)),
    )
    return connection.execute(query).first() is not None


def letterhead(connection: sa.Connection, letter_id: str, code: str) -> Letterhead:
    """:raises Rejected: the file that it came in is not there any more."""
    came = sa.select(EVIDENCE.c.id, EVIDENCE.c.sha256).join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
    file = connection.execute(
        came.where(LINK.c.submission_id == letter_id, EVIDENCE.c.kind == EvidenceKind.SCAN)
    ).first()
    row = connection.execute(
        sa.select(SUBMISSION.c.organisation_id, SUBMISSION.c.received_at, SUBMISSION.c.language).where(
            SUBMISSION.c.id == letter_id
        )
    ).one()
    if file is None:
        raise Rejected("the file of this letter is not kept any more", code="not_divisible")
    sure = connection.execute(sa.select(ANSWER.c.confidence).where(ANSWER.c.submission_id == letter_id)).scalar()
    origin = Origin(row.organisation_id, Kept(file.id, file.sha256), row.received_at, code)
    return Letterhead(letter_id, origin, row.language, sure)


def written_pages(connection: sa.Connection, files: EvidenceStore, letter_id: str) -> list[WrittenPage]:
    """The letter's pages in order, with what its archive copies say of them.

    :raises Rejected: its copies and its pages do not match, so that nobody knows what stands where.
    """
    pages = _evidence(connection, letter_id, EvidenceKind.PAGE)
    pages.sort(key=lambda row: row.page or 0)
    read: list[tuple[PrintedLine, ...]] = []
    with Decoder() as decoder:
        for copy in _evidence(connection, letter_id, EvidenceKind.ARCHIVE):
            with decoder.open(files.get(copy.sha256)) as archive:
                read += [as_printed(archive.lines(at)) for at in range(1, archive.pages + 1)]
    if not pages or len(read) != len(pages):
        raise Rejected("what was read of this letter is not known page by page", code="not_divisible")
    return [
        WrittenPage(row.page or at, Kept(row.id, row.sha256), lines)
        for at, (row, lines) in enumerate(zip(pages, read, strict=True), start=1)
    ]


def _evidence(connection: sa.Connection, letter_id: str, kind: EvidenceKind) -> list[sa.Row[Any]]:
    query = sa.select(EVIDENCE.c.id, EVIDENCE.c.sha256, EVIDENCE.c.page).join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
    wanted = query.where(LINK.c.submission_id == letter_id, EVIDENCE.c.kind == kind)
    return list(connection.execute(wanted.order_by(EVIDENCE.c.created_at, EVIDENCE.c.id)).all())


def proposed(pages: Sequence[WrittenPage]) -> frozenset[tuple[int, int]]:
    """The lines at which parts seem to begin after the first, as `parted` takes them: a person decides."""
    return starts([LetterPage(one.number, one.lines, 1.0, b"") for one in pages])


def parted(pages: Sequence[WrittenPage], starts: Collection[tuple[int, int]]) -> list[list[WrittenPage]]:
    """The letter's parts. `starts`: page (from 1) and line (from 0) at which each part after the first begins.

    :raises Rejected: no line stands there, or a part would hold nothing.
    """
    there = {(at, line) for at, page in enumerate(pages, start=1) for line in range(len(page.lines))}
    parts: list[list[WrittenPage]] = [[]]
    for at, page in enumerate(pages, start=1):
        cuts = sorted({line for on, line in starts if on == at})
        for n, (start, end) in enumerate(pairwise([0, *cuts, len(page.lines)])):
            if n:
                parts.append([])
            if end > start or not page.lines:
                parts[-1].append(replace(page, lines=page.lines[start:end]))
    if not there.issuperset(starts) or len(parts) < 2 or not all(any(one.lines for one in part) for part in parts):
        raise Rejected("say at which line the second part begins", code="not_divisible")
    return parts


def prepare(files: EvidenceStore, parts: Sequence[Sequence[WrittenPage]], letter: Letterhead) -> Division:
    """Make a document of each part, and store its pictures and its archive copy. Doing it twice stores nothing new."""
    documents = tuple(_document(files, part, letter) for part in parts)
    reading = FileReading(pages=0, documents=documents, problems=())
    pages = keep.put_pages(files, reading)
    return Division(reading, pages, keep.put_archives(files, reading, letter.origin.received_at))


def _document(files: EvidenceStore, part: Sequence[WrittenPage], letter: Letterhead) -> Document:
    confidence = letter.confidence
    pages = [
        LetterPage(one.number, one.lines, 1.0 if confidence is None else confidence, files.get(one.picture.sha256))
        for one in part
    ]
    found = document(Letter(pages), ())
    return replace(
        found,
        language=letter.language,
        readings=tuple(replace(reading, confidence=confidence) for reading in found.readings),
    )


def divide(
    store: Store,
    connection: sa.Connection,
    vault: Vault,
    letter: Letterhead,
    division: Division,
    *,
    by: str,
    reasons: tuple[str, str],
) -> list[str]:
    """Make each part a submission, and let the letter give way to them; their ids. Who wrote stays with the first.

    :param reasons: what the histories say: of the letter, and of its parts.
    :raises Rejected: it was decided about already.
    """
    hold(connection, letter.id)
    if not may_be_divided(connection, letter.id):
        raise Rejected("this letter was decided about already", code="already_decided")
    first, *others = division.reading.documents
    knows_writer = connection.execute(sa.select(CONTACT.c.id).where(CONTACT.c.submission_id == letter.id)).first()
    if knows_writer:
        first = replace(first, correspondence=None)
    reading = replace(division.reading, documents=(first, *others))
    filed = keep.file_documents(store, connection, vault, reading, division.pages, division.archives, letter.origin)
    parts = [one.begun.id for one in filed]
    connection.execute(CONTACT.update().where(CONTACT.c.submission_id == letter.id).values(submission_id=parts[0]))
    for part in parts:
        remark(connection, part, by=by, reason=reasons[1])
    drop(connection, letter.id, by=by, reason=reasons[0])
    return parts
