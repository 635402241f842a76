"""`inloop` as people type it: a process of its own, with its own settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from tests import loaded

PROGRAM = loaded.PROGRAM
"""The program as set-up leaves it."""
PATIENCE_SECONDS = 110

_started = ExitStack()


@cache
def loaded_program() -> Path:
    """A program `inloop` that does what `PROGRAM` does and is ready at once; started when it is first asked for."""
    return _started.enter_context(loaded.loaded_inloop())


def end() -> None:
    """End what was started for commands."""
    _started.close()
    loaded_program.cache_clear()


def environment(home: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with Inloop's settings replaced by these: `database_url` is INLOOP_DATABASE_URL."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("INLOOP_")}
    given = {f"INLOOP_{name.upper()}": value for name, value in settings.items()}
    return {**outside, "INLOOP_HOME": str(home), **given}


def inloop(
    home: Path, *arguments: str, as_installed: bool = False, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; with `as_installed` the program itself, which first loads all that it needs."""
    return subprocess.run(
        [PROGRAM if as_installed else loaded_program(), *arguments],
        env=environment(home, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
