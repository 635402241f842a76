"""The reference work: what was said and learned in meetings, as everybody may read it."""

from __future__ import annotations

import flask

from intake.api.examples import REFERENCE_ENTRIES, REFERENCE_ENTRY
from intake.api.operations import CONSULTATION, PAGING, Call, Operation, answer, one_of, words
from intake.api.problems import Missing
from intake.api.shapes import Page, ReferenceEntryShape
from models import reference
from models.reference import Entry
from models.tables.reference import EntryKind


def _list(call: Call) -> flask.Response:
    query = call.query
    wanted = reference.Wanted(
        organisations=[call.who.organisation_id],
        search=query["search"] or "",
        kind=query["kind"],
        theme=query["theme"],
        consultation=query["consultation"],
    )
    with call.services.store.read() as connection:
        found = reference.entries(connection, wanted, offset=(call.page - 1) * call.size, limit=call.size)
    seen = (call.page - 1) * call.size + len(found.entries)
    total = max(found.total, seen + 1) if found.more and len(found.entries) == call.size else found.total
    return call.answer_page([_shape(entry) for entry in found.entries], total, Page[ReferenceEntryShape])


def _get(call: Call, *, id: str) -> flask.Response:  # noqa: A002 - the path's own word
    found = None
    if "\0" not in id:
        with call.services.store.read() as connection:
            found = reference.entry(connection, id, [call.who.organisation_id], public=True)
    if found is None:
        raise Missing("There is no such entry.")
    return answer(_shape(found))


def _shape(entry: Entry) -> ReferenceEntryShape:
    return ReferenceEntryShape(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        text=entry.text,
        url=entry.url,
        said_by=entry.said_by,
        place=entry.place,
        date=entry.held_on,
        themes=[theme.name for theme in entry.themes],
        consultation=entry.consultation,
        meeting=entry.meeting_id,
        question=entry.question,
    )


OPERATIONS = (
    Operation(
        id="listReferenceEntries",
        path="/reference-entries",
        summary="Entries of the reference work",
        text="What was approved to be read by everybody, newest first, a page at a time. `count` goes no further than "
        f"{reference.MOST_COUNTED} or the page after this one; follow `next`.",
        tag="reference",
        view=_list,
        parameters=(
            words("search", "Words to find, as in the desk's search"),
            one_of("kind", "What it is", EntryKind),
            words("theme", "The name of a theme"),
            CONSULTATION,
            *PAGING,
        ),
        answers=Page[ReferenceEntryShape],
        example=REFERENCE_ENTRIES,
    ),
    Operation(
        id="getReferenceEntry",
        path="/reference-entries/{id}",
        summary="One entry of the reference work",
        text="With the consultation and the meeting that it comes from.",
        tag="reference",
        view=_get,
        answers=ReferenceEntryShape,
        example=REFERENCE_ENTRY,
    ),
)
