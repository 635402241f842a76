"""What goes into a dialogue and what comes out of it: the vocabulary that phone and SMS share with the engine."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from typing import Any

from models.reading import Reading, Value
from models.tables.contacts import PartOfDay


class Mode(StrEnum):
    """How somebody talks with us: over the phone (keys and voice) or in text messages."""

    PHONE = "phone"
    SMS = "sms"


class At(StrEnum):
    """Where a dialogue stands."""

    LANGUAGE = "language"
    OTHER_LANGUAGE = "other_language"
    """Somebody wants a language that the consultation does not have; `asked_language` is which."""
    RESUME = "resume"
    CODE = "code"
    """The participation code, where the consultation asks for one."""
    QUESTION = "question"
    LETTERS = "letters"
    CONFIRM = "confirm"
    KEPT = "kept"
    """An answer was recorded and is stored: it can be heard back, or recorded again."""
    OFFER = "offer"
    CALL_BACK = "call_back"
    CALL_TIME = "call_time"
    OUTCOME = "outcome"
    TEXTED = "texted"
    """The receipt will also be sent in a text message, unless they say no now."""
    CLOSED = "closed"
    MAIN = "main"
    RECEIPT = "receipt"
    WITHDRAW = "withdraw"
    ADD = "add"
    DONE = "done"


class Purpose(StrEnum):
    """What somebody wants who has a receipt."""

    STATUS = "status"
    ADD = "add"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All that a dialogue remembers. The next prompt follows from it alone, so that repeating changes nothing.

    `answers` holds normalized values by question, None for an answer without one. `misses` and `silences` count
    failures at this prompt, `quiet` the prompts in a row at which nothing was heard. `digits` are keys of an entry
    that is not finished; `pending` a value that waits for a yes, with `heard` as its raw form.

    `repeats` counts how often somebody asked to hear something again, and `slow` is whether we speak slowly for it.
    `textable` is whether a text message can reach the person, `closed` whether the consultation was over when the
    dialogue began. `receipt` is the one that was keyed for `purpose`, and `earlier` whether another one counts again
    if it is withdrawn; `recording` is the reference of the last recording;
    `hasty` is whether a key cut off what is said before one. `returns_to` are the places that asides lead back to, the
    nearest last. `code` is the id of the participation code that was given, never the code itself.
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
    returns_to: tuple[At, ...] = ()
    repeats: int = 0
    slow: bool = False
    textable: bool = False
    closed: bool = False
    asked_language: str | None = None
    purpose: Purpose | None = None
    receipt: str = ""
    earlier: bool = False
    recording: str | None = None
    hasty: bool = False
    code: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Without what is as it always begins: a row is written at every step."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) != _BEGINS.get(name, _NEVER)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Memory:
        purpose = stored.get("purpose")
        enums = {
            "mode": Mode(stored["mode"]),
            "at": At(stored["at"]),
            "returns_to": tuple(map(At, stored.get("returns_to", ()))),
            "purpose": Purpose(purpose) if purpose else None,
        }
        return cls(**{**stored, **enums})


_NEVER = object()
_BEGINS = {one.name: one.default for one in fields(Memory) if one.default is not MISSING} | {"answers": {}}


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


@dataclass(frozen=True, slots=True)
class CodeGiven:
    """A participation code was keyed or typed, and looked up: its id, or None if there is none like it.

    :ivar blocked: it was not even looked for, after too many wrong ones.
    """

    code_id: str | None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt was keyed in, and what the store says of it.

    `told` is the text that says how that contribution stands; None if nobody has that receipt. `may_add` is whether
    something can still be added to it. `earlier`: another one with the same participation code counts again if this
    one is withdrawn. `blocked`: too many wrong ones were keyed, so this one was not looked up.
    """

    number: str
    told: str | None
    may_add: bool = False
    earlier: bool = False
    blocked: bool = False


Heard = Keys | Spoken | Typed | Recorded | Silence | Asked | Receipt | CodeGiven


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say or write. `{receipt}` in it stands for the receipt, which only the store knows.

    `pause`: a moment's silence goes before it. `plays`: the recording of that reference is heard after it.
    """

    text: str
    language: str
    pause: bool = False
    plays: str | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """One key alone, or one of the hinted phrases spoken where `speech` allows.

    `brief`: waiting means something too, so that nobody should have to wait for long. `otherwise` is said, and the call
    ends, when no key comes; None: silence is heard as such.
    """

    hints: tuple[str, ...] = ()
    speech: bool = False
    brief: bool = False
    otherwise: tuple[Say, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Keys ended by `#`, or the hinted phrases spoken where `speech` allows."""

    hints: tuple[str, ...] = ()
    speech: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording of at most `seconds`; `#` before it begins means none. `at_once`: it does not wait for that."""

    question: str
    seconds: int
    at_once: bool = False


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
    """Somebody asked to be called back; on `number` if that is given, else on the number they call from.

    In `language` if that is given, else in the language of the dialogue.
    """

    number: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class CallTimeChosen:
    """When they would like to be called."""

    part_of_day: PartOfDay


@dataclass(frozen=True, slots=True)
class PersonNotWanted:
    """The call-back that was asked for in this dialogue is not needed after all."""


@dataclass(frozen=True, slots=True)
class TextWanted:
    """The receipt is to be sent in a text message, `wanted` or, told later, not."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The contribution with this receipt is taken back."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Added:
    """Something was recorded that belongs to the contribution with this receipt, in place of `replaces`."""

    receipt: str
    recording: str
    seconds: float
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class StartOver:
    """The person does not want to go on with what was begun earlier."""


Event = (
    Answered
    | Forgotten
    | Completed
    | OutcomeChosen
    | PersonWanted
    | CallTimeChosen
    | PersonNotWanted
    | TextWanted
    | Withdrawn
    | Added
    | StartOver
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a dialogue: what to remember, what to say, what to wait for, what to store."""

    memory: Memory
    say: tuple[Say, ...]
    wait: Wait
    events: tuple[Event, ...] = ()
