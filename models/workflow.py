"""Which status may follow which, as data, so that an illegal move cannot be written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.errors import Rejected
from models.vocabulary import Status

S = Status

MOVES: Mapping[Status | None, frozenset[Status]] = MappingProxyType(
    {
        None: frozenset({S.IN_PROGRESS, S.READING, S.NEEDS_PERSON, S.ACCEPTED}),
        S.IN_PROGRESS: frozenset({S.READING, S.NEEDS_PERSON, S.ACCEPTED, S.WITHDRAWN}),
        S.READING: frozenset({S.NEEDS_PERSON, S.ACCEPTED, S.REJECTED, S.WITHDRAWN}),
        S.NEEDS_PERSON: frozenset({S.READING, S.ACCEPTED, S.REJECTED, S.SUPERSEDED, S.WITHDRAWN}),
        S.ACCEPTED: frozenset({S.READING, S.NEEDS_PERSON, S.APPROVED, S.REJECTED, S.SUPERSEDED, S.WITHDRAWN}),
        S.APPROVED: frozenset({S.NEEDS_PERSON, S.ACCEPTED, S.PUBLISHED, S.SUPERSEDED, S.WITHDRAWN}),
        S.PUBLISHED: frozenset({S.APPROVED, S.ANSWERED, S.SUPERSEDED, S.WITHDRAWN}),
        S.ANSWERED: frozenset({S.PUBLISHED, S.SUPERSEDED, S.WITHDRAWN}),
        S.SUPERSEDED: frozenset({S.ACCEPTED, S.NEEDS_PERSON, S.WITHDRAWN}),
        S.REJECTED: frozenset({S.NEEDS_PERSON, S.ACCEPTED, S.WITHDRAWN}),
        S.WITHDRAWN: frozenset(),
    }
)
"""From a status (None: not stored yet) to those that may follow. A withdrawn submission stays withdrawn."""


def check_move(before: Status | None, after: Status) -> None:
    """:raises Rejected: no rule allows that move."""
    if after not in MOVES[before]:
        raise Rejected(f"a submission that is '{before}' cannot become '{after}'", code="illegal_move")
