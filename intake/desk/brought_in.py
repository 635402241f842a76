"""The files that an organisation brought in lately, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from intake.desk import words
from models.accounts import Member
from models.outbox import OUTBOX
from models.submissions import SUBMISSION
from models.vocabulary import OutboxKind, OutboxState

MOST_FILES = 30
HARMLESS = frozenset({"blank_page", "already_received", "separator"})
"""Told, but nothing for a person to mend."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A submission that a file brought."""

    id: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a file that a person has to mend; `place` is its page, or its row and column."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    entry_id: str
    name: str
    at: datetime
    state: OutboxState
    pages: int | None
    done: int | None
    """Pages read so far, while it is being read."""
    submissions: Sequence[Filed]
    troubles: Sequence[Trouble]


def brought_in(connection: sa.Connection, somebody: Member, kind: OutboxKind) -> list[BroughtIn]:
    """Newest first."""
    rows = connection.execute(
        sa.select(OUTBOX)
        .where(OUTBOX.c.organisation_id == somebody.organisation_id, OUTBOX.c.kind == kind)
        .order_by(OUTBOX.c.created_at.desc(), OUTBOX.c.id.desc())
        .limit(MOST_FILES)
    ).all()
    ids = [found for row in rows for found in _submission_ids(row.result or {})]
    receipts = {
        row.id: row.receipt
        for row in connection.execute(
            sa.select(SUBMISSION.c.id, SUBMISSION.c.receipt).where(
                SUBMISSION.c.organisation_id == somebody.organisation_id, SUBMISSION.c.id.in_(ids)
            )
        )
    }
    return [_file(row, receipts) for row in rows]


def _file(row: sa.Row[Any], receipts: Mapping[str, str]) -> BroughtIn:
    result = row.result or {}
    troubles = _troubles([one for one in result.get("problems", ()) if one["code"] not in HARMLESS])
    if row.state is OutboxState.FAILED and not troubles:
        troubles = [Trouble("", row.problem or "")]
    return BroughtIn(
        entry_id=row.id,
        name=row.payload.get("name") or "",
        at=row.created_at,
        state=row.state,
        pages=result.get("pages"),
        done=result.get("done") if row.state is OutboxState.RUNNING else None,
        submissions=[Filed(one, receipts[one]) for one in _submission_ids(result) if one in receipts],
        troubles=troubles,
    )


def _submission_ids(result: Mapping[str, Any]) -> list[str]:
    """A scan's result lists documents, a meeting file's its submissions."""
    return [one["submission"] for one in result.get("documents", ())] + list(result.get("submissions", ()))


def _troubles(problems: Sequence[Mapping[str, Any]]) -> list[Trouble]:
    """Pages with the same trouble are told in one line, in the place of the first."""
    pages: dict[str, set[int]] = {}
    found: dict[str, Trouble] = {}
    for at, problem in enumerate(problems):
        text = words.FILE_PROBLEMS.get(problem["code"], problem["message"])
        if problem.get("page") is None:
            found[f"{at}"] = Trouble(_place(problem), text)
        else:
            pages.setdefault(text, set()).add(problem["page"])
            found[text] = Trouble(words.pages(pages[text]), text)
    return list(found.values())


def _place(problem: Mapping[str, Any]) -> str:
    places = []
    if problem.get("row") is not None:
        places.append(f"rij {problem['row']}")
    if problem.get("column"):
        places.append(f"kolom {problem['column']}")
    return ", ".join(places)
