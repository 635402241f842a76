"""The conversation itself: (consultation, memory, what was heard) → (memory, what to say next).

Pure: no clock, no store, no vendor. Phone and SMS walk through the same questions with the same rules; they differ in
what can be heard and in how a question is put (`channels.prompts`).
"""

from __future__ import annotations

from dataclasses import replace

from channels import places
from channels.answering import Answering
from channels.asides import Asides
from channels.asking_code import AskingCode
from channels.spoken_answers import SpokenAnswers
from channels.turns import (
    Asked,
    At,
    Heard,
    Keys,
    Memory,
    Menu,
    Mode,
    Silence,
    Turn,
    Voice,
    Word,
)
from channels.understanding.language_names import language_meant
from models.conditions import applicable
from models.definition import Definition

MOST_QUIET = 4
"""Prompts in a row at which nothing was heard, before we say goodbye and keep what there is."""

_MAIN_MENU = frozenset({At.MAIN, At.RECEIPT, At.WITHDRAW, At.ADD})


def start(
    definition: Definition,
    mode: Mode,
    *,
    language: str | None = None,
    reachable: bool = True,
    textable: bool = False,
    code: str | None = None,
) -> Turn:
    """Begin a dialogue.

    :param language: the language if it is known already, by an opening word or an earlier choice.
    :param reachable: whether the person can be reached at the number they used.
    :param textable: whether a text message reaches them there, too. Only matters on the phone.
    :param code: the id of the participation code that they began with.
    """
    chosen = definition.language(language)
    ask_language = mode is Mode.PHONE and language is None and len(definition.languages) > 1
    at = At.LANGUAGE if ask_language else At.QUESTION
    talk = _Step(
        definition, Memory(mode=mode, at=at, language=chosen, reachable=reachable, textable=textable, code=code)
    )
    if not ask_language:
        talk.begin_questions()
    return talk.turn()


def main_menu(definition: Definition, language: str, *, reachable: bool, textable: bool = False) -> Turn:
    """Begin a call with the menu: for who calls again, or from a telephone that somebody used before."""
    chosen = definition.language(language)
    memory = Memory(mode=Mode.PHONE, at=At.MAIN, language=chosen, reachable=reachable, textable=textable)
    talk = _Step(definition, memory)
    talk.greet()
    return talk.turn()


def closed(definition: Definition, *, reachable: bool) -> Turn:
    """Begin a call about a consultation that is not open: when it is, and a way to one's own contribution."""
    memory = Memory(mode=Mode.PHONE, at=At.CLOSED, language=definition.first_language, reachable=reachable, closed=True)
    talk = _Step(definition, memory)
    talk.said += places.closed(definition)
    return talk.turn()


def resume(definition: Definition, memory: Memory) -> Turn:
    """Somebody calls again: offer to go on where they were, or to begin anew."""
    if memory.at is At.RESUME:
        return again(definition, memory)
    places = [*memory.returns_to, memory.at]
    while places and places[-1] in (At.CALL_BACK, At.CALL_TIME, At.OTHER_LANGUAGE, At.RESUME):
        places.pop()
    back = places.pop() if places else At.QUESTION
    if back in _MAIN_MENU or back in (At.CONFIRM, At.OFFER, At.LETTERS):
        back = At.QUESTION
    fresh = replace(
        memory,
        at=At.RESUME,
        returns_to=(*places, back),
        misses=0,
        silences=0,
        quiet=0,
        digits="",
        pending=None,
        asked_language=None,
        purpose=None,
        receipt="",
        repeats=0,
        slow=False,
        hasty=False,
        recording=memory.recording if back is At.KEPT else None,
    )
    return again(definition, fresh)


def again(definition: Definition, memory: Memory) -> Turn:
    """The current prompt once more. Changes nothing."""
    return _Step(definition, memory).turn()


def hear(definition: Definition, memory: Memory, heard: Heard) -> Turn:
    """One step. Whatever is heard, no answer is invented, and the dialogue comes to an end."""
    talk = _Step(definition, memory)
    talk.hear(heard)
    return talk.turn()


