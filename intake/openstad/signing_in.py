"""Signing in to a project as the holder of a unique code, as a browser does it: the same code is always the same user.

Observed: the auth server's form wants its `_csrf`; a code that it does not know leads back to the form; one that it
knows leads to the API server's address with a `code`, for which that gives the user's token. `returnTo` must be an
address that the API server allows, and no beginning of its own, or the auth server garbles the way back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from intake.deliveries.target import ItemRefused, LineHeld
from intake.openstad.client import TIMEOUT, SignIn, slower

FORM = "/auth/code/login"
TOO_OFTEN = "/login"
"""Where the auth server leads whom it takes for somebody guessing codes, for a quarter of an hour."""
QUARTER = timedelta(minutes=15)
_CSRF = re.compile(r'name="_csrf"\s+value="([^"]+)"')
_IN_ADDRESS = "openstadlogintoken"


@dataclass(frozen=True, slots=True)
class SigningIn:
    """How to sign in to one project: addresses of both servers, and the project's client."""

    api_url: str
    auth_url: str
    project: int
    client: SignIn

    def token(self, code: str) -> str:
        """The token of the user whose code it is.

        :raises ItemRefused: the website does not know the code.
        :raises LineHeld: signing in does not work now.
        """
        try:
            return _Visit(self).token(code)
        except requests.RequestException as error:
            raise LineHeld("OpenStad's auth server cannot be reached; it is tried again", code="auth_away") from error


@dataclass(frozen=True, slots=True)
class _Visit:
    way: SigningIn
    session: requests.Session = field(default_factory=requests.Session)

    def token(self, code: str) -> str:
        asked = {"clientId": self.way.client.client, "redirect_uri": self._back}
        form = self._get(self._auth(FORM), asked)
        csrf = _CSRF.search(form.text)
        if csrf is None:
            raise _no_sign_in(f"its sign-in page ({form.status_code}) has no form for a code")
        answer = self.session.post(
            self._auth(FORM),
            params=asked,
            data={"_csrf": csrf[1], "clientId": self.way.client.client, "unique_code": code},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        to = self._redirect(answer)
        if urlsplit(to).path == TOO_OFTEN:
            raise LineHeld("OpenStad's auth server takes no more sign-ins for a while", code="too_often", wait=QUARTER)
        if urlsplit(to).path.endswith(FORM):
            raise ItemRefused("the website does not know the code of this person", code="unknown_code")
        return self._exchanged(self._given(self._redirect(self._get(to, {})), "code"))

    def _exchanged(self, given: str) -> str:
        told = self._get(
            self._digest, {"useAuth": self.way.client.provider, "returnTo": self._return_to, "code": given}
        )
        return self._given(self._redirect(told), _IN_ADDRESS)

    @property
    def _digest(self) -> str:
        return f"{self.way.api_url.rstrip('/')}/auth/project/{self.way.project}/digest-login"

    @property
    def _return_to(self) -> str:
        return f"{self.way.api_url.rstrip('/')}/?signed-in"

    @property
    def _back(self) -> str:
        return f"{self._digest}?useAuth={self.way.client.provider}&returnTo={self._return_to}"

    def _auth(self, path: str) -> str:
        return self.way.auth_url.rstrip("/") + path

    def _get(self, url: str, query: dict[str, str]) -> requests.Response:
        """:raises LineHeld: it leads to another server: nobody's code or token is carried there."""
        hosts = {urlsplit(one).netloc for one in (self.way.api_url, self.way.auth_url)}
        if urlsplit(url).netloc not in hosts:
            raise _no_sign_in(f"it leads to {urlsplit(url).netloc}, which is not its address in the settings")
        return self.session.get(url, params=query, timeout=TIMEOUT, allow_redirects=False)

    @staticmethod
    def _redirect(answer: requests.Response) -> str:
        if answer.status_code == requests.codes.too_many_requests:
            seconds = answer.headers.get("Retry-After", "")
            raise slower(timedelta(seconds=int(seconds) if seconds.isdigit() else 60))
        if not answer.is_redirect:
            raise _no_sign_in(f"HTTP {answer.status_code} at {urlsplit(answer.url).path}")
        return urljoin(answer.url, answer.headers["Location"])

    @staticmethod
    def _given(url: str, name: str) -> str:
        given = parse_qs(urlsplit(url).query).get(name)
        if not given:
            raise _no_sign_in(f"it asks for more than a code: {urlsplit(url).path}")
        return given[0]


def _no_sign_in(why: str) -> LineHeld:
    return LineHeld(
        f"signing in with a unique code does not work on OpenStad: {why}; look at the sign-in settings of the project",
        code="no_sign_in",
    )
