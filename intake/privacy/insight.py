"""Everything that is stored about somebody, as a file for themselves: to read (HTML), to move (JSON), with originals.

What belongs to them is found by the same walk along the foreign keys as for erasing (`models.erasure`): a new table
is in it by itself. What several people share, such as the scan of a whole pile, is named and not handed out: the others
are in it too. Staff stand in it as such, without their names; hashes and keys of ours are left out.
"""

from __future__ import annotations

import io
import json
import mimetypes
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from jinja2 import Environment, PackageLoader

from intake.privacy import insight_words
from intake.services import Services
from models import audit, consents, erasure, normalized
from models.audit import AUDIT, Deed
from models.clock import now
from models.consents import Event
from models.consultations import version
from models.definition import Definition
from models.erasure import Traces
from models.errors import Rejected
from models.evidence import EVIDENCE, LINK
from models.normalized import NormalizedSubmission, Wanted
from models.submissions import SUBMISSION
from models.tables import metadata
from models.tables.audit import Act, Activity
from models.tables.columns import Encrypted
from models.vocabulary import EvidenceKind

HIDDEN = frozenset({"lookup", "caller", "digest", "unique_key", "memory", "content"})
"""Columns that hold hashes, how our machine remembers, or what stands in a file of its own."""

LANGUAGE = "nl"

_PAGES = Environment(loader=PackageLoader("intake", "privacy/templates"), autoescape=True, trim_blocks=True)
_PAGES.globals.update(words=insight_words)


