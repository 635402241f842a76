"""Twilio's words for how a message or call goes on."""

from __future__ import annotations

from collections.abc import Mapping

from channels.outgoing.gateway import News, Told
from channels.twilio.codes import CALL_ENDED, UNKNOWN, Meaning, meaning_of
from models.tables.replies import ReplyWay

ARRIVED = {ReplyWay.SMS: frozenset({"delivered", "read"}), ReplyWay.CALL: frozenset({"completed"})}
CALL_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""A call that has one of these words goes on no more."""
MESSAGE_FAILED = frozenset({"undelivered", "failed", "canceled"})


def message_news(fields: Mapping[str, str]) -> News:
    """What a callback about a message tells."""
    reference = fields.get("MessageSid") or fields.get("SmsSid", "")
    status = fields.get("MessageStatus") or fields.get("SmsStatus", "")
    return understood(ReplyWay.SMS, reference, status, _code(fields))


def call_news(fields: Mapping[str, str]) -> News:
    """What a callback about a call of ours tells."""
    return understood(ReplyWay.CALL, fields.get("CallSid", ""), fields.get("CallStatus", ""), _code(fields))


def understood(way: ReplyWay, reference: str, status: str, code: int | None) -> News:
    """What Twilio's word means. One that is not known here is news of something on its way."""
    failure = _failure(way, status, code)
    told = Told.ARRIVED if status in ARRIVED[way] else Told.FAILED if failure else Told.TAKEN
    return News(
        reference=reference[:64], status=status, told=told, remedy=failure.remedy if failure else None, code=code
    )


def _failure(way: ReplyWay, status: str, code: int | None) -> Meaning | None:
    if way is ReplyWay.SMS:
        return meaning_of(code) if status in MESSAGE_FAILED else None
    ended = CALL_ENDED.get(status)
    known = meaning_of(code)
    return ended if ended is None or known is UNKNOWN else known


def _code(fields: Mapping[str, str]) -> int | None:
    given = fields.get("ErrorCode", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else None
