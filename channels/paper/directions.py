"""Which way to go through a form: what `ask_if` means, in words at the question itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from channels.paper.texts import PaperTexts
from models.definition import Choice, Choices, Definition, Number, Postcode, Question, Scale, Text, YesNo

Value = bool | int | str


class Directions:
    """The directions of one form. A direction is only given where it is true whatever else was answered."""

    def __init__(self, definition: Definition, words: PaperTexts, said: Callable[[Text], str]) -> None:
        self.definition = definition
        self.words = words
        self.said = said
        self.numbers = {question.key: n for n, question in enumerate(definition.questions, start=1)}

    def condition(self, question: Question) -> str | None:
        """When to answer this question, told above it."""
        if question.ask_if is None:
            return None
        earlier = self.definition.question(question.ask_if.question)
        answers = self._answers(earlier, question.ask_if.any_of)
        return self.words.only_if.format(number=self.numbers[earlier.key], answers=answers)

    def beside(self, at: int, value: Value) -> str | None:
        """Where to go on after ticking this option of a question that takes one."""
        if isinstance(self.definition.questions[at], Choices):
            return None
        return self._to(at, self._skipped(at, lambda wanted: _among(value, wanted)))

    def below(self, at: int) -> list[str]:
        """Where to go on, for questions whose answers have no line of their own."""
        question = self.definition.questions[at]
        match question:
            case Scale():
                return self._by_value(at, question.steps)
            case Choices():
                return self._otherwise(at, self.words.if_not_chosen)
            case Number() | Postcode():
                return [*self._by_value(at, self._asked_for(at)), *self._otherwise(at, self.words.if_other)]
            case _:
                return []

    def _by_value(self, at: int, values: Sequence[Value]) -> list[str]:
        """One line for all values that lead to the same place."""
        places: dict[str, list[Value]] = {}
        for value in values:
            then = self.beside(at, value)
            if then is not None:
                places.setdefault(then, []).append(value)
        question = self.definition.questions[at]
        return [
            self.words.if_chosen.format(answers=self._answers(question, values), then=then)
            for then, values in places.items()
        ]

    def _otherwise(self, at: int, line: str) -> list[str]:
        """Where to go on if nothing was answered that a following question asks for."""
        then = self._to(at, self._skipped(at, lambda wanted: False))
        if then is None:
            return []
        answers = self._answers(self.definition.questions[at], self._asked_for(at))
        return [line.format(answers=answers, then=then)]

    def _asked_for(self, at: int) -> list[Value]:
        """The answers on which the questions that follow at once depend."""
        key = self.definition.questions[at].key
        following = self.definition.questions[at + 1 : at + 1 + self._skipped(at, lambda wanted: False)]
        found = [v for q in following if q.ask_if is not None and q.ask_if.question == key for v in q.ask_if.any_of]
        return list(dict.fromkeys(found))

    def _skipped(self, at: int, holds: Callable[[Sequence[Value]], bool]) -> int:
        """How many questions after this one surely do not apply: `holds` tells whether the answer is a wanted one.

        A question that hangs on a skipped one is skipped with it.
        """
        gone: set[str] = set()
        for later in self.definition.questions[at + 1 :]:
            condition = later.ask_if
            if condition is None:
                break
            fails = condition.question == self.definition.questions[at].key and not holds(condition.any_of)
            if not fails and condition.question not in gone:
                break
            gone.add(later.key)
        return len(gone)

    def _to(self, at: int, skipped: int) -> str | None:
        if not skipped:
            return None
        following = at + 1 + skipped
        if following == len(self.definition.questions):
            return self.words.go_on
        return self.words.go_to.format(number=following + 1)

    def _answers(self, question: Question, values: Sequence[Value]) -> str:
        """`values` as they are called on paper, listed."""
        names = [self._answer(question, value) for value in values]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {self.words.or_} {names[-1]}"

    def _answer(self, question: Question, value: Value) -> str:
        match question:
            case Choice() | Choices():
                n, option = next((n, o) for n, o in enumerate(question.options, start=1) if o.key == value)
                return f"{n} {self.said(option.label)}"
            case YesNo():
                return self.words.yes if value else self.words.no
            case _:
                return str(value)


def _among(value: Value, wanted: Sequence[Value]) -> bool:
    """Whether an answer is one of those wanted; true is not 1."""
    return any(value == one and type(value) is type(one) for one in wanted)
