"""What was answered, counted: over all doors together, and for each door and each group.

The rules of counting: a submission counts from `accepted` on, until it is superseded, rejected or withdrawn; an answer
counts when it was read or a person decided on it. The database does the counting; nobody's words are read for it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from models.consultations import VERSION, Version, version
from models.counted import COUNTED, Counts, counted
from models.definition import Choice, Choices, OpenText, Postcode, Question, Scale, YesNo
from models.store import Store
from models.submissions import SUBMISSION
from models.vocabulary import AnswerState, Channel

DECIDED = frozenset({AnswerState.READ, AnswerState.CONFIRMED, AnswerState.CORRECTED})
"""States of an answer that counts."""

Plain = str | int | bool
"""A value that can be counted: an option's key, a number, yes or no, the four digits of a postcode."""


@dataclass(slots=True)
class Tally:
    """How many submissions, and how many people they speak for; in all, by door and by group (None: not said)."""

    submissions: int = 0
    supporters: int = 0
    by_channel: Counter[Channel] = field(default_factory=Counter)
    by_group: Counter[str | None] = field(default_factory=Counter)

    def add(self, channel: Channel, group: str | None, submissions: int, supporters: int) -> None:
        self.submissions += submissions
        self.supporters += supporters
        self.by_channel[channel] += submissions
        self.by_group[group] += submissions


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question's answers. `values` is empty for open texts: those are counted, never shown here.

    `open`: answers that nobody has decided on yet. `mean` is over numbers and scales, weighted by nothing.
    """

    question: Question
    answered: Tally
    empty: int
    open: int
    values: Mapping[Plain, Tally]
    mean: float | None


@dataclass(frozen=True, slots=True)
class Results:
    counted: Tally
    questions: tuple[QuestionResult, ...]


def results(store: Store, connection: sa.Connection, latest: Version, *, channel: Channel | None = None) -> Results:
    """All that counts in a consultation, in any of its versions.

    :param channel: only what came through that door.
    """
    counts = [SUBMISSION.c.consultation_id == latest.consultation_id, SUBMISSION.c.status.in_(COUNTED)]
    if channel is not None:
        counts.append(SUBMISSION.c.channel == channel)
    sizes = (sa.func.count(), sa.func.sum(SUBMISSION.c.supporters))
    whole = Tally()
    by = (SUBMISSION.c.channel, SUBMISSION.c.group_key)
    for row in connection.execute(sa.select(*by, *sizes).where(*counts).group_by(*by)):
        whole.add(*row)
    return Results(whole, tuple(_counted(store, connection, latest, channel)))


def _questions(store: Store, connection: sa.Connection, latest: Version) -> list[Question]:
    """Those of the newest version, then those that only earlier ones had."""
    ids = connection.execute(
        sa.select(VERSION.c.id)
        .where(VERSION.c.consultation_id == latest.consultation_id)
        .order_by(VERSION.c.number.desc())
    ).scalars()
    found: dict[str, Question] = {}
    for version_id in ids.all():
        for question in version(store, connection, version_id).definition.questions:
            found.setdefault(question.key, question)
    return list(found.values())


def _counted(
    store: Store, connection: sa.Connection, latest: Version, channel: Channel | None
) -> Iterable[QuestionResult]:
    asked = _questions(store, connection, latest)
    texts = [question.key for question in asked if isinstance(question, OpenText)]
    kinds: dict[str, Counts] = {}
    for kind, sizes in counted(store, connection, latest.consultation_id, texts).items():
        if channel is None or kind[3] is channel:
            kinds.setdefault(kind[0], {})[kind] = sizes
    for question in asked:
        yield _one(question, kinds.get(question.key, {}))


def _one(question: Question, counts: Counts) -> QuestionResult:
    answered, empty, undecided = Tally(), 0, 0
    values: dict[Plain, Tally] = {value: Tally() for value in _possible(question)}
    for (_, state, stored, channel, group), (submissions, supporters) in counts.items():
        if state is AnswerState.EMPTY:
            empty += submissions
        elif state not in DECIDED:
            undecided += submissions
        else:
            answered.add(channel, group, submissions, supporters)
            for value in _parts(question, stored):
                values.setdefault(value, Tally()).add(channel, group, submissions, supporters)
    return QuestionResult(question, answered, empty, undecided, values, _mean(values))


def _possible(question: Question) -> Iterable[Plain]:
    """What can be answered, in the order in which it is asked, so that nobody's choice shows as nobody's."""
    if isinstance(question, Choice | Choices):
        return [option.key for option in question.options]
    if isinstance(question, Scale):
        return list(question.steps)
    return [True, False] if isinstance(question, YesNo) else []


def _parts(question: Question, stored: str | None) -> list[Plain]:
    """A stored value as what is counted. Six characters of a postcode are a handful of houses: four are kept."""
    if stored is None:
        return []
    value = json.loads(stored)
    if isinstance(question, Postcode):
        return [str(value)[:4]]
    return value if isinstance(value, list) else [value]


def _mean(values: Mapping[Plain, Tally]) -> float | None:
    numbers = {value: tally.submissions for value, tally in values.items() if type(value) is int}
    total = sum(numbers.values())
    return sum(value * times for value, times in numbers.items()) / total if total else None
