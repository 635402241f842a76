"""What is said to somebody who hands in files."""

from __future__ import annotations

from dataclasses import dataclass

from intake.desk.language import Phrase

NO_SUCH_DAY = Phrase("Deze datum bestaat niet. Schrijf hem zoals 2026-11-23.")
CHOOSE_CONSULTATION = Phrase("Kies bij welke raadpleging de bijeenkomst hoort.")
AND_MORE = Phrase("{name} en {count} meer")
ALL_READ = Phrase("Alles is gelezen.")
ONE_GOES_ON = Phrase("Er wordt nog 1 bestand gelezen.")
MORE_GO_ON = Phrase("Er worden nog {count} bestanden gelezen.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file that somebody handed in. `later`: the same file may be sent once more."""

    name: str
    text: str
    good: bool
    later: bool = False
    entry_id: str | None = None
    """Of the work of reading it, if that is new."""


def stand(going_on: int) -> str:
    """How many files are still to be read."""
    if going_on == 0:
        return str(ALL_READ)
    return str(ONE_GOES_ON) if going_on == 1 else MORE_GO_ON.format(count=going_on)
