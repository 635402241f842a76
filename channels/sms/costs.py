"""Which questions are long as text messages: all who answer by text are sent them, and each segment is paid for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from channels import prompts
from channels.messages import messages
from channels.segments import segments
from channels.turns import Mode
from models.definition import Definition

MOST_SEGMENTS = 4
"""612 characters of Dutch, 268 of a language with letters that GSM-7 has not."""


@dataclass(frozen=True, slots=True)
class Costly:
    """A question that takes more than `MOST_SEGMENTS` in a language. `position` counts from 0, as in its file."""

    position: int
    language: str
    segments: int


def costly(definition: Definition) -> Iterator[Costly]:
    """The questions that are long, language by language."""
    for position, question in enumerate(definition.questions):
        for language in definition.languages:
            lines = [line.text for line in prompts.ask(definition, question, language, Mode.SMS)]
            cost = sum(map(segments, messages(lines)))
            if cost > MOST_SEGMENTS:
                yield Costly(position, language, cost)
