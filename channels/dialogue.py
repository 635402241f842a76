"""The conversation itself: (consultation, memory, what was heard) → (memory, what to say next).

Pure: no clock, no store, no vendor. Phone and SMS walk through the same questions with the same rules; they differ in
what can be heard and in how a question is put (`channels.prompts`).
"""

from __future__ import annotations

from dataclasses import replace

from channels import prompts
from channels.entries import Unfinished, keyed
from channels.talk import MOST_MISSES, Talk
from channels.turns import (
    Asked,
    At,
    Heard,
    Keys,
    Memory,
    Menu,
    Mode,
    OutcomeChosen,
    PersonWanted,
    Recorded,
    Silence,
    Spoken,
    StartOver,
    Turn,
    Typed,
    Voice,
    Word,
)
from channels.understanding import Medium, NotUnderstood, Outcome, Reason, Skipped, Understood, understand
from channels.understanding.language_names import language_meant
from models.conditions import applicable
from models.definition import Definition, Postcode, YesNo
from models.reading import InTime, Reading, Value
from models.vocabulary import AnswerState

SPEECH_IS_SURE = 0.6
"""Below this product of the speech engine's confidence and ours, what was heard is asked back before it counts."""

MOST_QUIET = 4
"""Prompts in a row at which nothing was heard, before we say goodbye and keep what there is."""

_YES_NO = YesNo(key="yes_no", ask={})


def start(definition: Definition, mode: Mode, *, language: str | None = None, reachable: bool = True) -> Turn:
    """Begin a dialogue.

    :param language: the language if it is known already, by an opening word or an earlier choice.
    :param reachable: whether the person can be reached at the number they used.
    """
    chosen = definition.language(language)
    ask_language = mode is Mode.PHONE and language is None and len(definition.languages) > 1
    at = At.LANGUAGE if ask_language else At.QUESTION
    talk = _Step(definition, Memory(mode=mode, at=at, language=chosen, reachable=reachable))
    if not ask_language:
        talk.begin_questions()
    return talk.turn()


def resume(definition: Definition, memory: Memory) -> Turn:
    """Somebody calls again: offer to go on where they were, or to begin anew."""
    if memory.at is At.RESUME:
        return again(definition, memory)
    back = At.QUESTION if memory.at in (At.CONFIRM, At.OFFER, At.LETTERS, At.CALL_BACK) else memory.at
    fresh = replace(memory, at=At.RESUME, returns_to=back, misses=0, silences=0, quiet=0, digits="", pending=None)
    return again(definition, fresh)


def again(definition: Definition, memory: Memory) -> Turn:
    """The current prompt once more. Changes nothing."""
    return _Step(definition, memory).turn()


def hear(definition: Definition, memory: Memory, heard: Heard) -> Turn:
    """One step. Whatever is heard, no answer is invented, and the dialogue comes to an end."""
    talk = _Step(definition, memory)
    talk.hear(heard)
    return talk.turn()


