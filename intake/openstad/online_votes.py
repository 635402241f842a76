"""Votes that people gave on the website themselves → contributions: all that one user votes for is one answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from channels.online.keep import Contribution
from intake.deliveries.planning import DELIVERY
from intake.openstad.rows import moment
from intake.openstad.votes import YES, Votes, name_of, opinions
from models.consultations import Version
from models.definition import Choice, Choices, Definition, Publish, Question
from models.reading import Reading, Value
from models.submissions import SUBMISSION
from models.tables.deliveries import DeliveryState
from models.vocabulary import AnswerState, Doubt

KIND = "vote"


@dataclass(frozen=True, slots=True)
class Voter:
    """One user's votes, as they stand there now."""

    user: int
    rows: Sequence[Mapping[str, Any]]

    @property
    def name(self) -> str:
        """What a delivery of these votes would be called."""
        return name_of(self.user, opinions(self.rows))

    @property
    def their_id(self) -> str:
        """Another for each newer vote: who votes again has contributed again."""
        return f"{self.user}:{max(int(row['id']) for row in self.rows)}"


def voters(rows: Iterable[Mapping[str, Any]]) -> list[Voter]:
    """The rows of the list of votes by user. A row that moved to the next page meanwhile is there twice, and is one."""
    each = {int(row["id"]): row for row in rows}.values()
    by_user = groupby(sorted(each, key=itemgetter("userId", "id")), key=itemgetter("userId"))
    return [Voter(int(user), tuple(given)) for user, given in by_user]


def contribution(definition: Definition, publish: Publish, voter: Voter) -> Contribution:
    """What the votes answer; without a reading where they are for nothing that the consultation asks."""
    question, votes = definition.question(publish.question or ""), opinions(voter.rows)
    value = _value(question, publish, votes)
    raw = json.dumps({str(idea): opinion for idea, opinion in sorted(votes.items())})
    return Contribution(
        kind=KIND,
        their_id=voter.their_id,
        given_at=max(moment(row["createdAt"]) for row in voter.rows),
        content={"votes": raw},
        readings=() if value is None else (_reading(question, value, raw),),
    )


def is_on_its_way(connection: sa.Connection, found: Version, code_id: str | None) -> bool:
    """Whether votes of that person are being sent by us now, so that what stands there may be ours."""
    query = (
        sa.select(DELIVERY.c.id)
        .join(SUBMISSION, SUBMISSION.c.id == DELIVERY.c.submission_id)
        .where(
            DELIVERY.c.consultation_id == found.consultation_id,
            DELIVERY.c.state.in_((DeliveryState.SENDING, DeliveryState.WAITING)),
            DELIVERY.c.sending_at.is_not(None),
            SUBMISSION.c.code_id == code_id,
        )
    )
    return code_id is not None and connection.execute(query).first() is not None


def _value(question: Question, publish: Publish, votes: Votes) -> Value | None:
    if publish.resource is not None:
        opinion = votes.get(publish.resource)
        return None if opinion is None else opinion == YES
    if not isinstance(question, Choice | Choices):
        return None
    keys = [option.key for option in question.options if votes.get(publish.resources.get(option.key, 0)) == YES]
    if not keys or isinstance(question, Choices):
        return keys or None
    return keys[0] if len(keys) == 1 else keys


def _reading(question: Question, value: Value, raw: str) -> Reading:
    """More votes than the question takes options wait for a person."""
    most = question.most if isinstance(question, Choices) else 1
    if isinstance(value, list) and len(value) > most:
        shown = value if isinstance(question, Choices) else None
        return Reading(question.key, shown, raw, AnswerState.UNCERTAIN, 0.0, doubt=Doubt.SEVERAL_MARKS)
    return Reading(question.key, value, raw, AnswerState.READ, 1.0)
