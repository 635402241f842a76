"""What understanding can end in. Nothing here is ever a guess: what is not sure is asked again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.reading import Value


class Medium(StrEnum):
    """How the words reached us: typed, said, or standing in a sheet's cell."""

    TEXT = "text"
    SPEECH = "speech"
    CELL = "cell"


class Reason(StrEnum):
    """Why there is no value. UNSURE and AMBIGUOUS may come with suggestions to ask about."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    OUT_OF_RANGE = "out_of_range"
    TOO_MANY = "too_many"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Understood:
    """A normalized value. `confidence` is 1.0 where what was heard equals an answer, lower where it had to be found."""

    value: Value
    confidence: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """The person said that they do not want to answer; in a cell also: wrote nothing."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """No value, and why. `suggestions` are valid values, nearest first, that one may ask about but never fill in."""

    reason: Reason
    suggestions: tuple[Value, ...] = ()


Outcome = Understood | Skipped | NotUnderstood

EXACT = 1.0
CLEAR = 0.95
"""The answer itself, with nothing around it but words that carry no answer ("ik ben 23 jaar")."""
IN_A_SENTENCE = 0.8
"""An answer found inside other words, or known by its keyword."""
CONTESTED = 0.7
"""Right by the contract's rule, but another option could have been meant."""

UNKNOWN = NotUnderstood(Reason.UNKNOWN)
