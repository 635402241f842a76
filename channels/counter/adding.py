"""Something is added at the counter to a contribution of before, in the words of who made it."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from models import submissions
from models.consultations import Version
from models.decisions import decide
from models.definition import STATEMENT
from models.evidence import EvidenceStore, keep_text, link
from models.normalization import normalize
from models.reading import Reading
from models.submissions import ANSWER
from models.vocabulary import UNDECIDED, AnswerState, Doubt, EvidenceKind, Status

ADDABLE = frozenset({Status.READING, Status.NEEDS_PERSON, Status.ACCEPTED, Status.APPROVED})
"""What was published or answered, or does not count, stays as it is."""

MEDIA_TYPE = "application/json"


def may_add(row: sa.Row[Any]) -> bool:
    """Whether a submission (a whole row) can still change. Whether its consultation is open is the caller's to ask."""
    return row.version_id is not None and row.status in ADDABLE


def add(
    connection: sa.Connection,
    evidence: EvidenceStore,
    row: sa.Row[Any],
    served: Version,
    text: str,
    *,
    by: str,
    reason: str,
) -> None:
    """Put what was said behind what the contribution says already, with the entry as evidence.

    A statement that waits for a person goes on waiting, with these words behind it. What was approved has to be
    approved anew: nobody approved the words that came now.

    :param by: the typist, never the author.
    :param reason: what the history says of it.
    :raises Rejected: it is too long.
    """
    typed = json.dumps({"added": text}, ensure_ascii=False, separators=(",", ":"))
    kept = keep_text(connection, evidence, row.organisation_id, EvidenceKind.ENTRY, typed, MEDIA_TYPE)
    link(connection, row.id, kept.id)
    here = sa.and_(ANSWER.c.submission_id == row.id, ANSWER.c.question == STATEMENT.key)
    stands = connection.execute(sa.select(ANSWER).where(here)).first()
    whole = text if stands is None or not stands.value else f"{stands.value}\n\n{text}"
    normalize(STATEMENT, whole)
    if row.status is Status.APPROVED:
        submissions.move(connection, row.id, Status.NEEDS_PERSON, reason=reason)
    if stands is None:
        position = submissions.position_of(served.definition, STATEMENT.key)
        said = Reading(STATEMENT.key, whole, text, AnswerState.READ, evidence=kept.sha256)
        submissions.put_answer(connection, row.id, position, said)
    elif stands.state in UNDECIDED and stands.decided_at is None:
        waits = {"value": whole, "state": AnswerState.UNCERTAIN, "doubt": stands.doubt or Doubt.ADDED}
        connection.execute(ANSWER.update().where(here).values(**waits))
    else:
        decide(connection, row.id, served.definition, STATEMENT.key, by=by, value=whole)
    submissions.remark(connection, row.id, by=by, reason=reason)
    submissions.settle(connection, row.id, served.definition, by=by, reason=reason)
