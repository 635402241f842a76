"""What a publication of the reference work holds: what everybody may read at this moment, and nothing else.

The same entries give the same bytes in every format: the only date in it is that of the newest decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import sqlalchemy as sa

from models import reference
from models.consultations import ORGANISATION
from models.definition import HOME_ZONE
from models.errors import Rejected
from models.reference import Entry
from models.reference_keeping import take_in_approved
from models.store import Store
from models.tables.reference import EntryKind

KINDS: dict[EntryKind, str] = {
    EntryKind.LESSON: "Wat we leerden",
    EntryKind.QUESTION: "Vragen en antwoorden",
    EntryKind.STATEMENT: "Wat er gezegd is",
    EntryKind.DOCUMENT: "Documenten",
}
"""What each kind is called above a list of them, in the order of a publication."""
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
MONTHS = _MONTHS.split()


@dataclass(frozen=True, slots=True)
class Publication:
    """:ivar decided_at: when somebody last decided what is in it; None if nothing is."""

    title: str
    intro: str
    publisher: str
    entries: tuple[Entry, ...]
    shared: bool

    @property
    def decided_at(self) -> datetime | None:
        return max((one.decided_at for one in self.entries), default=None)

    @property
    def date(self) -> str:
        """Of the newest decision, in words; empty if there is none."""
        return "" if self.decided_at is None else in_words(self.decided_at.astimezone(HOME_ZONE).date())


@dataclass(frozen=True, slots=True)
class Chapter:
    """Entries of one kind, by the meeting that they come from."""

    kind: EntryKind
    title: str
    sections: tuple[tuple[str, tuple[Entry, ...]], ...]
    """Each with what stands above it, which is empty for what comes from no meeting."""


def gather(store: Store, slug: str, *, shared: bool = False) -> Publication:
    """All that an organisation publishes; `shared`: together with what the others that take part do.

    :raises Rejected: there is no such organisation, or it does not take part.
    """
    with store.write() as connection:
        organisation_id = connection.execute(sa.select(ORGANISATION.c.id).where(ORGANISATION.c.slug == slug)).scalar()
        if organisation_id is None:
            raise Rejected(f"there is no organisation '{slug}'", code="unknown_organisation")
        take_in_approved(connection, organisation_id)
    with store.read() as connection:
        work = reference.work_of(connection, organisation_id)
        if shared and not work.shared:
            raise Rejected(f"'{slug}' does not take part in the shared reference work", code="not_shared")
        organisations = reference.taking_part(connection, organisation_id) if shared else [organisation_id]
        found = tuple(reference.all_public(connection, organisations))
    title = "Gedeeld naslagwerk" if shared else work.title
    return Publication(title, "" if shared else work.intro, work.name, found, shared)


def chapters(entries: Sequence[Entry]) -> list[Chapter]:
    """Every entry once."""
    found = []
    for kind, title in KINDS.items():
        ours = [one for one in entries if one.kind is kind]
        if ours:
            found.append(Chapter(kind, title, _sections(ours)))
    return found


def _sections(entries: Iterable[Entry]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    ordered = sorted(entries, key=_by_meeting)
    return tuple((heading, tuple(ours)) for heading, ours in groupby(ordered, key=occasion))


def _by_meeting(entry: Entry) -> tuple[int, str, str]:
    """Newest meeting first; what comes from none last."""
    return (-(entry.held_on.toordinal() if entry.held_on else 0), occasion(entry), entry.id)


def occasion(entry: Entry) -> str:
    """Where and when it was said, as far as is known; empty if nothing is."""
    when = in_words(entry.held_on) if entry.held_on else None
    return ", ".join(part for part in (entry.meeting, entry.place, when) if part)


def in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def heading(entry: Entry, longest: int = 80) -> str:
    """What an entry is called in a list: its title, else how its text begins."""
    text = " ".join((entry.title or entry.text).split())
    return text if len(text) <= longest else f"{text[: text.rfind(' ', 0, longest)] or text[:longest]} …"


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


Maker = Callable[[Publication], bytes]
"""Makes a publication one file."""
