"""Waiting for an entry of the outbox: worked on here, or by whoever has it."""

from __future__ import annotations

import time
from typing import Any

from intake.services import Services
from models import outbox
from models.errors import TryAgain
from models.vocabulary import OutboxState

PATIENCE_SECONDS = 3600
POLL_SECONDS = 0.5


def wait_for(services: Services, entry_id: str, *, work: bool = True) -> dict[str, Any]:
    """The entry's result, working on it in this process unless another has it.

    :param work: False: give what there is, and do nothing.
    :raises TryAgain: it has to wait for something that is away.
    """
    ends = time.monotonic() + PATIENCE_SECONDS
    while True:
        if work:
            from intake.jobs import run_entry  # with all that any work needs, which who only asks does without

            run_entry(services, entry_id)
        with services.store.read() as connection:
            state, result, problem = outbox.result_of(connection, entry_id)
        if state in (OutboxState.DONE, OutboxState.FAILED) or not work:
            return result or {}
        if state is OutboxState.WAITING and problem is not None:
            raise TryAgain(f"{problem}; it is stored and will be tried again", code="waiting")
        if time.monotonic() > ends:
            raise TryAgain("another worker has this file and takes very long; look again later", code="waiting")
        time.sleep(POLL_SECONDS)
