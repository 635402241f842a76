"""The reference work as it is read: entries that may be seen, listed and found, of one organisation or of several."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from models.consultations import CONSULTATION, ORGANISATION
from models.full_text import Query, asked, label
from models.normalized import MEETING
from models.search import SEARCH_TEXT, matches
from models.submissions import SUBMISSION
from models.tables import ReferenceEntry, ReferenceEntryTheme, ReferenceTheme, ReferenceWork
from models.tables.reference import EntryKind, EntryState
from models.vocabulary import Status

ENTRY = ReferenceEntry.__table__  # type: ignore[attr-defined]
THEME = ReferenceTheme.__table__  # type: ignore[attr-defined]
ABOUT = ReferenceEntryTheme.__table__  # type: ignore[attr-defined]
WORK = ReferenceWork.__table__  # type: ignore[attr-defined]

MOST_COUNTED = 1000
"""Of more than these is only said that there are more: nobody reads the page that a number would lead to."""

PLACED = frozenset({Status.APPROVED, Status.PUBLISHED, Status.ANSWERED})
"""Contributions whose approved text may be read by everybody."""


@dataclass(frozen=True, slots=True)
class Theme:
    id: str
    name: str
    proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `start` and `end` are characters of the notes with that SHA-256; `said_by` is None for the public
    unless it was approved.
    """

    id: str
    organisation_id: str
    organisation: str
    """Its slug."""
    organisation_name: str
    kind: EntryKind
    state: EntryState
    title: str | None
    text: str
    url: str | None
    said_by: str | None
    name_approved: bool
    place: str | None
    held_on: date | None
    meeting_id: str | None
    meeting: str | None
    """Its title."""
    consultation: str | None
    """Its code."""
    submission_id: str | None
    question: str | None
    follows: bool
    evidence_sha256: str | None
    start: int | None
    end: int | None
    decided_at: datetime
    themes: tuple[Theme, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: those of `organisations` (ids). None or empty asks for all.

    :ivar public: only what everybody may read, as everybody may read it.
    :ivar theme: a theme's name, so that it means the same in every organisation.
    """

    organisations: Collection[str]
    public: bool = True
    search: str = ""
    kind: EntryKind | None = None
    theme: str | None = None
    place: str | None = None
    meeting_id: str | None = None
    consultation: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A part of what was wanted: newest first, or when searched what was added last first.

    :ivar total: how many there are, counted up to `MOST_COUNTED`; `more` says that there are more than that.
    :ivar query: what was looked for, to mark it; empty if nothing was.
    """

    entries: Sequence[Entry]
    total: int
    more: bool
    query: Query


def entries(connection: sa.Connection, wanted: Wanted, *, offset: int = 0, limit: int = 50) -> Found:
    """A page of what is wanted."""
    query = asked(wanted.search) if wanted.search.strip() else Query(())
    if not wanted.organisations or (wanted.search.strip() and not query):
        return Found((), 0, False, query)
    ids, order = _selected(connection, wanted, query)
    counted = connection.execute(sa.select(sa.func.count()).select_from(ids.limit(MOST_COUNTED + 1).subquery()))
    total = int(counted.scalar_one())
    page = connection.execute(ids.order_by(*order).offset(offset).limit(limit)).scalars().all()
    found = _loaded(connection, page, public=wanted.public)
    return Found([found[one] for one in page], min(total, MOST_COUNTED), total > MOST_COUNTED, query)


def entry(connection: sa.Connection, entry_id: str, organisations: Collection[str], *, public: bool) -> Entry | None:
    """One entry of these organisations; None if there is none, or it is not for everybody and `public` is asked."""
    conditions = [ENTRY.c.id == entry_id, ENTRY.c.organisation_id.in_(organisations), *_visible(public)]
    if connection.execute(sa.select(ENTRY.c.id).where(*conditions)).first() is None:
        return None
    return _loaded(connection, [entry_id], public=public)[entry_id]


def all_public(connection: sa.Connection, organisations: Collection[str]) -> list[Entry]:
    """All that everybody may read, newest first: what a publication holds."""
    conditions = [ENTRY.c.organisation_id.in_(organisations), *_visible(public=True)]
    ids = connection.execute(sa.select(ENTRY.c.id).where(*conditions).order_by(*_NEWEST_FIRST)).scalars().all()
    found: list[Entry] = []
    for at in range(0, len(ids), 500):
        part = ids[at : at + 500]
        loaded = _loaded(connection, part, public=True)
        found += [loaded[one] for one in part]
    return found


def themes(connection: sa.Connection, organisations: Collection[str], *, public: bool = True) -> list[Theme]:
    """The themes, by name. Of several organisations each name comes once."""
    query = sa.select(THEME.c.id, THEME.c.name, THEME.c.proposed).where(THEME.c.organisation_id.in_(organisations))
    if public:
        query = query.where(THEME.c.proposed.is_(False))
    by_name: dict[str, Theme] = {}
    for row in connection.execute(query.order_by(THEME.c.name, THEME.c.id)):
        by_name.setdefault(row.name, Theme(*row))
    return sorted(by_name.values(), key=lambda theme: theme.name.casefold())


def places(connection: sa.Connection, organisations: Collection[str]) -> list[str]:
    """Every place that entries name."""
    query = sa.select(ENTRY.c.place).where(ENTRY.c.organisation_id.in_(organisations), ENTRY.c.place.is_not(None))
    return sorted(connection.execute(query.distinct()).scalars(), key=str.casefold)


def taking_part(connection: sa.Connection, organisation_id: str) -> list[str]:
    """The organisations (ids) whose entries this one may read: all that share, if it shares itself, else itself."""
    shared = connection.execute(sa.select(WORK.c.organisation_id).where(WORK.c.shared.is_(True))).scalars().all()
    return sorted(shared) if organisation_id in shared else [organisation_id]


def _selected(
    connection: sa.Connection, wanted: Wanted, query: Query
) -> tuple[sa.Select[Any], Sequence[sa.ColumnElement[Any]]]:
    conditions = [*_visible(wanted.public), *_conditions(wanted)]
    if not query:
        of_them = ENTRY.c.organisation_id.in_(wanted.organisations)
        return sa.select(ENTRY.c.id).where(of_them, *conditions), _NEWEST_FIRST
    labels = [sorted(label("e", one) for one in wanted.organisations)]
    labels += [[label("t", EntryState.PUBLIC)]] if wanted.public else []
    labels += [[label("k", wanted.kind)]] if wanted.kind else []
    found = matches(connection, query, labels)
    ids = sa.select(ENTRY.c.id).select_from(found.source.join(ENTRY, ENTRY.c.id == SEARCH_TEXT.c.entry_id))
    return ids.where(found.condition, *conditions), (found.number.desc(),)


def _visible(public: bool) -> list[sa.ColumnElement[bool]]:
    """What somebody left out is nobody's to see. The public sees no text whose contribution was taken back."""
    if not public:
        return [ENTRY.c.state != EntryState.LEFT_OUT]
    counts = sa.or_(
        SUBMISSION.c.status.in_(PLACED), sa.and_(ENTRY.c.follows.is_(False), SUBMISSION.c.status == Status.ACCEPTED)
    )
    stands = sa.exists().where(SUBMISSION.c.id == ENTRY.c.submission_id, counts)
    return [ENTRY.c.state == EntryState.PUBLIC, sa.or_(ENTRY.c.submission_id.is_(None), stands)]


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    for column, value in ((ENTRY.c.kind, wanted.kind), (ENTRY.c.place, wanted.place)):
        if value:
            found.append(column == value)
    if wanted.meeting_id:
        found.append(ENTRY.c.meeting_id == wanted.meeting_id)
    if wanted.consultation:
        code = sa.select(CONSULTATION.c.id).where(CONSULTATION.c.code == wanted.consultation)
        found.append(ENTRY.c.consultation_id.in_(code))
    if wanted.theme:
        named = sa.exists().where(
            ABOUT.c.entry_id == ENTRY.c.id, THEME.c.id == ABOUT.c.theme_id, THEME.c.name == wanted.theme
        )
        found.append(named)
    if wanted.since:
        found.append(ENTRY.c.held_on >= wanted.since)
    if wanted.until:
        found.append(ENTRY.c.held_on <= wanted.until)
    return found


_NEWEST_FIRST = (ENTRY.c.held_on.is_(None), ENTRY.c.held_on.desc(), ENTRY.c.id.desc())

_ROWS = (
    sa.select(
        *(ENTRY.c[name] for name in Entry.__dataclass_fields__ if name in ENTRY.c),
        ORGANISATION.c.slug.label("organisation"),
        ORGANISATION.c.name.label("organisation_name"),
        MEETING.c.title.label("meeting"),
        CONSULTATION.c.code.label("consultation"),
    )
    .join(ORGANISATION, ORGANISATION.c.id == ENTRY.c.organisation_id)
    .outerjoin(MEETING, MEETING.c.id == ENTRY.c.meeting_id)
    .outerjoin(CONSULTATION, CONSULTATION.c.id == ENTRY.c.consultation_id)
)


def _loaded(connection: sa.Connection, ids: Sequence[str], *, public: bool) -> dict[str, Entry]:
    about = _themes_of(connection, ids, public=public)
    found: dict[str, Entry] = {}
    for row in connection.execute(_ROWS.where(ENTRY.c.id.in_(ids))):
        values = dict(row._mapping)
        if public and not row.name_approved:
            values["said_by"] = None
        found[row.id] = Entry(**values, themes=tuple(about.get(row.id, ())))
    return found


def _themes_of(connection: sa.Connection, ids: Iterable[str], *, public: bool) -> Mapping[str, list[Theme]]:
    query = (
        sa.select(ABOUT.c.entry_id, THEME.c.id, THEME.c.name, THEME.c.proposed)
        .join(THEME, THEME.c.id == ABOUT.c.theme_id)
        .where(ABOUT.c.entry_id.in_(list(ids)))
        .order_by(THEME.c.name)
    )
    if public:
        query = query.where(THEME.c.proposed.is_(False))
    found: dict[str, list[Theme]] = {}
    for entry_id, *theme in connection.execute(query):
        found.setdefault(entry_id, []).append(Theme(*theme))
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """How an organisation presents its reference work."""

    organisation_id: str
    slug: str
    name: str
    title: str
    intro: str = field(default="")
    shared: bool = False


def work_of(connection: sa.Connection, organisation_id: str) -> Work:
    """The reference work of an organisation that exists."""
    row = connection.execute(
        sa.select(ORGANISATION.c.slug, ORGANISATION.c.name, WORK.c.title, WORK.c.intro, WORK.c.shared)
        .outerjoin(WORK, WORK.c.organisation_id == ORGANISATION.c.id)
        .where(ORGANISATION.c.id == organisation_id)
    ).one()
    title = row.title or f"Naslagwerk {row.name}"
    return Work(organisation_id, row.slug, row.name, title, row.intro or "", bool(row.shared))