class _Step(Talk):
    """Hears one thing, wherever the conversation stands."""

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
        match self.memory.at:
            case At.LANGUAGE:
                self._choose_language(heard)
            case At.RESUME:
                self._choose_resume(heard)
            case At.QUESTION:
                self._answer(heard)
            case At.LETTERS:
                self._letters(heard)
            case At.CONFIRM:
                self._confirm(heard)
            case At.OFFER:
                self._choose_offer(heard)
            case At.CALL_BACK:
                self._call_back_number(heard)
            case At.OUTCOME:
                self._choose_outcome(heard)

    def _key_command(self, digits: str) -> bool:
        """`*` repeats everywhere; 0 in a menu is a person. Whether that was it."""
        _, wait = prompts.current(self.definition, self.memory)
        if "*" in digits:
            self._change(digits="")
            return True
        if digits == "0" and isinstance(wait, Menu | Voice):
            self._want_person()
            return True
        return False

    def _want_person(self) -> None:
        if not self.memory.reachable:
            self._change(returns_to=self._place_to_return(), at=At.CALL_BACK, misses=0)
            return
        self.events.append(PersonWanted())
        self._say("call_back")
        self._change(at=self._place_to_return(), misses=0)

    def _place_to_return(self) -> At:
        return At.QUESTION if self.memory.at in (At.OFFER, At.CONFIRM, At.LETTERS) else self.memory.at

    def _call_back_number(self, heard: Heard) -> None:
        digits = heard.digits.rstrip("#") if isinstance(heard, Keys) else ""
        if len(digits) >= 8 and digits.isdigit():
            self.events.append(PersonWanted(digits))
            self._say("call_back")
            self._change(at=self.memory.returns_to, misses=0)
        elif digits == "" or self.memory.misses + 1 >= MOST_MISSES:
            self._change(at=self.memory.returns_to, misses=0)
        else:
            self._change(misses=self.memory.misses + 1)
            self._say("bad_number")

    def _service(self, asked: Asked) -> None:
        match asked.word:
            case Word.HELP:
                self._say("help")
            case Word.REPEAT:
                pass
            case Word.BACK:
                self._back()
            case Word.LANGUAGE:
                named = language_meant(asked.argument, self.definition.languages) if asked.argument else None
                if named:
                    self._change(language=named)
                elif len(self.definition.languages) > 1 and self.memory.at is not At.LANGUAGE:
                    self._change(returns_to=self.memory.at, at=At.LANGUAGE, misses=0)

    def _back(self) -> None:
        if self.memory.at not in (At.QUESTION, At.CONFIRM, At.LETTERS, At.OFFER):
            return
        asked = [question.key for question in applicable(self.definition, self.memory.answers)]
        at = asked.index(self._question.key) if self._question.key in asked else 0
        self._go_to(asked[max(at - 1, 0)])

    def _choose_language(self, heard: Heard) -> None:
        text = heard.digits if isinstance(heard, Keys) else heard.text if isinstance(heard, Typed | Spoken) else ""
        named = language_meant(text, self.definition.languages)
        if named is None:
            self._miss_choice(self.definition.first_language)
        else:
            self._language_chosen(named)

    def _miss_choice(self, otherwise: str) -> None:
        """Asked once more; then the first language, in which a person can be had."""
        if self.memory.misses:
            self._language_chosen(otherwise)
        else:
            self._change(misses=1)

    def _language_chosen(self, language: str) -> None:
        self._change(language=language, misses=0, silences=0)
        if self.memory.question is None:
            self.begin_questions()
        else:
            self._change(at=self.memory.returns_to)

    def _choose_resume(self, heard: Heard) -> None:
        if isinstance(heard, Keys) and heard.digits[:1] == "2":
            self.events.append(StartOver())
            self.over = True
        elif (isinstance(heard, Keys) and heard.digits[:1] == "1") or self.memory.misses:
            self._change(at=self.memory.returns_to, misses=0)
        else:
            self._change(misses=1)
            self._say("not_understood")

    def _answer(self, heard: Heard) -> None:
        match heard:
            case Recorded():
                self._recorded(heard)
            case Typed():
                self._outcome(self._understand(heard.text, Medium.TEXT), heard.text)
            case Spoken():
                outcome = self._understand(heard.text, Medium.SPEECH)
                self._outcome(outcome, heard.text, certainty=heard.confidence)
            case Keys():
                self._keys(heard.digits)
            case _:
                self._miss(NotUnderstood(Reason.UNKNOWN), "")

    def _keys(self, digits: str) -> None:
        entry = keyed(self._question, self.memory.digits + digits)
        if isinstance(entry, Unfinished):
            self._change(digits=entry.digits, misses=0, silences=0)
        elif isinstance(self._question, Postcode) and self._question.digits == 6 and isinstance(entry, str):
            self._change(at=At.LETTERS, digits=entry, misses=0, silences=0)
        elif isinstance(entry, str):
            self._outcome(self._understand(entry, Medium.TEXT), digits)
        else:
            self._outcome(entry, digits)

    def _understand(self, text: str, medium: Medium) -> Outcome:
        return understand(self.definition, self._question, text, language=self.memory.language, medium=medium)

    def _outcome(self, outcome: Outcome, raw: str, *, certainty: float = 1.0) -> None:
        match outcome:
            case Understood() if outcome.confidence * certainty < SPEECH_IS_SURE:
                self._ask_back(outcome.value, raw, outcome.confidence * certainty)
            case Understood():
                self._take(outcome.value, raw, round(outcome.confidence * certainty, 3))
            case Skipped():
                self._store(Reading.empty(self._question.key, raw))
            case NotUnderstood(Reason.EMPTY):
                self._silence()
            case NotUnderstood(suggestions=(suggestion,)):
                self._ask_back(suggestion, raw, 0.9)
            case NotUnderstood():
                self._miss(outcome, raw)

    def _ask_back(self, value: Value, raw: str, confidence: float) -> None:
        self._change(at=At.CONFIRM, pending=value, heard=raw, confidence=round(confidence, 3))

    def _confirm(self, heard: Heard) -> None:
        """A yes takes the value; a no, or an answer to the question itself, does not."""
        said = self._yes_no(heard)
        pending, raw, confidence = self.memory.pending, self.memory.heard, self.memory.confidence
        self._change(at=At.QUESTION, pending=None, heard="")
        if said is True and pending is not None:
            self._take(pending, raw, confidence)
        elif said is False or isinstance(heard, Keys):
            self._miss(NotUnderstood(Reason.UNKNOWN), raw)
        else:
            self._answer(heard)

    def _yes_no(self, heard: Heard) -> bool | None:
        """Yes, no, or neither. In a text only a word or digit that answers nothing else counts as one."""
        match heard:
            case Keys():
                return {"1": True, "2": False}.get(heard.digits[:1])
            case Spoken() | Typed():
                medium = Medium.SPEECH if isinstance(heard, Spoken) else Medium.TEXT
                outcome = understand(self.definition, _YES_NO, heard.text, language=self.memory.language, medium=medium)
                return bool(outcome.value) if isinstance(outcome, Understood) else None
            case _:
                return None

    def _letters(self, heard: Heard) -> None:
        """The two letters behind the digits of a postcode: spoken, else recorded for a person to hear."""
        match heard:
            case Recorded():
                self._recorded(heard, raw=self.memory.digits)
            case Spoken():
                outcome = self._understand(f"{self.memory.digits} {heard.text}", Medium.SPEECH)
                if isinstance(outcome, Understood):
                    self._outcome(outcome, f"{self.memory.digits} {heard.text}", certainty=heard.confidence)
                else:
                    self._letters_missed()
            case _:
                self._letters_missed()

    def _letters_missed(self) -> None:
        """First asked for on a recording; then a person has the digits to go by."""
        misses = self.memory.misses + 1
        self._change(misses=misses)
        if misses >= MOST_MISSES:
            reading = Reading(self._question.key, None, self.memory.digits, AnswerState.ILLEGIBLE, confidence=0.0)
            self._store(reading)

    def _recorded(self, heard: Recorded, raw: str | None = None) -> None:
        if heard.seconds <= 0 and "#" in heard.digits:
            self._store(Reading.empty(self._question.key, heard.digits))
        elif heard.seconds <= 0:
            self._silence()
        else:
            reading = Reading(
                self._question.key, None, raw, AnswerState.ILLEGIBLE, where=InTime(0.0, float(heard.seconds))
            )
            self._store(reading, recording=heard.reference)

    def _choose_outcome(self, heard: Heard) -> None:
        said = self._yes_no(heard)
        if said is None and isinstance(heard, Keys) and heard.digits.startswith("#"):
            said = False
        if said is None and not self.memory.misses:
            self._change(misses=1)
            self._say("not_understood")
            return
        self.events.append(OutcomeChosen(bool(said)))
        self._say("outcome_yes" if said else "outcome_no")
        self._finish()

    def _choose_offer(self, heard: Heard) -> None:
        key = heard.digits[:1] if isinstance(heard, Keys) else ""
        if key in ("2", "#"):
            self._leave_to_person()
        else:
            self._change(at=At.QUESTION, misses=0, silences=0)

    def _silence(self) -> None:
        """Nothing was heard: asked once more where an answer is expected, then empty. A silent call ends kindly."""
        quiet = self.memory.quiet + 1
        self._change(quiet=quiet)
        if self._on_phone and quiet >= MOST_QUIET:
            self._say("quiet_goodbye")
            self.over = True
            return
        match self.memory.at:
            case At.QUESTION:
                self._silent_question()
            case At.LETTERS:
                self._letters_missed()
            case At.LANGUAGE:
                self._miss_choice(self.definition.first_language)
            case At.OUTCOME:
                self._choose_outcome(Silence())
            case At.OFFER | At.CONFIRM:
                self._change(at=At.QUESTION, pending=None)
                if self.memory.silences:
                    self._leave_to_person()
                self._change(silences=1)
            case At.CALL_BACK:
                self._call_back_number(Silence())
            case _:
                pass

    def _silent_question(self) -> None:
        if self.memory.digits:
            self._keys("#")
        elif self._question.required and not self.memory.silences:
            self._change(silences=1)
            self._say("silent")
        elif self.memory.heard:
            self._leave_to_person()
        else:
            self._store(Reading.empty(self._question.key))
