"""Pages of one form that came in several files, such as one for each page: a person says that they are one form.

Only pages that complete one another are put together. Where a page is there twice, two people may have filled in copies
of one form, and a person chooses between whole scans.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from channels.printed.observing import COMB_THRESHOLD, MARK_THRESHOLD
from models import codes, printing
from models.conditions import applies
from models.consents import CONSENT
from models.contacts import CONTACT
from models.definition import Definition, Number, OpenText, Postcode, Question
from models.errors import Rejected
from models.evidence import EVIDENCE, LINK
from models.giving_way import REPLACEABLE
from models.same_paper import drop, hold
from models.secrets import new_id
from models.submissions import ANSWER, SUBMISSION, position_of, remark, settle
from models.tables.consents import ConsentPurpose
from models.vocabulary import AnswerState, Channel, Doubt, EvidenceKind, Held, Status

OF_RULE = 0.5
"""Confidence up to which a mark is in doubt by a rule, not by how clear it is (`channels.paper.reading`)."""

Answers = Mapping[str, sa.Row[Any]]


def parts_of(connection: sa.Connection, submission_id: str) -> list[str]:
    """Ids of the submissions that together are the form of which this one holds some pages, oldest first and this one
    among them; empty if it is whole, or if no pages of it came in elsewhere."""
    query = sa.select(SUBMISSION).where(SUBMISSION.c.id == submission_id)
    row = connection.execute(query).first()
    if row is None or row.channel is not Channel.FORM or row.complete or row.status not in REPLACEABLE:
        return []
    scans = connection.execute(
        sa.select(SUBMISSION.c.id)
        .where(
            SUBMISSION.c.origin == row.origin,
            SUBMISSION.c.version_id == row.version_id,
            SUBMISSION.c.organisation_id == row.organisation_id,
            SUBMISSION.c.language == row.language,
            SUBMISSION.c.status.in_(REPLACEABLE),
        )
        .order_by(SUBMISSION.c.received_at, SUBMISSION.c.id)
    ).scalars()
    found, there = {submission_id}, printed_pages(connection, submission_id)
    order = list(scans)
    for one in order:
        pages = printed_pages(connection, one)
        if one != submission_id and pages and there and not pages & there:
            found.add(one)
            there |= pages
    return [one for one in order if one in found] if len(found) > 1 else []


def printed_pages(connection: sa.Connection, submission_id: str) -> frozenset[int]:
    """Which of the form's printed pages a submission holds; empty if that is not known of all."""
    query = sa.select(EVIDENCE.c.printed_page).join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
    wanted = query.where(LINK.c.submission_id == submission_id, EVIDENCE.c.kind == EvidenceKind.PAGE)
    pages = set(connection.execute(wanted).scalars())
    return frozenset() if None in pages else frozenset(pages)


def complete(
    connection: sa.Connection, part: str, definition: Definition, *, by: str, reasons: tuple[str, str]
) -> tuple[str, Status]:
    """Make one form of the pages that complete one another; the id that it keeps, and its status.

    :param reasons: what the histories say: of the form, and of the others that give way to it.
    :raises Rejected: there are no such pages, or one of them was decided about already.
    """
    hold(connection, *parts_of(connection, part))
    first, *others = parts_of(connection, part) or [part]
    if not others:
        raise Rejected("no pages of this form came in elsewhere", code="not_one_sheet")
    _put_answers(connection, first, others, definition)
    for other in others:
        _hand_over(connection, first, other)
    whole = _is_whole(connection, first)
    _let_go(connection, first, others, definition, whole=whole)
    for other in others:
        drop(connection, other, by=by, reason=reasons[1])
    remark(connection, first, by=by, reason=reasons[0])
    return first, settle(connection, first, definition, complete=whole)


def _hand_over(connection: sa.Connection, first: str, other: str) -> None:
    """The pages, their archive copies and files, and what was said of how to reach somebody."""
    here = set(connection.execute(sa.select(LINK.c.evidence_id).where(LINK.c.submission_id == first)).scalars())
    theirs = sa.select(LINK.c.evidence_id).where(LINK.c.submission_id == other)
    for evidence_id in set(connection.execute(theirs).scalars()) - here:
        connection.execute(LINK.insert(), {"submission_id": first, "evidence_id": evidence_id})
    connection.execute(CONTACT.update().where(CONTACT.c.submission_id == other).values(submission_id=first))
    outcome = CONSENT.c.submission_id == other, CONSENT.c.purpose == ConsentPurpose.OUTCOME
    connection.execute(CONSENT.update().where(*outcome).values(submission_id=first))


def _put_answers(connection: sa.Connection, first: str, others: Sequence[str], definition: Definition) -> None:
    answers = [_answers(connection, one) for one in (first, *others)]
    values: dict[str, Any] = {}
    for question in definition.questions:
        rows = [of[question.key] for of in answers if question.key in of]
        seen = [row for row in rows if row.doubt is not Doubt.MISSING_PAGE]
        if not seen:
            continue
        found = _one(question, seen)
        if found["doubt"] is Doubt.NOT_ASKED and applies(definition, question, values):
            found |= _asked_after_all(question, found)
        values[question.key] = found["value"]
        _put(connection, first, position_of(definition, question.key), answers[0].get(question.key), found)


