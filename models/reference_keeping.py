"""The reference work as it is written: entries made, changed, left out and removed; themes; what is shared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from models import search
from models.clock import now
from models.errors import Rejected
from models.full_text import label
from models.normalization import clean_text
from models.normalized import MEETING
from models.reference import ABOUT, ENTRY, PLACED, THEME, WORK
from models.secrets import new_id
from models.submissions import SUBMISSION
from models.tables import PublicText
from models.tables.reference import EntryKind, EntryState
from models.vocabulary import Channel

PUBLIC_TEXT = PublicText.__table__  # type: ignore[attr-defined]

LONGEST_TEXT = 20_000
LONGEST_TITLE = 500
LONGEST_THEME = 80
BODY = "body"
"""What stands in an origin for a text that is no answer to one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What an entry says and where it comes from; see `ReferenceEntry`."""

    kind: EntryKind
    text: str
    title: str | None = None
    url: str | None = None
    said_by: str | None = None
    name_approved: bool = False
    place: str | None = None
    held_on: date | None = None
    meeting_id: str | None = None
    consultation_id: str | None = None
    submission_id: str | None = None
    question: str | None = None
    follows: bool = False
    evidence_sha256: str | None = None
    start: int | None = None
    end: int | None = None
    origin: str | None = None
    let_stand: Sequence[str] | None = None


def answer_origin(submission_id: str, question: str) -> str:
    return f"answer:{submission_id}:{question}"


def notes_origin(sha256: str, start: int) -> str:
    return f"notes:{sha256[:40]}:{start}"


def checked(new: NewEntry) -> NewEntry:
    """The entry with its texts in order.

    :raises Rejected: something is missing or too long. The code is the field's name.
    """
    text, title = clean_text(new.text), clean_text(new.title or "") or None
    if not text and new.kind is not EntryKind.DOCUMENT:
        raise Rejected("an entry needs a text", code="text")
    if len(text) > LONGEST_TEXT:
        raise Rejected(f"a text may have {LONGEST_TEXT} characters", code="text")
    if (new.kind in (EntryKind.QUESTION, EntryKind.DOCUMENT) and not title) or len(title or "") > LONGEST_TITLE:
        raise Rejected(f"a question and a document need a title of at most {LONGEST_TITLE} characters", code="title")
    url = (new.url or "").strip() or None
    if url and (not url.startswith(("https://", "http://")) or len(url) > 500 or any(sign.isspace() for sign in url)):
        raise Rejected("an address begins with https://", code="url")
    name, place = clean_text(new.said_by or "")[:300] or None, clean_text(new.place or "")[:300] or None
    approved = new.name_approved and name is not None
    return replace(new, text=text, title=title, url=url, said_by=name, place=place, name_approved=approved)


def add(
    connection: sa.Connection,
    organisation_id: str,
    new: NewEntry,
    *,
    state: EntryState = EntryState.PUBLIC,
    by: str | None,
    themes: Iterable[str] = (),
) -> str:
    """Make an entry; its id. What was decided on the same origin before is replaced.

    :raises Rejected: something is missing or too long.
    """
    entry_id, clean = new_id(), checked(new)
    if clean.origin:
        _forget(connection, ENTRY.c.organisation_id == organisation_id, ENTRY.c.origin == clean.origin)
    moment = now()
    values = {one.name: getattr(clean, one.name) for one in fields(clean)}
    values |= {"id": entry_id, "organisation_id": organisation_id, "state": state, "decided_by": by}
    connection.execute(ENTRY.insert(), values | {"decided_at": moment, "created_at": moment})
    set_themes(connection, organisation_id, entry_id, themes)
    index(connection, [entry_id])
    return entry_id


def change(
    connection: sa.Connection,
    organisation_id: str,
    entry_id: str,
    new: NewEntry,
    *,
    state: EntryState,
    by: str,
    themes: Iterable[str],
) -> bool:
    """Change what an entry says, not where it comes from; whether there is such an entry.

    :raises Rejected: something is missing or too long.
    """
    clean = checked(new)
    said = ("kind", "text", "title", "url", "said_by", "name_approved", "place", "held_on", "let_stand")
    values: dict[str, Any] = {name: getattr(clean, name) for name in said}
    values |= {"state": state, "decided_by": by, "decided_at": now(), "names": None}
    if clean.follows:
        del values["text"]
    mine = (ENTRY.c.id == entry_id, ENTRY.c.organisation_id == organisation_id)
    if connection.execute(ENTRY.update().where(*mine).values(values)).rowcount == 0:
        return False
    set_themes(connection, organisation_id, entry_id, themes)
    index(connection, [entry_id])
    return True


def leave_out(connection: sa.Connection, organisation_id: str, origin: str, submission_id: str | None, by: str) -> None:
    """What was proposed does not belong in it, and is not proposed again. Nothing of its text is kept."""
    _forget(connection, ENTRY.c.organisation_id == organisation_id, ENTRY.c.origin == origin)
    moment = now()
    connection.execute(
        ENTRY.insert(),
        {
            "id": new_id(),
            "organisation_id": organisation_id,
            "kind": EntryKind.STATEMENT,
            "state": EntryState.LEFT_OUT,
            "text": "",
            "origin": origin,
            "submission_id": submission_id,
            "name_approved": False,
            "follows": False,
            "decided_by": by,
            "decided_at": moment,
            "created_at": moment,
        },
    )


def remove(connection: sa.Connection, organisation_id: str, entry_id: str, by: str) -> bool:
    """Take an entry out, for good; whether it was there. What it was made of is not proposed again."""
    mine = (ENTRY.c.id == entry_id, ENTRY.c.organisation_id == organisation_id)
    row = connection.execute(sa.select(ENTRY.c.origin, ENTRY.c.submission_id).where(*mine)).first()
    if row is None:
        return False
    if row.origin:
        leave_out(connection, organisation_id, row.origin, row.submission_id, by)
    else:
        _forget(connection, *mine)
    return True


def _forget(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> None:
    ids = connection.execute(sa.select(ENTRY.c.id).where(*conditions)).scalars().all()
    connection.execute(ABOUT.delete().where(ABOUT.c.entry_id.in_(ids)))
    connection.execute(search.SEARCH_TEXT.delete().where(search.SEARCH_TEXT.c.entry_id.in_(ids)))
    connection.execute(ENTRY.delete().where(ENTRY.c.id.in_(ids)))


def set_themes(connection: sa.Connection, organisation_id: str, entry_id: str, names: Iterable[str]) -> None:
    """What an entry is about. A name that is no theme yet is proposed as one."""
    connection.execute(ABOUT.delete().where(ABOUT.c.entry_id == entry_id))
    wanted = dict.fromkeys(name for one in names if (name := clean_text(one)[:LONGEST_THEME]))
    ids = dict.fromkeys(add_theme(connection, organisation_id, name, proposed=True) for name in wanted)
    if ids:
        connection.execute(ABOUT.insert(), [{"entry_id": entry_id, "theme_id": theme_id} for theme_id in ids])


def add_theme(connection: sa.Connection, organisation_id: str, name: str, *, proposed: bool) -> str:
    """The id of the theme of that name, which is made unless it is there, whatever its capitals."""
    found = connection.execute(
        sa.select(THEME.c.id).where(
            THEME.c.organisation_id == organisation_id, sa.func.lower(THEME.c.name) == name.lower()
        )
    ).scalar()
    if found is not None:
        if not proposed:
            connection.execute(THEME.update().where(THEME.c.id == found).values(proposed=False))
        return str(found)
    theme_id = new_id()
    values = {"id": theme_id, "organisation_id": organisation_id, "name": name, "proposed": proposed}
    connection.execute(THEME.insert(), values)
    return theme_id


def rename_theme(connection: sa.Connection, organisation_id: str, theme_id: str, name: str) -> bool:
    """Give a theme another name, which also agrees to it. If there is a theme of that name, the two become one."""
    mine = (THEME.c.id == theme_id, THEME.c.organisation_id == organisation_id)
    clean = clean_text(name)[:LONGEST_THEME]
    if not clean or connection.execute(sa.select(THEME.c.id).where(*mine)).first() is None:
        return False
    other = connection.execute(
        sa.select(THEME.c.id).where(
            THEME.c.organisation_id == organisation_id,
            sa.func.lower(THEME.c.name) == clean.lower(),
            THEME.c.id != theme_id,
        )
    ).scalar()
    entries = connection.execute(sa.select(ABOUT.c.entry_id).where(ABOUT.c.theme_id == theme_id)).scalars().all()
    if other is None:
        connection.execute(THEME.update().where(*mine).values(name=clean, proposed=False))
    else:
        has = set(connection.execute(sa.select(ABOUT.c.entry_id).where(ABOUT.c.theme_id == other)).scalars())
        drop_theme(connection, organisation_id, theme_id)
        joined = [{"entry_id": one, "theme_id": other} for one in entries if one not in has]
        if joined:
            connection.execute(ABOUT.insert(), joined)
        connection.execute(THEME.update().where(THEME.c.id == other).values(name=clean, proposed=False))
    index(connection, entries)
    return True


def drop_theme(connection: sa.Connection, organisation_id: str, theme_id: str) -> bool:
    """Take a theme away, and from the entries that had it."""
    mine = (THEME.c.id == theme_id, THEME.c.organisation_id == organisation_id)
    if connection.execute(sa.select(THEME.c.id).where(*mine)).first() is None:
        return False
    connection.execute(ABOUT.delete().where(ABOUT.c.theme_id == theme_id))
    connection.execute(THEME.delete().where(*mine))
    return True


def present(connection: sa.Connection, organisation_id: str, *, title: str, intro: str, shared: bool) -> None:
    """How an organisation presents its reference work, and whether it takes part in the shared one."""
    values = {"title": clean_text(title)[:200] or None, "intro": clean_text(intro) or None, "shared": shared}
    mine = WORK.c.organisation_id == organisation_id
    if connection.execute(WORK.update().where(mine).values(values)).rowcount == 0:
        connection.execute(WORK.insert(), {"organisation_id": organisation_id, **values})


def index(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Let entries be found by what they say now."""
    query = sa.select(
        ENTRY.c.id, ENTRY.c.organisation_id, ENTRY.c.kind, ENTRY.c.state, ENTRY.c.title, ENTRY.c.text, MEETING.c.title
    ).outerjoin(MEETING, MEETING.c.id == ENTRY.c.meeting_id)
    named: dict[str, list[str]] = {}
    about = sa.select(ABOUT.c.entry_id, THEME.c.name).join(THEME, THEME.c.id == ABOUT.c.theme_id)
    for entry_id, name in connection.execute(about.where(ABOUT.c.entry_id.in_(ids))):
        named.setdefault(entry_id, []).append(name)
    rows = [
        search.row(
            (title, text, meeting, *sorted(named.get(entry_id, ()))),
            (label("e", organisation_id), label("k", kind), label("t", state)),
            organisation_id=organisation_id,
            entry_id=entry_id,
        )
        for entry_id, organisation_id, kind, state, title, text, meeting in connection.execute(
            query.where(ENTRY.c.id.in_(ids)).order_by(ENTRY.c.id)
        )
    ]
    search.keep(connection, "entry_id", rows)


