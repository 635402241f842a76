"""A call in progress, as data: enough to go on with it in another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from intake.simulator.transcript import Entry, Transcript, Who
from intake.simulator.twiml import Gather, Record, voice


class Status(StrEnum):
    """Twilio's `CallStatus`, as far as a call to us can have it."""

    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"


OVER = frozenset({Status.COMPLETED, Status.BUSY, Status.NO_ANSWER})


class Kind(StrEnum):
    """What can be heard on the line."""

    SAY = "say"
    PLAY = "play"
    PAUSE = "pause"
    BEEP = "beep"
    DIAL = "dial"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the caller hears: words in a language, a sound's address, or a number that is rung."""

    kind: Kind
    text: str = ""
    language: str = ""
    seconds: float = 0
    slow: bool = False
    sound: str = ""
    """What is played, as base64; empty if it cannot be had."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the caller hears, and then what the line waits for: None when the call is over.

    :ivar records: whether it is a recording, at once or once the keys that are asked for before it stay away.
    """

    lines: tuple[Line, ...]
    awaits: Gather | Record | None
    records: bool = False

    @property
    def over(self) -> bool:
        return self.awaits is None

    @property
    def spoken(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(line.text for line in self.lines if line.kind is Kind.SAY)

    @property
    def text(self) -> str:
        return " ".join(self.spoken)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallState:
    """`twiml` came from `url`, and its verb number `at` is being waited for. `step` counts what the caller did."""

    sid: str
    caller: str
    called: str
    begun: float
    """Seconds since 1970."""
    status: Status = Status.RINGING
    url: str = ""
    twiml: str = "<Response/>"
    at: int = 0
    step: int = 0
    lines: tuple[Line, ...] = ()
    transcript: Transcript = field(default_factory=Transcript)

    @property
    def instruction(self) -> Instruction:
        verbs = voice(self.twiml)
        verb = verbs[self.at] if self.at < len(verbs) and self.status not in OVER else None
        if not isinstance(verb, Gather | Record):
            return Instruction(self.lines, None)
        return Instruction(self.lines, verb, any(isinstance(later, Record) for later in verbs[self.at :]))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> CallState:
        entries = tuple(Entry(Who(entry["who"]), entry["what"]) for entry in stored["transcript"]["entries"])
        lines = tuple(Line(**{**line, "kind": Kind(line["kind"])}) for line in stored["lines"])
        rebuilt = {"status": Status(stored["status"]), "lines": lines, "transcript": Transcript(entries)}
        return cls(**{**stored, **rebuilt})
