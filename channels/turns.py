"""What goes into a dialogue and what comes out of it: the vocabulary that phone and SMS share with the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from models.reading import Reading, Value


class Mode(StrEnum):
    """How somebody talks with us: over the phone (keys and voice) or in text messages."""

    PHONE = "phone"
    SMS = "sms"


class At(StrEnum):
    """Where a dialogue stands."""

    LANGUAGE = "language"
    RESUME = "resume"
    QUESTION = "question"
    LETTERS = "letters"
    CONFIRM = "confirm"
    OFFER = "offer"
    CALL_BACK = "call_back"
    OUTCOME = "outcome"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All that a dialogue remembers. The next prompt follows from it alone, so that repeating changes nothing.

    `answers` holds normalized values by question, None for an answer without one. `misses` and `silences` count
    failures at this prompt, `quiet` the prompts in a row at which nothing was heard. `digits` are keys of an entry
    that is not finished; `pending` a value that waits for a yes, with `heard` as its raw form.
    """

    mode: Mode
    at: At
    language: str
    reachable: bool
    question: str | None = None
    answers: dict[str, Value | None] = field(default_factory=dict)
    completed: bool = False
    misses: int = 0
    silences: int = 0
    quiet: int = 0
    offered: bool = False
    digits: str = ""
    pending: Value | None = None
    heard: str = ""
    confidence: float = 1.0
    returns_to: At = At.QUESTION

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Memory:
        enums = {"mode": Mode(stored["mode"]), "at": At(stored["at"]), "returns_to": At(stored["returns_to"])}
        return cls(**{**stored, **enums})


@dataclass(frozen=True, slots=True)
class Keys:
    """Telephone keys in the order pressed, `*` and `#` included."""

    digits: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a speech engine understood, with its confidence (0 to 1)."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Typed:
    """The text of a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording was made; `reference` is the telephone company's."""

    reference: str
    seconds: float
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was heard, or the message was empty."""


class Word(StrEnum):
    """Service words that concern the dialogue itself."""

    HELP = "help"
    BACK = "back"
    REPEAT = "repeat"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Asked:
    """A service word, with what stood behind it."""

    word: Word
    argument: str | None = None


Heard = Keys | Spoken | Typed | Recorded | Silence | Asked


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say or write. `{receipt}` in it stands for the receipt, which only the store knows."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Menu:
    """One key alone, or one of the hinted phrases spoken where `speech` allows."""

    hints: tuple[str, ...] = ()
    speech: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Keys ended by `#`, or the hinted phrases spoken where `speech` allows."""

    hints: tuple[str, ...] = ()
    speech: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording of at most `seconds`; `#` before it begins means none."""

    question: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Message:
    """A text message."""


@dataclass(frozen=True, slots=True)
class Over:
    """Nothing more is awaited."""


Wait = Menu | Entry | Voice | Message | Over


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to store, in place of an earlier one. `recording` names the recording that holds it."""

    reading: Reading
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Questions that no longer apply, after somebody went back."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completed:
    """Everything was asked."""


@dataclass(frozen=True, slots=True)
class OutcomeChosen:
    wanted: bool


@dataclass(frozen=True, slots=True)
class PersonWanted:
    """Somebody asked to be called back; on `number` if that is given, else on the number they call from."""

    number: str | None = None


@dataclass(frozen=True, slots=True)
class StartOver:
    """The person does not want to go on with what was begun earlier."""


Event = Answered | Forgotten | Completed | OutcomeChosen | PersonWanted | StartOver


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a dialogue: what to remember, what to say, what to wait for, what to store."""

    memory: Memory
    say: tuple[Say, ...]
    wait: Wait
    events: tuple[Event, ...] = ()
