"""An engine that finds names, in a process of its own that stays warm: it may be slow to start, grow, hang or crash.

A line of JSON with a text goes in, a line with the places of names comes out. The process gets none of our settings, so
that an engine of somebody else's making holds no secret of ours.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import IO, cast

from intake.privacy.names.engine import finder_named
from models.errors import NeedsPerson, Rejected, TryAgain

WARMING_SECONDS = 300.0
TEXT_SECONDS = 30.0
READY = "ready"


class WarmFinder:
    """Starts the engine of a setting when the first text comes, and again after it ended."""

    def __init__(self, setting: str, *, text_seconds: float = TEXT_SECONDS) -> None:
        self._setting = setting
        self._text_seconds = text_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def persons(self, text: str) -> Sequence[tuple[int, int]]:
        """Where names stand in a text.

        :raises TryAgain: the engine could not be started, or ended.
        :raises NeedsPerson: it took too long over this text.
        """
        process = self._started()
        answer = self._ask(process, json.dumps({"text": text}).encode() + b"\n")
        return [(int(start), int(end)) for start, end in answer["persons"] if 0 <= start < end <= len(text)]

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    @property
    def process_id(self) -> int | None:
        return None if self._process is None else self._process.pid

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, self._setting],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("INLOOP_")},
        )
        if self._line(self._process, WARMING_SECONDS) != READY.encode():
            self.close()
            raise TryAgain("what finds names could not be started; see the log", code="engine_ended")
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], request: bytes) -> dict[str, list[list[int]]]:
        try:
            cast(IO[bytes], process.stdin).write(request)
            cast(IO[bytes], process.stdin).flush()
        except BrokenPipeError as error:
            self.close()
            raise TryAgain("what finds names ended", code="engine_ended") from error
        line = self._line(process, self._text_seconds)
        if line is None:
            self.close()
            raise NeedsPerson("what finds names took too long over this text", code="too_slow")
        if not line:
            self.close()
            raise TryAgain("what finds names ended without an answer", code="engine_ended")
        answer: dict[str, list[list[int]]] = json.loads(line)
        return answer

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes | None:
        """What it says next, without the end of the line; None if it says nothing in time, empty if it ended."""
        answers = cast(IO[bytes], process.stdout)
        ready, _, _ = select.select([answers], [], [], seconds)
        return answers.readline().rstrip(b"\n") if ready else None


def main() -> None:
    """The child. What an engine prints goes to the log and not into the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        finder = finder_named(sys.argv[1])
        if finder is None:
            raise Rejected("no engine is set that finds names", code="no_engine")
        finder.warm_up()
    except Rejected as problem:
        raise SystemExit(problem.message) from problem
    answers.write(READY.encode() + b"\n")
    answers.flush()
    for line in sys.stdin.buffer:
        persons = finder.persons(json.loads(line)["text"])
        answers.write(json.dumps({"persons": list(persons)}).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