@dataclass(frozen=True, slots=True)
class Original:
    """A file of theirs in the archive; `path` is None where others are in it too.

    :ivar as_pages: a scan whose pages are in the archive instead, without what a camera or a program noted beside them:
        that may tell of staff, and where they were.
    """

    sha256: str
    kind: EvidenceKind
    path: str | None
    as_pages: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """One of their contributions, with the questions as they were put."""

    submission: NormalizedSubmission
    title: str
    questions: Mapping[str, str]
    consent: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Insight:
    """All that was found: what people read, the rows as they are stored, and the originals' bytes by path."""

    contributions: Sequence[Contribution]
    contacts: Sequence[Mapping[str, Any]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    originals: Sequence[Original]
    files: Mapping[str, bytes]
    looks: Sequence[sa.Row[Any]]
    made_at: datetime


def gather(services: Services, connection: sa.Connection, traces: Traces) -> Insight:
    """Collect it, from one view of the database.

    :raises TryAgain: the storage of originals cannot be reached.
    """
    shared = _shared(connection, traces, erasure.all_of(connection, traces)[EVIDENCE.name])
    theirs = erasure.all_of(connection, replace(traces, evidence=traces.evidence - shared))
    theirs[EVIDENCE.name] -= shared
    originals, files = _originals(services, connection, theirs[EVIDENCE.name], shared)
    rows = {
        table.name: found
        for table in metadata.sorted_tables
        if (found := [_plain(services, table, row) for row in _once(erasure.rows_of(connection, table, theirs))])
    }
    wanted = Wanted(ids=sorted(traces.submissions))
    submissions = list(normalized.submissions(connection, wanted)) if traces.submissions else []
    return Insight(
        contributions=[_contribution(services, connection, one) for one in submissions],
        contacts=rows.get(erasure.CONTACT.name, ()),
        rows=rows,
        originals=originals,
        files=files,
        looks=_looks(connection, theirs),
        made_at=now(),
    )


def note_given(connection: sa.Connection, traces: Traces) -> None:
    """In the trail of every organisation whose data it is, before anything leaves. Each contribution is named once."""
    for organisation_id in sorted(erasure.organisations(connection, traces)):
        deed = Deed(
            act=Act.EXPORTED,
            organisation_id=organisation_id,
            activity=Activity.RIGHTS,
            detail={"submissions": len(traces.submissions), "contacts": len(traces.contacts)},
        )
        audit.note(connection, deed)


def as_html(found: Insight) -> bytes:
    """A page for somebody who is no computer; it works without a network."""
    return _PAGES.get_template("insight.html").render(found=found).encode()


def as_json(found: Insight) -> bytes:
    """All rows, by table."""
    told = {"madeAt": found.made_at.isoformat(), "tables": found.rows}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def as_zip(found: Insight) -> bytes:
    """The page, the rows and the originals."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lees-mij.html", as_html(found))
        archive.writestr("gegevens.json", as_json(found))
        for path, content in found.files.items():
            archive.writestr(path, content)
    return held.getvalue()


FORMS: Mapping[str, Callable[[Insight], bytes]] = MappingProxyType({".zip": as_zip, ".html": as_html, ".json": as_json})
"""By the end of the file's name."""


def _originals(
    services: Services, connection: sa.Connection, ids: set[str], shared: set[str]
) -> tuple[list[Original], dict[str, bytes]]:
    originals: dict[str, Original] = {}
    files: dict[str, bytes] = {}
    query = sa.select(EVIDENCE).where(EVIDENCE.c.id.in_(ids | shared)).order_by(EVIDENCE.c.created_at, EVIDENCE.c.id)
    rows = connection.execute(query).all()
    has_pages = any(row.kind is EvidenceKind.PAGE and row.id not in shared for row in rows)
    for row in rows:
        as_pages = row.kind is EvidenceKind.SCAN and row.id not in shared and has_pages
        path = None if row.id in shared or as_pages else _path(row)
        originals[row.sha256] = Original(row.sha256, row.kind, path, as_pages)
        if path is not None and path not in files:
            files[path] = bytes(row.content) if row.content is not None else services.evidence.get(row.sha256)
    return list(originals.values()), files


def _shared(connection: sa.Connection, traces: Traces, ids: set[str]) -> set[str]:
    """Originals that other people's contributions came from as well, and what a whole meeting left."""
    others = sa.select(LINK.c.evidence_id).where(
        LINK.c.evidence_id.in_(ids), LINK.c.submission_id.not_in(traces.submissions)
    )
    meetings = sa.select(EVIDENCE.c.id).where(EVIDENCE.c.id.in_(ids), EVIDENCE.c.meeting_id.is_not(None))
    return set(connection.execute(others).scalars()) | set(connection.execute(meetings).scalars())


def _path(row: sa.Row[Any]) -> str:
    """Named by us: what a stranger called a file says nothing here, and may be no name at all."""
    ending = mimetypes.guess_extension(row.media_type.split(";")[0].strip()) or ".bin"
    return str(PurePosixPath("originelen", f"{row.kind}-{row.sha256[:16]}{ending}"))


def _contribution(services: Services, connection: sa.Connection, one: NormalizedSubmission) -> Contribution:
    definition = _definition(services, connection, one)
    return Contribution(
        submission=one,
        title=definition.text(definition.title, LANGUAGE) if definition else insight_words.NO_TITLE,
        questions={each.key: definition.text(each.ask, LANGUAGE) for each in definition.questions}
        if definition
        else {},
        consent=consents.of_submission(connection, one.id),
    )


def _questions(definition: Definition) -> Mapping[str, str]:
    return {one.key: definition.text(one.ask, LANGUAGE) for one in definition.questions}


def _definition(services: Services, connection: sa.Connection, one: NormalizedSubmission) -> Definition | None:
    version_id = connection.execute(sa.select(SUBMISSION.c.version_id).where(SUBMISSION.c.id == one.id)).scalar()
    return version(services.store, connection, version_id).definition if version_id else None


def _looks(connection: sa.Connection, theirs: Mapping[str, set[str]]) -> Sequence[sa.Row[Any]]:
    """When staff saw what is theirs, and for which task; not who: that is for the privacy officer."""
    ids = {one for name in (SUBMISSION.name, erasure.CONTACT.name, EVIDENCE.name) for one in theirs.get(name, ())}
    query = sa.select(AUDIT.c.at, AUDIT.c.activity, AUDIT.c.subject).where(
        AUDIT.c.act == Act.LOOKED, AUDIT.c.subject_id.in_(ids)
    )
    return connection.execute(query.order_by(AUDIT.c.at)).all()


def _once(rows: Iterable[sa.Row[Any]]) -> Iterable[sa.Row[Any]]:
    """A row that refers to two of their records is found twice."""
    return {repr(tuple(row)): row for row in rows}.values()


def _plain(services: Services, table: sa.Table, row: sa.Row[Any]) -> dict[str, Any]:
    """A row as JSON can hold it. Staff are left out: their ids say nothing to anybody else."""
    staff = {key.parent.name for key in table.foreign_keys if key.column.table.name == "staff"}
    found: dict[str, Any] = {}
    for column, value in zip(table.columns, row, strict=True):
        if column.name in HIDDEN:
            continue
        if column.name in staff:
            found[column.name] = None if value is None else insight_words.STAFF
        elif isinstance(column.type, Encrypted):
            found[column.name] = None if value is None else _decrypted(services, value)
        else:
            found[column.name] = _value(value)
    return found


def _decrypted(services: Services, value: bytes) -> str:
    try:
        return services.vault.decrypt(value)
    except Rejected:
        return insight_words.UNREADABLE


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, bytes):
        return len(value)
    return value
