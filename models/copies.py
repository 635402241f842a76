"""What else holds the words of a contribution and counts no more: it goes when that goes.

A scan of the same sheet that a person set aside, a letter that was put behind another, what a person joined as one
person's, and what notes were before somebody divided them otherwise. None of it is told by a machine's guess: somebody
decided each time. A sheet's name alone says nothing, as a photocopied form gives many people the same; only of a stack
that was taken back, the one scan of a sheet that came again once is taken for the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from models.tables import metadata
from models.tables.duplicates import SuggestionState
from models.vocabulary import EvidenceKind, Status

SUBMISSION, EDIT, SEGMENT = (metadata.tables[name] for name in ("submission", "note_edit", "note_segment"))
SUGGESTION, CHANGE = metadata.tables["double_suggestion"], metadata.tables["status_change"]
EVIDENCE, LINK = metadata.tables["evidence"], metadata.tables["submission_evidence"]

GOES_ON = "after:"
"""How a letter's origin names the letter that it may be the rest of."""
TAKEN_BACK = "taken_back:"
"""What stands before the origin of a sheet that was brought in by mistake."""

Span = tuple[int, int]


def copies_of(connection: sa.Connection, submission_ids: Collection[str]) -> set[str]:
    """Ids of the contributions that go with these."""
    wanted = set(submission_ids)
    found = _of_one_paper(connection, wanted) | _joined(connection, wanted) | _divided(connection, wanted)
    return found - wanted


def _of_one_paper(connection: sa.Connection, wanted: Collection[str]) -> set[str]:
    """What somebody set aside beside these: another scan of the sheet, or a letter that these go on with."""
    query = sa.select(SUBMISSION.c.id, SUBMISSION.c.organisation_id, SUBMISSION.c.origin, SUBMISSION.c.status)
    ours = connection.execute(query.where(SUBMISSION.c.id.in_(wanted))).all()
    sheets = {row.origin for row in ours if (row.origin or "").startswith("sheet:")}
    taken_back, rests = {TAKEN_BACK + one for one in sheets}, {GOES_ON + row.id for row in ours}
    named = sa.and_(
        SUBMISSION.c.organisation_id.in_({row.organisation_id for row in ours}),
        SUBMISSION.c.origin.in_([*sheets, *taken_back, *rests]),
    )
    named_so = connection.execute(query.where(named)).all()
    others = [row for row in named_so if row.id not in wanted]
    if not others:
        return set()
    scans = Counter((row.organisation_id, row.origin) for row in named_so)
    set_aside = _set_aside(connection, [row.id for row in others if row.status is Status.SUPERSEDED])
    joined = _sharing_a_page(connection, wanted, [row.id for row in others if row.origin in rests])
    return {
        row.id
        for row in others
        if (row.id in set_aside and (row.origin in sheets or row.id in joined))
        or (row.origin in taken_back and _came_again(scans, row.organisation_id, row.origin))
    }


def _set_aside(connection: sa.Connection, ids: Collection[str]) -> set[str]:
    """Those that a person, not a rule, superseded."""
    by_somebody = sa.and_(CHANGE.c.after == Status.SUPERSEDED, CHANGE.c.by.is_not(None))
    query = sa.select(CHANGE.c.submission_id).where(CHANGE.c.submission_id.in_(ids), by_somebody)
    return set(connection.execute(query).scalars())


def _sharing_a_page(connection: sa.Connection, wanted: Collection[str], ids: Collection[str]) -> set[str]:
    """Those whose pages were put behind one of the wanted."""
    first, second = LINK.alias(), LINK.alias()
    query = (
        sa.select(second.c.submission_id)
        .join(first, first.c.evidence_id == second.c.evidence_id)
        .join(EVIDENCE, EVIDENCE.c.id == first.c.evidence_id)
        .where(first.c.submission_id.in_(wanted), second.c.submission_id.in_(ids), EVIDENCE.c.kind == EvidenceKind.PAGE)
    )
    return set(connection.execute(query).scalars())


def _came_again(scans: Mapping[tuple[str, str], int], organisation_id: str, taken_back: str) -> bool:
    """Whether of a sheet there is one scan that was taken back and one that was not."""
    sheet = taken_back.removeprefix(TAKEN_BACK)
    return scans[organisation_id, taken_back] == 1 and scans[organisation_id, sheet] == 1


def _joined(connection: sa.Connection, wanted: Collection[str]) -> set[str]:
    pairs = sa.select(SUGGESTION.c.first_id, SUGGESTION.c.second_id).where(
        SUGGESTION.c.state == SuggestionState.JOINED,
        sa.or_(SUGGESTION.c.first_id.in_(wanted), SUGGESTION.c.second_id.in_(wanted)),
    )
    return {one for pair in connection.execute(pairs) for one in pair}


def _divided(connection: sa.Connection, wanted: Collection[str]) -> set[str]:
    """Superseded when notes were divided otherwise, and of characters that are these contributions' too."""
    mine = sa.select(SEGMENT.c.evidence_id).where(SEGMENT.c.submission_id.in_(wanted))
    found: set[str] = set()
    for evidence_id in set(connection.execute(mine).scalars()):
        edits = connection.execute(
            sa.select(EDIT.c.before, EDIT.c.after, EDIT.c.superseded).where(EDIT.c.evidence_id == evidence_id)
        ).all()
        segments = connection.execute(sa.select(SEGMENT).where(SEGMENT.c.evidence_id == evidence_id)).mappings().all()
        spans = [*_spans(segments), *(one for row in edits for one in _spans([*row.before, *row.after]))]
        ours = [span for submission_id, span in spans if submission_id in wanted]
        ended = {one for row in edits for one in row.superseded}
        found |= {one for one, span in spans if one in ended and any(_overlap(span, other) for other in ours)}
    query = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id.in_(found), SUBMISSION.c.status == Status.SUPERSEDED)
    return set(connection.execute(query).scalars()) if found else set()


def _spans(segments: Collection[Any]) -> Iterator[tuple[str, Span]]:
    for one in segments:
        if one["submission_id"]:
            yield one["submission_id"], (one["start"], one["end"])


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
