"""The TwiML that a call can be told to obey, as frozen objects with the defaults of Twilio's documentation."""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.errors import Rejected

ANY_KEY = "1234567890*#"
KEYS = frozenset(ANY_KEY)


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    language: str
    """As TwiML names it: a BCP-47 tag, or a Polly one such as `arb`."""
    slow: bool = False
    """By SSML's `prosody`."""


@dataclass(frozen=True, slots=True)
class Play:
    url: str
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: int


Sound = Say | Play | Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """Keys or speech. Its sounds can be interrupted by either."""

    sounds: tuple[Sound, ...]
    action: str
    method: str
    hears_keys: bool
    hears_speech: bool
    timeout: float
    """Seconds of silence that end it."""
    num_digits: int | None
    finish_on_key: str
    action_on_empty_result: bool

    def collect(self, keys: str) -> tuple[str, str]:
        """Of the keys pressed: those that are reported, and the one that ended it, if one did.

        Keys after the end are lost, as they are on the telephone. The finishing key is never reported; alone it leaves
        nothing to report.
        """
        digits = ""
        for key in keys:
            if key == self.finish_on_key:
                return digits, key
            digits += key
            if len(digits) == self.num_digits:
                break
        return digits, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    action: str
    method: str
    timeout: float
    """Seconds of silence that end it."""
    finish_on_key: str
    """Each of these keys ends it."""
    max_length: float
    """Seconds."""
    play_beep: bool
    status_callback: str | None
    status_callback_method: str
    status_callback_events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Redirect:
    url: str
    method: str


@dataclass(frozen=True, slots=True)
class Dial:
    number: str
    action: str | None
    method: str


@dataclass(frozen=True, slots=True)
class Hangup:
    pass


@dataclass(frozen=True, slots=True)
class Reject:
    reason: str


Verb = Say | Play | Pause | Gather | Record | Redirect | Dial | Hangup | Reject


class BadTwiml(Rejected):
    """The document is no TwiML; Twilio would end the call with error 12100."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"the answer to the webhook is no TwiML: {problem}", code="bad_twiml")


def voice(document: str) -> tuple[Verb, ...]:
    """The verbs of a document for a call, in order.

    :raises BadTwiml: it is no XML, or holds what a call cannot obey.
    """
    verbs = []
    for element in _response(document):
        if element.tag not in _VERBS:
            raise BadTwiml(f"a call cannot obey <{element.tag}>")
        try:
            verbs.append(_VERBS[element.tag](element))
        except ValueError as error:
            raise BadTwiml(f"<{element.tag}>: {error}") from error
    return tuple(verbs)


def messages(document: str) -> tuple[str, ...]:
    """The texts of a document that answers a text message.

    :raises BadTwiml: it is no XML, or holds something else.
    """
    texts = []
    for element in _response(document):
        if element.tag != "Message":
            raise BadTwiml(f"a message cannot be answered with <{element.tag}>")
        body = element.find("Body")
        texts.append("".join((element if body is None else body).itertext()))
    return tuple(texts)


def _response(document: str) -> Xml.Element:
    try:
        response = Xml.fromstring(document)  # noqa: S314 - our own server wrote it
    except Xml.ParseError as error:
        raise BadTwiml(f"it is no XML ({error})") from error
    if response.tag != "Response":
        raise BadTwiml(f"it begins with <{response.tag}>, not <Response>")
    return response


def _text(element: Xml.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _method(attributes: Mapping[str, str], name: str = "method") -> str:
    method = attributes.get(name, "POST").upper()
    if method not in ("GET", "POST"):
        raise ValueError(f"{name} must be GET or POST")
    return method


def _say(element: Xml.Element) -> Say:
    rate = element.find("prosody[@rate]")
    return Say(_text(element), element.get("language", "en-US"), rate is not None and rate.get("rate") == "slow")


def _play(element: Xml.Element) -> Play:
    return Play(_text(element), element.get("digits", ""))


def _pause(element: Xml.Element) -> Pause:
    return Pause(int(element.get("length", "1")))


_SOUNDS: Mapping[str, Callable[[Xml.Element], Sound]] = {"Say": _say, "Play": _play, "Pause": _pause}


def _gather(element: Xml.Element) -> Gather:
    attributes = element.attrib
    hears = attributes.get("input", "dtmf").split()
    num_digits = attributes.get("numDigits")
    finish = attributes.get("finishOnKey", "#")
    if finish and finish not in KEYS:
        raise ValueError("finishOnKey must be one key, or empty")
    wrong = [child.tag for child in element if child.tag not in _SOUNDS]
    if wrong:
        raise ValueError(f"cannot hold <{wrong[0]}>")
    return Gather(
        sounds=tuple(_SOUNDS[child.tag](child) for child in element),
        action=attributes.get("action", ""),
        method=_method(attributes),
        hears_keys="dtmf" in hears,
        hears_speech="speech" in hears,
        timeout=float(attributes.get("timeout", "5").replace("auto", "5")),
        num_digits=int(num_digits) if num_digits else None,
        finish_on_key=finish,
        action_on_empty_result=attributes.get("actionOnEmptyResult", "false") == "true",
    )


def _record(element: Xml.Element) -> Record:
    attributes = element.attrib
    finish = attributes.get("finishOnKey", ANY_KEY)
    if not KEYS.issuperset(finish):
        raise ValueError("finishOnKey must be keys")
    return Record(
        action=attributes.get("action", ""),
        method=_method(attributes),
        timeout=float(attributes.get("timeout", "5")),
        finish_on_key=finish,
        max_length=float(attributes.get("maxLength", "3600")),
        play_beep=attributes.get("playBeep", "true") == "true",
        status_callback=attributes.get("recordingStatusCallback"),
        status_callback_method=_method(attributes, "recordingStatusCallbackMethod"),
        status_callback_events=frozenset(attributes.get("recordingStatusCallbackEvent", "completed").split()),
    )


def _redirect(element: Xml.Element) -> Redirect:
    return Redirect(_text(element), _method(element.attrib))


def _dial(element: Xml.Element) -> Dial:
    return Dial(_text(element), element.get("action"), _method(element.attrib))


def _hangup(_: Xml.Element) -> Hangup:
    return Hangup()


def _reject(element: Xml.Element) -> Reject:
    return Reject(element.get("reason", "rejected"))


_VERBS: Mapping[str, Callable[[Xml.Element], Verb]] = {
    **_SOUNDS,
    "Gather": _gather,
    "Record": _record,
    "Redirect": _redirect,
    "Dial": _dial,
    "Hangup": _hangup,
    "Reject": _reject,
}
