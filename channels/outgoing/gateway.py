"""The seam to whoever brings messages and calls to people. Twilio is built in; the simulator speaks the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from models.errors import InloopError
from models.tables.replies import Remedy, ReplyWay


class Refused(InloopError):
    """The company refused, and surely did not take it.

    :ivar number: the company's own code, None if it gave none.
    :ivar remedy: what that asks for.
    :ivar holds_line: nothing else can leave this number of ours either, until the cause is mended or gone.
    """

    def __init__(self, message: str, *, number: int | None, remedy: Remedy, holds_line: bool) -> None:
        super().__init__(message, code="refused")
        self.number = number
        self.remedy = remedy
        self.holds_line = holds_line


class Told(Enum):
    """What a company can say of a message or call, as far as it matters here."""

    TAKEN = "taken"
    ARRIVED = "arrived"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One callback.

    :ivar status: the company's own word, kept for who looks into it.
    :ivar remedy: what a failure asks for.
    """

    reference: str
    status: str
    told: Told
    remedy: Remedy | None = None
    code: int | None = None


class Gateway(Protocol):
    """Sends and calls. Numbers are E.164; `callback` is an address of ours that is told how it goes on.

    An implementation raises two errors only: `Refused`, when it is certain that nobody will get anything, and
    `TryAgain`, when that is not certain, because the request was not answered or not clearly. After `TryAgain` nothing
    is sent again before `find` was asked.
    """

    def send_message(self, line: str, number: str, text: str, callback: str) -> str:
        """Send a text message; the company's name for it.

        :raises Refused: it was not taken.
        :raises TryAgain: perhaps it was.
        """
        ...

    def place_call(self, line: str, number: str, text: str, language: str, callback: str) -> str:
        """Call, and read `text` out twice; the company's name for the call.

        :raises Refused: it was not taken.
        :raises TryAgain: perhaps it was.
        """
        ...

    def find(self, way: ReplyWay, line: str, number: str, text: str, since: datetime) -> list[str]:
        """The company's names for what it took since then for that number with that text, newest first.

        A company that cannot show a text, or never had one, gives all that could be it.

        :raises TryAgain: it cannot be asked now.
        """
        ...

    def understand(self, way: ReplyWay, reference: str, status: str, code: int | None) -> News:
        """What a callback of the company means, by its word for the status and its code."""
        ...
