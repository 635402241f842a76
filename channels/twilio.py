"""Twilio: signatures, TwiML and REST. The only file that knows the vendor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from channels.turns import Entry, Menu, Say, Voice, Wait
from models.errors import Rejected, TryAgain

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
ENTRY_SECONDS = 5
"""Also ends an entry whose `#` was forgotten, so it cannot be longer."""
RECORD_SILENCE_SECONDS = 10
"""The default of 5 cuts off people who think."""

LONGEST_MESSAGE = 1500
"""Characters. Twilio refuses a message above 1600."""

API = "https://api.twilio.com"
_ACCOUNT = re.compile(r"/Accounts/(AC[0-9a-zA-Z]+)/Recordings/")

_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML forbids; Twilio answers them with error 12100 and a dead line."""

_PLAIN_ADDRESS = re.compile(r"[!-\[\]-~]+")
"""Visible ASCII without the backslash."""

SPECIAL_CALLERS = frozenset(
    {"anonymous", "+266696687", "+86282452253", "+7378742833", "+2562533", "+8656696", "restricted", "unknown", ""}
)
"""What Twilio puts in `From` when there is no number, or none that can be called back."""


class Signatures:
    """Checks that a webhook comes from who holds the token."""

    def __init__(self, token: str) -> None:
        self._validator = RequestValidator(token)

    def fits(self, urls: Iterable[str], parameters: Mapping[str, str], signature: str | None) -> bool:
        """Whether `signature` is right for one of the addresses that this request may have been sent to."""
        if not signature:
            return False
        return any(self._validator.validate(url, parameters, signature) for url in urls)

    def sign(self, url: str, parameters: Mapping[str, str]) -> str:
        """The signature that Twilio would send."""
        return str(self._validator.compute_signature(url, parameters))


@dataclass(frozen=True, slots=True)
class StepUrls:
    """Where Twilio goes after a step: with what was heard, after silence, and when a recording is ready."""

    heard: str
    silence: str
    recorded: str


def speak(lines: Iterable[Say], wait: Wait, urls: StepUrls, language: str) -> str:
    """The TwiML that says `lines` and then waits."""
    response = VoiceResponse()
    match wait:
        case Menu():
            gather = _gather(wait.speech, wait.hints, language, urls, timeout=MENU_SECONDS, num_digits=1)
            _say(gather, lines)
            response.append(gather)
            response.redirect(urls.silence, method="POST")
        case Entry():
            gather = _gather(wait.speech, wait.hints, language, urls, timeout=ENTRY_SECONDS, num_digits=None)
            _say(gather, lines)
            response.append(gather)
            response.redirect(urls.silence, method="POST")
        case Voice():
            gather = _gather(False, (), language, urls, timeout=1, num_digits=1)
            _say(gather, lines)
            response.append(gather)
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
            _say(response, lines)
            response.hangup()
    return str(response)


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


def _say(target: VoiceResponse | Gather, lines: Iterable[Say]) -> None:
    for line in lines:
        language, voice = VOICES[line.language]
        target.say(_UNSAYABLE.sub(" ", line.text), language=language, voice=voice)


def spoken_digits(number: str) -> str:
    """Digits to be said one by one."""
    return ", ".join(number)


def write(lines: Iterable[str]) -> str:
    """The TwiML that sends `lines` as one message, or as few as hold them. No lines: nothing is sent."""
    response = MessagingResponse()
    message = ""
    for line in lines:
        clean = _UNSAYABLE.sub(" ", line)
        if message and len(message) + 1 + len(clean) > LONGEST_MESSAGE:
            response.message(message)
            message = clean
        else:
            message = f"{message}\n{clean}" if message else clean
    if message:
        response.message(message)
    return str(response)


