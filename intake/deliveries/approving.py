"""A person approves what everybody may read. Proposed for it are the texts as they came in, without what identifies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from intake.deliveries import planning
from intake.deliveries.lines import read_line
from intake.deliveries.planning import DELIVERY, PUBLIC_TEXT
from intake.deliveries.sending import try_again
from intake.deliveries.target import Length, Limits
from intake.privacy.proposals import Proposals, proposals
from intake.privacy.redaction import propose
from intake.privacy.spans import occurrences
from models.clock import now
from models.consultations import Version
from models.definition import STATEMENT, Definition, OpenText, Publish
from models.errors import Rejected
from models.normalization import clean_text
from models.submissions import ANSWER, SUBMISSION, move
from models.tables.deliveries import DeliveryState
from models.vocabulary import AnswerState, Status

APPROVABLE = frozenset({Status.ACCEPTED, Status.APPROVED, Status.PUBLISHED, Status.ANSWERED})

FIELDS = ("title", "summary", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What is to be read: by question where the platform knows questions, else one body with what it needs beside."""

    title: str | None = None
    summary: str | None = None
    body: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    def named(self) -> dict[str, str]:
        """Every text with the name of its field; a question's begins with `answer.`."""
        given = {name: text for name in FIELDS if (text := getattr(self, name))}
        return given | {f"answer.{key}": text for key, text in self.answers.items()}


class BadText(Rejected):
    """A text that cannot be approved as it is. `name` says which, as `Texts.named` does."""

    def __init__(self, name: str, message: str, *, code: str, length: Length | None = None) -> None:
        super().__init__(message, code=code)
        self.name = name
        self.length = length


def proposal(connection: sa.Connection, submission_id: str, proposed: Proposals, publish: Publish) -> Texts:
    """What was approved before, or else the texts as they came in with what identifies somebody left out.

    Who decides anew on a proposal after an approval gets the texts made anew, under the title that was approved.
    """
    kept = connection.execute(sa.select(PUBLIC_TEXT).where(PUBLIC_TEXT.c.submission_id == submission_id)).first()
    if kept is not None and (proposed.decided_at is None or proposed.decided_at <= kept.approved_at):
        return Texts(title=kept.title, summary=kept.summary, body=kept.body, answers=kept.answers)
    texts = {key: proposed.public(key) for key in proposed.texts}
    if publish.as_ == "vote":
        return Texts()
    if publish.as_ == "submission":
        return Texts(answers=texts)
    title, summary = (kept.title, kept.summary) if kept is not None else ("", "")
    return Texts(title=title, summary=summary, body="\n\n".join(texts.values()))


def own_words(connection: sa.Connection, submission_id: str, definition: Definition) -> dict[str, str]:
    """Texts as they stand in the answers, by question."""
    rows = connection.execute(
        sa.select(ANSWER.c.question, ANSWER.c.value)
        .where(ANSWER.c.submission_id == submission_id, ANSWER.c.state != AnswerState.EMPTY)
        .order_by(ANSWER.c.position)
    )
    return {row.question: row.value for row in rows if row.value is not None and is_text(definition, row.question)}


def is_text(definition: Definition, key: str) -> bool:
    known = definition.has(key) or key == STATEMENT.key
    return known and isinstance(definition.question(key), OpenText)


def limits_known(connection: sa.Connection, consultation_id: str) -> Limits | None:
    """The platform's limits, as they were when it was last looked at; None if it never was."""
    return read_line(connection, consultation_id).limits


def approve(
    connection: sa.Connection,
    found: Version,
    submission_id: str,
    texts: Texts,
    *,
    by: str,
    limits: Limits | None,
    looked_at: bool = False,
) -> None:
    """Keep the texts and have them delivered; what is there already is made to say the same.

    :param found: the newest version of the consultation, whose `publish` counts.
    :param limits: what the platform asks of texts; None if that is not known.
    :param looked_at: the person saw what could identify somebody, and lets it stand.
    :raises BadText: a text is too short, too long, missing, or holds what could identify somebody.
    :raises Rejected: the submission's status allows no approval.
    """
    query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == submission_id).with_for_update()
    status = connection.execute(query).scalar_one()
    if status not in APPROVABLE:
        raise Rejected(f"a submission that is '{status}' cannot be approved", code="illegal_move")
    clean = _clean(texts)
    proposed = proposals(connection, submission_id, found, own_words(connection, submission_id, found.definition))
    _check(found.definition.publish, clean, limits, proposed, looked_at=looked_at)
    values: dict[str, Any] = {name: getattr(clean, name) for name in FIELDS}
    values |= {"answers": dict(clean.answers), "approved_by": by, "approved_at": now()}
    mine = PUBLIC_TEXT.c.submission_id == submission_id
    if connection.execute(PUBLIC_TEXT.update().where(mine).values(**values)).rowcount == 0:
        connection.execute(PUBLIC_TEXT.insert(), {"submission_id": submission_id, **values})
    if status is Status.ANSWERED:
        move(connection, submission_id, Status.PUBLISHED, by=by)
    move(connection, submission_id, Status.APPROVED, by=by)
    failed = sa.select(DELIVERY.c.id).where(
        DELIVERY.c.submission_id == submission_id, DELIVERY.c.state == DeliveryState.FAILED
    )
    for delivery_id in connection.execute(failed).scalars().all():
        try_again(connection, delivery_id, found.organisation_id)
    planning.note(connection, found)


def _clean(texts: Texts) -> Texts:
    given = {name: clean_text(text) or None for name in FIELDS if (text := getattr(texts, name))}
    answers = {key: clean for key, text in texts.answers.items() if (clean := clean_text(text))}
    return Texts(**given, answers=answers)


def _check(
    publish: Publish | None, texts: Texts, limits: Limits | None, proposed: Proposals, *, looked_at: bool
) -> None:
    needed = {"resource": FIELDS, "comment": ("body",)}.get(publish.as_ if publish else "", ())
    for name in needed:
        text, length = getattr(texts, name) or "", getattr(limits, name) if limits else None
        if not text:
            raise BadText(name, f"{name}: the platform asks for this text", code="missing", length=length)
        if length is not None and not length.fits(text):
            raise BadText(
                name, f"{name}: must be {length.least} to {length.most} characters", code="length", length=length
            )
    for name, text in texts.named().items():
        if not looked_at and _identifies(text, proposed):
            raise BadText(name, f"{name}: holds what could identify somebody", code="identifies")


def _identifies(text: str, proposed: Proposals) -> bool:
    """Whether something stands in a text that nobody let stand: also a name that was found after the page was made."""
    by_rules = (text[span.start : span.end] for span in propose(text, coded=proposed.coded))
    return any(one not in proposed.stays for one in by_rules) or any(occurrences(text, proposed.names))
