"""What was said and done in a call or a thread of messages, as a script that people read."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    INLOOP = "Inloop"
    CALLER = "caller"
    LINE = ""
    """Neither: what the telephone company does."""


@dataclass(frozen=True, slots=True)
class Entry:
    who: Who
    what: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """Entries in order. Adding makes a new one."""

    entries: tuple[Entry, ...] = ()

    def add(self, who: Who, what: str) -> Transcript:
        return Transcript((*self.entries, Entry(who, what)))

    def script(self, width: int = 100) -> str:
        """A line an entry, folded at `width` characters; who speaks stands in a column of its own."""
        return "\n".join(line for entry in self.entries for line in _folded(entry, width))

    def __str__(self) -> str:
        return self.script()


def _folded(entry: Entry, width: int) -> list[str]:
    indent = 8
    first, *rest = entry.what.splitlines() or [""]
    lines = textwrap.wrap(first, width - indent) or [""]
    for line in rest:
        lines += textwrap.wrap(line, width - indent) or [""]
    return [f"{entry.who:<{indent}}{lines[0]}", *(" " * indent + line for line in lines[1:])]
