"""The answers of one submission as cards: the question, what was read, from what, and what people decided."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from intake.desk import labels, words
from intake.desk.checking_words import DOUBTS
from models import transcripts
from models.accounts import STAFF
from models.conditions import applies
from models.decisions import DECISION
from models.definition import STATEMENT, Definition, Question
from models.submissions import ANSWER
from models.transcripts import Transcript
from models.vocabulary import UNDECIDED, AnswerState, Doubt, EvidenceKind

MOST_OTHERS = 9
"""Each has a key of its own."""

IMAGES = frozenset({EvidenceKind.PAGE, EvidenceKind.CROP})


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody, by e-mail address, made of an answer."""

    at: datetime
    by: str
    state: AnswerState
    in_words: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One answer, with its question and what it was read from."""

    key: str
    question: Question
    ask: str
    value: Any
    value_in_words: str
    raw: str | None
    others: Sequence[Any]
    state: AnswerState
    meaning: str
    confidence: float | None
    undecided: bool
    doubt: Doubt | None
    applies: bool
    condition: str | None
    machine: Mapping[str, Any] | None
    machine_in_words: str
    decisions: Sequence[Decided]
    source: sa.Row[Any] | None
    place: Mapping[str, Any]
    transcript: Transcript | None
    seen: str

    @property
    def has_crop(self) -> bool:
        """A whole page is no crop: it stands beside the answers already."""
        if self.source is None or self.source.kind not in IMAGES:
            return False
        return self.source.kind is EvidenceKind.CROP or "box" in self.place

    @property
    def open_choice(self) -> bool:
        """More is marked than may be: which was meant is for a person; a proposal would be accepted unseen."""
        return self.undecided and self.doubt is Doubt.SEVERAL_MARKS

    @property
    def recording(self) -> sa.Row[Any] | None:
        return self.source if self.source is not None and self.source.kind is EvidenceKind.RECORDING else None

    @property
    def state_in_words(self) -> str:
        unheard = self.undecided and self.state is AnswerState.ILLEGIBLE and self.recording is not None
        return str(words.UNHEARD) if unheard else words.STATES[self.state]

    @property
    def seconds(self) -> str:
        """The part of the recording to play, as a media fragment; empty for all of it."""
        if "from" not in self.place or "to" not in self.place:
            return ""
        return f"#t={float(self.place['from'])},{float(self.place['to'])}"


def answer_cards(
    connection: sa.Connection,
    submission_id: str,
    definition: Definition | None,
    evidence: Sequence[sa.Row[Any]],
) -> list[AnswerCard]:
    """Those that wait for a person first; within that in the definition's order."""
    rows = connection.execute(
        sa.select(ANSWER).where(ANSWER.c.submission_id == submission_id).order_by(ANSWER.c.position)
    ).all()
    questions = {row.id: _question(definition, row.question) for row in rows}
    decisions: defaultdict[str, list[Decided]] = defaultdict(list)
    for made in connection.execute(
        sa.select(DECISION.c.answer_id, DECISION.c.at, DECISION.c.state, DECISION.c.value, STAFF.c.email)
        .join(STAFF, STAFF.c.id == DECISION.c.by)
        .where(DECISION.c.answer_id.in_(list(questions)))
        .order_by(DECISION.c.at, DECISION.c.id)
    ):
        said = labels.in_words(definition, questions[made.answer_id], made.value)
        decisions[made.answer_id].append(Decided(made.at, made.email, made.state, said))
    values = {row.question: row.value for row in rows}
    heard = transcripts.of_evidence(connection, (one.id for one in evidence if one.kind is EvidenceKind.RECORDING))
    cards = [_card(row, definition, questions[row.id], values, decisions[row.id], evidence, heard) for row in rows]
    return sorted(cards, key=lambda card: not card.undecided)


def _question(definition: Definition | None, key: str) -> Question:
    """The question as it was asked; the implicit statement where no consultation is known yet."""
    return definition.question(key) if definition is not None else STATEMENT


def _seen(row: sa.Row[Any]) -> str:
    """What somebody has before their eyes: another token means that the answer was changed since.

    A recording that nobody has decided on has one token whatever a machine proposes: what comes while somebody listens
    and types costs them nothing.
    """
    spoken = row.decided_at is None and "from" in (row.place or {})
    shown = [row.evidence_sha256] if spoken else [row.state, row.value, row.decided_at and row.decided_at.isoformat()]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def _card(
    row: sa.Row[Any],
    definition: Definition | None,
    question: Question,
    values: Mapping[str, Any],
    decisions: Sequence[Decided],
    evidence: Sequence[sa.Row[Any]],
    heard: Mapping[str, Transcript],
) -> AnswerCard:
    place = row.place or {}
    source = _source(row.evidence_sha256, place, evidence)
    undecided = row.state in UNDECIDED and row.decided_at is None
    return AnswerCard(
        key=row.question,
        question=question,
        ask=labels.asked(definition, question),
        value=row.value,
        value_in_words=labels.in_words(definition, question, row.value),
        raw=row.raw and row.raw.strip(),
        others=(row.others or ())[:MOST_OTHERS] if undecided else (),
        state=row.state,
        meaning=_meaning(row, undecided, source),
        confidence=row.confidence,
        undecided=undecided,
        doubt=row.doubt,
        applies=definition is None or applies(definition, question, values),
        condition=labels.condition_in_words(definition, question) if definition else None,
        machine=row.machine,
        machine_in_words=labels.in_words(definition, question, row.machine["value"]) if row.machine else "",
        decisions=decisions,
        source=source,
        place=place,
        transcript=heard.get(source.id) if source is not None else None,
        seen=_seen(row),
    )


def _meaning(row: sa.Row[Any], undecided: bool, source: sa.Row[Any] | None) -> str:
    if undecided and row.doubt is not None:
        return DOUBTS[row.doubt]
    state = row.state
    if undecided and source is not None and source.kind is EvidenceKind.RECORDING:
        return str(words.SPOKEN_MEANING if state is AnswerState.ILLEGIBLE else words.WRITTEN_DOWN_MEANING)
    if state is AnswerState.ILLEGIBLE and not undecided:
        return str(words.DECIDED_ILLEGIBLE)
    return words.STATE_MEANINGS[state]


def _source(sha256: str | None, place: Mapping[str, Any], evidence: Sequence[sa.Row[Any]]) -> sa.Row[Any] | None:
    """What the answer was read from. A place on a page is looked for on the image of that page."""
    named = next((one for one in evidence if one.sha256 == sha256), None)
    if "box" in place and (named is None or named.kind not in IMAGES):
        return next((one for one in evidence if one.kind is EvidenceKind.PAGE and one.page == place.get("page")), named)
    return named
