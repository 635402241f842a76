"""What people do on the website is counted with the rest; what its staff says of ours comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from channels.online.keep import Came
from intake.deliveries.approving import limits_known
from intake.deliveries.target import Length
from intake.openstad.pulling import MARK, OUTCOME, SWEEP_EVERY, Pulled, pull
from models.clock import now
from models.tables.deliveries import DeliveryState
from models.vocabulary import Channel, Status
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform
from tests.openstad_double import ADMIN, DONE_STATUS, MEMBER, OpenStadDouble, later

FILLED_IN = {
    "first": "meer bomen", "also": '["meer licht", "kunst"]', "safe": "4", "again": "Ja", "age": "61", "where": "1506",
    "role": "ik woon hier",
}  # fmt: skip


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path, double: OpenStadDouble) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, Platform(double.url, token=ADMIN))
    made.publishes()
    yield made
    made.inloop.close()


def pulls(municipality: Municipality) -> Pulled:
    return pull(municipality.inloop.services, municipality.version)


def online(municipality: Municipality) -> list[Any]:
    return municipality.inloop.submissions(Channel.ONLINE)


def outcomes(municipality: Municipality) -> list[Any]:
    with municipality.inloop.services.store.read() as connection:
        return list(connection.execute(sa.select(OUTCOME).order_by(OUTCOME.c.at)))


def test_an_enquete_on_the_website_has_the_values_of_any_other_door(on_each_store: Municipality) -> None:
    on_each_store.publishes()
    mark = f"op {uuid4()}"
    on_each_store.platform.fill_in(**{**FILLED_IN, "safe": "1", "why": mark, "email": "iemand@zaandijk.example"})
    assert pulls(on_each_store).problem is None
    found = [one for one in online(on_each_store) if mark in [answer.value for answer in one.answers]]
    assert [one.status for one in found] == [Status.ACCEPTED]
    assert {answer.question: answer.value for answer in found[0].answers} == {
        "first": "trees", "also": ["light", "art"], "safe": 1, "why": mark, "again": True, "age": 61, "where": "1506",
        "role": "resident",
    }  # fmt: skip
    assert "iemand@zaandijk.example" not in found[0].model_dump_json()


def test_what_we_brought_there_never_comes_back_as_something_new(on_each_store: Municipality) -> None:
    on_each_store.publishes()
    before = pulls(on_each_store)
    on_each_store.enters(role="worker")
    on_each_store.works()
    assert pulls(on_each_store).came[Came.NEW] == 0
    assert len(online(on_each_store)) == before.came[Came.NEW]


def test_pulling_again_takes_nothing_in_twice(beside: Municipality) -> None:
    beside.platform.fill_in(**FILLED_IN)
    assert pulls(beside).came[Came.NEW] == 1
    assert pulls(beside).came[Came.NEW] == 0
    assert len(online(beside)) == 1


def test_only_what_changed_since_the_last_time_is_read(beside: Municipality, double: OpenStadDouble) -> None:
    for _ in range(250):
        beside.platform.fill_in(**FILLED_IN)
    for minutes, row in enumerate(double.rows["submission"], start=10):
        row["updatedAt"] = later(row["updatedAt"], -timedelta(minutes=minutes))
    assert pulls(beside).came[Came.NEW] == 250
    beside.platform.fill_in(**FILLED_IN)
    before = double.requests
    assert pulls(beside).came[Came.NEW] == 1
    assert double.requests - before == 3, "who we are, what the project asks of texts, and one page"


def test_a_pull_that_is_broken_off_goes_on_where_it_was(beside: Municipality, double: OpenStadDouble) -> None:
    for _ in range(350):
        beside.platform.fill_in(**FILLED_IN)
    double.limit = 4
    double.new_window()
    first = pulls(beside)
    assert first.problem is not None
    assert 0 < first.came[Came.NEW] < 350
    double.limit = None
    double.log.clear()
    second = pulls(beside)
    assert first.came[Came.NEW] + second.came[Came.NEW] == len(online(beside)) == 350
    assert len([line for line in double.log if line.endswith("/submission")]) < 4, "it does not begin anew"


def test_a_contribution_that_was_changed_there_is_changed_here(beside: Municipality, double: OpenStadDouble) -> None:
    beside.platform.fill_in(**FILLED_IN)
    pulls(beside)
    (row,) = double.rows["submission"]
    beside.platform.ask("PUT", f"submission/{row['id']}", {"submittedData": {**FILLED_IN, "first": "bankjes"}})
    assert pulls(beside).came[Came.CHANGED] == 1
    (found,) = online(beside)
    assert next(answer.value for answer in found.answers if answer.question == "first") == "benches"
    assert len(found.evidence) == 2, "what stood there first is kept"


def test_an_answer_that_fits_no_option_waits_for_a_person(beside: Municipality) -> None:
    beside.platform.fill_in(**{**FILLED_IN, "first": "een zwembad"})
    pulls(beside)
    assert online(beside)[0].status is Status.NEEDS_PERSON


def test_ideas_of_the_website_come_in_with_what_they_say(beside: Municipality, double: OpenStadDouble) -> None:
    beside.publishes(**{"as": "resource"})
    beside.platform.new_idea("Een idee van iemand thuis")
    assert pulls(beside).came[Came.NEW] == 1
    (found,) = online(beside)
    assert found.answers[0].question == "statement"
    assert found.answers[0].value.startswith("Een idee van iemand thuis\n\nZo ziet het plein")
    double.rows["resource"].clear()
    assert pulls(beside).gone == 1
    assert online(beside)[0].status is Status.WITHDRAWN


def test_comments_of_others_come_in_and_our_own_do_not(beside: Municipality, double: OpenStadDouble) -> None:
    idea = beside.platform.new_idea()
    beside.publishes(**{"as": "comment", "resource": idea})
    submission = beside.enters()
    beside.approves(submission)
    beside.works()
    somebody = Platform(double.url, token=MEMBER)
    somebody.ask("POST", f"resource/{idea}/comment", {"description": "Ik ben het hier van harte mee eens."})
    assert pulls(beside).came == {Came.NEW: 1}


def test_a_status_and_a_text_of_the_platforms_staff_are_an_answer(beside: Municipality, double: OpenStadDouble) -> None:
    beside.publishes(**{"as": "resource"})
    submission = beside.enters()
    beside.approves(submission)
    beside.works()
    assert pulls(beside).outcomes == 0, "the status that each new idea gets is no news"
    path = f"resource/{beside.delivery(submission).their_id}"
    text = "<p>Wij plaatsen in mei nieuwe lantaarns &amp; bankjes.</p>"
    beside.platform.ask("PUT", path, {"statuses": [DONE_STATUS]})
    beside.platform.ask("PUT", path, {"modBreaks": [{"description": text}]})
    assert pulls(beside).outcomes == 1
    assert pulls(beside).outcomes == 0
    (told,) = outcomes(beside)
    assert told.text == "Wij plaatsen in mei nieuwe lantaarns & bankjes."
    assert (told.statuses, told.answers) == (["Deze inzending wordt uitgevoerd"], True)
    assert beside.status(submission) is Status.ANSWERED
    assert online(beside) == []


def test_an_idea_of_ours_that_somebody_deleted_there_is_shown_to_staff(
    beside: Municipality, double: OpenStadDouble
) -> None:
    beside.publishes(**{"as": "resource"})
    submission = beside.enters()
    beside.approves(submission)
    beside.works()
    double.rows["resource"].clear()
    assert pulls(beside).gone == 1
    assert beside.delivery(submission).state is DeliveryState.FAILED
    beside.works()
    assert double.rows["resource"] == [], "it does not come back by itself"


def test_an_enquete_that_was_deleted_there_does_not_count_any_more(
    beside: Municipality, double: OpenStadDouble
) -> None:
    beside.platform.fill_in(**FILLED_IN)
    beside.platform.fill_in(**{**FILLED_IN, "first": "bankjes"})
    pulls(beside)
    (deleted, _) = double.rows["submission"]
    beside.platform.ask("DELETE", f"submission/{deleted['id']}")
    assert pulls(beside).gone == 0, "it is looked for once a day"
    a_day_passes(beside)
    assert pulls(beside).gone == 1
    assert sorted(one.status for one in online(beside)) == [Status.ACCEPTED, Status.WITHDRAWN]


def test_a_comment_that_was_deleted_there_does_not_count(beside: Municipality, double: OpenStadDouble) -> None:
    idea = beside.platform.new_idea()
    beside.publishes(**{"as": "comment", "resource": idea})
    somebody = Platform(double.url, token=MEMBER)
    somebody.ask("POST", f"resource/{idea}/comment", {"description": "Ik ben het hier van harte mee eens."})
    pulls(beside)
    beside.platform.ask("DELETE", f"resource/{idea}/comment/{double.rows['comment'][0]['id']}")
    a_day_passes(beside)
    assert pulls(beside).gone == 1
    assert [one.status for one in online(beside)] == [Status.WITHDRAWN]


def test_one_of_ours_that_was_deleted_among_the_enquetes_is_shown_to_staff(
    beside: Municipality, double: OpenStadDouble
) -> None:
    submission = beside.enters()
    beside.works()
    pulls(beside)
    double.rows["submission"].clear()
    a_day_passes(beside)
    assert pulls(beside).gone == 1
    assert (beside.delivery(submission).state, beside.delivery(submission).code) == (
        DeliveryState.FAILED,
        "deleted_there",
    )


def a_day_passes(beside: Municipality) -> None:
    with beside.inloop.services.store.write() as connection:
        connection.execute(MARK.update().values(swept_at=now() - SWEEP_EVERY))


def test_what_the_project_asks_of_texts_is_known_before_anything_is_approved(beside: Municipality) -> None:
    beside.publishes(**{"as": "resource"})
    pulls(beside)
    with beside.inloop.services.store.read() as connection:
        limits = limits_known(connection, beside.version.consultation_id)
    assert limits is not None
    assert (limits.title, limits.body) == (Length(10, 50), Length(140, 5000))
