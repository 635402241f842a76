"""What was read from a scanned file → submissions in the store, with the pages they came from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from channels.paper.archive import ArchivePage, archive_copy
from channels.paper.batch import Correspondence, Document, FileReading
from channels.paper.texts import texts
from channels.printed.kept_layouts import keep_layout
from models import codes, consents, consultations, evidence, submissions
from models.consultations import Version
from models.contacts import keep_contact
from models.copies import GOES_ON
from models.definition import STATEMENT
from models.evidence import EvidenceStore, Kept
from models.reading import OnPage, Reading
from models.secrets import Vault
from models.store import Store
from models.submissions import SUBMISSION, Begun, NewSubmission
from models.tables.consents import ConsentPurpose
from models.tables.contacts import ContactPurpose
from models.vocabulary import AnswerState, Channel, Doubt, EvidenceKind, Held, Status


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a scanned file came from."""

    organisation_id: str
    file: Kept
    received_at: datetime
    consultation: str | None


@dataclass(frozen=True, slots=True)
class Filed:
    """One document of the file, as a submission."""

    document: Document
    begun: Begun
    status: Status


def put_pages(files: EvidenceStore, reading: FileReading) -> Mapping[int, tuple[str, int]]:
    """Store the images of all pages that belong to a document; SHA-256 and bytes by page number."""
    pages = (item for document in reading.documents for item in document.page_images.items())
    return {page: (files.put(image), len(image)) for page, image in pages}


def put_archives(files: EvidenceStore, reading: FileReading, made_at: datetime) -> Sequence[tuple[str, int]]:
    """Store the archive copy of each document, in their order; SHA-256 and bytes. Doing it twice stores nothing new."""
    stored: list[tuple[str, int]] = []
    for document in reading.documents:
        pages = [ArchivePage(document.page_images[page], document.page_texts[page]) for page in document.pages]
        title = _ARCHIVE_TITLE[document.kind].format(document.consultation or "", document.sheet or "").strip()
        copy = archive_copy(pages, title=title, language=document.language or "nl", made_at=made_at)
        stored.append((files.put(copy), len(copy)))
    return stored


_ARCHIVE_TITLE = {"form": "Formulier {} {}", "letter": "Brief"}


def file_documents(
    store: Store,
    connection: sa.Connection,
    vault: Vault,
    reading: FileReading,
    pages: Mapping[int, tuple[str, int]],
    archives: Sequence[tuple[str, int]],
    origin: Origin,
) -> list[Filed]:
    """Make a submission of every document, in the caller's transaction. `archives`: one for each, in their order."""
    printed = {page: at for document in reading.documents for page, at in document.printed_pages.items()}
    kept = {
        page: evidence.keep_blob(
            connection,
            origin.organisation_id,
            EvidenceKind.PAGE,
            sha256,
            size,
            media_type=_image_type(reading, page),
            page=page,
            printed_page=printed.get(page),
        )
        for page, (sha256, size) in pages.items()
    }
    filed: list[Filed] = []
    for document, archive in zip(reading.documents, archives, strict=True):
        before = next((one.begun.id for one in filed if document.goes_on in one.document.pages), None)
        one = _file(store, connection, vault, document, kept, origin, before)
        _link_archive(connection, one, archive, origin)
        filed.append(one)
    return filed


def _link_archive(connection: sa.Connection, filed: Filed, archive: tuple[str, int], origin: Origin) -> None:
    """The copy belongs to this submission alone: it goes when that goes."""
    sha256, size = archive
    copy = evidence.keep_blob(
        connection,
        origin.organisation_id,
        EvidenceKind.ARCHIVE,
        sha256,
        size,
        media_type="application/pdf",
        name=f"{filed.begun.receipt}.pdf",
    )
    evidence.link(connection, filed.begun.id, copy.id)


def _image_type(reading: FileReading, page: int) -> str:
    image = next(document.page_images[page] for document in reading.documents if page in document.page_images)
    return "image/png" if image[:4] == b"\x89PNG" else "image/jpeg"


def _file(
    store: Store,
    connection: sa.Connection,
    vault: Vault,
    document: Document,
    pages: Mapping[int, Kept],
    origin: Origin,
    before: str | None,
) -> Filed:
    """`before`: the letter that this one may be the rest of."""
    version = _version(store, connection, document, origin)
    is_form = document.kind == "form"
    code_id = _code(connection, vault, document, version)
    if version is not None and document.layout is not None:
        keep_layout(store, connection, version.version_id, document.layout)
    begun = submissions.begin(
        connection,
        NewSubmission(
            organisation_id=origin.organisation_id,
            consultation_id=version.consultation_id if version else None,
            version_id=version.version_id if version else None,
            channel=Channel.FORM if is_form else Channel.LETTER,
            language=version.definition.language(document.language) if version else document.language or "nl",
            received_at=origin.received_at,
            status=Status.READING,
            complete=document.complete,
            code_id=code_id,
            origin=f"sheet:{document.sheet}" if document.sheet else f"{GOES_ON}{before}" if before else None,
            held=Held.GOES_ON
            if before and version
            else _held(connection, document, version, origin, has_code=code_id is not None),
        ),
    )
    evidence.link(connection, begun.id, origin.file.id)
    for page in document.pages:
        if page in pages:
            evidence.link(connection, begun.id, pages[page].id)
    _put(connection, begun.id, version, document, pages, origin)
    if version is not None and is_form:
        first = pages.get(min(document.pages, default=0))
        _consent(connection, version, document, begun.id, first.sha256 if first else origin.file.sha256)
    if document.wants_outcome:
        _keep_contact(connection, vault, origin, begun.id, ContactPurpose.OUTCOME, "")
    if document.correspondence and document.correspondence != Correspondence():
        said = json.dumps(asdict(document.correspondence), ensure_ascii=False)
        _keep_contact(connection, vault, origin, begun.id, ContactPurpose.SENDER, said)
    return Filed(document, begun, _settle(connection, begun.id, version, complete=document.complete))


