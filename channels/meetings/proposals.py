"""Segments → what a facilitator is asked to confirm as contributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from channels.meetings.notes import Notes
from channels.meetings.people import Votes
from channels.meetings.segments import Segment, SegmentKind
from models.definition import STATEMENT
from models.normalization import LONGEST_TEXT, clean_text
from models.reading import Reading
from models.vocabulary import AnswerState, Doubt

CONFIDENCE, CONFIDENCE_RECOGNISED = 0.8, 0.5
"""How sure we are that a person would set the same borders: typed notes, and notes that were read from a picture."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One contribution as a machine would enter it. `start` and `end` point into the notes' canonical text."""

    text: str
    raw: str
    confidence: float
    supporters: int
    table: str | None
    remark: str | None
    heading: str | None
    speaker: str | None
    votes: Votes | None
    start: int
    end: int
    question: str = STATEMENT.key
    consultation: str | None = None

    def reading(self, evidence: str | None = None) -> Reading:
        state = AnswerState.UNCERTAIN
        return Reading(self.question, self.text, self.raw, state, self.confidence, evidence, doubt=Doubt.TEXT)


def proposals(notes: Notes, segments: Sequence[Segment]) -> tuple[Proposal, ...]:
    """A proposal for each contribution, in the order of the notes. Nothing of it counts before a person agreed."""
    confidence = CONFIDENCE_RECOGNISED if notes.recognised else CONFIDENCE
    return tuple(proposal for segment in segments if (proposal := proposal_of(segment, confidence)))


def proposal_of(segment: Segment, confidence: float) -> Proposal | None:
    """What a segment would be entered as; None for one that is no contribution, or has no words."""
    text = clean_text(segment.words)[:LONGEST_TEXT]
    if segment.kind is not SegmentKind.CONTRIBUTION or not text:
        return None
    return Proposal(
        text=text,
        raw=segment.text,
        confidence=confidence,
        supporters=segment.supporters,
        table=segment.table,
        remark=_remark(segment),
        heading=segment.heading,
        speaker=segment.speaker,
        votes=segment.votes,
        start=segment.start,
        end=segment.end,
        question=segment.question or STATEMENT.key,
        consultation=segment.consultation,
    )


def _remark(segment: Segment) -> str | None:
    """What stands beside the words and would otherwise be gone: who spoke, what about, how the room voted."""
    votes = f"{segment.votes.in_favour} voor, {segment.votes.against} tegen" if segment.votes else None
    return "; ".join(part for part in (segment.speaker, segment.theme, votes) if part) or None
