"""What a call of ours says."""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from channels.twilio.twiml import VOICES, sayable

BETWEEN_SECONDS = 2


def read_out(text: str, language: str) -> str:
    """The TwiML of a call that says `text`, waits a moment, says it again and ends. Nothing is asked."""
    spoken, voice = VOICES[language]
    response = VoiceResponse()
    response.pause(length=1)
    response.say(sayable(text), language=spoken, voice=voice)
    response.pause(length=BETWEEN_SECONDS)
    response.say(sayable(text), language=spoken, voice=voice)
    response.hangup()
    return str(response)
