"""OpenStad as a test sees it: the double, or the real one at the address in OPENSTAD_TEST_URL.

The real one needs a project with an enquête and a fixed token of an administrator of that project: OPENSTAD_TEST_TOKEN,
OPENSTAD_TEST_PROJECT and OPENSTAD_TEST_WIDGET.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import requests

from tests.openstad_double import ADMIN, PROJECT, WIDGET

REAL = os.environ.get("OPENSTAD_TEST_URL")


@dataclass(frozen=True, slots=True)
class Platform:
    """What an administrator of the platform sees and does there."""

    url: str
    token: str = os.environ.get("OPENSTAD_TEST_TOKEN", ADMIN)
    project: int = int(os.environ.get("OPENSTAD_TEST_PROJECT", PROJECT))
    widget: int = int(os.environ.get("OPENSTAD_TEST_WIDGET", WIDGET))

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
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
