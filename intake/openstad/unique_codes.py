"""OpenStad's unique codes: which account signed in with which. The auth server knows, and its API, observed, tells it.

An account of the auth server (`identifier`) is another number than the same person's user in a project of the API
server, which keeps that identifier with the name of the way of signing in (`provider`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import requests

from intake.deliveries.target import LineHeld
from intake.openstad.client import TIMEOUT, OpenStad, SignIn
from intake.settings import Settings


@dataclass(frozen=True, slots=True)
class UniqueCode:
    """A code and the account that it made when somebody first signed in with it; None: nobody did."""

    code: str
    account: str | None


def auth_access(settings: Settings, api: OpenStad) -> tuple[str, SignIn]:
    """The auth server's address, and the project's client on it.

    :raises LineHeld: one of them is not set.
    """
    if settings.openstad_auth_url is None:
        raise LineHeld(
            "participation codes are paired with codes of the website, and INLOOP_OPENSTAD_AUTH_URL is not set; see "
            "docs/openstad.md",
            code="not_set_up",
        )
    sign_in = api.sign_in()
    if sign_in is None:
        raise LineHeld("people do not sign in to this project by OpenStad's own auth server", code="no_sign_in")
    return settings.openstad_auth_url, sign_in


def unique_codes(auth_url: str, sign_in: SignIn) -> list[UniqueCode]:
    """All codes of a project.

    :raises LineHeld: the auth server is not there, or does not know the project's client.
    """
    try:
        answer = requests.get(
            f"{auth_url.rstrip('/')}/api/admin/unique-codes",
            params={"clientId": sign_in.client, "export": "true"},
            auth=(sign_in.client, sign_in.secret),
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        answer.raise_for_status()
        rows = answer.json()["data"]
    except requests.HTTPError as error:
        raise LineHeld(
            f"OpenStad's auth server refuses the project's client (HTTP {error.response.status_code}); look at the "
            "sign-in settings of the project on OpenStad",
            code="auth_refused",
        ) from error
    except (requests.RequestException, KeyError, TypeError) as error:
        raise LineHeld(
            "OpenStad's auth server does not answer as one; look at INLOOP_OPENSTAD_AUTH_URL", code="auth_away"
        ) from error
    return [UniqueCode(str(row["code"]), None if row["userId"] is None else str(row["userId"])) for row in rows]


def users_by_account(api: OpenStad, sign_in: SignIn) -> Iterator[tuple[str, int]]:
    """Which user of the project each account of the auth server is: pairs of the two."""
    for user in api.users():
        idp = user.get("idpUser") or {}
        if idp.get("provider") == sign_in.provider and idp.get("identifier"):
            yield str(idp["identifier"]), int(user["id"])
