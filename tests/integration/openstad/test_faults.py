"""What goes wrong over there: each fault has one outcome, no row is doubled, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.deliveries import planning
from intake.deliveries.sending import MOST_UNCLEAR, deliver, try_again
from intake.deliveries.target import Item, Target
from models import outbox
from models.tables.deliveries import DeliveryState
from models.vocabulary import OutboxKind, Status
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import IDEA, Municipality
from tests.integration.openstad.platform import Platform
from tests.openstad_double import ADMIN, EDITOR, MEMBER, OpenStadDouble


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path, double: OpenStadDouble) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, Platform(double.url, token=ADMIN))
    made.publishes(**{"as": "resource"})
    yield made
    made.inloop.close()


def an_approved_one(municipality: Municipality) -> str:
    submission = municipality.enters()
    municipality.approves(submission)
    return submission


@pytest.mark.parametrize("role", [None, MEMBER, EDITOR])
def test_without_the_rights_nothing_is_sent_and_staff_see_why(
    beside: Municipality, double: OpenStadDouble, role: str | None
) -> None:
    """A token that is not known is somebody anonymous, with 200: nothing but asking who we are tells."""
    double.tokens = {ADMIN: double.tokens[role]} if role else {}
    submission = an_approved_one(beside)
    beside.works()
    assert double.rows["resource"] == []
    assert beside.line().code == ("role" if role else "bad_token")
    assert beside.status(submission) is Status.APPROVED


def test_a_token_that_was_mended_lets_go_what_waited(beside: Municipality, double: OpenStadDouble) -> None:
    known, double.tokens = double.tokens, {}
    submission = an_approved_one(beside)
    beside.works()
    double.tokens = known
    beside.time_passes()
    beside.works()
    assert len(double.rows["resource"]) == 1
    assert (beside.status(submission), beside.line().code) == (Status.PUBLISHED, None)


def test_a_token_that_ends_on_the_way_leaves_one_row_that_becomes_ours(
    beside: Municipality, double: OpenStadDouble
) -> None:
    """The platform took it from somebody anonymous: it is found, and made right, once the token is known again."""
    known = dict(double.tokens)
    submission = an_approved_one(beside)

    def ends(method: str, path: str) -> bool:
        if method == "POST":
            double.tokens = {}
        return False

    double.broken = ends
    beside.works()
    assert [row["userId"] for row in double.rows["resource"]] == [None]
    assert beside.status(submission) is Status.APPROVED
    double.broken, double.tokens = lambda method, path: False, known
    beside.time_passes()
    beside.works()
    assert len(double.rows["resource"]) == 1
    assert beside.status(submission) is Status.PUBLISHED


@pytest.mark.parametrize("kind", ["resource", "submission", "comment"])
def test_an_answer_that_is_lost_after_the_row_was_made_makes_no_second_row(
    beside: Municipality, double: OpenStadDouble, kind: str
) -> None:
    mapping: dict[str, object] = {"widget": 1} if kind == "submission" else {}
    if kind == "comment":
        mapping["resource"] = beside.platform.new_idea()
    beside.publishes(**{"as": kind, **mapping})
    submission = an_approved_one(beside)
    double.lose_answers(1)
    beside.works()
    before = list(double.rows[kind])
    assert beside.delivery(submission).state is DeliveryState.SENDING
    beside.works()
    assert double.rows[kind] == before, "what may still be under way is not looked for yet"
    beside.time_passes()
    beside.works()
    assert len(double.rows[kind]) == len(before)
    assert beside.status(submission) is Status.PUBLISHED


def test_two_comments_in_the_same_words_stay_two(beside: Municipality, double: OpenStadDouble) -> None:
    beside.publishes(**{"as": "comment", "resource": beside.platform.new_idea()})
    first = an_approved_one(beside)
    beside.works()
    second = an_approved_one(beside)
    double.lose_answers(1)
    beside.works()
    beside.time_passes()
    beside.works()
    assert len(double.rows["comment"]) == 2
    assert beside.delivery(first).their_id != beside.delivery(second).their_id


def test_a_platform_that_is_down_for_a_day_gets_everything_afterwards(
    beside: Municipality, double: OpenStadDouble
) -> None:
    submissions = [an_approved_one(beside) for _ in range(3)]
    double.stop()
    for _ in range(100):
        beside.works()
        assert beside.line().code == "away"
        beside.time_passes()
    double.start()
    beside.works()
    assert len(double.rows["resource"]) == 3
    assert {beside.status(one) for one in submissions} == {Status.PUBLISHED}


def test_an_unknown_enquete_is_never_sent_to(beside: Municipality, double: OpenStadDouble) -> None:
    """It would end the platform's server."""
    beside.publishes(**{"as": "submission", "widget": 99})
    beside.enters()
    beside.works()
    assert double.died == 0
    assert beside.line().code == "no_widget"


