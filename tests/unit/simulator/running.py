"""Inloop on a port of this machine, with its simulator on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from intake.simulator.company import Company, company
from intake.simulator.texter import Texter
from intake.simulator.walker import Call
from tests.consultation import SOURCE
from tests.installation import LINE, Installation

OWN_PAGE = {"X-Inloop-Simulator": "1"}


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """Say nothing: a test's output is its own."""


@dataclass(frozen=True, slots=True)
class Running:
    inloop: Installation
    address: str

    @property
    def company(self) -> Company:
        return company(self.inloop.settings)

    def call(self, number: str = "+31611111111") -> Call:
        return Call(self.company, number, LINE)

    def texter(self, number: str = "+31611111111") -> Texter:
        return Texter(self.company, number, LINE)

    @property
    def recordings(self) -> list[Path]:
        """What the telephone company holds."""
        return sorted((self.inloop.settings.home / "simulator" / "recordings").glob("*"))


@contextmanager
def running(home: Path, database_url: str, **settings: str) -> Iterator[Running]:
    """One consultation with every question type, on one line."""
    server = make_server("127.0.0.1", 0, Flask("nothing yet"), threaded=True, request_handler=_Silent)
    inloop = Installation(home, database_url, port=str(server.port), **settings)
    inloop.add_organisation()
    inloop.load(SOURCE)
    server.app = inloop.app
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Running(inloop, f"http://127.0.0.1:{server.port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        inloop.close()
