"""What is not certain of a vote: nothing is sent twice, and staff see what waits."""

from __future__ import annotations

import pytest

from intake.openstad.pulling import pull
from models.tables.deliveries import DeliveryState
from models.vocabulary import Channel, Status
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform
from tests.integration.openstad.voting import paired, takes_part
from tests.openstad_double import ADMIN, OpenStadDouble


@pytest.fixture
def platform(double: OpenStadDouble) -> Platform:
    return Platform(double.url, token=ADMIN)


def test_a_vote_whose_answer_was_lost_is_looked_for_and_not_sent_again(
    voting: Municipality, double: OpenStadDouble, ideas: list[int]
) -> None:
    """Sent again, it would take itself away."""
    (code,) = paired(voting)
    submission = takes_part(voting, code)
    double.lose_answers(1)
    voting.works()
    assert voting.delivery(submission).state is DeliveryState.SENDING
    assert pull(voting.inloop.services, voting.version).problem is None
    assert voting.inloop.submissions(Channel.ONLINE) == [], "what may be ours is not taken for the person's own"
    voting.time_passes()
    voting.works()
    assert (voting.delivery(submission).state, voting.status(submission)) == (DeliveryState.THERE, Status.PUBLISHED)
    assert [line for line in double.log if line.startswith("POST") and line.endswith("/vote")] == [
        "POST /api/project/2/vote"
    ]
    assert voting.platform.votes_for(ideas) == [(ideas[0], "yes")]


def test_a_vote_that_was_not_taken_is_sent_when_it_surely_is_not_there(
    voting: Municipality, double: OpenStadDouble, ideas: list[int]
) -> None:
    (code,) = paired(voting)
    takes_part(voting, code)
    double.broken = lambda method, path: method == "POST" and path.endswith("/vote")
    voting.works()
    double.broken = lambda method, path: False
    voting.works()
    assert voting.platform.votes_for(ideas) == [], "not before a request under way has surely ended"
    voting.time_passes()
    voting.works()
    assert voting.platform.votes_for(ideas) == [(ideas[0], "yes")]


def test_an_auth_server_that_takes_us_for_somebody_guessing_is_left_in_peace(
    voting: Municipality, double: OpenStadDouble
) -> None:
    (code,) = paired(voting)
    takes_part(voting, code)
    double.voting.too_often = True
    voting.works()
    assert voting.line().code == "too_often"
