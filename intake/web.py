"""The web process: granian, measured fastest of the WSGI servers (docs/decisions)."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
from importlib import import_module

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from intake.settings import Settings

APP = "intake.app"
WORKERS = 2
THREADS = 4
"""A worker's requests at a time. A call waits for nothing but the database; an upload holds one for its length."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Only this machine can reach it, unless a public address was set."""
    figures = settings.home / "metrics"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)
    if multiprocessing.get_start_method() == "fork":
        _load()
    Granian(
        f"{APP}:wsgi",
        factory=True,
        address="0.0.0.0" if settings.public_url_given else "127.0.0.1",  # noqa: S104 - behind a proxy then
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=THREADS * 8,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
    gc.unfreeze()  # or the libraries find their own things still there at the end, and say so


def _load() -> None:
    """What each worker needs is loaded once, before the first is forked; one that has to be replaced is there at once.

    Nothing is opened here: what is open does not survive a fork.
    """
    import_module(APP)
    gc.collect()
    gc.freeze()
