"""Rows of OpenStad's lists → contributions, and what its staff said. Nothing of who made them is taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.online.keep import Contribution
from intake.openstad.fields import readings_of
from intake.openstad.html import plain
from models.consultations import Version
from models.definition import STATEMENT
from models.reading import Reading
from models.vocabulary import AnswerState

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What the platform's staff said of one of ours."""

    statuses: tuple[str, ...]
    text: str | None
    answers: bool
    is_news: bool

    def as_json(self) -> dict[str, Any]:
        return {"statuses": list(self.statuses), "text": self.text}

    @property
    def reason(self) -> str:
        told = ": ".join(part for part in (", ".join(self.statuses), self.text) if part)
        return told[:LONGEST_REASON]


def said_of(row: dict[str, Any], usual: set[int]) -> Said:
    """A moderation text, or a status that new ideas do not get by themselves, is an answer."""
    if "submittedData" in row:
        status = str(row.get("status") or "pending")
        return Said((status,), None, answers=False, is_news=status != "pending")
    statuses = row.get("statuses") or []
    texts = [plain(one.get("description") or "") for one in row.get("modBreaks") or []]
    text = "\n\n".join(one for one in texts if one) or None
    answers = text is not None or any(one["id"] not in usual for one in statuses)
    return Said(tuple(str(one["label"]) for one in statuses), text, answers=answers, is_news=answers)


def idea(row: dict[str, Any]) -> Contribution:
    content = {name: row.get(name) for name in ("id", "createdAt", "title", "summary", "description")}
    return Contribution(
        kind="resource",
        their_id=str(row["id"]),
        given_at=moment(row["createdAt"]),
        content=content,
        readings=_statement(*(plain(row.get(name) or "") for name in ("title", "summary", "description"))),
        votes_for=int(row.get("yes") or 0),
        votes_against=int(row.get("no") or 0),
    )


def comment(row: dict[str, Any]) -> Contribution:
    content = {
        name: row.get(name) for name in ("id", "createdAt", "resourceId", "parentId", "sentiment", "description")
    }
    return Contribution(
        kind="comment",
        their_id=str(row["id"]),
        given_at=moment(row["createdAt"]),
        content=content,
        readings=_statement(plain(row.get("description") or "")),
    )


def enquete(found: Version, row: dict[str, Any]) -> Contribution:
    """Only fields that are questions of ours are kept: an enquête may ask for a name and an address as well."""
    fields = row.get("submittedData") or {}
    known = {question.key: fields[question.key] for question in found.definition.questions if question.key in fields}
    return Contribution(
        kind="submission",
        their_id=str(row["id"]),
        given_at=moment(row["createdAt"]),
        content={"id": row["id"], "createdAt": row["createdAt"], "submittedData": known},
        readings=() if row.get("isSpam") else readings_of(found.definition, known),
    )


def _statement(*texts: str) -> tuple[Reading, ...]:
    text = "\n\n".join(one for one in texts if one)
    return (Reading(STATEMENT.key, text, text, AnswerState.READ, 1.0),) if text else ()


def moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
