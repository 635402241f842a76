"""Twilio's codes for what went wrong, and what each asks for. From its error and warning dictionary.

A code that does not stand here is told to the administrator: silence would lose somebody's message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.tables.replies import Remedy


@dataclass(frozen=True, slots=True)
class Meaning:
    """:ivar holds_line: it is about our number or account, so that every other message would meet it too."""

    remedy: Remedy
    what: str
    holds_line: bool = False


def _later(what: str, *, holds_line: bool = False) -> Meaning:
    return Meaning(Remedy.LATER, what, holds_line)


def _other_way(what: str) -> Meaning:
    return Meaning(Remedy.OTHER_WAY, what)


def _administrator(what: str, *, holds_line: bool = False) -> Meaning:
    return Meaning(Remedy.ADMINISTRATOR, what, holds_line)


CODES: Mapping[int, Meaning] = MappingProxyType(
    {
        10001: _administrator("the account is not active", holds_line=True),
        10004: _later("as many calls at once as the account may make", holds_line=True),
        13224: _other_way("the number cannot be called"),
        13225: _other_way("the number may not be called"),
        13227: _administrator("calls to that country are not allowed in the account's geographic permissions"),
        20003: _administrator("account and token do not fit, or the account is suspended", holds_line=True),
        20005: _administrator("the account is not active", holds_line=True),
        20008: _administrator("test credentials cannot send to people", holds_line=True),
        20404: _administrator("there is no such account or address at the API", holds_line=True),
        20429: _later("more requests than the account may make", holds_line=True),
        21210: _administrator("our number may not be used for calls", holds_line=True),
        21211: _other_way("no valid telephone number"),
        21212: _administrator("our number is not a valid sender", holds_line=True),
        21214: _other_way("the number cannot be called"),
        21215: _administrator("calls to that country are not allowed in the account's geographic permissions"),
        21216: _administrator("the account may not call that number"),
        21217: _other_way("no valid telephone number"),
        21219: _administrator("a trial account calls verified numbers only"),
        21408: _administrator("messages to that country are not allowed in the account's geographic permissions"),
        21602: _administrator("the message is empty"),
        21603: _administrator("there is no sender", holds_line=True),
        21606: _administrator("our number cannot send messages", holds_line=True),
        21608: _administrator("a trial account sends to verified numbers only"),
        21609: _administrator("our callback address is not valid; look at INLOOP_PUBLIC_URL", holds_line=True),
        21610: Meaning(Remedy.OPTED_OUT, "the person sent STOP"),
        21611: _later("the queue of our number is full", holds_line=True),
        21612: _other_way("the number cannot be reached from ours"),
        21614: _other_way("not a mobile number"),
        21617: _administrator("the message is too long"),
        21635: _other_way("a landline"),
        21659: _administrator("our number is not one of Twilio's", holds_line=True),
        21660: _administrator("our number belongs to another account", holds_line=True),
        21661: _administrator("our number cannot send messages", holds_line=True),
        30001: _later("the queue is full"),
        30002: _administrator("the account is suspended", holds_line=True),
        30003: _later("the telephone is off or out of reach"),
        30004: _other_way("blocked by the telephone or its company"),
        30005: _other_way("unknown number, or no longer in use"),
        30006: _other_way("a landline, or a company that takes no messages"),
        30007: _administrator("filtered by a telephone company as unwanted"),
        30008: _later("failed for an unknown reason"),
        30010: _administrator("dearer than the account's highest price"),
        30017: _later("the network is congested"),
        63038: _administrator("the account's messages of the day are used up", holds_line=True),
    }
)

UNKNOWN = _administrator("a code that Inloop does not know")

BY_HTTP_STATUS: Mapping[int, Meaning] = MappingProxyType(
    {401: CODES[20003], 403: CODES[20003], 404: CODES[20404], 429: CODES[20429]}
)
"""For a refusal without a code."""

CALL_ENDED: Mapping[str, Meaning] = MappingProxyType(
    {
        "busy": _later("busy"),
        "no-answer": _later("nobody answered"),
        "failed": _other_way("the call could not be connected"),
        "canceled": _administrator("the call was cancelled at the company"),
    }
)
"""Ends of a call that nobody heard, by Twilio's word for the call's status."""


def meaning_of(code: int | None) -> Meaning:
    """What a code asks for."""
    return CODES.get(code, UNKNOWN) if code is not None else UNKNOWN