def _answers(connection: sa.Connection, submission_id: str) -> Answers:
    rows = connection.execute(sa.select(ANSWER).where(ANSWER.c.submission_id == submission_id))
    return {row.question: row for row in rows}


CARRIED = ("question", "value", "raw", "state", "confidence", "evidence_sha256", "place", "doubt", "others", "machine")


def _one(question: Question, rows: Sequence[sa.Row[Any]]) -> dict[str, Any]:
    """The answer of a question whose boxes stand on one page, or that goes on on the next."""
    said = [row for row in rows if row.state is not AnswerState.EMPTY] or list(rows[:1])
    found = {name: getattr(said[0], name) for name in (*CARRIED, "decided_at")}
    if len(said) == 1:
        return found
    legible = all(row.value is not None for row in said)
    whole = "\n".join(str(row.value) for row in said) if isinstance(question, OpenText) and legible else None
    doubt = Doubt.TEXT if whole else Doubt.UNREADABLE if isinstance(question, OpenText) else Doubt.SEVERAL_MARKS
    value = whole if isinstance(question, OpenText) else said[0].value
    return found | {
        "value": value,
        "raw": "\n".join(row.raw for row in said if row.raw) or None,
        "state": AnswerState.ILLEGIBLE if value is None else AnswerState.UNCERTAIN,
        "confidence": min((row.confidence for row in said if row.confidence is not None), default=None),
        "doubt": doubt,
        "machine": None,
        "decided_at": None,
    }


def _asked_after_all(question: Question, found: Mapping[str, Any]) -> dict[str, Any]:
    """The page that makes a question apply was elsewhere; what is left is the doubt in the marks themselves."""
    if found["value"] is None:
        return {"doubt": Doubt.UNREADABLE}
    if isinstance(question, OpenText):
        return {"doubt": Doubt.TEXT}
    is_comb = isinstance(question, Number | Postcode)
    sure = found["confidence"] or 0.0
    if sure >= (COMB_THRESHOLD if is_comb else MARK_THRESHOLD):
        return {"state": AnswerState.READ, "doubt": None}
    if sure <= OF_RULE:
        return {"doubt": Doubt.STRAY_MARK}
    return {"doubt": Doubt.UNCLEAR_CHARACTER if is_comb else Doubt.FAINT_MARK}


def _put(
    connection: sa.Connection, first: str, position: int, row: sa.Row[Any] | None, found: Mapping[str, Any]
) -> None:
    if row is None:
        connection.execute(ANSWER.insert(), {"id": new_id(), "submission_id": first, "position": position, **found})
    else:
        connection.execute(ANSWER.update().where(ANSWER.c.id == row.id).values(**found))


def _is_whole(connection: sa.Connection, submission_id: str) -> bool:
    """Whether every page with boxes is there, by each printed layout that fits where the answers stand."""
    version_id = connection.execute(sa.select(SUBMISSION.c.version_id).where(SUBMISSION.c.id == submission_id)).scalar()
    pages = printed_pages(connection, submission_id)
    stands = _where_answers_stand(connection, submission_id)
    fitting = [
        boxes
        for layout in printing.printed_of(connection, version_id or "")
        if stands <= (boxes := {(one["page"], box["question"]) for one in layout for box in one["boxes"]})
    ]
    return bool(fitting) and all({page for page, _ in boxes} <= pages for boxes in fitting)


def _where_answers_stand(connection: sa.Connection, submission_id: str) -> set[tuple[int, str]]:
    query = (
        sa.select(EVIDENCE.c.printed_page, ANSWER.c.question)
        .join(ANSWER, ANSWER.c.evidence_sha256 == EVIDENCE.c.sha256)
        .join(LINK, sa.and_(LINK.c.evidence_id == EVIDENCE.c.id, LINK.c.submission_id == ANSWER.c.submission_id))
        .where(ANSWER.c.submission_id == submission_id, EVIDENCE.c.kind == EvidenceKind.PAGE)
    )
    return {(page, question) for page, question in connection.execute(query)}


def _let_go(
    connection: sa.Connection, first: str, others: Sequence[str], definition: Definition, *, whole: bool
) -> None:
    """What still holds the form up, now that its pages are together."""
    this = SUBMISSION.c.id == first
    row = connection.execute(sa.select(SUBMISSION).where(this)).one()
    if row.held not in (Held.MISSING_PAGE, Held.SAME_SHEET):
        return
    twins = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.origin == row.origin,
        SUBMISSION.c.organisation_id == row.organisation_id,
        SUBMISSION.c.id.not_in([first, *others]),
        SUBMISSION.c.status.not_in([Status.SUPERSEDED, Status.REJECTED]),
    )
    held: Held | None = codes.hold_without(definition, has_code=row.code_id is not None)
    if not whole:
        held = Held.MISSING_PAGE
    if row.held is Held.SAME_SHEET and connection.execute(twins).first() is not None:
        held = Held.SAME_SHEET
    connection.execute(SUBMISSION.update().where(this).values(held=held))
