"""The files that an organisation brought in lately, by the stack they came in, and what became of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from intake.desk import words
from intake.scanned_files import HARMLESS
from models.accounts import Member
from models.outbox import OUTBOX
from models.submissions import SUBMISSION
from models.vocabulary import OutboxKind, OutboxState, Role

MOST_STACKS = 30
MOST_FILES = 600
"""Files that are looked through for those stacks."""
MOST_AT_LENGTH = 25
"""Files of one stack that are told at length: what needs somebody before all others."""
GOING_ON = frozenset({OutboxState.WAITING, OutboxState.RUNNING})
TAKEN_BACK, PUT_IN_AGAIN = "taken_back", "put_in_again"
"""In an entry's result: a person took the file back; and another had it read after all."""


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
    told: Sequence[Trouble]
    """What nobody has to mend, but may want to know: a page that was blank, or there twice."""
    taken_back: bool
    put_in_again: bool
    meeting_id: str | None = None
    """The meeting that a sheet or notes are of."""

    @property
    def at_length(self) -> bool:
        """Whether there is more to say of it than that it was read."""
        return bool(self.troubles) or self.state in (OutboxState.RUNNING, OutboxState.FAILED)


@dataclass(frozen=True)
class Stack:
    """Files that somebody handed in at one go, or one that came by itself."""

    id: str
    """Of the stack; of its only file if nobody made it a stack."""
    by_hand: bool
    origin: str | None
    """The watched place where it came from."""
    may_take_back: bool
    files: Sequence[BroughtIn]

    @property
    def at(self) -> datetime:
        return self.files[0].at

    @cached_property
    def counts(self) -> Mapping[OutboxState, int]:
        return Counter(file.state for file in self.files)

    @property
    def going_on(self) -> int:
        """How many files are not read yet."""
        return sum(self.counts[state] for state in GOING_ON)

    @property
    def state(self) -> OutboxState:
        """Of the stack as a whole: what somebody should know first."""
        told = (OutboxState.RUNNING, OutboxState.WAITING, OutboxState.FAILED)
        return next((state for state in told if self.counts[state]), OutboxState.DONE)

    @property
    def taken_back(self) -> bool:
        return all(file.taken_back for file in self.files)

    @property
    def pages(self) -> int:
        return sum(file.pages or 0 for file in self.files)

    @property
    def submissions(self) -> int:
        return sum(len(file.submissions) for file in self.files)

    @cached_property
    def at_length(self) -> Sequence[BroughtIn]:
        if len(self.files) == 1:
            return self.files
        return [file for file in self.files if file.at_length][:MOST_AT_LENGTH]

    @property
    def in_short(self) -> Sequence[BroughtIn]:
        return [file for file in self.files if file not in self.at_length]

    @cached_property
    def mark(self) -> str:
        """Another one as soon as anything is told differently."""
        return hashlib.sha256(repr((self.files, self.may_take_back)).encode()).hexdigest()[:8]


def brought_in(connection: sa.Connection, somebody: Member, kind: OutboxKind) -> list[Stack]:
    """Newest first."""
    rows = connection.execute(
        sa.select(OUTBOX)
        .where(OUTBOX.c.organisation_id == somebody.organisation_id, OUTBOX.c.kind == kind)
        .order_by(OUTBOX.c.created_at.desc(), OUTBOX.c.id.desc())
        .limit(MOST_FILES)
    ).all()
    stacks: dict[str, list[sa.Row[Any]]] = {}
    for row in rows:
        stacks.setdefault(row.payload.get("stack") or row.id, []).append(row)
    shown = dict(list(stacks.items())[:MOST_STACKS])
    ids = [found for several in shown.values() for row in several for found in _submission_ids(row.result or {})]
    receipts = {
        row.id: row.receipt
        for row in connection.execute(
            sa.select(SUBMISSION.c.id, SUBMISSION.c.receipt).where(
                SUBMISSION.c.organisation_id == somebody.organisation_id, SUBMISSION.c.id.in_(ids)
            )
        )
    }
    return [_stack(name, several, receipts, somebody) for name, several in shown.items()]


