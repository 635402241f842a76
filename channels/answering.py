"""Answers to the questions themselves: keyed, said, typed, recorded or left out."""

from __future__ import annotations

from channels import prompts
from channels.entries import Unfinished, keyed
from channels.talk import Talk
from channels.turns import At, Entry, Forgotten, Heard, Keys, Recorded, Spoken, Typed
from channels.understanding import Medium, NotUnderstood, Outcome, Reason, Skipped, Understood, understand
from models.definition import Choices, Number, OpenText, Postcode, Scale
from models.reading import InTime, Reading, Value
from models.vocabulary import AnswerState, Doubt

SPEECH_IS_SURE = 0.6
"""Below this product of the speech engine's confidence and ours, what was heard is asked back before it counts."""

MOST_MISSES = 3
"""Failures at one question after which a text is left to a person, and a caller is offered one."""

MOST_MISSES_IN_ENTRY = 2
"""The same where a caller keys in digits and a `#`: there 0 is a digit, so a person cannot be had by key."""


class Answering(Talk):
    """What is heard at a question, or at what is asked back about its answer."""

    def _silence(self) -> None:
        raise NotImplementedError

    def _answer(self, heard: Heard) -> None:
        match heard:
            case Recorded():
                self._recorded(heard)
            case Typed():
                self._outcome(self._understand(heard.text, Medium.TEXT), heard.text)
            case Spoken():
                outcome = self._understand(heard.text, Medium.SPEECH)
                self._outcome(outcome, heard.text, certainty=heard.confidence)
            case Keys() if isinstance(self._question, OpenText) and not heard.digits.startswith("#"):
                self._change(hasty=True)
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
                self._skip(raw)
            case NotUnderstood(Reason.EMPTY):
                self._silence()
            case NotUnderstood(suggestions=(suggestion,)):
                self._ask_back(suggestion, raw, 0.9)
            case NotUnderstood():
                self._miss(outcome, raw)

    def _take(self, value: Value, raw: str, confidence: float) -> None:
        self._store(Reading(self._question.key, value, raw, AnswerState.READ, confidence))

    def _skip(self, raw: str) -> None:
        """Also of what was recorded just now: then the recording does not count any more."""
        if self._on_phone and self._question.key in self.memory.answers:
            self.events.append(Forgotten((self._question.key,)))
        self._store(Reading.empty(self._question.key, raw))

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
            state, doubt = AnswerState.ILLEGIBLE, Doubt.NO_ANSWER
            self._store(Reading(self._question.key, None, self.memory.digits, state, confidence=0.0, doubt=doubt))

    def _recorded(self, heard: Recorded, raw: str | None = None) -> None:
        """What was said is stored at once, before anybody is asked whether it is as it should be."""
        key = self._question.key
        if heard.seconds <= 0 and "#" in heard.digits:
            self._skip(heard.digits)
        elif heard.seconds <= 0:
            self._silence()
        else:
            where = InTime(0.0, float(heard.seconds))
            reading = Reading(key, None, raw, AnswerState.ILLEGIBLE, where=where, doubt=Doubt.UNHEARD)
            self._put(reading, recording=heard.reference)
            self._change(recording=heard.reference, silences=0, hasty=False)
            if isinstance(self._question, OpenText):
                self._change(at=At.KEPT, misses=0)
            else:
                self._next()

    def _silent_question(self) -> None:
        """Asked once more where an answer is expected, then empty. A recorded answer that was to be made anew stays."""
        self._change(hasty=False)
        if self.memory.digits:
            self._keys("#")
        elif self._question.required and not self.memory.silences:
            self._change(silences=1)
            self._say("silent_again" if self._on_phone and self.memory.quiet > 1 else "silent")
        elif self._question.key in self.memory.answers:
            self._next()
        elif self.memory.heard:
            self._leave_to_person()
        else:
            self._store(Reading.empty(self._question.key))
            self._go_on_kindly()

    def _go_on_kindly(self) -> None:
        """After silence: that this is fine. Who was silent twice hears how to get help, or how to leave things out."""
        if not self._on_phone or self.memory.at is not At.QUESTION:
            return
        self._say("silent_on")
        if self.memory.quiet > 1:
            self._say("silent_skip" if self._is_entry else "silent_person")

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
