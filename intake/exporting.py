"""Normalized submissions as JSON lines, CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

import sqlalchemy as sa

from intake.services import Services
from models import audit, consultations, normalized
from models.audit import Deed
from models.consultations import CONSULTATION, ORGANISATION
from models.definition import STATEMENT
from models.normalized import NormalizedSubmission, Wanted
from models.submissions import SUBMISSION
from models.tables.audit import Act, Activity

FIXED = (
    "id",
    "receipt",
    "organisation",
    "consultation",
    "version",
    "channel",
    "enteredBy",
    "language",
    "receivedAt",
    "status",
    "complete",
    "supporters",
    "group",
    "meeting",
    "table",
    "remark",
    "participationCode",
    "contact",
)
"""Columns before those of the questions. A question of the same name gets `answer_` before it."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would compute."""

LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet can hold."""


def note_export(services: Services, wanted: Wanted, kind: str) -> None:
    """In the trail of every organisation whose submissions may be in it, before anything leaves."""
    with services.store.write() as connection:
        query = sa.select(ORGANISATION.c.id).order_by(ORGANISATION.c.slug)
        if wanted.consultation is not None:
            query = query.join(CONSULTATION, CONSULTATION.c.organisation_id == ORGANISATION.c.id).where(
                CONSULTATION.c.code == wanted.consultation
            )
        for organisation_id in connection.execute(query).scalars():
            detail = {"format": kind, "consultation": wanted.consultation}
            deed = Deed(act=Act.EXPORTED, organisation_id=organisation_id, activity=Activity.ANALYSE, detail=detail)
            audit.note(connection, deed)


def jsonl(services: Services, wanted: Wanted, out: BinaryIO) -> None:
    """One submission a line, exact."""
    with services.store.read() as connection:
        for submission in normalized.submissions(connection, wanted):
            out.write(submission.model_dump_json(by_alias=True).encode() + b"\n")
    out.flush()


def as_csv(services: Services, wanted: Wanted, out: BinaryIO) -> None:
    """One submission a row, in UTF-8."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    csv.writer(text).writerows(_table(services, wanted))
    text.detach()


def xlsx(services: Services, wanted: Wanted, out: BinaryIO) -> None:
    """One submission a row, numbers as numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Inloop")
    sheet.freeze_panes = "A2"
    for row in _table(services, wanted):
        sheet.append([cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    out.write(held.getvalue())
    out.flush()


Writer = Callable[[Services, Wanted, BinaryIO], None]

FORMATS: Mapping[str, Writer] = MappingProxyType({"jsonl": jsonl, "csv": as_csv, "xlsx": xlsx})

Cell = str | int | float | bool | None


def _table(services: Services, wanted: Wanted) -> Iterator[list[Cell]]:
    with services.store.read() as connection:
        questions = _questions(services, connection, wanted)
        yield [*FIXED, *(f"answer_{key}" if key in FIXED else key for key in questions)]
        for submission in normalized.submissions(connection, wanted):
            yield [safe(value) for value in _row(submission, questions)]


def _questions(services: Services, connection: sa.Connection, wanted: Wanted) -> list[str]:
    """The keys of all questions that could have been answered, in the order of the definitions."""
    versions = sa.select(SUBMISSION.c.version_id).where(*wanted.conditions(), SUBMISSION.c.version_id.is_not(None))
    keys: dict[str, None] = {}
    for version_id in sorted(connection.execute(versions.distinct()).scalars()):
        definition = consultations.version(services.store, connection, version_id).definition
        keys |= {question.key: None for question in definition.questions}
    return [*keys, STATEMENT.key]


def _row(submission: NormalizedSubmission, questions: Iterable[str]) -> list[Cell]:
    plain = submission.model_dump(mode="json", by_alias=True)
    meeting = plain["meeting"] or {}
    answers = {answer.question: answer.value for answer in submission.answers}
    fixed = {**plain, "meeting": meeting.get("title"), "table": meeting.get("table"), "remark": meeting.get("remark")}
    values = (answers.get(key) for key in questions)
    return [
        *(fixed[key] for key in FIXED),
        *(", ".join(value) if isinstance(value, list) else value for value in values),
    ]


def safe(value: Cell) -> Cell:
    """As a spreadsheet takes it for a text, not for something to compute."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def cell(value: Cell) -> Cell:
    """What a cell can hold: no control characters, not too long."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
