"""What notes are divided into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from channels.meetings.people import Votes


class SegmentKind(StrEnum):
    CONTRIBUTION = "contribution"
    ANSWER = "answer"
    """The organisers' reply."""

    LESSON = "lesson"
    """What the organisers themselves noticed or want to do otherwise."""

    PROCEDURE = "procedure"
    """How the meeting went: its opening, agenda, appointments, date and attendance."""

    HEADING = "heading"
    LEFT_OVER = "left_over"
    """Page headers and footers, footnotes, comments, and whatever has no words."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the canonical text, from `start` up to `end`; segments follow one another without a gap.

    `text` is that part as it stands, white space and all; `words` is what was said, without marker or speaker's label.
    `heading` is the nearest heading above, `table` the conversation table's name, `theme` what the words are about if a
    label or a column says so. `question` is the key of the question that it answers, once a person said which.
    `consultation` is the id of what it is about; None: of what the meeting was called for.
    """

    kind: SegmentKind
    start: int
    end: int
    text: str
    words: str
    supporters: int = 1
    votes: Votes | None = None
    speaker: str | None = None
    heading: str | None = None
    table: str | None = None
    theme: str | None = None
    question: str | None = None
    consultation: str | None = None