def _stack(name: str, rows: Sequence[sa.Row[Any]], receipts: Mapping[str, str], somebody: Member) -> Stack:
    first = rows[0]
    return Stack(
        id=name,
        by_hand=bool(first.payload.get("stack")),
        origin=first.payload.get("from"),
        may_take_back=first.kind is OutboxKind.READ_SCAN and may_take_back(somebody, first.payload),
        files=[_file(row, receipts) for row in rows],
    )


def may_take_back(somebody: Member, payload: Mapping[str, Any]) -> bool:
    """A coordinator any file, and everybody else what they handed in themselves."""
    return somebody.role is Role.COORDINATOR or payload.get("by") == somebody.user_id


def _file(row: sa.Row[Any], receipts: Mapping[str, str]) -> BroughtIn:
    result = row.result or {}
    problems = result.get("problems", ())
    troubles = _troubles([one for one in problems if not _needs_nobody(one)])
    told = _troubles([one for one in problems if _needs_nobody(one)])
    if row.state is OutboxState.FAILED and not troubles:
        troubles = [Trouble("", words.REMEDIES[row.kind])]
    taken_back = TAKEN_BACK in result
    return BroughtIn(
        entry_id=row.id,
        name=row.payload.get("name") or "",
        at=row.created_at,
        state=row.state,
        pages=result.get("pages"),
        done=result.get("done") if row.state is OutboxState.RUNNING else None,
        submissions=[Filed(one, receipts[one]) for one in _submission_ids(result) if one in receipts],
        troubles=[] if taken_back else troubles,
        told=[] if taken_back else told,
        taken_back=taken_back,
        put_in_again=PUT_IN_AGAIN in result,
        meeting_id=result.get("meeting"),
    )


def _submission_ids(result: Mapping[str, Any]) -> list[str]:
    """A scan's result lists documents, a meeting file's its submissions."""
    return [one["submission"] for one in result.get("documents", ())] + list(result.get("submissions", ()))


def _needs_nobody(problem: Mapping[str, Any]) -> bool:
    missing = problem.get("missing")
    return problem["code"] in HARMLESS | {"duplicate_page"} or (missing is not None and not missing["asks"])


def _troubles(problems: Sequence[Mapping[str, Any]]) -> list[Trouble]:
    """Pages with the same trouble are told in one line, in the place of the first."""
    pages: dict[str, set[int]] = {}
    found: dict[str, Trouble] = {}
    missing = _missing(problems)
    for at, problem in enumerate(problems):
        text = missing.get(_form(problem)) or words.FILE_PROBLEMS.get(problem["code"], problem["message"])
        if problem.get("page") is None:
            found[f"{at}"] = Trouble(_place(problem), text)
        else:
            pages.setdefault(text, set()).add(problem["page"])
            found[text] = Trouble(words.pages(pages[text]), text)
    return list(found.values())


def _form(problem: Mapping[str, Any]) -> tuple[int | None, str, bool] | None:
    """Of which form a page is missing, by its place in the file and its name, and whether that page asks anything."""
    missing = problem.get("missing")
    return (problem["page"], missing["sheet"], missing["asks"]) if missing else None


def _missing(problems: Sequence[Mapping[str, Any]]) -> Mapping[tuple[int | None, str, bool] | None, str]:
    """What is said of the pages that each form lacks, all in one sentence."""
    lacking: dict[tuple[int | None, str, bool], list[Mapping[str, Any]]] = {}
    for problem in problems:
        if (form := _form(problem)) is not None:
            lacking.setdefault(form, []).append(problem["missing"])
    return {
        form: words.MISSING["asks" if form[2] else "silent"].format(
            sheet=form[1], pages=words.pages(one["page"] for one in several), count=several[0]["pages"]
        )
        for form, several in lacking.items()
    }


def _place(problem: Mapping[str, Any]) -> str:
    places = []
    if problem.get("row") is not None:
        places.append(f"rij {problem['row']}")
    if problem.get("column"):
        places.append(f"kolom {problem['column']}")
    return ", ".join(places)