def test_a_project_that_is_not_there_is_told_as_such(beside: Municipality, double: OpenStadDouble) -> None:
    beside.publishes(**{"as": "resource", "project": 77})
    an_approved_one(beside)
    beside.works()
    assert beside.line().code == "no_project"


def test_a_closed_project_holds_everything_until_it_is_open(beside: Municipality, double: OpenStadDouble) -> None:
    double.config["resources"]["canAddNewResources"] = False
    submission = an_approved_one(beside)
    beside.works()
    assert (beside.line().code, double.rows["resource"]) == ("closed", [])
    double.config["resources"]["canAddNewResources"] = True
    beside.time_passes()
    beside.works()
    assert beside.status(submission) is Status.PUBLISHED


def test_a_text_that_the_platform_refuses_holds_up_nobody_else(beside: Municipality, double: OpenStadDouble) -> None:
    """Approved when the limits were not known here yet."""
    refused = beside.enters()
    beside.approves(refused, replace(IDEA, title="Te kort"))
    other = an_approved_one(beside)
    beside.works()
    delivery = beside.delivery(refused)
    assert (delivery.state, delivery.code) == (DeliveryState.FAILED, "refused")
    assert "Titel moet tussen 10 en 50 tekens zijn" in delivery.problem
    assert beside.status(other) is Status.PUBLISHED
    beside.approves(refused)
    beside.works()
    assert (beside.status(refused), len(double.rows["resource"])) == (Status.PUBLISHED, 2)


def test_the_pace_that_the_platform_asks_for_is_kept(beside: Municipality, double: OpenStadDouble) -> None:
    for _ in range(12):
        beside.enters()
    beside.publishes(**{"as": "submission", "widget": 1})
    double.limit = 8
    minutes = 0
    while len(double.rows["submission"]) < 12:
        before = double.requests
        beside.works()
        assert double.requests - before <= double.limit, "not one request is made to be refused"
        assert beside.line().code is None, "nobody need be told"
        double.new_window()
        beside.time_passes()
        minutes += 1
    assert minutes > 1


def test_errors_of_the_platform_with_one_submission_let_the_others_go_on(
    beside: Municipality, double: OpenStadDouble
) -> None:
    poor = an_approved_one(beside)
    double.broken = lambda method, path: method == "POST"
    for _ in range(MOST_UNCLEAR):
        beside.works()
        beside.time_passes()
    assert beside.delivery(poor).state is DeliveryState.FAILED
    double.broken = lambda method, path: False
    other = an_approved_one(beside)
    beside.works()
    assert beside.status(other) is Status.PUBLISHED
    with beside.inloop.services.store.write() as connection:
        assert try_again(connection, beside.delivery(poor).id, beside.version.organisation_id)
    beside.works()
    assert (beside.status(poor), len(double.rows["resource"])) == (Status.PUBLISHED, 2)


