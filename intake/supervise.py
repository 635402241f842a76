"""Keeps a set of processes running as one: what `make run` starts, a single Ctrl-C ends.

Linux only. Why this is not honcho or supervisor: docs/decisions/0003-own-supervisor.md.
"""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

GRACE = 5.0
"""Seconds between SIGTERM and SIGKILL."""
STEADY = 10.0
"""Seconds after which a process counts as started: its earlier deaths are forgotten."""
PATIENCE = 5
"""So many deaths in a row before it was steady, and the lot is stopped."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
"""Seconds before a process is started again; doubled at each death."""
LONGEST_LINE = 1 << 16
"""Bytes; a longer line is shown in pieces."""

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Process:
    """A command to keep running. `env` is added to this process's own environment.

    A `foundation` (the queue) is stopped only after the others have ended. What a `quiet` one says is shown only if it
    keeps dying.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    foundation: bool = False
    quiet: bool = False


def supervise(processes: Sequence[Process]) -> int:
    """Run the processes until SIGINT, SIGTERM or SIGHUP; return the exit code for this program.

    0 after such a signal; 1 if a process could not be started or kept dying at once, with its last output named on
    stderr. What the processes started ends with them, even if they ran off into a process group of their own. If this
    process is killed, each of the processes gets SIGTERM from the kernel.
    """
    return _Supervisor(processes).run()


class _Kept:
    """One process, through all its lives."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.running: subprocess.Popen[bytes] | None = None
        self.output: int | None = None
        self.started = 0.0
        self.deaths = 0
        self.start_at: float | None = 0.0
        self.partial = b""
        self.last_lines: deque[str] = deque(maxlen=20)

    def start(self, now: float) -> int:
        """Returns the descriptor to read its output from. Raises `OSError` if the command can't be run."""
        self.start_at = None
        self.started = now
        parent = os.getpid()

        def tie_to_parent() -> None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        # A session of its own: the terminal's Ctrl-C reaches only us, and one signal reaches all of its group.
        # The function between fork and exec takes no lock and imports nothing, so no thread can have left it stuck.
        output, into = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(output, False)
        try:
            self.running = subprocess.Popen(
                self.process.argv,
                env={**os.environ, **self.process.env},
                stdin=subprocess.DEVNULL,
                stdout=into,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tie_to_parent,
            )
        except OSError:
            os.close(output)
            raise
        finally:
            os.close(into)
        self.output = output
        return output

    def signal(self, number: int) -> None:
        """To the process and everything in its group, which may outlive it."""
        if self.running is not None:
            try:
                os.killpg(self.running.pid, number)
            except ProcessLookupError:
                return

    def lines(self, output: bytes, *, ended: bool) -> list[str]:
        """The whole lines in what was read so far; the rest too if nothing more will come."""
        *whole, self.partial = (self.partial + output).split(b"\n")
        if self.partial and (ended or len(self.partial) > LONGEST_LINE):
            whole.append(self.partial)
            self.partial = b""
        lines = [line.decode("utf-8", "replace").rstrip("\r") for line in whole]
        self.last_lines.extend(lines)
        return lines


