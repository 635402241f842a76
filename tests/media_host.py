"""The part of Twilio that keeps recordings, on this machine: it serves them, and deletes them when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from intake.simulator.sound import silence


@dataclass
class Shelf:
    """One recording: what is answered when it is asked for, and when it is to be deleted.

    :ivar missing: how often it is not there yet before it is.
    :ivar claims: a length to announce other than the true one.
    :ivar held: it is not given before this is set.
    """

    content: bytes = field(default_factory=lambda: silence(2))
    status: int = 200
    missing: int = 0
    location: str = ""
    claims: int | None = None
    refusals: int = 0
    held: threading.Event | None = None
    deleted: bool = False


class MediaHost:
    """`url` is what INLOOP_TWILIO_API_URL is set to."""

    def __init__(self) -> None:
        self.shelves: dict[str, Shelf] = {}
        self.asked: list[tuple[str, str]] = []
        self.authorizations: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def keep(self, reference: str, **shelf: object) -> str:
        """Keep a recording; its address."""
        self.shelves[reference] = Shelf(**shelf)  # type: ignore[arg-type]
        return f"{self.url}/2010-04-01/Accounts/AC/Recordings/{reference}"

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.01)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                shelf = self._shelf("GET")
                status, content = _given(shelf)
                self._answer(status, content, shelf)

            def do_DELETE(self) -> None:
                shelf = self._shelf("DELETE")
                if shelf is None or shelf.deleted:
                    self._answer(404, b"")
                elif shelf.refusals:
                    shelf.refusals -= 1
                    self._answer(500, b"")
                else:
                    shelf.deleted = True
                    self._answer(204, b"")

            def _shelf(self, method: str) -> Shelf | None:
                reference = self.path.rsplit("/", 1)[-1].removesuffix(".json")
                host.asked.append((method, reference))
                host.authorizations.add(self.headers.get("Authorization", ""))
                return host.shelves.get(reference)

            def _answer(self, status: int, content: bytes, shelf: Shelf | None = None) -> None:
                self.send_response(status)
                if shelf and shelf.location:
                    self.send_header("Location", shelf.location)
                length = len(content) if shelf is None or shelf.claims is None or status != 200 else shelf.claims
                if status != 204:
                    self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Silent: a test tells what was asked."""

        return Handler


def _given(shelf: Shelf | None) -> tuple[int, bytes]:
    """The answer to who asks for a recording."""
    if shelf is None or shelf.deleted:
        return 404, b""
    if shelf.held is not None:
        shelf.held.wait()
    if shelf.missing:
        shelf.missing -= 1
        return 404, b""
    return shelf.status, shelf.content


@contextmanager
def running_media_host() -> Iterator[MediaHost]:
    host = MediaHost()
    thread = threading.Thread(target=host.serve)
    thread.start()
    try:
        yield host
    finally:
        host.close()
        thread.join()
