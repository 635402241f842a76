"""One step of a conversation in the making: what is remembered, said and stored, and where it goes next."""

from __future__ import annotations

from dataclasses import replace

from channels import prompts
from channels.catalogue import catalogue
from channels.turns import (
    Answered,
    At,
    Completed,
    Entry,
    Event,
    Forgotten,
    Memory,
    Mode,
    Over,
    Say,
    Turn,
)
from channels.understanding import NotUnderstood, Reason
from models.conditions import applicable
from models.definition import Choices, Definition, Number, Question, Scale
from models.reading import Reading, Value
from models.vocabulary import AnswerState

MOST_MISSES = 3
"""Failures at one question after which a text is left to a person, and a caller is offered one."""

MOST_MISSES_IN_ENTRY = 2
"""The same where a caller keys in digits and a `#`: there 0 is a digit, so a person cannot be had by key."""


class Talk:
    """What every step can do. `channels.dialogue` decides what a step does with what was heard."""

    def __init__(self, definition: Definition, memory: Memory) -> None:
        self.definition = definition
        self.memory = memory
        self.said: list[Say] = []
        self.events: list[Event] = []
        self.over = False

    def turn(self) -> Turn:
        lines, wait = prompts.current(self.definition, self.memory)
        if self.over:
            return Turn(self.memory, tuple(self.said), Over(), tuple(self.events))
        return Turn(self.memory, (*self.said, *lines), wait, tuple(self.events))

    def _change(self, **changes: object) -> None:
        self.memory = replace(self.memory, **changes)  # type: ignore[arg-type]

    def _say(self, *keys: str, **values: object) -> None:
        texts = catalogue(self.memory.language, self.memory.mode)
        self.said += [Say(texts(key, receipt="{receipt}", **values), self.memory.language) for key in keys]

    @property
    def _question(self) -> Question:
        return self.definition.question(self.memory.question or "")

    @property
    def _on_phone(self) -> bool:
        return self.memory.mode is Mode.PHONE

    def begin_questions(self) -> None:
        lines = prompts.greeting(self.definition, self.memory.language, self.memory.mode)
        self.said += [Say(line, self.memory.language) for line in lines]
        self._go_to(self.definition.questions[0].key)

    def _go_to(self, question: str) -> None:
        self._change(
            at=At.QUESTION, question=question, misses=0, silences=0, digits="", pending=None, heard="", offered=False
        )

    def _take(self, value: Value, raw: str, confidence: float) -> None:
        self._store(Reading(self._question.key, value, raw, AnswerState.READ, confidence))

    def _store(self, reading: Reading, recording: str | None = None) -> None:
        self.events.append(Answered(reading, recording))
        answers = {**self.memory.answers, reading.question: reading.value}
        apply = {question.key for question in applicable(self.definition, answers)}
        forgotten = tuple(key for key in answers if key not in apply)
        if forgotten:
            self.events.append(Forgotten(forgotten))
        self._change(answers={key: value for key, value in answers.items() if key in apply})
        self._next()

    def _next(self) -> None:
        for question in applicable(self.definition, self.memory.answers):
            if question.key not in self.memory.answers:
                self._go_to(question.key)
                return
        self._complete()

    def _complete(self) -> None:
        if not self.memory.completed:
            self.events.append(Completed())
            self._change(completed=True)
            self._say("kept")
            if self._on_phone:
                self._say("receipt")
        if self.definition.contact == "optional" and self.memory.reachable:
            self._change(at=At.OUTCOME, misses=0, silences=0, pending=None, digits="")
        else:
            self._finish()

    def _finish(self) -> None:
        if self._on_phone:
            self._say("receipt_again", "goodbye")
        self._change(at=At.DONE)
        self.over = True

    def _leave_to_person(self) -> None:
        """What could not be understood is kept as it came, for a person to read; nothing at all is an empty answer."""
        raw = self.memory.heard
        if raw:
            self._store(Reading(self._question.key, None, raw, AnswerState.ILLEGIBLE, confidence=0.0))
        else:
            self._store(Reading.empty(self._question.key))

    def _miss(self, outcome: NotUnderstood, raw: str) -> None:
        misses = self.memory.misses + 1
        self._change(misses=misses, heard=raw or self.memory.heard, digits="")
        if misses < (MOST_MISSES_IN_ENTRY if self._is_entry else MOST_MISSES):
            self._explain(outcome)
            if misses > 1 and not self._on_phone:
                self._say("skip_hint")
        elif not self._on_phone:
            self._say("person_reads")
            self._leave_to_person()
        elif not self.memory.offered:
            self._change(at=At.OFFER, offered=True)
        else:
            self._leave_to_person()

    @property
    def _is_entry(self) -> bool:
        return isinstance(
            prompts.wait_for(self.definition, self._question, self.memory.language, self.memory.mode), Entry
        )

    def _explain(self, outcome: NotUnderstood) -> None:
        question = self._question
        if outcome.reason is Reason.OUT_OF_RANGE and isinstance(question, Scale | Number):
            low, high = (
                (question.lowest, question.highest) if isinstance(question, Scale) else (question.min, question.max)
            )
            self._say("out_of_range", low=low, high=high)
        elif outcome.reason is Reason.TOO_MANY and isinstance(question, Choices):
            self._say("too_many", most=question.most)
        else:
            self._say("not_understood")
