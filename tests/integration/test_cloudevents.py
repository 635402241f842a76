"""What was approved reaches a receiver of events, in the form of the NL GOV profile for CloudEvents."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask
import pytest
from werkzeug.serving import make_server

from models.tables.deliveries import DeliveryState
from models.vocabulary import Status
from tests.consultation import SOURCE
from tests.installation import Installation
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform

OIN_SOURCE = "urn:nld:oin:00000001234567890000:systeem:inloop"


class Receiver:
    """Keeps what it is sent, and answers as it is told to."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        app = flask.Flask("receiver")
        app.add_url_rule("/events", "events", self._take, methods=["POST"])
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}/events"

    def _take(self) -> tuple[str, int, dict[str, str]]:
        code, headers = self.answers.pop(0) if self.answers else (204, {})
        if code < 500:
            self.headers.append(dict(flask.request.headers))
        self.events.append(flask.request.get_json(force=True))
        return "", code, headers


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path, receiver: Receiver) -> Iterator[Municipality]:
    inloop = Installation(
        tmp_path / "home",
        sqlite_url,
        cloudevents_url=receiver.url,
        cloudevents_source=OIN_SOURCE,
        cloudevents_token="een-geheim",
    )
    inloop.add_organisation()
    inloop.load(f"{SOURCE}\npublish: {{to: cloudevents}}\n")
    yield Municipality(inloop, Platform(receiver.url), SOURCE)
    inloop.close()


def test_an_event_says_what_was_approved_and_its_envelope_says_nothing_of_it(
    beside: Municipality, receiver: Receiver
) -> None:
    submission = beside.enters()
    beside.works()
    (event,) = receiver.events
    assert re.fullmatch(r"urn:nld:oin:\d{20}:systeem:[a-z0-9-]+", event["source"])
    assert event["type"].startswith("nl.overheid.")
    assert (event["specversion"], event["datacontenttype"]) == ("1.0", "application/json")
    assert event["data"]["answers"]["first"] == "trees"
    reference = beside.delivery(submission).reference
    envelope = {name: value for name, value in event.items() if name not in ("data", "time")}
    assert envelope["subject"] == reference
    assert "4821" not in str(envelope)
    assert receiver.headers[0]["Content-Type"] == "application/cloudevents+json"
    assert receiver.headers[0]["Authorization"] == "Bearer een-geheim"
    assert beside.status(submission) is Status.PUBLISHED


def test_a_withdrawal_is_an_event_of_its_own_without_what_was_said(beside: Municipality, receiver: Receiver) -> None:
    submission = beside.enters()
    beside.works()
    beside.moves(submission, Status.WITHDRAWN)
    beside.works()
    assert [event["type"].rsplit(".", 1)[1] for event in receiver.events] == ["goedgekeurd", "ingetrokken"]
    assert "data" not in receiver.events[1]
    assert beside.delivery(submission).state is DeliveryState.GONE


def test_an_event_that_is_sent_again_has_the_same_id(beside: Municipality, receiver: Receiver) -> None:
    receiver.answers = [(500, {})]
    beside.enters()
    beside.works()
    beside.time_passes()
    beside.works()
    assert len(receiver.events) == 2
    assert len({(event["source"], event["id"]) for event in receiver.events}) == 1


@pytest.mark.parametrize(
    ("code", "problem"), [(401, "bad_token"), (404, "no_receiver"), (410, "gone"), (429, None), (301, "no_receiver")]
)
def test_a_receiver_that_refuses_holds_everything_and_loses_nothing(
    beside: Municipality, receiver: Receiver, code: int, problem: str | None
) -> None:
    receiver.answers = [(code, {"Retry-After": "30"})]
    submission = beside.enters()
    beside.works()
    assert (beside.line().code, beside.status(submission)) == (problem, Status.APPROVED)
    beside.time_passes()
    beside.works()
    assert beside.status(submission) is Status.PUBLISHED
