"""A consultation as the phone and text messages put it, from its definition alone: read before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from channels import places, prompts
from channels.messages import messages
from channels.segments import fits_gsm7, segments
from channels.turns import At, Memory, Mode, Say, Wait
from models.definition import Definition


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is said at one place of a call, and what may come there. `question`: its key; None beside the questions."""

    at: At
    question: str | None
    said: tuple[Say, ...]
    wait: Wait


@dataclass(frozen=True, slots=True)
class TextMessage:
    """One text message. `segments` are what it costs; `plain`: it fits GSM-7, of which a segment holds 160."""

    text: str
    characters: int
    segments: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Texted:
    """The messages in which one place is put; `question` as in a call."""

    at: At
    question: str | None
    messages: tuple[TextMessage, ...]


def call(definition: Definition, language: str) -> Iterator[Prompt]:
    """Each place of a call in which every question is asked, in order."""
    for n, (at, question) in enumerate(_places(definition)):
        said, wait = places.current(definition, _memory(definition, Mode.PHONE, at, question, language))
        before = _greeting(definition, language, Mode.PHONE) if n == 0 else ()
        yield Prompt(at, question, (*before, *said), wait)


def texting(definition: Definition, language: str) -> Iterator[Texted]:
    """The same in text messages, cut as they are sent."""
    for n, (at, question) in enumerate(_places(definition)):
        said, _ = places.current(definition, _memory(definition, Mode.SMS, at, question, language))
        before = _greeting(definition, language, Mode.SMS) if n == 0 else ()
        lines = [one.text for one in (*before, *said)]
        yield Texted(at, question, tuple(map(text_message, messages(lines))))


def text_message(text: str) -> TextMessage:
    return TextMessage(text, len(text), segments(text), fits_gsm7(text))


def _places(definition: Definition) -> Iterator[tuple[At, str | None]]:
    if definition.participation == "code":
        yield At.CODE, None
    for question in definition.questions:
        yield At.QUESTION, question.key
    if definition.contact == "optional":
        yield At.OUTCOME, None


def _memory(definition: Definition, mode: Mode, at: At, question: str | None, language: str) -> Memory:
    first = question or definition.questions[0].key
    return Memory(mode=mode, at=at, language=language, reachable=True, question=first)


def _greeting(definition: Definition, language: str, mode: Mode) -> tuple[Say, ...]:
    return tuple(Say(line, language) for line in prompts.greeting(definition, language, mode))