@pytest.mark.parametrize("kind", ["resource", "submission"])
def test_what_somebody_deleted_there_comes_back_only_at_a_persons_word(
    beside: Municipality, double: OpenStadDouble, kind: str
) -> None:
    beside.publishes(**{"as": kind, "widget": 1})
    submission = an_approved_one(beside)
    beside.works()
    double.rows[kind].clear()
    beside.approves(submission)
    beside.works()
    delivery = beside.delivery(submission)
    assert (delivery.state, delivery.code, double.rows[kind]) == (DeliveryState.FAILED, "deleted_there", [])
    with beside.inloop.services.store.write() as connection:
        assert try_again(connection, delivery.id, beside.version.organisation_id)
    beside.works()
    assert (len(double.rows[kind]), beside.status(submission)) == (1, Status.PUBLISHED)


@pytest.mark.parametrize("kind", ["resource", "submission", "comment"])
def test_withdrawing_what_somebody_deleted_there_is_as_good(
    beside: Municipality, double: OpenStadDouble, kind: str
) -> None:
    idea = beside.platform.new_idea() if kind == "comment" else None
    beside.publishes(**{"as": kind, "widget": 1, **({"resource": idea} if idea else {})})
    submission = an_approved_one(beside)
    beside.works()
    double.rows[kind].clear()
    beside.moves(submission, Status.WITHDRAWN)
    beside.works()
    assert beside.delivery(submission).state is DeliveryState.GONE


def test_withdrawing_what_may_have_arrived_looks_for_it_first(beside: Municipality, double: OpenStadDouble) -> None:
    submission = an_approved_one(beside)
    double.lose_answers(1)
    beside.works()
    beside.moves(submission, Status.WITHDRAWN)
    beside.time_passes()
    beside.works()
    assert [row["publishDate"] for row in double.rows["resource"]] == [None]


def test_a_text_approved_anew_while_the_old_one_is_on_its_way_follows_it(
    beside: Municipality, double: OpenStadDouble
) -> None:
    submission = an_approved_one(beside)
    work = _work(beside)

    class Slow:
        def __init__(self, target: Target) -> None:
            self.target = target
            self.prepare, self.find = target.prepare, target.find
            self.replace, self.withdraw = target.replace, target.withdraw

        def place(self, item: Item) -> str | None:
            made = self.target.place(item)
            beside.approves(submission, replace(IDEA, title="Veel meer licht op het plein"))
            return made

    deliver(beside.deliverer(Slow), work)
    assert [row["title"] for row in double.rows["resource"]] == ["Veel meer licht op het plein"]
    assert beside.status(submission) is Status.PUBLISHED


def test_of_two_workers_with_one_lease_only_one_sends(beside: Municipality, double: OpenStadDouble) -> None:
    an_approved_one(beside)
    work = _work(beside)
    late = replace(work, attempts=work.attempts - 1)
    deliver(beside.deliverer(), late)
    assert double.rows["resource"] == []
    deliver(beside.deliverer(), work)
    assert len(double.rows["resource"]) == 1


def _work(beside: Municipality) -> outbox.Work:
    with beside.inloop.services.store.write() as connection:
        planning.wake(connection)
        (entry_id,) = outbox.due(connection)
        work = outbox.lease(connection, entry_id)
    assert work is not None
    assert work.kind is OutboxKind.DELIVER
    return work


def test_what_was_brought_to_another_project_is_not_looked_for_in_the_new_one(
    beside: Municipality, double: OpenStadDouble
) -> None:
    submission = an_approved_one(beside)
    beside.works()
    beside.publishes(**{"as": "comment", "resource": beside.platform.new_idea()})
    beside.moves(submission, Status.WITHDRAWN)
    beside.works()
    delivery = beside.delivery(submission)
    assert (delivery.state, delivery.code) == (DeliveryState.FAILED, "other_place")
    beside.publishes(**{"as": "resource"})
    with beside.inloop.services.store.write() as connection:
        assert try_again(connection, delivery.id, beside.version.organisation_id)
    beside.works()
    assert beside.delivery(submission).state is DeliveryState.GONE
    assert [row["publishDate"] for row in double.rows["resource"] if row["extraData"]] == [None]