def take_in_approved(connection: sa.Connection, organisation_id: str) -> int:
    """Bring in what was approved for everybody elsewhere, contributions of meetings; how many entries were made or
    changed. One that somebody left out or rewrote stays as it is.
    """
    query = (
        sa.select(
            PUBLIC_TEXT, SUBMISSION.c.meeting_id, SUBMISSION.c.consultation_id, MEETING.c.held_on, MEETING.c.place
        )
        .join(SUBMISSION, SUBMISSION.c.id == PUBLIC_TEXT.c.submission_id)
        .outerjoin(MEETING, MEETING.c.id == SUBMISSION.c.meeting_id)
        .where(
            SUBMISSION.c.organisation_id == organisation_id,
            SUBMISSION.c.channel == Channel.MEETING,
            SUBMISSION.c.status.in_(PLACED),
            ~sa.exists().where(
                ENTRY.c.submission_id == SUBMISSION.c.id, ENTRY.c.decided_at >= PUBLIC_TEXT.c.approved_at
            ),
        )
    )
    made = 0
    for row in connection.execute(query).all():
        texts = dict(row.answers) or ({BODY: row.body} if row.body else {})
        for question, text in texts.items():
            origin = answer_origin(row.submission_id, question)
            mine = (ENTRY.c.organisation_id == organisation_id, ENTRY.c.origin == origin)
            before = connection.execute(sa.select(ENTRY.c.id, ENTRY.c.state, ENTRY.c.follows).where(*mine)).first()
            if before is None:
                new = NewEntry(
                    kind=EntryKind.STATEMENT,
                    text=text,
                    title=row.title if question == BODY else None,
                    place=row.place,
                    held_on=row.held_on,
                    meeting_id=row.meeting_id,
                    consultation_id=row.consultation_id,
                    submission_id=row.submission_id,
                    question=None if question == BODY else question,
                    follows=True,
                    origin=origin,
                )
                add(connection, organisation_id, new, by=row.approved_by)
            elif before.follows and before.state is not EntryState.LEFT_OUT:
                connection.execute(ENTRY.update().where(*mine).values(text=text, decided_at=now()))
                index(connection, [before.id])
            else:
                connection.execute(ENTRY.update().where(*mine).values(decided_at=now()))
            made += 1
    return made
