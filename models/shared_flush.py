"""One flush for all who wait for it: many writers need the disk once, not once each."""

from __future__ import annotations

import threading
from collections.abc import Callable


class SharedFlush:
    """Calls `flush` so that everybody is served by one that began after they came. Safe between threads."""

    def __init__(self, flush: Callable[[], None]) -> None:
        self._flush = flush
        self._changed = threading.Condition()
        self._begun = 0
        self._done = 0
        self._running = False

    def __call__(self) -> None:
        """Return when a flush has ended that began after this call.

        One that is running already may not know of what the caller wrote. If it fails, it fails for who ran it; the
        others run one themselves.

        :raises: what `flush` raises.
        """
        with self._changed:
            wanted = self._begun + 1
            while self._done < wanted:
                if self._running:
                    self._changed.wait()
                else:
                    self._run()

    def _run(self) -> None:
        self._running, self._begun = True, self._begun + 1
        number = self._begun
        self._changed.release()
        try:
            self._flush()
        finally:
            self._changed.acquire()
            self._running = False
            self._changed.notify_all()
        self._done = number
