"""`inloop web` as a process of its own: the server that is used in earnest, on a free port of this machine."""

from __future__ import annotations

import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.commands import PROGRAM, environment

PATIENCE_SECONDS = 100.0
POLL_SECONDS = 0.05


@contextmanager
def running_web(home: Path, **settings: str) -> Iterator[str]:
    """Its address, once it answers. `database_url` is INLOOP_DATABASE_URL, and so on."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+b") as log:
        web = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", PROGRAM, "web"],
            env=environment(home, {"port": str(port), **settings}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            ends = time.monotonic() + PATIENCE_SECONDS
            while not _answers(address):
                if web.poll() is not None or time.monotonic() > ends:
                    log.seek(0)
                    raise RuntimeError(f"the web process did not start:\n{log.read().decode(errors='replace')}")
                time.sleep(POLL_SECONDS)
            yield address
        finally:
            web.send_signal(signal.SIGTERM)
            web.wait(PATIENCE_SECONDS)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