def _consent(connection: sa.Connection, version: Version, document: Document, submission_id: str, proof: str) -> None:
    """A form that was sent in, with the notice on it; and the box beside which it says what it is for."""
    definition = version.definition
    language = definition.language(document.language)
    agreed = {ConsentPurpose.USE: definition.text(definition.privacy.notice, language)}
    if document.wants_outcome:
        agreed[ConsentPurpose.OUTCOME] = texts(language).contact_wanted
    for purpose, text in agreed.items():
        asked = consents.Asked(
            organisation_id=version.organisation_id,
            submission_id=submission_id,
            channel=Channel.FORM,
            language=language,
            text=text,
            proof=proof,
        )
        consents.answer(connection, purpose, asked)


def _version(store: Store, connection: sa.Connection, document: Document, origin: Origin) -> Version | None:
    """The version that a form was printed from; for a letter the consultation it was brought in for or names."""
    if document.kind == "form" and document.consultation and document.version:
        return consultations.numbered(store, connection, document.consultation, document.version)
    code = origin.consultation or document.consultation
    found = consultations.latest(store, connection, code) if code else None
    return found if found is not None and found.organisation_id == origin.organisation_id else None


def _code(connection: sa.Connection, vault: Vault, document: Document, version: Version | None) -> str | None:
    if version is None or document.participation_code is None:
        return None
    return codes.find(connection, vault, version.consultation_id, document.participation_code)


def _held(
    connection: sa.Connection, document: Document, version: Version | None, origin: Origin, *, has_code: bool
) -> Held | None:
    if version is None:
        return Held.WHICH_CONSULTATION
    if document.sheet and _seen_before(connection, origin.organisation_id, document.sheet):
        return Held.SAME_SHEET
    if not document.complete:
        return Held.MISSING_PAGE
    return codes.hold_without(version.definition, has_code=has_code)


def _seen_before(connection: sa.Connection, organisation_id: str, sheet: str) -> bool:
    query = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.organisation_id == organisation_id, SUBMISSION.c.origin == f"sheet:{sheet}"
    )
    return connection.execute(query.limit(1)).first() is not None


def _put(
    connection: sa.Connection,
    submission_id: str,
    version: Version | None,
    document: Document,
    pages: Mapping[int, Kept],
    origin: Origin,
) -> None:
    readings = list(document.readings) if document.kind == "form" else [_one_statement(document.readings)]
    if version and document.kind == "form":
        found = {reading.question for reading in readings}
        readings += [
            Reading(question.key, None, None, AnswerState.ILLEGIBLE, confidence=0.0, doubt=Doubt.MISSING_PAGE)
            for question in version.definition.questions
            if question.key not in found and question.ask_if is None and not document.complete
        ]
    for reading in readings:
        page = pages.get(reading.where.page) if isinstance(reading.where, OnPage) else None
        sha256 = page.sha256 if page else origin.file.sha256
        position = submissions.position_of(version.definition, reading.question) if version else 0
        submissions.put_answer(connection, submission_id, position, replace(reading, evidence=sha256))


def _one_statement(readings: Sequence[Reading]) -> Reading:
    """The body of a letter as one answer, in the order it was written."""
    texts = [str(reading.value) for reading in readings if reading.value]
    raws = [reading.raw for reading in readings if reading.raw]
    if not texts:
        raw = "\n\n".join(raws) or None
        where = readings[0].where if readings else None
        state, doubt = AnswerState.ILLEGIBLE, Doubt.UNREADABLE
        return Reading(STATEMENT.key, None, raw, state, confidence=0.0, where=where, doubt=doubt)
    return Reading(
        STATEMENT.key,
        "\n\n".join(texts),
        "\n\n".join(raws),
        AnswerState.UNCERTAIN,
        confidence=min((reading.confidence or 0.0) for reading in readings),
        where=_around(readings),
        doubt=Doubt.TEXT if {reading.doubt for reading in readings} == {Doubt.TEXT} else Doubt.BADLY_READ,
    )


def _around(readings: Sequence[Reading]) -> OnPage | None:
    """Where the letter's words stand on the first page that has any."""
    places = [reading.where for reading in readings if isinstance(reading.where, OnPage)]
    if not places:
        return None
    here = [place for place in places if place.page == places[0].page]
    left, top = min(place.x for place in here), min(place.y for place in here)
    right, bottom = max(place.x + place.w for place in here), max(place.y + place.h for place in here)
    return OnPage(places[0].page, left, top, round(right - left, 1), round(bottom - top, 1))


def _keep_contact(
    connection: sa.Connection, vault: Vault, origin: Origin, submission_id: str, purpose: ContactPurpose, value: str
) -> None:
    """Who wrote, or that they want to hear the outcome. Empty: it stands on the page."""
    keep_contact(
        connection,
        vault,
        organisation_id=origin.organisation_id,
        submission_id=submission_id,
        purpose=purpose,
        channel=Channel.LETTER,
        value=value,
    )


def _settle(connection: sa.Connection, submission_id: str, version: Version | None, *, complete: bool) -> Status:
    if version is not None:
        return submissions.settle(connection, submission_id, version.definition, complete=complete)
    submissions.move(connection, submission_id, Status.NEEDS_PERSON)
    return Status.NEEDS_PERSON
