"""Engines of somebody else's for speech and names, as plug-ins bring them: the setting names them.

They know the protocol, and nothing else of ours.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Sequence

from models.errors import NeedsPerson, Rejected, TryAgain
from models.transcripts import Segment, Transcript


class Parrot:
    """Hears what stands behind its name in the setting, however that sounds; each `|` begins a segment."""

    def __init__(self, argument: str) -> None:
        self.argument = argument

    def transcribe(self, sound: bytes, *, language: str, hints: Sequence[str]) -> Transcript:
        sys.stdout.write("an engine may print what it likes\n")
        parts = self.argument.split("|") if self.argument else []
        segments = tuple(Segment(2.0 * at, 2.0 * at + 1.5, text, 0.7) for at, text in enumerate(parts))
        return Transcript(segments, language, f"parrot 1, {len(sound)} bytes, {len(hints)} hints")


class Troubled:
    """Does what stands behind its name: each way in which an engine can fail."""

    def __init__(self, argument: str) -> None:
        if argument == "refuses":
            raise Rejected("the licence of this engine is over; buy another", code="licence")
        self.argument = argument

    def transcribe(self, sound: bytes, *, language: str, hints: Sequence[str]) -> Transcript:
        match self.argument:
            case "later":
                raise TryAgain("the engine is being repaired", code="later")
            case "cannot":
                raise NeedsPerson("this is no speech", code="no_speech")
            case "dies":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hangs":
                time.sleep(3600)
            case "grows":
                bytearray(1 << 40)
            case "tells":
                return Transcript((Segment(0.0, 1.0, " ".join(sorted(os.environ)), 1.0),), language, "tells")
        sys.exit(3)


class NamesByList:
    """Finds the names that these tests use, and behaves as badly as a text asks for."""

    def warm_up(self) -> None:
        """Nothing to load."""

    def persons(self, text: str) -> list[tuple[int, int]]:
        if "HANG" in text:
            time.sleep(3600)
        if "CRASH" in text:
            os._exit(3)
        return [found.span() for name in ("Aaltje Verzonnen", "Piet Fictief") for found in re.finditer(name, text)]
