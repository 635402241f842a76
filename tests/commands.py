"""`inloop` as people type it: a process of its own, with its own settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("inloop"))
PATIENCE_SECONDS = 110


def environment(home: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with Inloop's settings replaced by these: `database_url` is INLOOP_DATABASE_URL."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("INLOOP_")}
    given = {f"INLOOP_{name.upper()}": value for name, value in settings.items()}
    return {**outside, "INLOOP_HOME": str(home), **given}


def inloop(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [PROGRAM, *arguments],
        env=environment(home, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
