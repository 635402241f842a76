"""An application of canned documents, by path; it remembers what the company brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from intake.simulator.company import Company, Delivered
from intake.simulator.shelf import Shelf
from intake.simulator.walker import Call

WEB = "https://inloop.example/door"
CALLER = "+31612345678"
OURS = "+31850000000"
CALL_BACKS = ("/twilio/status/voice", "/ready")


@dataclass
class Application:
    """Answers a path with its document, and a path without one with 404. Call-backs are answered with 204."""

    documents: Mapping[str, str]
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __call__(self, method: str, url: str, fields: Mapping[str, str]) -> Delivered:
        path = urlsplit(url).path.removeprefix("/door")
        self.seen.append((path, dict(fields)))
        if path in CALL_BACKS:
            return Delivered(204, "")
        body = self.documents.get(path)
        return Delivered(404, "") if body is None else Delivered(200, f"<Response>{body}</Response>")

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]

    def heard(self, path: str) -> dict[str, str]:
        """The fields last brought to a path."""
        return next(fields for seen, fields in reversed(self.seen) if seen == path)


def caller(application: Application, folder: Path) -> Call:
    company = Company(deliver=application, web_url=WEB, api_url="http://api.example", shelf=Shelf(folder))
    return Call(company, CALLER, OURS)
