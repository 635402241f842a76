"""`make run` is one thing to start and one thing to stop, whatever happens to its parts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

PROGRAM = """
import sys
from intake.supervise import Process, supervise
names = iter(sys.argv[1:])
sys.exit(supervise([Process(name, (sys.executable, "-u", "-c", code)) for name, code in zip(names, names)]))
"""
WAITS = "import signal; print('here', flush=True); signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
HAS_CHILDREN = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {WAITS!r}])
subprocess.Popen([sys.executable, "-c", {WAITS!r}], start_new_session=True)
{WAITS}
"""


class Supervised:
    """A supervisor in a process of its own, with its output in a file."""

    def __init__(self, folder: Path, **programs: str) -> None:
        self.output = folder / "output"
        arguments = [part for pair in programs.items() for part in pair]
        with self.output.open("wb") as output:
            self.process = psutil.Popen(
                [sys.executable, "-c", PROGRAM, *arguments], stdout=output, stderr=subprocess.STDOUT
            )

    def said(self) -> str:
        return self.output.read_text()

    def descendants(self) -> list[psutil.Process]:
        return list(self.process.children(recursive=True))

    def wait_for(self, what: Callable[[], object], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < deadline, self.said()
            self.process.poll()
            os.sched_yield()


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    started: list[Supervised] = []

    def start(**programs: str) -> Supervised:
        started.append(Supervised(tmp_path, **programs))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            leftovers = each.descendants()
            each.process.kill()
            each.process.wait()
            for process in leftovers:
                if process.is_running():
                    process.kill()


def test_output_is_passed_on_with_the_name_of_who_said_it(supervised: Callable[..., Supervised]) -> None:
    both = supervised(web=WAITS, worker=WAITS)
    both.wait_for(lambda: "web    | here" in both.said() and "worker | here" in both.said())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_everything_and_is_a_success(
    supervised: Callable[..., Supervised], number: signal.Signals
) -> None:
    it = supervised(web=HAS_CHILDREN, worker=WAITS)
    it.wait_for(lambda: len(it.descendants()) == 4 and it.said().count("here") == 4)
    everyone = it.descendants()
    it.process.send_signal(number)
    assert it.process.wait(10) == 0
    assert not [process for process in everyone if process.is_running()]


def test_a_process_that_ignores_the_ask_is_killed_by_a_second_one(supervised: Callable[..., Supervised]) -> None:
    it = supervised(web=DEAF)
    it.wait_for(lambda: "deaf" in it.said())
    [deaf] = it.descendants()
    it.process.terminate()
    it.process.terminate()
    assert it.process.wait(10) == 0
    assert not deaf.is_running()


def test_what_dies_is_started_again_and_its_leftovers_are_ended(supervised: Callable[..., Supervised]) -> None:
    it = supervised(web=HAS_CHILDREN)
    it.wait_for(lambda: it.said().count("here") == 3)
    first = it.descendants()
    [web] = it.process.children()
    web.kill()
    it.wait_for(lambda: it.said().count("here") == 6)
    assert "ended by SIGKILL; starting it again" in it.said()
    assert not [process for process in first if process.is_running()]


def test_what_keeps_dying_stops_the_lot_and_is_named_with_its_last_words(
    supervised: Callable[..., Supervised],
) -> None:
    it = supervised(web=WAITS, worker="print('no such table'); raise SystemExit(3)")
    assert it.process.wait(30) == 1
    assert "worker ended with exit code 3, for the 5th time in a row; stopping the lot" in it.said()
    assert it.said().rstrip().endswith("no such table")


def test_a_command_that_does_not_exist_stops_the_lot(tmp_path: Path) -> None:
    program = "from intake.supervise import *; raise SystemExit(supervise([Process('web', ('/no/such/program',))]))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert "web cannot be started: No such file or directory: /no/such/program" in ended.stderr


def test_nothing_survives_a_killed_supervisor(supervised: Callable[..., Supervised]) -> None:
    it = supervised(web=WAITS, worker=WAITS)
    it.wait_for(lambda: it.said().count("here") == 2)
    everyone = it.descendants()
    it.process.kill()
    psutil.wait_procs(everyone, timeout=10)
    assert not [process for process in everyone if process.is_running()]
