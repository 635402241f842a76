"""Recordings at Twilio: fetched, and deleted there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import requests

from models.errors import Rejected, TryAgain

API = "https://api.twilio.com"
_ACCOUNT = re.compile(r"/Accounts/(AC[0-9a-zA-Z]+)/Recordings/")

_PLAIN_ADDRESS = re.compile(r"[!-\[\]-~]+")
"""Visible ASCII without the backslash."""


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
