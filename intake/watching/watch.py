"""Looks at every watched place in turn, each in a thread of its own: a share that hangs holds up no other place."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence
from types import FrameType

from intake.services import Services
from intake.watching.folder import WatchedFolder
from intake.watching.mailbox import WatchedMailbox
from intake.watching.places import Folder, Mailbox, Place
from intake.watching.taking import Look
from models.errors import TryAgain

LOG = logging.getLogger("inloop.watching")

FOLDER_SECONDS = 10.0
MAILBOX_SECONDS = 30.0
"""Between two looks; some mail servers count more often as abuse."""

ALIVE_SECONDS = 1.0

Watched = WatchedFolder | WatchedMailbox


def watched(services: Services, place: Place) -> Watched:
    match place:
        case Folder():
            return WatchedFolder(services, place)
        case Mailbox():
            return WatchedMailbox(services, place)


def look_once(services: Services, *, pause: float = FOLDER_SECONDS) -> list[tuple[Place, Look]]:
    """Look at each place, at folders twice: only what stays the same over `pause` seconds is whole."""
    places = [(place, watched(services, place)) for place in services.settings.watch]
    looks = [(place, one.look()) for place, one in places]
    folders = [(place, one) for place, one in places if isinstance(one, WatchedFolder)]
    if folders:
        threading.Event().wait(pause)
    again = {place: one.look() for place, one in folders}
    return [(place, again.get(place, look)) for place, look in looks]


def watch(services: Services) -> None:
    """Look again and again, until SIGTERM or SIGINT."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    threads = _threads(services, stopping)
    if not threads:
        LOG.info("nothing is watched: INLOOP_WATCH is not set")
    while not stopping.wait(ALIVE_SECONDS):
        if not all(thread.is_alive() for thread in threads):
            raise SystemExit(1)  # its fault stands in the log; who started this process starts it anew
    for thread in threads:
        thread.join(FOLDER_SECONDS)


def _threads(services: Services, stopping: threading.Event) -> Sequence[threading.Thread]:
    threads = [
        threading.Thread(target=_keep_looking, args=(watched(services, place), stopping), daemon=True)
        for place in services.settings.watch
    ]
    for thread in threads:
        thread.start()
    return threads


def _keep_looking(place: Watched, stopping: threading.Event) -> None:
    pause = FOLDER_SECONDS if isinstance(place, WatchedFolder) else MAILBOX_SECONDS
    while not stopping.is_set():
        try:
            place.look()
        except TryAgain as problem:
            LOG.warning("%s", problem.message)
        stopping.wait(pause)