class Rest:
    """Twilio's REST API, as far as recordings need it."""

    def __init__(self, api_url: str, account: str | None, token: str, *, timeout_seconds: float = 20) -> None:
        self._api_url = api_url
        self._account = account or "AC" + "0" * 32
        self._token = token
        self._timeout = timeout_seconds

    def _owner(self, url: str) -> str:
        """The account that a recording belongs to: a subaccount's is not our own."""
        found = _ACCOUNT.search(url)
        return found[1] if found else self._account

    def _at_api(self, url: str) -> str:
        """The same recording at the address that was set, where Twilio's own stands in a webhook."""
        return url.replace(API, self._api_url, 1) if url.startswith(f"{API}/") else url

    def may_fetch(self, url: str) -> bool:
        """Whether `url` is on Twilio's own hosts or on the given API address: from no other is anything fetched.

        An address that two readers could take for two hosts, for its backslash or white space, is on none.
        """
        if not _PLAIN_ADDRESS.fullmatch(url):
            return False
        try:
            asked, own = urlsplit(url), urlsplit(self._api_url)
            if (asked.scheme, asked.hostname, asked.port) == (own.scheme, own.hostname, own.port):
                return asked.username is None
            host = asked.hostname or ""
            return (
                asked.scheme == "https"
                and asked.port in (None, 443)
                and asked.username is None
                and (host == "twilio.com" or host.endswith(".twilio.com"))
            )
        except ValueError:
            return False

    def recording(self, url: str, *, largest: int) -> tuple[bytes, str]:
        """The audio at `url` and its media type.

        :raises Rejected: the address is not Twilio's, or what is there is gone, too large, or no audio.
        :raises TryAgain: it is not there yet, or Twilio cannot be reached.
        """
        if not self.may_fetch(url):
            raise Rejected("the recording's address is not one of Twilio's; nothing was fetched", code="foreign_host")
        try:
            with requests.get(
                self._at_api(url),
                auth=(self._account, self._token),
                headers={"Accept-Encoding": "identity"},
                timeout=self._timeout,
                stream=True,
                allow_redirects=False,
            ) as answer:
                if answer.status_code == requests.codes.gone:
                    raise Rejected("the recording was deleted at Twilio before it could be fetched", code="gone")
                if answer.status_code != requests.codes.ok:
                    raise TryAgain(f"Twilio answered {answer.status_code} for the recording", code="twilio")
                content = b""
                for part in answer.iter_content(65536):
                    content += part
                    if len(content) > largest:
                        raise Rejected("the recording is larger than any answer can be", code="too_large")
        except requests.RequestException as error:
            raise TryAgain("Twilio cannot be reached for the recording", code="twilio") from error
        expected = answer.headers.get("Content-Length")
        if expected is not None and expected.isdigit() and int(expected) != len(content):
            raise TryAgain("the recording did not arrive whole", code="twilio")
        media_type = audio_type(content)
        if media_type is None:
            raise TryAgain("what Twilio gave for the recording is no audio", code="twilio")
        return content, media_type

    def delete_recording(self, reference: str, url: str) -> None:
        """Delete the recording that was at `url`. One that is gone already is fine.

        :raises TryAgain: Twilio cannot be reached or refuses.
        """
        url = f"{self._api_url}/2010-04-01/Accounts/{self._owner(url)}/Recordings/{reference}.json"
        try:
            answer = requests.delete(url, auth=(self._account, self._token), timeout=self._timeout)
        except requests.RequestException as error:
            raise TryAgain("Twilio cannot be reached to delete a recording", code="twilio") from error
        if answer.status_code not in (requests.codes.no_content, requests.codes.ok, requests.codes.not_found):
            raise TryAgain(f"Twilio answered {answer.status_code} when a recording was to be deleted", code="twilio")


def audio_type(content: bytes) -> str | None:
    """The media type by content: WAV, MP3 or Ogg."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[:3] == b"ID3" or (len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0):
        return "audio/mpeg"
    if content[:4] == b"OggS":
        return "audio/ogg"
    return None