class _Step(Answering, Asides, AskingCode, SpokenAnswers):
    """Hears one thing, wherever the conversation stands."""

    def greet(self) -> None:
        self._say("welcome", title=self.definition.text(self.definition.title, self.memory.language))

    def hear(self, heard: Heard) -> None:
        if self.memory.at is At.DONE:
            self.over = True
        elif isinstance(heard, Silence):
            self._silence()
        else:
            self._change(quiet=0)
            if isinstance(heard, Asked):
                self._service(heard)
            elif not (isinstance(heard, Keys) and self._key_command(heard.digits)):
                self._at_place(heard)

    def _at_place(self, heard: Heard) -> None:
        {
            At.LANGUAGE: self._choose_language,
            At.OTHER_LANGUAGE: self._choose_in_other_language,
            At.RESUME: self._choose_resume,
            At.CODE: self._hear_code,
            At.QUESTION: self._answer,
            At.LETTERS: self._letters,
            At.CONFIRM: self._confirm,
            At.KEPT: self._choose_kept,
            At.OFFER: self._choose_offer,
            At.CALL_BACK: self._call_back_number,
            At.CALL_TIME: self._choose_call_time,
            At.OUTCOME: self._choose_outcome,
            At.TEXTED: self._choose_text,
            At.CLOSED: self._choose_at_closed,
            At.MAIN: self._choose_main,
            At.RECEIPT: self._hear_receipt,
            At.WITHDRAW: self._confirm_withdrawal,
            At.ADD: self._add,
        }[self.memory.at](heard)

    def _key_command(self, digits: str) -> bool:
        """`*` repeats everywhere, slower; 0 in a menu is a person. Whether that was it."""
        if "*" in digits:
            self._change(digits="", slow=True, repeats=self.memory.repeats + 1)
            return True
        _, wait = places.current(self.definition, self.memory)
        if digits == "0" and isinstance(wait, Menu | Voice):
            self._want_person()
            return True
        return False

    def _service(self, asked: Asked) -> None:
        match asked.word:
            case Word.HELP:
                self._say("help")
            case Word.REPEAT:
                pass
            case Word.BACK:
                self._back()
            case Word.LANGUAGE:
                self._ask_language(asked.argument)

    def _ask_language(self, wanted: str | None) -> None:
        """Named: that one at once. Not named: asked, where there is a choice."""
        named = language_meant(wanted, self.definition.languages) if wanted else None
        if named:
            self._change(language=named)
        elif self.memory.at is At.OTHER_LANGUAGE or (wanted and self._speak_of_another(wanted)):
            return
        elif len(self.definition.languages) > 1 and self.memory.at is not At.LANGUAGE:
            self._step_aside(At.LANGUAGE)

    def _back(self) -> None:
        if self.memory.at not in (At.QUESTION, At.CONFIRM, At.LETTERS, At.OFFER):
            return
        asked = [question.key for question in applicable(self.definition, self.memory.answers)]
        at = asked.index(self._question.key) if self._question.key in asked else 0
        self._go_to(asked[max(at - 1, 0)])

    def _silence(self) -> None:
        """Nothing was heard: asked once more where an answer is expected, then empty. A silent call ends kindly.

        Where waiting means "go on", it is none.
        """
        if self.memory.at in (At.KEPT, At.CALL_TIME):
            self._change(quiet=0)
            self._at_place(Silence())
            return
        quiet = self.memory.quiet + 1
        self._change(quiet=quiet)
        if self._on_phone and quiet >= MOST_QUIET:
            self._say("quiet_goodbye" if self.memory.reachable and self._said_something else "quiet_later")
            self.over = True
            return
        match self.memory.at:
            case At.QUESTION:
                self._silent_question()
            case At.LETTERS:
                self._letters_missed()
            case At.RESUME | At.MAIN | At.WITHDRAW if not self.memory.silences:
                self._change(silences=1)
                self._say("silent" if quiet == 1 else "silent_again")
            case At.RESUME | At.MAIN:
                self._say("silent_person")
            case At.RECEIPT if not self.memory.silences:
                self._change(silences=1)
                self._say("silent")
            case At.OFFER | At.CONFIRM:
                self._change(at=At.QUESTION, pending=None)
                if self.memory.silences:
                    self._leave_to_person()
                self._change(silences=1)
            case _:
                self._at_place(Silence())

    @property
    def _said_something(self) -> bool:
        return self.memory.recording is not None or any(value is not None for value in self.memory.answers.values())
