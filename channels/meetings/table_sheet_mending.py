"""What a person corrects beside the words of a row on a table's sheet: the question, how many people, which table."""

from __future__ import annotations

import sqlalchemy as sa

from channels.meetings.live import LONGEST_TABLE, MOST_SUPPORTERS
from channels.meetings.table_sheet_content import asked_in_words
from channels.meetings.table_sheet_keep import ORIGIN
from channels.meetings.table_sheet_rows import value_of
from models import submissions
from models.definition import STATEMENT, Definition
from models.errors import Rejected
from models.normalization import clean_text
from models.submissions import ANSWER, SUBMISSION
from models.vocabulary import AnswerState, Channel, Doubt


def is_row(channel: Channel, origin: str | None) -> bool:
    """Whether a submission was written on a table's sheet."""
    return channel is Channel.MEETING and (origin or "").startswith(ORIGIN)


def questions_for(definition: Definition, question: str) -> list[str]:
    """Keys of the questions to which such a row may belong; none if it is the count of a choice."""
    keys = [STATEMENT.key, *(one.key for _, one in asked_in_words(definition))]
    return keys if question in keys else []


def mend(
    connection: sa.Connection,
    submission_id: str,
    definition: Definition,
    *,
    question: str | None,
    supporters: int,
    table: str | None,
    by: str,
    reason: str,
) -> None:
    """Correct a row, in the caller's transaction. Its words stay as they are, and still wait for a person.

    :param question: where the words belong; None leaves that.
    :param reason: written into the history.
    :raises Rejected: `supporters`: no such number of people; `unknown_question`: its words cannot belong there, or
        somebody decided about them already.
    """
    if not 1 <= supporters <= MOST_SUPPORTERS:
        raise Rejected(f"supporters: must be from 1 to {MOST_SUPPORTERS}", code="supporters")
    if question is not None:
        _belongs_to(connection, submission_id, definition, question)
    said = {"supporters": supporters, "meeting_table": clean_text(table or "")[:LONGEST_TABLE] or None}
    connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == submission_id).values(said))
    submissions.settle(connection, submission_id, definition, by=by)
    submissions.remark(connection, submission_id, by=by, reason=reason)


def _belongs_to(connection: sa.Connection, submission_id: str, definition: Definition, question: str) -> None:
    here = ANSWER.c.submission_id == submission_id
    written = connection.execute(sa.select(ANSWER).where(here, ANSWER.c.place.is_not(None))).one()
    if written.question == question:
        return
    if question not in questions_for(definition, written.question) or written.decided_at is not None:
        raise Rejected("the words cannot belong to that question now", code="unknown_question")
    asked = definition.question(question)
    value = value_of(definition, definition.first_language, asked, written.raw or "")
    if written.raw is None:
        state, doubt = AnswerState.ILLEGIBLE, Doubt.UNREADABLE
    else:
        state, doubt = (
            (AnswerState.ILLEGIBLE, Doubt.NO_ANSWER) if value is None else (AnswerState.UNCERTAIN, Doubt.TEXT)
        )
    others = connection.execute(sa.select(ANSWER.c.question).where(here, ANSWER.c.id != written.id)).scalars().all()
    submissions.drop_answers(connection, submission_id, others)
    moved = {
        "question": question,
        "position": submissions.position_of(definition, question),
        "value": value,
        "state": state,
        "doubt": doubt,
    }
    connection.execute(ANSWER.update().where(ANSWER.c.id == written.id).values(moved))
