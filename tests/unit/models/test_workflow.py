"""A submission moves along the workflow, and no other way."""

from __future__ import annotations

import pytest

from models.errors import Rejected
from models.vocabulary import Status
from models.workflow import MOVES, check_move


def test_every_status_says_what_may_follow() -> None:
    assert set(MOVES) == {None, *Status}


def test_every_status_can_be_reached() -> None:
    reached: set[Status] = set()
    frontier: set[Status | None] = {None}
    while frontier:
        following = {after for before in frontier for after in MOVES[before]} - reached
        reached |= following
        frontier = set(following)
    assert reached == set(Status)


def test_everything_that_is_not_withdrawn_can_be() -> None:
    assert all(Status.WITHDRAWN in MOVES[status] for status in Status if status is not Status.WITHDRAWN)


def test_a_withdrawn_submission_stays_withdrawn() -> None:
    assert MOVES[Status.WITHDRAWN] == frozenset()


@pytest.mark.parametrize(
    ("before", "after"),
    [(Status.WITHDRAWN, Status.ACCEPTED), (Status.IN_PROGRESS, Status.PUBLISHED), (None, Status.ANSWERED)],
)
def test_an_illegal_move_is_refused(before: Status | None, after: Status) -> None:
    with pytest.raises(Rejected):
        check_move(before, after)


def test_nothing_is_published_that_nobody_approved() -> None:
    assert {before for before, after in MOVES.items() if Status.PUBLISHED in after} == {
        Status.APPROVED,
        Status.ANSWERED,
    }
