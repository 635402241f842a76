"""Twilio: signatures, TwiML, recordings, messages and calls. The only folder that knows the vendor."""

from channels.twilio.codes import meaning_of
from channels.twilio.gateway import TwilioGateway
from channels.twilio.numbers import SPECIAL_CALLERS
from channels.twilio.recordings import API, Rest, audio_type
from channels.twilio.signatures import Signatures
from channels.twilio.statuses import CALL_OVER, call_news, message_news
from channels.twilio.twiml import (
    ENTRY_SECONDS,
    HEARING,
    MENU_SECONDS,
    RECORD_SILENCE_SECONDS,
    VOICES,
    StepUrls,
    speak,
    write,
)

__all__ = [
    "API",
    "CALL_OVER",
    "ENTRY_SECONDS",
    "HEARING",
    "MENU_SECONDS",
    "RECORD_SILENCE_SECONDS",
    "SPECIAL_CALLERS",
    "VOICES",
    "Rest",
    "Signatures",
    "StepUrls",
    "TwilioGateway",
    "audio_type",
    "call_news",
    "meaning_of",
    "message_news",
    "speak",
    "write",
]
