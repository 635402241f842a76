"""The reference work at the desk: found, read with where it comes from, written and changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import redacting_words
from intake.desk import reference_words as told
from intake.desk.visit import member, services
from intake.privacy.names.engine import OFF
from intake.reference.leaving_out import Known, Undecided, of_entry
from intake.reference.sources import source_of
from models import reference as work
from models import reference_keeping as keeping
from models.consultations import all_latest
from models.errors import Rejected
from models.full_text import excerpt, marked
from models.reference import Entry, Wanted
from models.reference_keeping import NewEntry
from models.tables.reference import EntryKind, EntryState
from models.vocabulary import Role

PAGE = 25
PUBLISHERS = frozenset({Role.COORDINATOR})
"""They alone decide what everybody can read."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for; empty asks for all."""

    search: str
    kind: EntryKind | None
    theme: str
    place: str
    consultation: str
    since: date | None
    until: date | None
    everybody: bool
    """Also what other organisations share."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filters:
        kind = given.get("soort", "")
        return cls(
            search=given.get("zoek", "").strip()[:80],
            kind=EntryKind(kind) if kind in list(EntryKind) else None,
            theme=given.get("thema", "")[:80],
            place=given.get("plaats", "")[:300],
            consultation=given.get("raadpleging", "")[:6],
            since=_day(given.get("van")),
            until=_day(given.get("tot")),
            everybody=given.get("van_wie") == "alle",
        )

    def query(self) -> dict[str, str]:
        """As the address of a page carries it."""
        given = {
            "zoek": self.search,
            "soort": self.kind,
            "thema": self.theme,
            "plaats": self.place,
            "raadpleging": self.consultation,
            "van": self.since,
            "tot": self.until,
            "van_wie": "alle" if self.everybody else "",
        }
        return {name: str(value) for name, value in given.items() if value}


def reference() -> str:
    """Search and list: one's own entries, drafts too, or what everybody shares."""
    somebody, filters = member(), Filters.of(request.args)
    number = max(request.args.get("blad", 1, type=int), 1)
    with services().store.read() as connection:
        reach = work.taking_part(connection, somebody.organisation_id)
        organisations = reach if filters.everybody else [somebody.organisation_id]
        wanted = Wanted(
            organisations=organisations,
            public=filters.everybody,
            search=filters.search,
            kind=filters.kind,
            theme=filters.theme or None,
            place=filters.place or None,
            consultation=filters.consultation or None,
            since=filters.since,
            until=filters.until,
        )
        found = work.entries(connection, wanted, offset=(number - 1) * PAGE, limit=PAGE)
        themes = work.themes(connection, organisations, public=filters.everybody)
        places = work.places(connection, organisations)
        codes = [one.code for one in all_latest(services().store, connection, somebody.organisation_id)]
    return render_template(
        "desk/reference.html",
        found=found,
        filters=filters,
        number=number,
        pages=-(-found.total // PAGE),
        themes=themes,
        places=places,
        codes=codes,
        shared=len(reach) > 1,
        told=told,
        kinds=list(EntryKind),
        marked=lambda text: marked(excerpt(text, found.query), found.query),
    )


def reference_entry(entry_id: str) -> str:
    """One entry, for staff with the passage or the place on paper that it comes from."""
    entry, own = _entry(entry_id)
    with services().store.read() as connection:
        source = source_of(connection, entry) if own else None
        themes = work.themes(connection, [entry.organisation_id], public=not own)
    return render_template("desk/reference_entry.html", entry=entry, own=own, source=source, themes=themes, told=told)


def reference_new() -> Response | str | tuple[str, int]:
    """An entry that somebody types in: a lesson, a question with its answer, a document."""
    if request.method == "GET":
        return _form(None, {"soort": EntryKind.LESSON})
    somebody = member()
    try:
        new, state = given_entry(request.form, somebody.role, Known())
        with services().store.write() as connection:
            entry_id = keeping.add(
                connection,
                somebody.organisation_id,
                new,
                state=state,
                by=somebody.user_id,
                themes=given_themes(request.form),
            )
    except Rejected as refused:
        return _form(None, request.form, refused), 400
    flash(told.NOTICES["kept"], "good")
    return redirect(url_for("desk.reference_entry", entry_id=entry_id))


def reference_change(entry_id: str) -> Response | str | tuple[str, int]:
    entry, own = _entry(entry_id)
    somebody = member()
    if not own or (entry.state is EntryState.PUBLIC and somebody.role not in PUBLISHERS):
        raise NotFound
    if request.method == "GET":
        return _form(entry, _as_given(entry))
    try:
        with services().store.read() as connection:
            known = of_entry(services().store, connection, entry_id)
        new, state = given_entry(request.form, somebody.role, known, before=entry)
        with services().store.write() as connection:
            keeping.change(
                connection,
                somebody.organisation_id,
                entry_id,
                new,
                state=state,
                by=somebody.user_id,
                themes=given_themes(request.form),
            )
    except Rejected as refused:
        return _form(entry, request.form, refused), 400
    flash(told.NOTICES["kept"], "good")
    return redirect(url_for("desk.reference_entry", entry_id=entry_id))


def reference_remove(entry_id: str) -> Response:
    somebody = member()
    with services().store.write() as connection:
        if not keeping.remove(connection, somebody.organisation_id, entry_id, somebody.user_id):
            raise NotFound
    flash(told.NOTICES["removed"], "good")
    return redirect(url_for("desk.reference"))


def given_entry(
    form: MultiDict[str, str], role: Role, known: Known, *, before: Entry | None = None
) -> tuple[NewEntry, EntryState]:
    """What a form says of an entry.

    :param known: what was known of names in what it is made of.
    :param before: the entry that is changed.
    :raises Rejected: something is wrong with it; the code says what, as `reference_words.FAULTS` does.
    """
    kind = form.get("soort", "")
    held_on = form.get("datum", "").strip()
    if held_on and _day(held_on) is None:
        raise Rejected("this day does not exist", code="date")
    follows = before is not None and before.follows
    new = keeping.checked(
        NewEntry(
            kind=EntryKind(kind) if kind in list(EntryKind) else EntryKind.LESSON,
            text=form.get("tekst", ""),
            title=form.get("titel"),
            url=form.get("adres"),
            said_by=form.get("naam"),
            name_approved="naam_mag" in form,
            place=form.get("plaats"),
            held_on=_day(held_on),
            follows=follows,
        )
    )
    public = role in PUBLISHERS and form.get("wie") != EntryState.DRAFT
    new = _decided(form, new, known, public=public, before=before)
    return new, EntryState.PUBLIC if public else EntryState.DRAFT


def _decided(form: MultiDict[str, str], new: NewEntry, known: Known, *, public: bool, before: Entry | None) -> NewEntry:
    """With the words that somebody lets stand. A text that was approved for the platform was decided on there."""
    words = [new.title or "", *([] if new.follows else [new.text])]
    let_stand = known.decided(words, form.getlist("blijft"))
    unread = known.names is None or (before is not None and words != [before.title or "", before.text][: len(words)])
    if public and unread and any(words) and looks_for_names() and "namen_gezien" not in form:
        raise Rejected("nobody looked for names in it yet", code="names_unknown")
    return replace(new, let_stand=let_stand)


def looks_for_names() -> bool:
    """Whether an engine that finds names is switched on."""
    return services().settings.names_engine != OFF


def undecided(refused: Rejected | None) -> list[tuple[str, str, bool]]:
    """The words that somebody is to decide on: each with what it is, and whether it was said to stay."""
    if not isinstance(refused, Undecided):
        return []
    return [(word, redacting_words.KINDS[kind], word in refused.stays) for word, kind in refused.words.items()]


def given_themes(form: Mapping[str, str]) -> Collection[str]:
    """Themes of an entry, as somebody typed them: with commas between."""
    return [name.strip() for name in form.get("themas", "").split(",") if name.strip()]


def _entry(entry_id: str) -> tuple[Entry, bool]:
    """An entry that this person may see, and whether it is their own organisation's."""
    somebody = member()
    with services().store.read() as connection:
        entry = work.entry(connection, entry_id, [somebody.organisation_id], public=False)
        if entry is not None:
            return entry, True
        reach = work.taking_part(connection, somebody.organisation_id)
        entry = work.entry(connection, entry_id, reach, public=True)
    if entry is None:
        raise NotFound
    return entry, False


def _as_given(entry: Entry) -> dict[str, str]:
    given = {
        "soort": entry.kind,
        "tekst": entry.text,
        "titel": entry.title or "",
        "adres": entry.url or "",
        "naam": entry.said_by or "",
        "plaats": entry.place or "",
        "datum": entry.held_on.isoformat() if entry.held_on else "",
        "themas": ", ".join(theme.name for theme in entry.themes),
        "wie": entry.state,
    }
    return given | ({"naam_mag": "1"} if entry.name_approved else {})


def _form(entry: Entry | None, given: Mapping[str, str], refused: Rejected | None = None) -> str:
    somebody = member()
    with services().store.read() as connection:
        themes = work.themes(connection, [somebody.organisation_id], public=False)
    return render_template(
        "desk/reference_form.html",
        entry=entry,
        given=given,
        problem=refused.code if refused else None,
        undecided=undecided(refused),
        themes=themes,
        told=told,
        kinds=list(EntryKind),
        publisher=somebody.role in PUBLISHERS,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None