class _Supervisor:
    def __init__(self, processes: Sequence[Process]) -> None:
        self.kept = [_Kept(process) for process in processes]
        self.width = max((len(process.name) for process in processes), default=0)
        self.selector = selectors.DefaultSelector()
        self.stops_asked = 0
        self.exit_code = 0

    def run(self) -> int:
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)
        with self._signals():
            while not self.stops_asked:
                self._start_due()
                self._wait(0.2)
                self._notice_deaths()
            self._stop([kept for kept in self.kept if not kept.process.foundation])
            self._stop(self.kept)
            self._end_leftovers()
            self._wait(0.0)
        self.selector.close()
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 0)
        return self.exit_code

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Asks to stop are counted; a signal also wakes the wait for output."""

        def ask(number: int, frame: FrameType | None) -> None:
            self.stops_asked += 1

        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.selector.register(reader, selectors.EVENT_READ, None)
        woken_before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        asks = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, ask) for number in asks}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(woken_before)
            self.selector.unregister(reader)
            os.close(reader)
            os.close(writer)

    def _start_due(self) -> None:
        now = time.monotonic()
        for kept in self.kept:
            if kept.start_at is None or kept.start_at > now:
                continue
            try:
                self.selector.register(kept.start(now), selectors.EVENT_READ, kept)
            except OSError as error:
                self._give_up(kept, f"cannot be started: {error.strerror}: {kept.process.argv[0]}")
                return

    def _wait(self, seconds: float) -> None:
        """Pass output on until there is none for `seconds`, or a signal came."""
        for key, _ in self.selector.select(seconds):
            kept: _Kept | None = key.data
            if kept is None:
                os.read(key.fd, LONGEST_LINE)
            elif self._pass_on(kept) == b"":
                self._close_output(kept)

    def _pass_on(self, kept: _Kept) -> bytes | None:
        """Say what can be read at once, and return it: None if there is nothing now, empty if nothing will come."""
        if kept.output is None:
            return b""
        try:
            output = os.read(kept.output, LONGEST_LINE)
        except BlockingIOError:
            return None
        for line in kept.lines(output, ended=not output):
            if not kept.process.quiet:
                self._say(kept.process.name, line)
        return output

    def _close_output(self, kept: _Kept) -> None:
        if kept.output is not None:
            self.selector.unregister(kept.output)
            os.close(kept.output)
            kept.output = None

    def _notice_deaths(self) -> None:
        now = time.monotonic()
        for kept in self.kept:
            code = None if kept.running is None else kept.running.poll()
            if code is None:
                continue
            kept.signal(signal.SIGKILL)  # what it left behind would hold its port
            self._end_leftovers()
            self._forget(kept)
            kept.deaths = 1 if now - kept.started > STEADY else kept.deaths + 1
            how = f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
            if kept.deaths >= PATIENCE:
                self._give_up(kept, f"{how}, for the {PATIENCE}th time in a row")
                return
            pause = min(FIRST_PAUSE * 2 ** (kept.deaths - 1), LONGEST_PAUSE)
            kept.start_at = now + pause
            self._say(kept.process.name, f"{how}; starting it again in {pause:g} s")

    def _forget(self, kept: _Kept) -> None:
        """Say the last words of a process that ended with all its group, and close its output."""
        while self._pass_on(kept):
            pass
        self._close_output(kept)
        kept.running = None

    def _give_up(self, kept: _Kept, why: str) -> None:
        self.exit_code = 1
        self.stops_asked += 1
        last = "".join(f"\n    {line}" for line in kept.last_lines)
        print(f"{kept.process.name} {why}; stopping the lot. Its last output:{last}", file=sys.stderr)  # noqa: T201

    def _stop(self, kept: Sequence[_Kept]) -> None:
        """SIGTERM, and SIGKILL to those that are still there after `GRACE` or a second ask."""
        alive = [each for each in kept if each.running is not None]
        for each in alive:
            each.signal(signal.SIGTERM)
        asked = self.stops_asked
        deadline = time.monotonic() + GRACE
        while alive and time.monotonic() < deadline and self.stops_asked == asked:
            self._wait(0.1)
            alive = [each for each in alive if each.running is not None and each.running.poll() is None]
        for each in kept:
            if each.running is not None:
                each.signal(signal.SIGKILL)
                each.running.wait()
                self._end_leftovers()
                self._forget(each)

    def _end_leftovers(self) -> None:
        """End what a process that has died had started in a group of its own: as orphans they come to us."""
        known = {kept.running.pid for kept in self.kept if kept.running is not None}
        while leftovers := [pid for pid in _children() if pid not in known]:
            for pid in leftovers:
                os.kill(pid, signal.SIGKILL)
            for pid in leftovers:
                os.waitpid(pid, 0)

    def _say(self, name: str, line: str) -> None:
        try:
            sys.stdout.write(f"{name:<{self.width}} | {line}\n")
            sys.stdout.flush()
        except OSError:  # nobody reads any more; the processes go on until they are told to stop
            return


def _children() -> list[int]:
    """This process's direct children, dead ones that nobody has waited for included."""
    own, found = os.getpid(), []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # pid (command) state parent …; the command may hold spaces and parentheses
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[1]) == own:
            found.append(int(stat.parent.name))
    return found
