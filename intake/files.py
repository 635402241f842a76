"""Files that people bring in: stored with their arrival, so that each is read once, whatever happens meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from intake.file_names import LONGEST_NAME, printable
from intake.services import Services
from models import arrivals, consultations, evidence, outbox
from models.arrivals import ARRIVAL, Response
from models.consultations import Version
from models.errors import Rejected
from models.outbox import OUTBOX, Work
from models.vocabulary import EvidenceKind, OutboxKind
from scans.kinds import FileKind, kind_of

LARGEST_FILE = 1024 * 1024 * 1024
"""Bytes. A thousand pages in colour at 300 dpi are half of that."""

PAGES = MappingProxyType(
    {
        FileKind.PDF: "application/pdf",
        FileKind.TIFF: "image/tiff",
        FileKind.JPEG: "image/jpeg",
        FileKind.PNG: "image/png",
        FileKind.WEBP: "image/webp",
        FileKind.HEIF: "image/heic",
    }
)
OTHERS = ((b"PK\x03\x04", "application/zip"), (b"{\\rtf", "application/rtf"))


LONGEST_TEXT = 1024 * 1024
"""Bytes. What is longer is nobody's notes, and is not looked through to see whether it is text."""

CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\f\r")
"""Bytes that stand in no text."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file's entry in the outbox. `first` is False if the very same file came in before."""

    entry_id: str
    first: bool


@dataclass(frozen=True, slots=True)
class Whence:
    """How a file came: from a watched `place`, or `by` somebody's hand (a user's id) in one `stack` with others."""

    place: str | None = None
    by: str | None = None
    stack: str | None = None

    def told(self) -> dict[str, str]:
        """What of this is known, to be kept with the work."""
        known = {"from": self.place, "by": self.by, "stack": self.stack}
        return {name: value for name, value in known.items() if value is not None}


UNTOLD = Whence()
"""A file of the command line."""


def media_type(data: bytes) -> str:
    """By content, never by name."""
    if (pages := kind_of(data)) is not None:
        return PAGES[pages]
    signed = next((kind for start, kind in OTHERS if data.startswith(start)), None)
    return signed or ("text/plain" if _is_text(data) else "application/octet-stream")


def unfit(data: bytes) -> str | None:
    """Why a file holds no pages, as a problem's code, told from its content; None if it may be scanned post."""
    if not data:
        return "empty"
    if kind_of(data) is None:
        return "packed" if media_type(data) == "application/zip" else "not_a_document"
    return None


def _is_text(data: bytes) -> bool:
    if len(data) > LONGEST_TEXT or not CONTROLS.isdisjoint(data):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def take_in(
    services: Services,
    kind: OutboxKind,
    data: bytes,
    name: str,
    *,
    organisation_id: str | None,
    belongs_to: str,
    details: dict[str, Any],
) -> TakenIn:
    """Store a file and the work of reading it.

    :param belongs_to: within what the same file counts as the same.
    :raises Rejected: it is empty or too large. Nothing is stored.
    :raises TryAgain: there is no room, or the store cannot be reached. Nothing is stored.
    """
    if not data:
        raise Rejected("the file is empty; was it copied whole?", code="not_a_document")
    if len(data) > LARGEST_FILE:
        raise Rejected("the file is larger than 1 GiB; split it", code="too_large")
    name = printable(name)[-LONGEST_NAME:]
    sha256 = services.evidence.put(data)
    evidence_kind = EvidenceKind.SCAN if kind is OutboxKind.READ_SCAN else EvidenceKind.NOTES

    def effect(connection: sa.Connection) -> Response:
        kept = evidence.keep_blob(
            connection,
            organisation_id,
            evidence_kind,
            sha256,
            len(data),
            media_type=media_type(data),
            name=name,
        )
        entry_id = outbox.add(
            connection,
            kind,
            f"{kind}:{belongs_to}:{sha256}",
            {"evidence": kept.id, "sha256": sha256, "name": name, **details},
            organisation_id=organisation_id,
        )
        return Response(json.dumps({"entry": entry_id}), media_type="application/json")

    response, first = arrivals.receive(services.store, str(kind), f"{belongs_to}:{sha256}", effect)
    return TakenIn(json.loads(response.body)["entry"], first)


def let_in_again(connection: sa.Connection, entry_id: str) -> None:
    """The same file may be taken in anew, as if it had never come. What became of it the first time stays."""
    row = connection.execute(sa.select(OUTBOX.c.kind, OUTBOX.c.unique_key).where(OUTBOX.c.id == entry_id)).one()
    aside = f":{entry_id[-12:]}"
    if row.unique_key.endswith(aside):
        return
    connection.execute(OUTBOX.update().where(OUTBOX.c.id == entry_id).values(unique_key=row.unique_key + aside))
    reference = row.unique_key.removeprefix(f"{row.kind}:")
    this = ARRIVAL.c.provider == str(row.kind), ARRIVAL.c.reference == reference
    connection.execute(ARRIVAL.update().where(*this).values(reference=reference + aside))


def keep_on(services: Services, work: Work, done: int = 0, pages: int | None = None) -> None:
    """Long work tells that it still goes on, and how many pages are done of how many."""
    with services.store.write() as connection:
        outbox.renew(connection, work, {"done": done, "pages": pages} if pages else None)
    services.progress(done, pages or 0)


def required_version(services: Services, code: str) -> Version:
    """:raises Rejected: there is no such consultation."""
    with services.store.read() as connection:
        found = consultations.latest(services.store, connection, code)
    if found is None:
        raise Rejected(f"there is no consultation {code}; load it first", code="unknown_consultation")
    return found
