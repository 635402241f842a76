"""Reads the Procfile, so that `make run` and production start the same commands."""

from __future__ import annotations

import shlex
from pathlib import Path

from models.errors import Rejected


def read_procfile(path: Path) -> dict[str, tuple[str, ...]]:
    """Each process's name with its command, in the file's order.

    Raises `Rejected` with the line's number if a line is no `name: command`.
    """
    commands: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, command = line.partition(":")
        argv = tuple(shlex.split(command))
        if not colon or not name.strip() or not argv:
            raise Rejected(f"{path.name}, line {number}: expected `name: command`", code="invalid_procfile")
        commands[name.strip()] = argv
    return commands
