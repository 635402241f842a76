"""Sheets that tables at a meeting filled in by hand, among scanned post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from channels.meetings.table_sheet_keep import KeptRow, keep_tables
from channels.meetings.table_sheet_pages import TablePage, TablePages
from channels.printed.layout import FormLayout, kept_layout
from intake.services import Services
from models import consultations, meetings, printing
from models.consultations import Version
from models.definition import Definition
from models.evidence import Kept
from models.outbox import Work
from models.printing import Printed
from scans.engines.named import handwriting_engine
from scans.identity import MeetingIdentity


def table_pages(services: Services, work: Work) -> TablePages:
    """What takes the pages of such sheets while a file is read."""

    def known(identity: MeetingIdentity) -> Definition | None:
        with services.store.read() as connection:
            version = version_of(services, connection, identity, work.organisation_id)
        return version.definition if version else None

    def printed(identity: MeetingIdentity, layout: FormLayout) -> FormLayout | None:
        with services.store.read() as connection:
            version = version_of(services, connection, identity, work.organisation_id)
            if version is None:
                return None
            pages = printing.find(connection, Printed(version.version_id, identity.language, False, identity.layout))
        return kept_layout(layout, pages) if pages is not None else None

    return TablePages(known, printed, handwriting_engine(services.settings.handwriting_engine))


def version_of(
    services: Services, connection: sa.Connection, identity: MeetingIdentity, organisation_id: str | None
) -> Version | None:
    """The version that a sheet was printed for; None unless its meeting is about that consultation.

    :param organisation_id: whose post it is, if that is known.
    """
    version = consultations.numbered(services.store, connection, identity.consultation, identity.version)
    if version is None or organisation_id not in (None, version.organisation_id):
        return None
    meeting = meetings.find(connection, version.organisation_id, identity.meeting)
    if meeting is None or version.consultation_id not in meetings.consultations_of(connection, meeting):
        return None
    return version


def put_images(services: Services, pages: Sequence[TablePage]) -> dict[int, tuple[str, int]]:
    """Store the pages' images; SHA-256 and bytes by page number."""
    return {page.number: (services.evidence.put(page.image), len(page.image)) for page in pages}


def keep_all(
    services: Services,
    connection: sa.Connection,
    pages: Sequence[TablePage],
    images: dict[int, tuple[str, int]],
    file: Kept | None,
    received_at: datetime,
) -> list[dict[str, Any]]:
    """Keep what is on the pages, in the caller's transaction; what is told of each contribution."""
    versions = [(page, version_of(services, connection, page.identity, None)) for page in pages]
    there = [(page, version) for page, version in versions if version is not None]
    return [_told(row) for row in keep_tables(connection, there, images, file, received_at)]


def _told(row: KeptRow) -> dict[str, Any]:
    return {
        "kind": "meeting",
        "pages": [row.page],
        "submission": row.begun.id,
        "receipt": row.begun.receipt,
        "status": str(row.status),
        "meeting": row.meeting_id,
    }
