"""The telephone company that takes our messages and calls, on this machine: the simulator's, with faults to order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import flask
from werkzeug.serving import make_server

from intake.simulator.carrier import REFUSED_NUMBERS, Brought, Carrier, Fault, What
from intake.simulator.company import Delivered
from intake.simulator.rest import add_rest
from intake.simulator.shelf import Shelf
from tests.installation import TOKEN, Installation


@dataclass
class CarrierHost:
    """`url` is what INLOOP_TWILIO_API_URL is set to.

    :ivar faults: what happens to the next requests, one each; after the last all goes well.
    :ivar later: callbacks that were not told yet: `report()` tells them.
    """

    folder: Path
    inloop: Installation | None = None
    faults: deque[Fault | None] = field(default_factory=deque)
    later: list[Callable[[], None]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    nameless: bool = False
    """Callbacks come to the bare address, as when they are set for a number in the company's console."""
    meanwhile: Callable[[], None] | None = None
    """Done while a request is with the company."""

    def __post_init__(self) -> None:
        self.carrier = Carrier(self.folder, self._deliver, faults=self._fault, tell=self.later.append)
        app = flask.Flask("carrier")
        blueprint = flask.Blueprint("carrier", __name__)
        add_rest(blueprint, Shelf(self.folder), self.carrier, TOKEN)
        app.register_blueprint(blueprint)
        app.before_request(self._ask)
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}/simulator"

    def _ask(self) -> None:
        self.asked.append(f"{flask.request.method} {flask.request.path.rsplit('/', 1)[-1]}")

    def _fault(self, _what: What, fields: Mapping[str, str]) -> Fault | None:
        if self.meanwhile is not None:
            self.meanwhile()
        if self.faults:
            return self.faults.popleft()
        code = REFUSED_NUMBERS.get(fields.get("To", ""))
        return None if code is None else Fault(status=400, code=code, taken=False)

    def _deliver(self, method: str, url: str, fields: Mapping[str, str]) -> Delivered:
        assert self.inloop is not None
        assert method == "POST"
        parts = urlsplit(url)
        path = parts.path if self.nameless else f"{parts.path}?{parts.query}"
        answer = self.inloop.signed(path, **fields)
        assert answer.status_code == 204, answer.text
        return Delivered(answer.status_code, answer.text)

    def report(self) -> None:
        """Tell what became of all that was taken."""
        while self.later:
            self.later.pop(0)()

    @property
    def messages(self) -> list[Brought]:
        """Oldest first."""
        return self.carrier.brought(What.MESSAGES)[::-1]

    @property
    def calls(self) -> list[Brought]:
        return self.carrier.brought(What.CALLS)[::-1]


@contextmanager
def running_carrier(folder: Path) -> Iterator[CarrierHost]:
    host = CarrierHost(folder)
    thread = threading.Thread(target=host.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        thread.join()
        host.server.server_close()
