"""The seam to a platform that submissions are delivered to. One class in one file is a target; `registry.py` names it.

The sender (`sending.py`) keeps what is exactly-once outside a target: it notes that something is being sent before it
is, and after a crash or a request without a clear answer it asks `find` before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from models.definition import Definition, Publish
from models.errors import InloopError, Rejected, TryAgain
from models.reading import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What leaves of one submission: answers to closed questions, and texts that a person approved. Nothing else.

    :ivar reference: our random name for it, to be kept by the platform; it may be public.
    :ivar values: normalized answers to closed questions that were answered.
    :ivar texts: approved texts by question key.
    :ivar body: one approved text, where the platform knows no questions.
    :ivar approved_at: when a person approved the texts.
    :ivar given_at: the day and time at which it came in.
    :ivar since: before this moment it cannot be on the platform under this reference.
    :ivar voter: the code with which that person signs in on the platform; only for votes, which are the person's own.
    :ivar is_taken: whether a name on the platform is known to be another submission's.
    """

    reference: str
    definition: Definition
    publish: Publish
    values: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    summary: str | None = None
    body: str | None = None
    approved_at: datetime | None = None
    given_at: datetime
    since: datetime
    voter: str | None = field(default=None, repr=False)
    is_taken: Callable[[str], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Length:
    """Characters, both ends included; `most` None: as many as you like."""

    least: int = 0
    most: int | None = None

    def fits(self, text: str) -> bool:
        return self.least <= len(text.strip()) <= (self.most if self.most is not None else len(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a platform asks of texts; None where it has no such text. `is_open`: whether it takes anything now."""

    title: Length | None = None
    summary: Length | None = None
    body: Length | None = None
    is_open: bool = True

    def as_json(self) -> dict[str, Any]:
        def pair(length: Length | None) -> list[int | None] | None:
            return None if length is None else [length.least, length.most]

        return {name: pair(getattr(self, name)) for name in _TEXTS} | {"is_open": self.is_open}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Limits:
        found = {name: Length(*kept[name]) for name in _TEXTS if kept.get(name) is not None}
        return cls(**found, is_open=bool(kept["is_open"]))


_TEXTS = ("title", "summary", "body")


class ItemRefused(Rejected):
    """This one cannot be taken as it is; nothing of it is on the platform. A person must look; others go on."""


class NotThere(Rejected):
    """The platform does not know `their_id` any more: somebody deleted it there."""


class Unclear(TryAgain):
    """It was sent, and it is not certain what became of it. Nothing is sent again before `find` was asked."""


class LineHeld(InloopError):
    """Nothing can be sent for this consultation now, and this one surely was not taken.

    :ivar wait: how long to wait before the next attempt; None: a little longer each time.
    :ivar is_pace: the platform only wants us to go slower; nobody need be told.
    """

    def __init__(self, message: str, *, code: str, wait: timedelta | None = None, is_pace: bool = False) -> None:
        super().__init__(message, code=code)
        self.wait = wait
        self.is_pace = is_pace


class Target(Protocol):
    """One platform, for the time of one run.

    Any method may raise `LineHeld`. `place`, `replace` and `withdraw` raise `Unclear` after any request whose outcome
    they do not know, and `ItemRefused` where the platform surely took nothing.
    """

    def prepare(self, publish: Publish) -> Limits:
        """Make sure that sending is possible (address, token, rights, open); what the platform asks of texts.

        :raises LineHeld: it is not; the message says what to mend.
        """
        ...

    def find(self, item: Item) -> str | None:
        """The platform's name for what it has under `item.reference`; None: it certainly has nothing."""
        ...

    def place(self, item: Item) -> str | None:
        """Bring it there; the platform's name for it, None if it does not tell."""
        ...

    def replace(self, item: Item, their_id: str) -> str:
        """Make what is there say what `item` says now, and be public; the platform's name for it from then on.

        :raises NotThere: it is not there any more.
        """
        ...

    def withdraw(self, item: Item, their_id: str) -> bool:
        """Have nobody read it any more; whether the platform keeps it, unpublished, under the same name.

        :raises NotThere: it is not there any more, which is as good.
        """
        ...
