"""The target that docs/targets.md shows, run as it stands there against a platform of that kind."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any

import flask
import pytest
from werkzeug.serving import make_server

from intake.deliveries import planning
from intake.deliveries.sending import Deliverer, deliver
from intake.deliveries.target import Target
from models import outbox
from models.definition import Publish
from models.tables.deliveries import DeliveryState
from models.vocabulary import Status
from tests.architecture.repository import ROOT
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform

DOCUMENT = ROOT / "docs" / "targets.md"
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOKEN = "of-this-test"


class Proposals:
    """The platform of the example."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, Any]] = {}
        self.loses = 0
        self.app = flask.Flask("proposals")
        self.app.add_url_rule("/proposals", "list", self._list)
        self.app.add_url_rule("/proposals", "new", self._new, methods=["POST"])
        self.app.add_url_rule("/proposals/<int:number>", "one", self._one, methods=["PUT", "DELETE"])
        self.app.before_request(self._known)

    def _known(self) -> Any:
        return None if flask.request.headers.get("Authorization") == f"Bearer {TOKEN}" else ("who?", 401)

    def _list(self) -> Any:
        wanted = flask.request.args["external_id"]
        return flask.jsonify([{"id": n, **row} for n, row in self.rows.items() if row["external_id"] == wanted])

    def _new(self) -> Any:
        number = len(self.rows) + 1
        self.rows[number] = flask.request.get_json()
        if self.loses:
            self.loses -= 1
            flask.request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
        return flask.jsonify({"id": number})

    def _one(self, number: int) -> Any:
        if number not in self.rows:
            return "not there", 404
        if flask.request.method == "DELETE":
            del self.rows[number]
        else:
            self.rows[number] = flask.request.get_json()
        return flask.jsonify({})


@pytest.fixture
def platform() -> Iterator[tuple[Proposals, str]]:
    proposals = Proposals()
    server = make_server("127.0.0.1", 0, proposals.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    yield proposals, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def municipality(sqlite_url: str, tmp_path: Path) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, Platform("http://nowhere.example"))
    made.publishes()
    yield made
    made.inloop.close()


def documented(url: str, token: str = TOKEN) -> Target:
    (example,) = EXAMPLE.findall(DOCUMENT.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    exec(compile(example, str(DOCUMENT), "exec"), names)  # noqa: S102 - it is our own document
    target: Target = names["ProposalsTarget"](url, token)
    return target


def delivers(municipality: Municipality, make: Callable[[Publish], Target]) -> None:
    """The worker has its turn, with the documented target in the registry's place."""
    services = municipality.inloop.services
    planning.plan(services.store, municipality.version)
    with services.store.write() as connection:
        planning.wake(connection)
        (entry_id,) = outbox.due(connection)
        work = outbox.lease(connection, entry_id)
    assert work is not None
    deliver(Deliverer(services.store, services.vault, make), work)


def test_it_brings_a_submission_and_takes_it_away(municipality: Municipality, platform: tuple[Proposals, str]) -> None:
    proposals, url = platform
    submission = municipality.enters()
    delivers(municipality, lambda _: documented(url))
    assert [row["answers"]["first"] for row in proposals.rows.values()] == ["trees"]
    assert municipality.status(submission) is Status.PUBLISHED
    municipality.moves(submission, Status.WITHDRAWN)
    delivers(municipality, lambda _: documented(url))
    assert proposals.rows == {}


def test_an_answer_that_is_lost_makes_no_second_one(
    municipality: Municipality, platform: tuple[Proposals, str]
) -> None:
    proposals, url = platform
    submission = municipality.enters()
    proposals.loses = 1
    delivers(municipality, lambda _: documented(url))
    assert municipality.delivery(submission).state is DeliveryState.SENDING
    municipality.time_passes()
    delivers(municipality, lambda _: documented(url))
    assert municipality.delivery(submission).state is DeliveryState.THERE
    assert len(proposals.rows) == 1


def test_a_token_that_is_refused_holds_everything(municipality: Municipality, platform: tuple[Proposals, str]) -> None:
    proposals, url = platform
    municipality.enters()
    delivers(municipality, lambda _: documented(url, "another"))
    assert (proposals.rows, municipality.line().code) == ({}, "bad_token")
