"""Waiting for what another thread or process does, without guessing how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 30.0
"""Far more than anything needs; a machine that is busy with other things must not fail a test."""
POLL_SECONDS = 0.02


def eventually(check: Callable[[], T], what: str, *, seconds: float = PATIENCE_SECONDS) -> T:
    """What `check` gives as soon as it is true.

    :raises AssertionError: naming `what`, if it never is.
    """
    ends = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < ends, f"still not, after {seconds:g} s: {what}"
        time.sleep(POLL_SECONDS)
    return found
