"""Recordings that the simulated company holds, a file each, until they are deleted there."""

from __future__ import annotations

import re
from pathlib import Path

from models.errors import TryAgain

ACCOUNT = "AC" + "0" * 32
"""The account of an installation without one."""

_REFERENCE = re.compile(r"RE[0-9a-f]{32}")


class Shelf:
    """A folder of recordings. Safe for several processes at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, reference: str, wav: bytes) -> None:
        """Keep a recording, whole or not at all.

        :raises TryAgain: it cannot be written.
        """
        file = self._file(reference)
        if file is None:
            raise ValueError(f"{reference} is no recording's reference")
        partial = file.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial.write_bytes(wav)
            partial.replace(file)
        except OSError as error:
            raise TryAgain("the simulator cannot keep a recording; is the disk full?", code="simulator") from error

    def get(self, reference: str) -> bytes | None:
        """None: there is none, or none any more."""
        file = self._file(reference)
        try:
            return file.read_bytes() if file else None
        except FileNotFoundError:
            return None

    def delete(self, reference: str) -> bool:
        """Whether there was one."""
        file = self._file(reference)
        try:
            if file is None:
                return False
            file.unlink()
        except FileNotFoundError:
            return False
        return True

    def _file(self, reference: str) -> Path | None:
        return self._folder / f"{reference}.wav" if _REFERENCE.fullmatch(reference) else None
