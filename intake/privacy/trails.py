"""The trail in the forms that others read: every field as JSON, or processings as Logboek Dataverwerkingen has them.

Source of the names: Logius, Logboek Dataverwerkingen, "Component: Logboek" and "Component: Applicatie".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import groupby
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from models import audit
from models.accounts import ORGANISATION, required_organisation
from models.activities import activity_uri
from models.audit import INSTALLATION, Deed
from models.errors import Rejected
from models.tables.audit import Act

SUBJECT_ID_TYPE = "urn:inloop:{}"
"""`dpl.core.data_subject_id_type`: the table that the id is of."""

Line = dict[str, Any]


def kept_head(given: str) -> tuple[int, str]:
    """The number and hash as `verify` prints them.

    :raises Rejected: it is something else.
    """
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", given.strip())
    if found is None:
        raise Rejected(f"'{given}' is not NUMBER:HASH as 'inloop audit verify' prints it", code="usage")
    return int(found[1]), found[2]


def named(connection: sa.Connection, slug: str | None) -> Mapping[str, str]:
    """The chains to read, by the name that people know: an organisation's slug, or INSTALLATION.

    :raises Rejected: there is no such organisation.
    """
    if slug is not None:
        return {slug: required_organisation(connection, slug)}
    query = sa.select(ORGANISATION.c.slug, ORGANISATION.c.id).order_by(ORGANISATION.c.slug)
    return {INSTALLATION: INSTALLATION, **{row.slug: row.id for row in connection.execute(query)}}


def note_taken_out(connection: sa.Connection, slug: str | None, kind: str) -> None:
    """That the trail leaves is in the trail."""
    for chain in named(connection, slug).values():
        organisation_id = None if chain == INSTALLATION else chain
        audit.note(connection, Deed(act=Act.CHECKED, organisation_id=organisation_id, detail={"format": kind}))


def as_records(connection: sa.Connection, chain: str, _: str) -> Iterator[Line]:
    """All fields, so that the hashes can be checked elsewhere."""
    for row in audit.records(connection, chain):
        yield {**row._asdict(), "at": row.at.astimezone(UTC).isoformat(timespec="microseconds")}


def as_processings(connection: sa.Connection, chain: str, register_url: str) -> Iterator[Line]:
    """Processings of personal data: a line for each person, under one for the whole where it concerns several."""
    rows = (row for row in audit.records(connection, chain) if row.activity is not None)
    for trace, group in groupby(rows, key=lambda row: str(row.trace)):
        together = list(group)
        parent = None
        if len(together) > 1:
            parent = hashlib.sha256(f"{trace} {together[0].number}".encode()).hexdigest()[:16]
            yield _line(together[0], parent, None, register_url, subject=False)
        for row in together:
            yield _line(row, row.hash[:16], parent, register_url, subject=row.subject_id is not None)


def _line(row: sa.Row[Any], span: str, parent: str | None, register_url: str, *, subject: bool) -> Line:
    moment = _milliseconds(row.at)
    attributes = [_pair("dpl.core.processing_activity_id", activity_uri(register_url, row.activity))]
    if subject:
        attributes += [
            _pair("dpl.core.data_subject_id", row.subject_id),
            _pair("dpl.core.data_subject_id_type", SUBJECT_ID_TYPE.format(row.subject)),
        ]
    resource = [_pair("service.name", "inloop"), _pair("service.version", version("inloop"))]
    made: Line = {"trace_id": row.trace, "span_id": span, "status_code": "STATUS_CODE_OK", "name": str(row.act)}
    made |= {"start_time": moment, "end_time": moment, "resource": {"attributes": resource}, "attributes": attributes}
    return made if parent is None else {**made, "parent_span_id": parent}


def _pair(key: str, value: str) -> Line:
    return {"key": key, "value": value}


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


FORMATS: Mapping[str, Callable[[sa.Connection, str, str], Iterator[Line]]] = MappingProxyType(
    {"jsonl": as_records, "dpl": as_processings}
)
