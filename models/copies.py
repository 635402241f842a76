"""What else holds the words of a contribution and counts no more: it goes when that goes.

A scan of the same sheet that a person set aside, a letter that was put behind another, what a person joined as one
person's, and what notes were before somebody divided them otherwise. None of it is told by a machine's guess: somebody
decided each time. A sheet's name alone says nothing, as a photocopied form gives many people the same; only of a stack
that was taken back, the one scan of a sheet that came again once is taken for the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
    one, other = SUBMISSION.alias(), SUBMISSION.alias()
    same_sheet = sa.and_(other.c.origin == one.c.origin, one.c.origin.like("sheet:%"))
    rest = sa.and_(other.c.origin == sa.literal(GOES_ON).concat(one.c.id), _share_a_page(one, other))
    by_somebody = sa.exists().where(
        CHANGE.c.submission_id == other.c.id, CHANGE.c.after == Status.SUPERSEDED, CHANGE.c.by.is_not(None)
    )
    set_aside = sa.and_(other.c.status == Status.SUPERSEDED, by_somebody)
    query = sa.select(other.c.id).where(
        one.c.id.in_(wanted),
        other.c.organisation_id == one.c.organisation_id,
        sa.or_(sa.and_(set_aside, sa.or_(same_sheet, rest)), _came_again(one, other)),
    )
    return set(connection.execute(query).scalars())


def _share_a_page(one: sa.Alias, other: sa.Alias) -> sa.Exists:
    first, second = LINK.alias(), LINK.alias()
    return sa.exists().where(
        first.c.submission_id == one.c.id,
        second.c.submission_id == other.c.id,
        first.c.evidence_id == second.c.evidence_id,
        EVIDENCE.c.id == first.c.evidence_id,
        EVIDENCE.c.kind == EvidenceKind.PAGE,
    )


def _came_again(one: sa.Alias, other: sa.Alias) -> sa.ColumnElement[bool]:
    """`other` is the only scan of `one`'s sheet that was taken back, and `one` the only that was not."""

    def scans(origin: sa.ColumnElement[str]) -> sa.ScalarSelect[int]:
        count = sa.select(sa.func.count()).select_from(third)
        return count.where(third.c.organisation_id == one.c.organisation_id, third.c.origin == origin).scalar_subquery()

    third, taken_back = SUBMISSION.alias(), sa.literal(TAKEN_BACK).concat(one.c.origin)
    return sa.and_(
        one.c.origin.like("sheet:%"), other.c.origin == taken_back, scans(one.c.origin) == 1, scans(taken_back) == 1
    )


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
