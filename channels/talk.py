"""One step of a conversation in the making: what is remembered, said and stored, and where it goes next."""

from __future__ import annotations

from dataclasses import replace

from channels import places, prompts
from channels.catalogue import catalogue
from channels.turns import (
    Answered,
    At,
    Completed,
    Event,
    Forgotten,
    Heard,
    Keys,
    Memory,
    Mode,
    Over,
    Say,
    Spoken,
    TextWanted,
    Turn,
    Typed,
)
from channels.understanding import Medium, Understood, understand
from models.conditions import applicable
from models.definition import Definition, Question, YesNo
from models.reading import Reading
from models.vocabulary import AnswerState, Doubt

SLOW_FOR_GOOD = 2
"""Who asks so often to hear something again, hears the rest of the call slowly."""


class Talk:
    """What every step can do. `channels.dialogue` decides what a step does with what was heard."""

    YES_NO = YesNo(key="yes_no", ask={})

    def __init__(self, definition: Definition, memory: Memory) -> None:
        self.definition = definition
        self.memory = memory
        self.said: list[Say] = []
        self.events: list[Event] = []
        self.over = False

    def turn(self) -> Turn:
        lines, wait = places.current(self.definition, self.memory)
        if self.over:
            return Turn(self.memory, tuple(self.said), Over(), tuple(self.events))
        return Turn(self.memory, (*self.said, *lines), wait, tuple(self.events))

    def _change(self, **changes: object) -> None:
        self.memory = replace(self.memory, **changes)  # type: ignore[arg-type]

    def _say(self, *keys: str, **values: object) -> None:
        language = places.spoken_language(self.memory)
        texts = catalogue(language, self.memory.mode)
        values = {"receipt": "{receipt}", **values}
        self.said += [Say(texts(key, **values), language) for key in keys]

    @property
    def _question(self) -> Question:
        return self.definition.question(self.memory.question or "")

    @property
    def _on_phone(self) -> bool:
        return self.memory.mode is Mode.PHONE

    def _step_aside(self, at: At) -> None:
        """To another place, from which `_return` leads back to this one."""
        self._change(at=at, returns_to=(*self.memory.returns_to, self._place()), misses=0, silences=0)

    def _place(self) -> At:
        """Where somebody goes on who leaves from here: what hangs on an answer just given is asked anew."""
        return At.QUESTION if self.memory.at in (At.OFFER, At.CONFIRM, At.LETTERS) else self.memory.at

    def _return(self) -> None:
        *rest, back = self.memory.returns_to or (At.QUESTION if self.memory.question else At.MAIN,)
        self._change(at=back, returns_to=tuple(rest), misses=0, silences=0, asked_language=None)

    def begin_questions(self) -> None:
        lines = prompts.greeting(self.definition, self.memory.language, self.memory.mode)
        self.said += [Say(line, self.memory.language) for line in lines]
        if self.definition.participation == "code" and self.memory.code is None:
            self._change(at=At.CODE, misses=0, silences=0)
        else:
            self._first_question()

    def _first_question(self) -> None:
        self._go_to(self.definition.questions[0].key)

    def _go_to(self, question: str) -> None:
        self._change(
            at=At.QUESTION,
            question=question,
            returns_to=(),
            misses=0,
            silences=0,
            digits="",
            pending=None,
            heard="",
            offered=False,
            slow=self.memory.repeats >= SLOW_FOR_GOOD,
            hasty=False,
        )

    def _store(self, reading: Reading, recording: str | None = None) -> None:
        self._put(reading, recording)
        self._next()

    def _put(self, reading: Reading, recording: str | None = None) -> None:
        """Store an answer, and forget those to questions that do not apply any more."""
        self.events.append(Answered(reading, recording))
        answers = {**self.memory.answers, reading.question: reading.value}
        apply = {question.key for question in applicable(self.definition, answers)}
        forgotten = tuple(key for key in answers if key not in apply)
        if forgotten:
            self.events.append(Forgotten(forgotten))
        self._change(answers={key: value for key, value in answers.items() if key in apply})

    def _next(self) -> None:
        question = next_question(self.definition, self.memory)
        if question is None:
            self._complete()
        else:
            self._go_to(question)

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
        """On the phone the receipt is said once more, and where a text message can reach the person, sent."""
        if self._on_phone and self.memory.textable:
            self.events.append(TextWanted(True))
            self._change(at=At.TEXTED, misses=0, silences=0)
            return
        if self._on_phone:
            self._say("receipt_again", "goodbye")
        self._end()

    def _end(self) -> None:
        self._change(at=At.DONE)
        self.over = True

    def _leave_to_person(self) -> None:
        """What could not be understood is kept as it came, for a person to read; nothing at all is an empty answer."""
        raw = self.memory.heard
        if raw:
            state, doubt = AnswerState.ILLEGIBLE, Doubt.NO_ANSWER
            self._store(Reading(self._question.key, None, raw, state, confidence=0.0, doubt=doubt))
        else:
            self._store(Reading.empty(self._question.key))

    def _yes_no(self, heard: Heard) -> bool | None:
        """Yes, no, or neither. In a text only a word or digit that answers nothing else counts as one."""
        match heard:
            case Keys():
                return {"1": True, "2": False, "#": False}.get(heard.digits[:1])
            case Spoken() | Typed():
                medium = Medium.SPEECH if isinstance(heard, Spoken) else Medium.TEXT
                language = places.spoken_language(self.memory)
                outcome = understand(self.definition, self.YES_NO, heard.text, language=language, medium=medium)
                return bool(outcome.value) if isinstance(outcome, Understood) else None
            case _:
                return None


def next_question(definition: Definition, memory: Memory) -> str | None:
    """The first question that applies and was not asked yet; None: everything was."""
    asked = applicable(definition, memory.answers)
    return next((question.key for question in asked if question.key not in memory.answers), None)


def is_hash(heard: Heard) -> bool:
    """Whether it is `#`, before any digit."""
    return isinstance(heard, Keys) and heard.digits.startswith("#")
