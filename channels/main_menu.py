"""The main menu of a call: take part, or ask about, add to or take back what was contributed before."""

from __future__ import annotations

from channels import places
from channels.catalogue import spoken_digits
from channels.talk import Talk, is_hash
from channels.turns import At, Heard, Keys, Purpose, Receipt, StartOver, Withdrawn

MOST_MISSES = 3

PURPOSES = {"2": Purpose.STATUS, "3": Purpose.ADD, "4": Purpose.WITHDRAW}
"""By their keys."""

WITHDRAWN_ALREADY = "status_withdrawn"
"""How it stands that was taken back before."""


class MainMenu(Talk):
    """All of it comes back to the menu. In front of a consultation that is over stands a way into it."""

    def _choose_at_closed(self, heard: Heard) -> None:
        """The key of a language leads on in it; anything else is asked once more, then the call ends."""
        languages = self.definition.languages
        key = heard.digits[:1] if isinstance(heard, Keys) else ""
        if key.isdigit() and 1 <= int(key) <= len(languages):
            self._change(language=languages[int(key) - 1], at=At.MAIN, misses=0)
        elif self.memory.misses or key == "#":
            self._say("bye")
            self._end()
        else:
            self._change(misses=1)

    def _choose_main(self, heard: Heard) -> None:
        key = heard.digits[:1] if isinstance(heard, Keys) else ""
        if key == "1" and not self.memory.closed:
            self._take_part()
        elif key in PURPOSES and not (key == "3" and self.memory.closed):
            self._change(at=At.RECEIPT, purpose=PURPOSES[key], receipt="", misses=0, silences=0)
        elif key == places.OTHER_LANGUAGE_KEY and len(self.definition.languages) > 1:
            self._step_aside(At.LANGUAGE)
        elif key == "#" and self._unfinished:
            self._take_part()
        elif key == "#" or self.memory.misses + 1 >= MOST_MISSES:
            self._say("bye")
            self._end()
        else:
            self._change(misses=self.memory.misses + 1)
            self._say("not_understood")

    @property
    def _unfinished(self) -> bool:
        return self.memory.question is not None and not self.memory.completed

    def _take_part(self) -> None:
        """What was finished in this dialogue stays as it is: another contribution is another dialogue."""
        if self._unfinished:
            self._change(at=At.QUESTION, returns_to=(), misses=0, silences=0)
        elif self.memory.completed:
            self.events.append(StartOver())
            self.over = True
        else:
            self.begin_questions()

    def _to_main(self) -> None:
        self._change(
            at=At.MAIN, returns_to=(), purpose=None, receipt="", earlier=False, misses=0, silences=0, hasty=False
        )

    def _hear_receipt(self, heard: Heard) -> None:
        """Wrong three times: back to the menu, in which a person can be had. `#` alone leads back too."""
        match heard:
            case Receipt(blocked=True):
                self._say("receipt_blocked")
                self._to_main()
            case Receipt() if heard.told is not None:
                self._use_receipt(heard, heard.told)
            case Receipt() | Keys() if not is_hash(heard):
                self._say("status_unknown")
                if self.memory.misses + 1 >= MOST_MISSES:
                    self._to_main()
                else:
                    self._change(misses=self.memory.misses + 1)
            case _:
                self._to_main()

    def _use_receipt(self, found: Receipt, told: str) -> None:
        if self.memory.purpose is Purpose.WITHDRAW and told != WITHDRAWN_ALREADY:
            self._change(at=At.WITHDRAW, receipt=found.number, earlier=found.earlier, misses=0, silences=0)
        elif self.memory.purpose is Purpose.ADD and found.may_add:
            self._change(at=At.ADD, receipt=found.number, recording=None, misses=0, silences=0)
        else:
            self._say("your_receipt", told, receipt=spoken_digits(found.number))
            if self.memory.purpose is Purpose.ADD:
                self._say("add_too_late")
            self._to_main()

    def _confirm_withdrawal(self, heard: Heard) -> None:
        said = self._yes_no(heard)
        if said is None and not self.memory.misses:
            self._change(misses=1)
            self._say("not_understood")
            return
        if said:
            self.events.append(Withdrawn(self.memory.receipt))
        self._say("withdrawn" if said else "not_withdrawn")
        if said and self.memory.earlier:
            self._say("earlier_counts")
        self._to_main()
