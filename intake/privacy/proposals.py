"""What is proposed to be left out of a submission's texts, and a person's word on each proposal.

Proposals are worked out anew from the text, the rules, the names that an engine found, and what is protected; a
decision is kept with the text it was about, so that none is ever applied to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from intake.privacy.addresses import houses
from intake.privacy.protected import Protected, houses_beside, persons_beside, phrases_of
from intake.privacy.redaction import propose
from intake.privacy.spans import Kind, Span, apart, redacted
from models.clock import now
from models.consultations import Version
from models.secrets import new_id
from models.tables import NameSearch, SpanDecision

DECISION = SpanDecision.__table__  # type: ignore[attr-defined]
SEARCH = NameSearch.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of an answer to `question`. `leave_out` is a person's word, None while nobody decided."""

    question: str
    span: Span
    said: str
    leave_out: bool | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """`by_question` has every text, also where nothing is proposed. `decided_at` is the last word on any of it.

    :ivar coded: nine digits may be somebody's participation code.
    """

    texts: Mapping[str, str]
    by_question: Mapping[str, tuple[Proposal, ...]]
    names_looked_for: bool
    decided_at: datetime | None
    coded: bool = False

    def public(self, question: str) -> str:
        """The text as it would be published: without what nobody let stand."""
        left_out = [one.span for one in self.by_question[question] if one.leave_out is not False]
        return redacted(self.texts[question], left_out)

    @property
    def stays(self) -> frozenset[str]:
        """Words that a person let stand."""
        return frozenset(one.said for each in self.by_question.values() for one in each if one.leave_out is False)

    @property
    def names(self) -> frozenset[str]:
        """Names and addresses that an engine found, and of which nobody let any stand."""
        by_engine = (Kind.PERSON, Kind.ADDRESS)
        return frozenset(one.said for one in self.in_order if one.span.kind in by_engine) - self.stays

    @property
    def in_order(self) -> list[Proposal]:
        return [one for each in self.by_question.values() for one in each]


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def proposals(connection: sa.Connection, submission_id: str, version: Version, texts: Mapping[str, str]) -> Proposals:
    """What is proposed for texts by question, in the light of what the consultation is about."""
    more = [row.phrase for row in phrases_of(connection, version.consultation_id)]
    protected = Protected.of(version.definition, more)
    names = connection.execute(sa.select(SEARCH.c.found).where(SEARCH.c.submission_id == submission_id)).scalar() or {}
    decided = connection.execute(sa.select(DECISION).where(DECISION.c.submission_id == submission_id)).all()
    words = {(row.question, row.text, row.start, row.end): row.leave_out for row in decided}
    by_question, looked_for = {}, bool(texts)
    for question, text in texts.items():
        this = digest(text)
        found = names.get(question, {})
        current = found.get("text") == this
        looked_for &= current
        spans = spans_of(text, [(start, end) for start, end in found["persons"]] if current else None, protected)
        by_question[question] = tuple(
            Proposal(question, span, text[span.start : span.end], words.get((question, this, span.start, span.end)))
            for span in spans
        )
    last = max((row.at for row in decided), default=None)
    return Proposals(texts, by_question, looked_for, last, protected.coded)


def spans_of(text: str, persons: Iterable[tuple[int, int]] | None, protected: Protected) -> tuple[Span, ...]:
    """What is proposed to be left out of a text.

    :param persons: where an engine found names; None: none looked.
    """
    by_rules = propose(text, coded=protected.coded)
    if persons is None:
        return by_rules
    numbered = apart(by_rules, houses_beside(text, houses(text), protected))
    return apart(numbered, persons_beside(text, persons, protected))


def decide(
    connection: sa.Connection, submission_id: str, proposal: Proposal, text: str, *, leave_out: bool, by: str
) -> None:
    """Keep a person's word on a proposal, in place of an earlier one."""
    this = sa.and_(
        DECISION.c.submission_id == submission_id,
        DECISION.c.question == proposal.question,
        DECISION.c.start < proposal.span.end,
        DECISION.c.end > proposal.span.start,
    )
    connection.execute(DECISION.delete().where(this))
    row = {
        "id": new_id(),
        "submission_id": submission_id,
        "question": proposal.question,
        "start": proposal.span.start,
        "end": proposal.span.end,
        "kind": proposal.span.kind,
        "text": digest(text),
        "leave_out": leave_out,
        "by": by,
        "at": now(),
    }
    connection.execute(DECISION.insert(), row)
