"""One participation code is one voice: its latest valid contribution counts, in whatever order they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models.vocabulary import Status
from models.voices import Contribution, counting

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def at(hours: int, *, complete: bool = True) -> Contribution:
    return Contribution(f"id{hours}", Status.ACCEPTED, complete, BEGAN + timedelta(hours=hours))


def test_the_latest_counts() -> None:
    assert counting([at(2), at(9), at(4)]) == at(9)


def test_a_call_that_was_broken_off_does_not_replace_a_whole_letter() -> None:
    assert counting([at(2), at(9, complete=False)]) == at(2)


def test_of_what_is_only_partial_the_latest_counts() -> None:
    assert counting([at(2, complete=False), at(9, complete=False)]) == at(9, complete=False)


def test_without_contributions_none_counts() -> None:
    assert counting([]) is None
