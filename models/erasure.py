"""A person's data, wherever it is stored, and how it goes: in one transaction, with a proof that stays.

Whatever refers to what is erased is erased with it: that is read from the foreign keys, so that a new table is no new
hole. What several people share goes too, such as the scan of a whole pile or the notes of a meeting; the others keep
their own pages and answers. Who wants no messages stays known by a keyed hash, or the next one would reach them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from models import audit
from models.arrivals import ARRIVAL, emptied
from models.audit import Deed
from models.clock import now
from models.copies import copies_of
from models.evidence import EVIDENCE, LINK, EvidenceStore
from models.outbox import OUTBOX
from models.secrets import new_id
from models.store import Store
from models.tables import Erasure, metadata
from models.tables.audit import Act, Activity
from models.tables.erasures import ErasureGround
from models.vocabulary import OutboxKind, OutboxState

ERASURE = Erasure.__table__  # type: ignore[attr-defined]

FILES = frozenset({OutboxKind.READ_SCAN, OutboxKind.READ_NOTES})
"""Work whose entry tells staff what became of a file, and that it was there."""

_AT_ONCE = 500
"""Ids in one statement."""

SUBMISSION, DIALOGUE, CONTACT = (metadata.tables[name] for name in ("submission", "dialogue", "contact"))
CALL_BACK, ATTEMPT = metadata.tables["call_back"], metadata.tables["receipt_attempt"]
CODE, MEETING = metadata.tables["participation_code"], metadata.tables["meeting"]


@dataclass
class Traces:
    """What one person, or one contribution, left. Ids by table; `callers` are keyed hashes of telephone numbers."""

    submissions: set[str] = field(default_factory=set)
    dialogues: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)
    evidence: set[str] = field(default_factory=set)
    callers: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.submissions or self.dialogues or self.contacts or self.codes)


def of_receipt(connection: sa.Connection, receipt: str) -> Traces:
    """What belongs to one contribution: the conversation it came from, its paper, whom to tell of it."""
    query = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.receipt == receipt)
    return grown(connection, Traces(submissions=set(connection.execute(query).scalars())))


def of_caller(connection: sa.Connection, lookup: str, organisation_id: str | None = None) -> Traces:
    """All that came from one telephone number, or is to reach it. The number is given as its keyed hash.

    :param organisation_id: only what is this organisation's.
    """
    traces = Traces(callers={lookup})
    for table, found, by in (
        (DIALOGUE, traces.dialogues, DIALOGUE.c.caller),
        (CONTACT, traces.contacts, CONTACT.c.lookup),
    ):
        query = sa.select(table.c.id).where(by == lookup)
        if organisation_id is not None:
            query = query.where(table.c.organisation_id == organisation_id)
        found |= set(connection.execute(query).scalars())
    return grown(connection, traces)


def grown(connection: sa.Connection, traces: Traces) -> Traces:
    """With all that hangs together with it."""
    traces.submissions |= _ids(connection, DIALOGUE.c.submission_id, DIALOGUE.c.id, traces.dialogues)
    traces.submissions |= _ids(connection, CONTACT.c.submission_id, CONTACT.c.id, traces.contacts)
    while more := {one for some in _parts(traces.submissions) for one in copies_of(connection, some)}:
        if more <= traces.submissions:
            break
        traces.submissions |= more
    traces.dialogues |= _ids(connection, DIALOGUE.c.id, DIALOGUE.c.submission_id, traces.submissions)
    traces.contacts |= _ids(connection, CONTACT.c.id, CONTACT.c.submission_id, traces.submissions)
    traces.contacts |= _ids(connection, CALL_BACK.c.contact_id, CALL_BACK.c.dialogue_id, traces.dialogues)
    traces.evidence |= _ids(connection, LINK.c.evidence_id, LINK.c.submission_id, traces.submissions)
    traces.evidence |= _ids(connection, EVIDENCE.c.id, EVIDENCE.c.dialogue_id, traces.dialogues)
    return traces


def _ids(connection: sa.Connection, wanted: Any, by: Any, among: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in _parts(among):
        query = sa.select(wanted).where(by.in_(some), wanted.is_not(None))
        found |= set(connection.execute(query).scalars())
    return found


def _parts(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for at in range(0, len(ordered), _AT_ONCE):
        yield ordered[at : at + _AT_ONCE]


def erase(
    connection: sa.Connection, traces: Traces, ground: ErasureGround, *, consultation_id: str | None = None
) -> tuple[dict[str, int], set[str]]:
    """Erase it, and note that it was done.

    :return: how many rows went, by table; and the SHA-256 of blobs that may have nobody left who needs them:
        `sweep` takes those away after the commit.
    """
    going = all_of(connection, traces)
    names = _names(connection, going)
    concerned = organisations(connection, traces)
    blobs = _ids(connection, EVIDENCE.c.sha256, EVIDENCE.c.id, going.get("evidence", set()))
    removed: Counter[str] = Counter()
    for table in reversed(metadata.sorted_tables):
        removed[table.name] += _delete(connection, table, going)
    removed[ATTEMPT.name] += _forget_attempts(connection, traces.callers)
    removed["arrival"] += _empty_arrivals(connection, names)
    removed["outbox"] += _scrub_outbox(connection, names)
    counts = {name: count for name, count in sorted(removed.items()) if count}
    for organisation_id in sorted(concerned):
        erasure_id = new_id()
        audit.note(
            connection,
            Deed(
                act=Act.ERASED,
                organisation_id=organisation_id,
                subject=ERASURE.name,
                subject_id=erasure_id,
                activity=Activity.RIGHTS if ground is ErasureGround.REQUEST else None,
                detail={"ground": str(ground), "removed": counts},
            ),
        )
        connection.execute(
            ERASURE.insert(),
            {
                "id": erasure_id,
                "organisation_id": organisation_id,
                "consultation_id": consultation_id,
                "ground": ground,
                "removed": counts,
                "at": now(),
            },
        )
    return counts, blobs


def all_of(connection: sa.Connection, traces: Traces) -> dict[str, set[str]]:
    """Ids of all rows that belong to it, by table: the traces, and what refers to them, parents before children."""
    found = {
        SUBMISSION.name: set(traces.submissions),
        DIALOGUE.name: set(traces.dialogues),
        CONTACT.name: set(traces.contacts),
        EVIDENCE.name: set(traces.evidence),
        CODE.name: set(traces.codes),
    }
    for table in metadata.sorted_tables:
        if "id" not in table.c:
            continue
        for column, parent in _references(table):
            ids = _ids(connection, table.c.id, column, found.get(parent, ()))
            found.setdefault(table.name, set()).update(ids)
    return found


def _references(table: sa.Table) -> Iterator[tuple[sa.Column[Any], str]]:
    for key in table.foreign_keys:
        yield key.parent, key.column.table.name


def count(connection: sa.Connection, traces: Traces) -> dict[str, int]:
    """How many rows would go, by table."""
    going = all_of(connection, traces)
    counts = {table.name: sum(1 for _ in rows_of(connection, table, going)) for table in metadata.sorted_tables}
    return {name: number for name, number in sorted(counts.items()) if number}


def rows_of(connection: sa.Connection, table: sa.Table, going: Mapping[str, Collection[str]]) -> Iterator[sa.Row[Any]]:
    """The rows of a table that belong to it."""
    for condition in _belonging(table, going):
        yield from connection.execute(sa.select(table).where(condition))


def _delete(connection: sa.Connection, table: sa.Table, going: Mapping[str, Collection[str]]) -> int:
    return sum(connection.execute(table.delete().where(one)).rowcount for one in _belonging(table, going))


def _belonging(table: sa.Table, going: Mapping[str, Collection[str]]) -> list[sa.ColumnElement[bool]]:
    """Rows that are named themselves; of a table without ids, those that refer to what is."""
    if "id" in table.c:
        return [table.c.id.in_(some) for some in _parts(going.get(table.name, ()))]
    return [column.in_(some) for column, parent in _references(table) for some in _parts(going.get(parent, ()))]


def _names(connection: sa.Connection, doomed: Mapping[str, Collection[str]]) -> set[str]:
    """What tables without foreign keys call these rows by: ids, receipts, names of recordings."""
    recording = metadata.tables["recording"]
    names = {one for ids in doomed.values() for one in ids}
    names |= _ids(connection, SUBMISSION.c.receipt, SUBMISSION.c.id, doomed[SUBMISSION.name])
    return names | _ids(connection, recording.c.reference, recording.c.dialogue_id, doomed[DIALOGUE.name])


def organisations(connection: sa.Connection, traces: Traces) -> set[str]:
    """Whose data it is."""
    return {
        organisation
        for table, ids in (
            (SUBMISSION, traces.submissions),
            (DIALOGUE, traces.dialogues),
            (CONTACT, traces.contacts),
            (EVIDENCE, traces.evidence),
            (CODE, traces.codes),
        )
        for organisation in _ids(connection, table.c.organisation_id, table.c.id, ids)
    }


def _forget_attempts(connection: sa.Connection, callers: Collection[str]) -> int:
    return sum(
        connection.execute(ATTEMPT.delete().where(ATTEMPT.c.caller.in_(some))).rowcount for some in _parts(callers)
    )


def _empty_arrivals(connection: sa.Connection, names: Collection[str]) -> int:
    """They stay, so that what comes once more is not taken in again; what was answered goes."""
    emptied_now = 0
    for some in _parts(names):
        rows = connection.execute(
            sa.select(ARRIVAL.c.provider, ARRIVAL.c.reference, ARRIVAL.c.media_type).where(ARRIVAL.c.about.in_(some))
        ).all()
        for row in rows:
            connection.execute(
                ARRIVAL.update()
                .where(ARRIVAL.c.provider == row.provider, ARRIVAL.c.reference == row.reference)
                .values(body=emptied(row.media_type), about=None)
            )
        emptied_now += len(rows)
    return emptied_now


def _scrub_outbox(connection: sa.Connection, names: Collection[str]) -> int:
    """Work about what is gone is not done any more. Of a file stays that it came, and what became of the others."""
    changed = 0
    query = sa.select(OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.unique_key, OUTBOX.c.payload, OUTBOX.c.result)
    for row in connection.execute(query).all():
        about = _mentions(row.payload, names) or row.unique_key.rpartition(":")[2] in names
        if not about and not _mentions(row.result, names):
            continue
        this, changed = OUTBOX.c.id == row.id, changed + 1
        result = _without(row.result, names)
        if not about:
            connection.execute(OUTBOX.update().where(this).values(result=result))
        elif row.kind in FILES:
            payload = {**_without(row.payload, names), "name": ""}
            scrubbed = {"payload": payload, "result": result, "problem": None, "state": OutboxState.DONE}
            connection.execute(OUTBOX.update().where(this).values(scrubbed))
        else:
            connection.execute(OUTBOX.delete().where(this))
    return changed


def _mentions(value: Any, names: Collection[str]) -> bool:
    if isinstance(value, dict):
        return any(_mentions(one, names) for one in value.values())
    if isinstance(value, list):
        return any(_mentions(one, names) for one in value)
    return isinstance(value, str) and value in names


def _without(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, names) for one in value]
    return None if isinstance(value, str) and value in names else value


def sweep(store: Store, files: EvidenceStore, blobs: Collection[str]) -> int:
    """Take away the blobs that no record needs any more, and what the database still held of what it forgot; how many.

    :raises TryAgain: the storage or the database cannot be reached. Doing it again is harmless.
    """
    with store.write() as connection:
        needed = _ids(connection, EVIDENCE.c.sha256, EVIDENCE.c.sha256, blobs)
        gone = sorted(set(blobs) - needed)
        for sha256 in gone:
            files.delete(sha256)
    store.scrub()
    return len(gone)
