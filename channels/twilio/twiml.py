"""What is said, sent and awaited, as TwiML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse
from twilio.twiml.voice_response import Say as Spoken

from channels.messages import messages
from channels.turns import Entry, Menu, Say, Voice, Wait

VOICES = {
    "nl": ("nl-NL", "Polly.Lotte"),
    "en": ("en-GB", "Polly.Amy"),
    "fy": ("nl-NL", "Polly.Lotte"),
    "tr": ("tr-TR", "Polly.Filiz"),
    "ar": ("arb", "Polly.Zeina"),
    "pl": ("pl-PL", "Polly.Ewa"),
    "uk": ("uk-UA", "Google.uk-UA-Standard-A"),
}
"""Language and voice of `Say`. There is no Frisian voice; a Dutch one reads it best."""

HEARING = {"nl": "nl-NL", "en": "en-GB", "fy": "nl-NL", "tr": "tr-TR", "ar": "ar-EG", "pl": "pl-PL", "uk": "uk-UA"}
"""Language of speech recognition."""

MENU_SECONDS = 10
BRIEF_SECONDS = 5
"""Where waiting goes on by itself: long enough to find a key."""
ENTRY_SECONDS = 5
"""Also ends an entry whose `#` was forgotten, so it cannot be longer."""
RECORD_SILENCE_SECONDS = 10
"""The default of 5 cuts off people who think, and who are interpreted."""
PAUSE_SECONDS = 1
"""Between an option and its key. The shortest that `Pause` can."""

SLOWLY = "slow"
"""The rate of SSML's `prosody`. Every voice of VOICES obeys it: Polly's standard ones and Google's."""

_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML forbids; Twilio answers them with error 12100 and a dead line."""


@dataclass(frozen=True, slots=True)
class StepUrls:
    """Where Twilio goes after a step: with what was heard, after silence, and when a recording is ready.

    `played` is where it gets a recording that is to be heard back, once its reference is put behind it.
    """

    heard: str
    silence: str
    recorded: str
    played: str = ""


def speak(lines: Iterable[Say], wait: Wait, urls: StepUrls, language: str, *, slow: bool = False) -> str:
    """The TwiML that says `lines` and then waits.

    :param language: of the speech that may come.
    """
    response = VoiceResponse()
    match wait:
        case Menu():
            seconds = BRIEF_SECONDS if wait.brief else MENU_SECONDS
            gather = _gather(wait.speech, wait.hints, language, urls, timeout=seconds, num_digits=1)
            _say(gather, lines, urls, slow)
            response.append(gather)
            if wait.otherwise is None:
                response.redirect(urls.silence, method="POST")
            else:
                _say(response, wait.otherwise, urls, slow)
                response.hangup()
        case Entry():
            gather = _gather(wait.speech, wait.hints, language, urls, timeout=ENTRY_SECONDS, num_digits=None)
            _say(gather, lines, urls, slow)
            response.append(gather)
            response.redirect(urls.silence, method="POST")
        case Voice():
            _announce(response, lines, wait, urls, language, slow)
            response.record(
                action=urls.heard,
                method="POST",
                max_length=wait.seconds,
                timeout=RECORD_SILENCE_SECONDS,
                finish_on_key="#",
                play_beep=True,
                recording_status_callback=urls.recorded,
                recording_status_callback_event="completed absent",
            )
            response.redirect(urls.silence, method="POST")
        case _:
            _say(response, lines, urls, slow)
            response.hangup()
    return str(response)


def _announce(
    response: VoiceResponse, lines: Iterable[Say], wait: Voice, urls: StepUrls, language: str, slow: bool
) -> None:
    """What is said before a recording; a key may cut it off once, not twice."""
    if wait.at_once:
        _say(response, lines, urls, slow)
        return
    gather = _gather(False, (), language, urls, timeout=1, num_digits=1)
    _say(gather, lines, urls, slow)
    response.append(gather)


def _gather(
    speech: bool, hints: tuple[str, ...], language: str, urls: StepUrls, *, timeout: int, num_digits: int | None
) -> Gather:
    """`finishOnKey` is empty so that `#` is reported: the entry is ended by our own code."""
    spoken: dict[str, object] = {}
    if speech:
        spoken = {"language": HEARING[language], "speech_timeout": "auto", "profanity_filter": False}
        if hints:
            spoken["hints"] = ",".join(hint.replace(",", " ") for hint in hints)[:1000]
    return Gather(
        input="dtmf speech" if speech else "dtmf",
        action=urls.heard,
        method="POST",
        timeout=timeout,
        finish_on_key="",
        num_digits=num_digits,
        **spoken,
    )


def _say(target: VoiceResponse | Gather, lines: Iterable[Say], urls: StepUrls, slow: bool) -> None:
    for line in lines:
        if line.pause:
            target.pause(length=PAUSE_SECONDS)
        language, voice = VOICES[line.language]
        text = sayable(line.text)
        if slow:
            spoken = Spoken(language=language, voice=voice)
            spoken.prosody(text, rate=SLOWLY)
            target.append(spoken)
        else:
            target.say(text, language=language, voice=voice)
        if line.plays:
            target.play(f"{urls.played}{line.plays}")


def sayable(text: str) -> str:
    """The text without what XML forbids."""
    return _UNSAYABLE.sub(" ", text)


def write(lines: Iterable[str]) -> str:
    """The TwiML that sends `lines` as one message, or as few as hold them. No lines: nothing is sent."""
    response = MessagingResponse()
    for message in messages(sayable(line) for line in lines):
        response.message(message)
    return str(response)
