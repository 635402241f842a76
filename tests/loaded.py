"""Commands of `inloop`, each a process of its own, that need not load the same libraries first, time and again.

A process that has loaded what every command begins with (`intake.cli.opening`), and other people's libraries, forks
for each command that it is asked for. The child loads what of ours is the command's own, has the arguments, settings,
folder and streams of who asked, and ends as `inloop` ends. This file, run as a program, is that process;
`loaded_inloop` starts it.
"""

from __future__ import annotations

import gc
import marshal
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

PROGRAM = str(Path(sys.executable).with_name("inloop"))
"""The program as set-up leaves it."""

LIBRARIES = (
    "alembic.command",
    "cv2",
    "docx",
    "flask",
    "fontTools.subset",
    "openpyxl",
    "phonenumbers",
    "pikepdf",
    "PIL.Image",
    "pypdfium2",
    "rapidfuzz",
    "requests",
    "rq",
    "simplemma",
    "typst",
    "yaml",
)
"""Of other people: those that take longest to load."""

PATIENCE_SECONDS = 100.0
STREAMS = (0, 1, 2)
SIZE = 4
"""Bytes of a number on the way between who asks and who forks, big-endian."""
GONE = 70
"""How it ends for who asked if there is nobody who forks any more."""

ASKING = """\
import _socket, array, marshal, os, sys
asked = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
asked.connect({address!r})
text = marshal.dumps((sys.argv[1:], os.getcwd(), dict(os.environ)))
streams = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", {streams!r}))
asked.sendmsg([len(text).to_bytes({size}, "big")], [streams])
asked.sendall(text)
ended = asked.recv({size})
os._exit(int.from_bytes(ended, "big") if ended else {gone})
"""
"""It does without the libraries that Python itself begins with: they take as long as a short command."""


@contextmanager
def loaded_inloop() -> Iterator[Path]:
    """A program `inloop`, alone in its folder, that is ready at once."""
    folder = Path(tempfile.mkdtemp(prefix="inloop-"))
    address, asking, program = folder / "asked", folder / "asking.py", folder / "bin" / "inloop"
    asking.write_text(ASKING.format(address=str(address), streams=list(STREAMS), size=SIZE, gone=GONE))
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "{asking}" "$@"\n')
    program.chmod(0o755)
    tied = ["setpriv", "--pdeathsig", "KILL", sys.executable, __file__, str(address)]
    forking = subprocess.Popen(tied, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        ends = time.monotonic() + PATIENCE_SECONDS
        while not address.exists():
            if forking.poll() is not None or time.monotonic() > ends:
                raise RuntimeError("the process that forks for commands did not start")
            time.sleep(0.01)
        yield program
    finally:
        forking.kill()
        forking.wait()
        shutil.rmtree(folder)


class _Forking:
    """Forks for who asks, until it is ended."""

    def __init__(self, address: str) -> None:
        self._asked = socket.socket(socket.AF_UNIX)
        self._asked.bind(f"{address}.new")
        self._asked.listen(64)
        self._woken, self._waking = os.pipe2(os.O_NONBLOCK)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waking)
        self._running: dict[int, socket.socket] = {}
        Path(f"{address}.new").rename(address)

    def child(self) -> socket.socket:
        """Returns in each child alone, with the line to who asked for it."""
        while True:
            waiting = select.poll()
            waiting.register(self._asked, select.POLLIN)
            waiting.register(self._woken, select.POLLIN)
            for line in self._running.values():
                waiting.register(line, select.POLLRDHUP)
            found = {number for number, _ in waiting.poll()}
            self._end(found)
            if self._woken in found:
                os.read(self._woken, 1024)
                self._tell()
            if self._asked.fileno() in found:
                line, _ = self._asked.accept()
                if (child := os.fork()) == 0:
                    self._leave()
                    return line
                self._running[child] = line

    def _end(self, found: set[int]) -> None:
        """A command of which nobody waits for the end any more."""
        for child, line in self._running.items():
            if line.fileno() in found:
                os.kill(child, signal.SIGKILL)

    def _tell(self) -> None:
        """Those that wait for a command that has ended."""
        for child in list(self._running):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
                with self._running.pop(child) as line, suppress(BrokenPipeError):
                    line.send((code if code >= 0 else 128 - code).to_bytes(SIZE, "big"))

    def _leave(self) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number in (self._woken, self._waking):
            os.close(number)
        for one in (self._asked, *self._running.values()):
            one.close()


def _become(line: socket.socket) -> None:
    """Take over the arguments, settings, folder and streams of who asks."""
    size, streams, _, _ = socket.recv_fds(line, SIZE, len(STREAMS))
    with line, line.makefile("rb") as rest:
        arguments, folder, settings = marshal.loads(rest.read(int.from_bytes(size, "big")))  # noqa: S302 - our own
    for theirs, ours in zip(streams, STREAMS, strict=True):
        os.dup2(theirs, ours)
        os.close(theirs)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding=was.encoding, errors=was.errors, closefd=False)  # noqa: SIM115
        for number, mode, was in zip(STREAMS, "rww", (sys.stdin, sys.stdout, sys.stderr), strict=True)
    )
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(settings)
    sys.argv = [PROGRAM, *arguments]


def _main(address: str) -> Any:
    sys.path[0] = str(Path(PROGRAM).parent)
    gc.disable()
    for name in ("intake.cli.opening", *LIBRARIES):
        import_module(name)
    gc.freeze()
    gc.enable()
    _become(_Forking(address).child())
    return import_module("intake.cli").main()


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
