"""What a facilitator types while people speak: one contribution at a time, kept at once and exactly once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

import sqlalchemy as sa

from channels.understanding import Medium, NotUnderstood, Reason, Understood, understand
from models import submissions
from models.clock import now
from models.conditions import applies
from models.consultations import Version
from models.definition import STATEMENT, Definition
from models.errors import Rejected
from models.evidence import EvidenceStore, keep_text, link
from models.normalization import LONGEST_TEXT, clean_text
from models.reading import Reading
from models.submissions import Begun, NewSubmission
from models.vocabulary import AnswerState, Channel, Doubt, EvidenceKind, Status

MOST_SUPPORTERS = 100_000
LONGEST_TABLE = 200
MEDIA_TYPE = "application/json"

_PICKED = re.compile(r"\s*/(\d{1,2})(?:\s+|$)")
_COUNTED = re.compile(r"(?:^|\s)\+\s?(\d{1,6})\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One contribution as it was typed. `question` is None for a statement that answers no question of its own."""

    text: str
    question: str | None = None
    supporters: int = 1
    table: str | None = None


def said_in(definition: Definition, line: str, *, question: str | None, table: str | None) -> Said:
    """What a typed line says. `/2 ` before it picks question 2, `/0 ` none; ` +3` behind it counts three people.

    `question` is the one that was picked before, for a line that picks none.

    :raises Rejected: there is no question of that number.
    """
    picked = _PICKED.match(line)
    if picked:
        number, line = int(picked[1]), line[picked.end() :]
        if number > len(definition.questions):
            raise Rejected(f"question: there are {len(definition.questions)}", code="unknown_question")
        question = definition.questions[number - 1].key if number else None
    counted = _COUNTED.search(line)
    supporters = 1
    if counted:
        supporters, line = int(counted[1]), line[: counted.start()]
    return Said(text=line, question=question, supporters=supporters, table=table)


def keep_said(
    connection: sa.Connection,
    files: EvidenceStore,
    version: Version,
    meeting_id: str,
    said: Said,
    *,
    language: str,
    entered_by: str,
) -> Begun:
    """Store one contribution as a submission of the meeting, in the caller's transaction.

    An answer to a question is understood as in a cell of the sheet, so that both doors give the same values. One to a
    question that is only asked after another is `uncertain`: here nobody knows of that other.

    :raises Rejected: nothing was typed, it is no answer to that question (`code` is the reason), or a number is wrong.
    :raises TryAgain: the evidence of a long contribution could not be stored.
    """
    if not 1 <= said.supporters <= MOST_SUPPORTERS:
        raise Rejected(f"supporters: must be from 1 to {MOST_SUPPORTERS}", code="supporters")
    reading = _reading(version, said, language)
    begun = submissions.begin(
        connection,
        NewSubmission(
            organisation_id=version.organisation_id,
            consultation_id=version.consultation_id,
            version_id=version.version_id,
            channel=Channel.MEETING,
            language=language,
            received_at=now(),
            status=Status.IN_PROGRESS,
            entered_by=entered_by,
            supporters=said.supporters,
            meeting_id=meeting_id,
            meeting_table=clean_text(said.table or "")[:LONGEST_TABLE] or None,
        ),
    )
    kept = keep_text(connection, files, version.organisation_id, EvidenceKind.ENTRY, _as_json(said), MEDIA_TYPE)
    link(connection, begun.id, kept.id)
    submissions.put_answers(connection, begun.id, version.definition, [replace(reading, evidence=kept.sha256)])
    submissions.settle(connection, begun.id, version.definition, complete=True)
    return begun


def _reading(version: Version, said: Said, language: str) -> Reading:
    text = clean_text(said.text)
    if not text:
        raise Rejected("text: nothing was typed", code="no_answer")
    if len(text) > LONGEST_TEXT:
        raise Rejected(f"text: must be at most {LONGEST_TEXT} characters", code="too_long")
    if said.question is None:
        return Reading(STATEMENT.key, text, said.text, AnswerState.READ)
    if not version.definition.has(said.question):
        raise Rejected(f"{said.question}: there is no such question", code="unknown_question")
    question = version.definition.question(said.question)
    outcome = understand(version.definition, question, text, language=language, medium=Medium.CELL)
    if isinstance(outcome, Understood):
        asked = applies(version.definition, question, {})
        reading = Reading(question.key, outcome.value, said.text, AnswerState.READ)
        return reading if asked else replace(reading, state=AnswerState.UNCERTAIN, doubt=Doubt.NOT_ASKED)
    reason = outcome.reason if isinstance(outcome, NotUnderstood) else Reason.EMPTY
    raise Rejected(f"{question.key}: this is no answer to the question", code=str(reason))


def _as_json(said: Said) -> str:
    return json.dumps(
        {"question": said.question, "text": said.text, "supporters": said.supporters, "table": said.table},
        ensure_ascii=False,
        separators=(",", ":"),
    )
