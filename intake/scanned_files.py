"""Scanned post: taken in, read, and kept as submissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import sqlalchemy as sa

from channels.meetings.table_sheet_pages import TablePage, TablePages
from channels.paper import keep
from channels.paper.batch import Engines, FileReading, Problem, read_file
from channels.paper.keep import Filed, Origin
from channels.printed.layout import FormLayout, kept_layout
from intake.files import UNTOLD, TakenIn, Whence, keep_on, required_version, take_in
from intake.scanned_tables import keep_all, put_images, table_pages
from intake.services import Services
from models import consultations, outbox, printing
from models.accounts import only_organisation
from models.consultations import Version
from models.definition import Definition
from models.errors import NeedsPerson, Rejected
from models.evidence import EVIDENCE, Kept
from models.outbox import Work
from models.printing import Printed
from models.vocabulary import OutboxKind
from scans.engines.named import handwriting_engine, ocr_engine
from scans.identity import PageIdentity
from scans.limits import LIMITS


def take_in_scan(
    services: Services,
    data: bytes,
    name: str,
    *,
    organisation_id: str | None = None,
    consultation: str | None = None,
    whence: Whence = UNTOLD,
) -> TakenIn:
    """Store a scanned file for reading.

    :param organisation_id: whose post it is; None: the consultation's, the only one there is, or what its forms say.
    :param consultation: the code for letters that name none.
    :raises Rejected: there is no such consultation, or the file is empty or too large.
    :raises TryAgain: it could not be stored.
    """
    if len(data) > LIMITS.file_bytes:
        raise too_large()
    if consultation is not None:
        version = required_version(services, consultation)
        if organisation_id not in (None, version.organisation_id):
            raise Rejected(f"there is no consultation {consultation}", code="unknown_consultation")
        organisation_id = version.organisation_id
    elif organisation_id is None:
        with services.store.read() as connection:
            organisation_id = only_organisation(connection)
    return take_in(
        services,
        OutboxKind.READ_SCAN,
        data,
        name,
        organisation_id=organisation_id,
        belongs_to=organisation_id or "unassigned",
        details={"consultation": consultation, **whence.told()},
    )


def too_large() -> Rejected:
    """Why a file is refused before it is read; also for who knows its size without having it."""
    return Rejected(f"the file is larger than {LIMITS.file_bytes >> 20} MB; make several files of it", code="too_large")


def read_scan(services: Services, work: Work) -> None:
    """Read one file, and keep all its documents and what tables of meetings wrote at once.

    A file that cannot be read is told with its reason.
    """
    data = services.evidence.get(work.payload["sha256"])
    try:
        tables = table_pages(services, work)
        reading = _read(services, work, data, tables)
        organisation_id = work.organisation_id or _whose(services, reading, tables.pages)
    except (Rejected, NeedsPerson) as problem:
        result = _result(0, [], [], [Problem(None, problem.code, problem.message)])
        with services.store.write() as connection:
            if outbox.still_held(connection, work):
                outbox.give_up(connection, work.id, problem.message, result)
        return
    kept = EVIDENCE.c.id == work.payload["evidence"]
    with services.store.read() as connection:
        received_at = connection.execute(sa.select(EVIDENCE.c.created_at).where(kept)).scalar_one()
    keep_on(services, work)
    pages = keep.put_pages(services.evidence, reading)
    images = put_images(services, tables.pages)
    keep_on(services, work)
    archives = keep.put_archives(services.evidence, reading, received_at)
    with services.store.write() as connection:
        if not outbox.still_held(connection, work):
            return
        if organisation_id is not None:
            connection.execute(EVIDENCE.update().where(kept).values(organisation_id=organisation_id))
        filed, said = [], []
        file = Kept(work.payload["evidence"], work.payload["sha256"])
        if reading.documents and organisation_id is not None:
            origin = Origin(organisation_id, file, received_at, work.payload["consultation"])
            filed = keep.file_documents(services.store, connection, services.vault, reading, pages, archives, origin)
        if tables.pages:
            alone = file if _nothing_else(reading, tables.pages) else None
            said = keep_all(services, connection, tables.pages, images, alone, received_at)
        outbox.close(connection, work.id, _result(reading.pages, filed, said, list(reading.problems)))


NO_POST = frozenset({"blank_page", "duplicate_page", "separator"})
"""Problems of a page on which certainly nobody wrote a letter."""

HARMLESS = frozenset({"blank_page", "already_received", "separator"})
"""Problems that are told, but leave nothing for a person to mend."""


def _nothing_else(reading: FileReading, tables: Sequence[TablePage]) -> bool:
    """Whether every page of the file is known to be of a meeting's sheet, or empty."""
    others = [problem for problem in reading.problems if problem.code in NO_POST]
    return len(tables) + len(others) == reading.pages


def _read(services: Services, work: Work, data: bytes, tables: TablePages) -> FileReading:
    def known(code: str, number: int) -> Definition | None:
        with services.store.read() as connection:
            version = consultations.numbered(services.store, connection, code, number)
        return version.definition if version and _is_ours(version, work) else None

    def printed(identity: PageIdentity, layout: FormLayout) -> FormLayout | None:
        with services.store.read() as connection:
            version = consultations.numbered(services.store, connection, identity.consultation, identity.version)
            if version is None:
                return None
            key = Printed(version.version_id, identity.language, identity.large, identity.layout)
            pages = printing.find(connection, key)
        return kept_layout(layout, pages) if pages is not None else None

    def candidates() -> list[Definition]:
        if work.organisation_id is None:
            return []
        with services.store.read() as connection:
            found = consultations.all_latest(services.store, connection, work.organisation_id)
        return [version.definition for version in found]

    settings = services.settings
    return read_file(
        data,
        known=known,
        printed=printed,
        consultations=candidates(),
        of_meeting=tables.read,
        engines=Engines(ocr_engine(settings.ocr_engine), handwriting_engine(settings.handwriting_engine)),
        progress=partial(keep_on, services, work),
    )


def _is_ours(version: Version, work: Work) -> bool:
    return work.organisation_id in (None, version.organisation_id)


def _whose(services: Services, reading: FileReading, tables: Sequence[TablePage]) -> str | None:
    """The organisation that the file's own forms and letters name, where nobody said whose post it is.

    :raises Rejected: none of them, or more than one.
    """
    codes = {document.consultation for document in reading.documents if document.consultation}
    codes |= {page.identity.consultation for page in tables}
    with services.store.read() as connection:
        found = [consultations.latest(services.store, connection, code) for code in codes]
    owners = {version.organisation_id for version in found if version is not None}
    if len(owners) == 1:
        return owners.pop()
    if not reading.documents and not tables:
        return None
    raise Rejected(
        "several organisations use this Inloop; say whose post this is with --consultation", code="foreign_page"
    )


def _result(pages: int, filed: list[Filed], said: list[dict[str, Any]], problems: list[Problem]) -> dict[str, Any]:
    return {
        "pages": pages,
        "documents": [
            {
                "kind": one.document.kind,
                "pages": list(one.document.pages),
                "submission": one.begun.id,
                "receipt": one.begun.receipt,
                "status": str(one.status),
            }
            for one in filed
        ]
        + said,
        "problems": [_told(one) for one in problems],
    }


def _told(problem: Problem) -> dict[str, Any]:
    told = {"page": problem.page, "code": problem.code, "message": problem.message}
    return told | ({"missing": asdict(problem.missing)} if problem.missing else {})
