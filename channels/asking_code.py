"""The participation code, asked for before the first question where the consultation needs one."""

from __future__ import annotations

from channels.talk import Talk, is_hash
from channels.turns import CodeGiven, Heard, Keys, Silence, Spoken, Typed
from channels.understanding import Medium, Skipped, Understood, understand

MOST_WRONG_CODES = 3


class AskingCode(Talk):
    """Nobody is turned away: who has no code goes on without one, and a person sees whether the answers count."""

    def _hear_code(self, heard: Heard) -> None:
        match heard:
            case CodeGiven(code_id=str(found)):
                self._change(code=found)
                self._first_question()
            case CodeGiven(blocked=True):
                self._say("receipt_blocked")
                self._without_code()
            case Silence() if not self.memory.silences:
                self._change(silences=1)
                self._say("silent")
            case Silence():
                self._without_code()
            case _ if is_hash(heard) or self._has_none(heard) or self.memory.misses + 1 >= MOST_WRONG_CODES:
                self._without_code()
            case CodeGiven() | Keys():
                self._change(misses=self.memory.misses + 1)
                self._say("bad_code")
            case _:
                self._change(misses=self.memory.misses + 1)
                self._say("not_understood")

    def _has_none(self, heard: Heard) -> bool:
        """A word for skipping, or a plain no."""
        if not isinstance(heard, Typed | Spoken):
            return False
        match understand(self.definition, self.YES_NO, heard.text, language=self.memory.language, medium=Medium.TEXT):
            case Skipped() | Understood(value=False):
                return True
            case _:
                return False

    def _without_code(self) -> None:
        self._say("without_code")
        self._first_question()
