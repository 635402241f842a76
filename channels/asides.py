"""Beside the questions: which language, going on where one was, help that is offered, and a person who calls back."""

from __future__ import annotations

from channels.talk import Talk
from channels.turns import (
    At,
    CallTimeChosen,
    Heard,
    Keys,
    OutcomeChosen,
    PersonNotWanted,
    PersonWanted,
    Spoken,
    StartOver,
    TextWanted,
    Typed,
)
from channels.understanding.language_names import language_code, language_meant
from models.consultation_file import LANGUAGES
from models.tables.contacts import PartOfDay

MOST_WRONG_NUMBERS = 3
FEWEST_DIGITS = 8
"""Of a telephone number that somebody keys in."""


class Asides(Talk):
    """Every one of them leads back to where it was left for."""

    def _choose_language(self, heard: Heard) -> None:
        text = heard.digits if isinstance(heard, Keys) else heard.text if isinstance(heard, Typed | Spoken) else ""
        named = language_meant(text, self.definition.languages)
        if named is not None:
            self._language_chosen(named)
        elif not self._speak_of_another(text):
            self._miss_choice(self.definition.first_language)

    def _speak_of_another(self, text: str) -> bool:
        """Whether a language was named that we speak, and the consultation does not: then that is said in it."""
        named = {language_code(text), *map(language_code, text.split()[:8])} - {None, *self.definition.languages}
        found = next((language for language in LANGUAGES if language in named), None)
        if found is None:
            return False
        self._step_aside(At.OTHER_LANGUAGE)
        self._change(asked_language=found)
        return True

    def _choose_in_other_language(self, heard: Heard) -> None:
        """Whether somebody who speaks that language should call."""
        said = self._yes_no(heard)
        if said is None and not self.memory.misses and isinstance(heard, Keys | Spoken | Typed):
            self._change(misses=1)
            self._say("not_understood")
            return
        asked = self.memory.asked_language
        self._return()
        if said:
            self._change(asked_language=asked)
            self._want_person()

    def _miss_choice(self, otherwise: str) -> None:
        """Asked once more; then the first language, in which a person can be had."""
        if self.memory.misses:
            self._language_chosen(otherwise)
        else:
            self._change(misses=1)

    def _language_chosen(self, language: str) -> None:
        self._change(language=language, misses=0, silences=0)
        if self.memory.question is None and not self.memory.returns_to:
            self.begin_questions()
        else:
            self._return()

    def _choose_resume(self, heard: Heard) -> None:
        if isinstance(heard, Keys) and heard.digits[:1] == "2":
            self.events.append(StartOver())
            self.over = True
        elif (isinstance(heard, Keys) and heard.digits[:1] == "1") or self.memory.misses:
            self._return()
        else:
            self._change(misses=1)
            self._say("not_understood")

    def _choose_offer(self, heard: Heard) -> None:
        key = heard.digits[:1] if isinstance(heard, Keys) else ""
        if key in ("2", "#"):
            self._leave_to_person()
        else:
            self._change(at=At.QUESTION, misses=0, silences=0)

    def _want_person(self) -> None:
        """Registered at once, so that who hangs up now is called all the same. When is asked after that."""
        if self.memory.at is At.CALL_TIME:
            return
        if self._on_phone and not self.memory.reachable:
            self._step_aside(At.CALL_BACK)
            return
        self.events.append(PersonWanted(language=self.memory.asked_language))
        self._say("call_back")
        if self._on_phone:
            self._step_aside(At.CALL_TIME)
        else:
            self._change(asked_language=None)

    def _call_back_number(self, heard: Heard) -> None:
        digits = heard.digits.partition("#")[0] if isinstance(heard, Keys) else ""
        if len(digits) >= FEWEST_DIGITS and digits.isdigit():
            self.events.append(PersonWanted(digits, self.memory.asked_language))
            self._say("call_back")
            self._change(at=At.CALL_TIME, misses=0)
        elif digits == "" or self.memory.misses + 1 >= MOST_WRONG_NUMBERS:
            self._return()
        else:
            self._change(misses=self.memory.misses + 1)
            self._say("bad_number")

    def _choose_call_time(self, heard: Heard) -> None:
        """Anything else than a choice goes on with the conversation: the call-back stands already."""
        match heard.digits[:1] if isinstance(heard, Keys) else "":
            case "1":
                self.events.append(CallTimeChosen(PartOfDay.MORNING))
                self._say("call_time_kept")
                self._return()
            case "2":
                self.events.append(CallTimeChosen(PartOfDay.AFTERNOON))
                self._say("call_time_kept")
                self._return()
            case "3":
                self.events.append(PersonNotWanted())
                self._say("call_back_off")
                self._return()
            case "4":
                self.events.append(PersonNotWanted())
                self._change(at=At.MAIN, returns_to=(), misses=0, silences=0, asked_language=None)
            case _:
                self._return()

    def _choose_outcome(self, heard: Heard) -> None:
        said = self._yes_no(heard)
        if said is None and not self.memory.misses:
            self._change(misses=1)
            self._say("not_understood")
            return
        self.events.append(OutcomeChosen(bool(said)))
        self._say("outcome_yes" if said else "outcome_no")
        self._finish()

    def _choose_text(self, heard: Heard) -> None:
        """The receipt comes in a text message too, unless they say no."""
        if isinstance(heard, Keys) and heard.digits[:1] == "2":
            self.events.append(TextWanted(False))
            self._say("text_not")
        self._say("goodbye")
        self._end()
