"""Calls in progress, a small file each, so that any process of the web server can go on with any call."""

from __future__ import annotations

import fcntl
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.simulator.call import CallState
from intake.simulator.company import Company
from intake.simulator.walker import Call
from models.errors import Rejected, TryAgain

FORGOTTEN_AFTER = 24 * 3600
"""Seconds after its last move that a call's file is kept."""

_SID = re.compile(r"CA[0-9a-f]{32}")

Move = Callable[[Call], object]


class UnknownCall(Rejected):
    def __init__(self) -> None:
        super().__init__("there is no such call, or it was forgotten", code="unknown_call")


class Switchboard:
    """Who knows a call's random id can make the moves of its caller, and nothing else: the state stays here."""

    def __init__(self, company: Company, folder: Path) -> None:
        self._company = company
        self._folder = folder

    def dial(self, from_: str, to: str) -> CallState:
        """Begin a call. Raises what `Call.dial` raises."""
        self._forget_old()
        call = Call(self._company, from_, to)
        call.dial()
        self._save(call.state)
        return call.state

    def move(self, sid: str, step: int, make: Move) -> CallState:
        """Let the caller make a move at `step`. At any other nothing is done: the move came twice, or late.

        Raises what the move raises; the call is kept as it is then.

        :raises UnknownCall: there is no such call.
        """
        if not _SID.fullmatch(sid):
            raise UnknownCall
        with self._one_at_a_time(sid):
            call = Call.resume(self._company, self._load(sid))
            if call.state.step == step:
                try:
                    make(call)
                finally:
                    self._save(call.state)
            return call.state

    def _load(self, sid: str) -> CallState:
        try:
            return CallState.from_json(json.loads((self._folder / f"{sid}.json").read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise UnknownCall from error

    def _save(self, state: CallState) -> None:
        file = self._folder / f"{state.sid}.json"
        partial = file.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial.write_text(json.dumps(state.as_json()), encoding="utf-8")
            partial.replace(file)
        except OSError as error:
            raise TryAgain("the simulator cannot keep the call; is the disk full?", code="simulator") from error

    @contextmanager
    def _one_at_a_time(self, sid: str) -> Iterator[None]:
        """Calls share a few locks, so that no lock needs to be cleared away."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / f"{sid[-2:]}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _forget_old(self) -> None:
        before = time.time() - FORGOTTEN_AFTER
        for file in self._folder.glob("CA*.json"):
            try:
                if file.stat().st_mtime < before:
                    file.unlink()
            except FileNotFoundError:
                continue
