"""What was recorded: kept at once, then heard back, made anew, or added to a contribution of before."""

from __future__ import annotations

from dataclasses import replace

from channels.main_menu import MainMenu
from channels.talk import is_hash
from channels.turns import Added, At, Heard, Keys, Purpose, Recorded, Silence


class SpokenAnswers(MainMenu):
    """A small menu after each recording; waiting in it goes on."""

    def _add(self, heard: Heard) -> None:
        """Stored the moment it was recorded, in place of the one before that was to be made anew."""
        if isinstance(heard, Recorded) and heard.seconds > 0:
            self.events.append(Added(self.memory.receipt, heard.reference, heard.seconds, self.memory.recording))
            self._change(at=At.KEPT, recording=heard.reference, misses=0, silences=0, hasty=False)
        elif isinstance(heard, Keys) and not is_hash(heard):
            self._change(hasty=True)
        elif isinstance(heard, Silence) and not self.memory.silences:
            self._change(silences=1, hasty=False)
            self._say("silent")
        elif self.memory.recording is not None:
            self._change(at=At.KEPT, hasty=False)
        else:
            self._to_main()

    def _choose_kept(self, heard: Heard) -> None:
        """A recording is stored already: only 2 and 3 do something else than going on."""
        key = heard.digits[:1] if isinstance(heard, Keys) else "#"
        if key == "2":
            self._play()
        elif key == "3":
            at = At.ADD if self.memory.purpose is Purpose.ADD else At.QUESTION
            self._change(at=at, misses=0, silences=0)
        elif key in ("1", "#") or self.memory.misses:
            self._keep()
        else:
            self._change(misses=1)
            self._say("not_understood")

    def _play(self) -> None:
        self._say("you_said")
        self.said[-1] = replace(self.said[-1], plays=self.memory.recording)

    def _keep(self) -> None:
        if self.memory.purpose is Purpose.ADD:
            self._say("added")
            self._to_main()
        else:
            self._next()
