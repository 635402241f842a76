"""What one door understood as the answer to one question, before and after it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary import AnswerState, Doubt

Value = str | int | bool | list[str]
"""A normalized value: a string, a whole number, true or false, or option keys, as the question's type says."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """A place on the upright page, in mm from its top left."""

    page: int
    x: float
    y: float
    w: float
    h: float

    def as_json(self) -> dict[str, object]:
        return {"page": self.page, "box": [self.x, self.y, self.w, self.h]}


@dataclass(frozen=True, slots=True)
class InTime:
    """A part of a recording, in seconds."""

    start: float
    end: float

    def as_json(self) -> dict[str, object]:
        return {"from": self.start, "to": self.end}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's answer as it was read.

    `raw` is what was seen, keyed or typed, untouched. `confidence` is 0 to 1, None if a person typed it.
    `evidence` is the SHA-256 (hex) of the evidence it was read from. `value` is None when `state` is EMPTY or
    ILLEGIBLE. `doubt` is why a person must decide; None where none must. `others` are values that may stand there
    instead of an uncertain one, likeliest first.
    """

    question: str
    value: Value | None
    raw: str | None
    state: AnswerState
    confidence: float | None = None
    evidence: str | None = None
    where: OnPage | InTime | None = None
    doubt: Doubt | None = None
    others: tuple[Value, ...] = ()

    @classmethod
    def empty(cls, question: str, raw: str | None = None) -> Reading:
        return cls(question=question, value=None, raw=raw, state=AnswerState.EMPTY, confidence=1.0)
