"""OpenStad as a test sees it: the double, or the real one at the address in OPENSTAD_TEST_URL.

The real one needs a project with an enquête and a fixed token of an administrator of that project: OPENSTAD_TEST_TOKEN,
OPENSTAD_TEST_PROJECT and OPENSTAD_TEST_WIDGET; and where its auth server is: OPENSTAD_TEST_AUTH_URL.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import requests

from intake.openstad.client import OpenStad, SignIn
from intake.openstad.signing_in import SigningIn
from intake.openstad.unique_codes import unique_codes
from tests.openstad_double import ADMIN, PROJECT, WIDGET

LOOKS = 500
"""How often it is looked whether the auth server has made codes: it does so after its answer."""
REAL = os.environ.get("OPENSTAD_TEST_URL")


@dataclass(frozen=True, slots=True)
class Platform:
    """What an administrator of the platform sees and does there."""

    url: str
    token: str = os.environ.get("OPENSTAD_TEST_TOKEN", ADMIN)
    project: int = int(os.environ.get("OPENSTAD_TEST_PROJECT", PROJECT))
    widget: int = int(os.environ.get("OPENSTAD_TEST_WIDGET", WIDGET))

    @property
    def auth_url(self) -> str:
        return os.environ.get("OPENSTAD_TEST_AUTH_URL", self.url) if self.url == REAL else self.url

    def ask(self, method: str, path: str, body: object = None) -> Any:
        answer = requests.request(
            method,
            f"{self.url}/api/project/{self.project}/{path}",
            json=body,
            headers={"Authorization": self.token},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", kind)
        return found

    def ours(self, kind: str, reference: str) -> list[dict[str, Any]]:
        """What is there under a reference of ours."""
        holder, name = ("extraData", "originalId") if kind == "resource" else ("submittedData", "externalRef")
        return [row for row in self.rows(kind) if (row.get(holder) or {}).get(name) == reference]

    def new_idea(self, title: str = "Een idee van de website") -> int:
        """Somebody makes an idea on the website; its number."""
        body = {
            "title": title,
            "summary": "Zo ziet het plein er straks uit.",
            "description": "Dit plein wordt weer een plek voor iedereen. " * 5,
            "publishDate": "2026-01-02T12:00:00Z",
        }
        return int(self.ask("POST", "resource?nomail=1", body)["id"])

    def fill_in(self, **fields: str) -> None:
        """Somebody fills in the enquête on the website."""
        self.ask("POST", "submission", {"widgetId": self.widget, "submittedData": fields})

    def makes_codes(self, count: int) -> list[str]:
        """New unique codes, with which nobody signed in yet."""
        client = self._client()
        known = {one.code for one in unique_codes(self.auth_url, client)}
        made = requests.post(
            f"{self.auth_url}/api/admin/unique-code",
            params={"clientId": client.client, "amount": str(count)},
            auth=(client.client, client.secret),
            timeout=30,
        )
        assert made.status_code == 200, made.text
        for _ in range(LOOKS):
            new = [one.code for one in unique_codes(self.auth_url, client) if one.code not in known]
            if len(new) == count:
                return new
        raise AssertionError("the auth server makes codes after its answer, and did not")

    def signed_in(self, code: str) -> Platform:
        """What the holder of a unique code sees and does there."""
        way = SigningIn(self.url, self.auth_url, self.project, self._client())
        return replace(self, token=f"Bearer {way.token(code)}")

    def _client(self) -> SignIn:
        found = OpenStad(self.url, self.token, self.project).sign_in()
        assert found is not None
        return found

    def votes_by(self, **settings: object) -> None:
        """The project is set to take votes so."""
        votes = OpenStad(self.url, self.token, self.project).config()["votes"]
        body = {"config": {"votes": {**votes, **settings}}}
        url = f"{self.url}/api/project/{self.project}"
        made = requests.put(url, json=body, headers={"Authorization": self.token}, timeout=30)
        assert made.status_code == 200, made.text

    def votes(self, idea: int, opinion: str = "yes") -> None:
        """Whoever is signed in votes on the website, as a click there does."""
        self.ask("POST", "vote", [{"resourceId": idea, "opinion": opinion}])

    def votes_for(self, ideas: Sequence[int]) -> list[tuple[int, str]]:
        """All votes for these ideas, whoever gave them."""
        rows = self.ask("GET", "vote")
        return sorted((row["resourceId"], row["opinion"]) for row in rows if row["resourceId"] in ideas)
