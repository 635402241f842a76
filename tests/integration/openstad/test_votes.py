"""A vote given by telephone, on paper or in a text message is that person's own on the website, and stands once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake.deliveries import planning
from intake.openstad.check import check
from intake.openstad.pulling import pull
from models import codes
from models.submissions import SUBMISSION
from models.tables.deliveries import DeliveryState
from models.vocabulary import Channel, Status
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.voting import paired, takes_part


def a_minute_ago(voting: Municipality) -> None:
    """What came in came before what is done on the website now: moments there are whole seconds."""
    with voting.inloop.services.store.write() as connection:
        at = connection.execute(sa.select(SUBMISSION.c.received_at)).scalars().one()
        connection.execute(SUBMISSION.update().values(received_at=at - timedelta(minutes=1)))


def pulled(voting: Municipality) -> None:
    assert pull(voting.inloop.services, voting.version).problem is None


def test_a_vote_is_passed_on_once_as_the_user_whose_code_it_is(voting: Municipality, ideas: list[int]) -> None:
    (code,) = paired(voting)
    submission = takes_part(voting, code)
    for _ in range(3):
        voting.works()
        voting.time_passes()
    assert voting.platform.votes_for(ideas) == [(ideas[0], "yes")]
    assert voting.status(submission) is Status.PUBLISHED
    before = voting.platform.signed_in(code.online or "")
    before.votes(ideas[0])
    assert voting.platform.votes_for(ideas) == [], "a second click by the same user takes it away: it was that user's"


def test_what_was_written_in_other_answers_does_not_hold_the_vote_up(voting: Municipality, ideas: list[int]) -> None:
    (code,) = paired(voting)
    takes_part(voting, code, safe=1, why="Omdat het er donker is.")
    voting.works()
    assert voting.platform.votes_for(ideas) == [(ideas[0], "yes")]


def test_a_later_contribution_with_the_same_code_moves_the_vote(voting: Municipality, ideas: list[int]) -> None:
    (code,) = paired(voting)
    takes_part(voting, code)
    voting.works()
    takes_part(voting, code, first="benches")
    for _ in range(3):
        voting.works()
        voting.time_passes()
    assert voting.platform.votes_for(ideas) == [(ideas[1], "yes")]


def test_the_same_vote_given_again_still_stands(voting: Municipality, ideas: list[int]) -> None:
    (code,) = paired(voting)
    takes_part(voting, code)
    voting.works()
    takes_part(voting, code)
    for _ in range(3):
        voting.works()
        voting.time_passes()
    assert voting.platform.votes_for(ideas) == [(ideas[0], "yes")]


def test_a_withdrawn_vote_is_taken_away(voting: Municipality, ideas: list[int]) -> None:
    (code,) = paired(voting)
    submission = takes_part(voting, code)
    voting.works()
    voting.moves(submission, Status.WITHDRAWN)
    voting.works()
    assert voting.platform.votes_for(ideas) == []


def test_who_voted_on_the_website_already_is_left_alone_and_staff_see_it(
    voting: Municipality, ideas: list[int]
) -> None:
    (code,) = paired(voting)
    voting.platform.signed_in(code.online or "").votes(ideas[1])
    submission = takes_part(voting, code)
    voting.works()
    assert voting.platform.votes_for(ideas) == [(ideas[1], "yes")]
    assert (voting.delivery(submission).state, voting.delivery(submission).code) == (
        DeliveryState.FAILED,
        "voted_there",
    )


def test_a_later_vote_on_the_website_is_the_one_that_counts(voting: Municipality, ideas: list[int]) -> None:
    (code,) = paired(voting)
    submission = takes_part(voting, code)
    a_minute_ago(voting)
    voting.works()
    pulled(voting)
    assert voting.inloop.submissions(Channel.ONLINE) == [], "our own vote is not somebody's contribution once more"
    person = voting.platform.signed_in(code.online or "")
    person.votes(ideas[0])
    person.votes(ideas[1])
    pulled(voting)
    (online,) = (one for one in voting.inloop.submissions(Channel.ONLINE) if one.participation_code)
    assert (online.answers[0].value, online.status) == ("benches", Status.ACCEPTED)
    assert voting.status(submission) is Status.SUPERSEDED
    voting.works()
    assert voting.platform.votes_for(ideas) == [(ideas[1], "yes")]


def test_yes_or_no_is_a_vote_for_or_against(voting: Municipality, ideas: list[int]) -> None:
    voting.publishes(**{"as": "vote", "question": "again", "resource": ideas[2]})
    agrees, does_not = paired(voting, *voting.platform.makes_codes(2))
    takes_part(voting, agrees)
    takes_part(voting, does_not, again=False)
    voting.works()
    assert voting.platform.votes_for(ideas) == [(ideas[2], "no"), (ideas[2], "yes")]


def test_several_options_are_several_votes(voting: Municipality, ideas: list[int]) -> None:
    by_option = f"{{light: {ideas[0]}, toilet: {ideas[1]}, art: {ideas[2]}}}"
    voting.publishes(**{"as": "vote", "question": "also", "resources": by_option})
    (code,) = paired(voting)
    takes_part(voting, code)
    voting.works()
    assert voting.platform.votes_for(ideas) == [(ideas[0], "yes"), (ideas[2], "yes")]


def test_a_code_that_the_website_does_not_know_is_shown_to_staff(voting: Municipality, ideas: list[int]) -> None:
    (code,) = paired(voting, "no-such-code")
    submission = takes_part(voting, code)
    voting.works()
    assert voting.delivery(submission).code == "unknown_code"
    assert voting.platform.votes_for(ideas) == []


def test_a_code_without_one_of_the_website_is_shown_to_staff(voting: Municipality) -> None:
    services = voting.inloop.services
    with services.store.write() as connection:
        (code,) = codes.make(services.store, connection, services.vault, voting.version, 1)
    submission = takes_part(voting, code)
    voting.works()
    assert voting.delivery(submission).code == "no_voter"


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"isActive": False}, "closed"),
        ({"voteType": "budgeting"}, "kind_of_votes"),
        ({"requiredUserRole": "anonymous"}, "anonymous_likes"),
    ],
)
def test_where_no_votes_can_be_passed_on_they_wait_until_they_can(
    voting: Municipality, ideas: list[int], settings: dict[str, object], problem: str
) -> None:
    (code,) = paired(voting)
    submission = takes_part(voting, code)
    voting.platform.votes_by(**settings)
    voting.works()
    assert (voting.line().code, voting.status(submission)) == (problem, Status.APPROVED)
    assert not any(one.is_good for one in check(voting.inloop.settings, voting.version) if "votes" in one.text)
    voting.platform.votes_by(isActive=True, voteType="likes", requiredUserRole="member")
    voting.time_passes()
    voting.works()
    assert voting.platform.votes_for(ideas) == [(ideas[0], "yes")]


def test_nothing_is_planned_before_the_question_was_answered(voting: Municipality) -> None:
    voting.publishes(**{"as": "vote", "question": "also", "resources": "{light: 1}"})
    (code,) = paired(voting)
    submission = takes_part(voting, code, also=[])
    planning.plan(voting.inloop.services.store, voting.version)
    assert voting.status(submission) is Status.ACCEPTED


def test_the_check_names_an_idea_that_is_not_there(voting: Municipality) -> None:
    voting.publishes(**{"as": "vote", "question": "again", "resource": 999_999})
    told = [one.text for one in check(voting.inloop.settings, voting.version) if not one.is_good]
    assert told == ["idea 999999 is not there; mend publish.resource"]
