"""From the notes of a meeting to what everybody can read and find, and back out of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from channels.meetings.segment_keeping import NOTE_SEGMENT
from intake.reference.proposing import Proposal, proposal, proposals, waiting
from intake.reference.sources import source_of
from models import erasure, reference
from models import reference_keeping as keeping
from models.accounts import add_organisation
from models.consultations import ORGANISATION
from models.errors import Rejected
from models.full_text import asked, marked
from models.reference import ENTRY, Found, Wanted
from models.reference_keeping import NewEntry
from models.submissions import SUBMISSION, move
from models.tables.erasures import ErasureGround
from models.tables.reference import EntryKind, EntryState
from models.vocabulary import Status
from tests.installation import Installation
from tests.integration.reference.conftest import NOTES, entries


def _proposed(inloop: Installation, organisation: str) -> list[Proposal]:
    store = inloop.services.store
    with store.read() as connection:
        found = proposals(store, connection, organisation, limit=50)
        assert waiting(store, connection, organisation) == len(found)
        assert [proposal(store, connection, organisation, one.origin) for one in found] == found
    return found


def _take_in_all(inloop: Installation, organisation: str) -> None:
    found = _proposed(inloop, organisation)
    with inloop.services.store.write() as connection:
        for one in found:
            keeping.add(connection, organisation, one.new, by=None)


def _read(inloop: Installation, organisations: Collection[str], search: str = "", **more: object) -> Found:
    with inloop.services.store.read() as connection:
        return reference.entries(connection, Wanted(organisations=organisations, search=search, **more))  # type: ignore[arg-type]


def _texts(found: Found) -> set[str]:
    return {one.text for one in found.entries}


def test_every_character_of_the_notes_is_kept_in_one_segment(inloop: Installation) -> None:
    with inloop.services.store.read() as connection:
        rows = connection.execute(sa.select(NOTE_SEGMENT).order_by(NOTE_SEGMENT.c.position)).all()
    assert [row.start for row in rows[1:]] == [row.end for row in rows[:-1]]
    assert "".join(row.text for row in rows).split() == NOTES.split()
    assert {row.kind for row in rows} >= {"contribution", "answer", "lesson", "procedure", "heading"}
    assert all((row.kind == "contribution") == (row.submission_id is not None) for row in rows)


def test_nothing_is_in_the_work_before_somebody_took_it_in(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    assert confirmed
    assert _read(inloop, [organisation]).total == 0
    assert entries(inloop) == 0


def test_lessons_and_answers_are_proposed_and_statements_once_they_are_confirmed(
    inloop: Installation, organisation: str, request: pytest.FixtureRequest
) -> None:
    kinds = [one.new.kind for one in _proposed(inloop, organisation)]
    assert sorted(kinds) == [EntryKind.LESSON, EntryKind.QUESTION]
    request.getfixturevalue("confirmed")
    found = _proposed(inloop, organisation)
    texts = {one.new.text for one in found}
    assert "Er moet betere speelplaatsverlichting komen." in texts
    question = next(one.new for one in found if one.new.kind is EntryKind.QUESTION)
    assert question.title == "Wanneer begint het werk?"
    assert question.text == "In het voorjaar van 2027."


def test_what_identifies_somebody_is_left_out_of_a_proposal(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    (calls,) = (one for one in _proposed(inloop, organisation) if "bankjes" in one.source)
    assert "12345678" in calls.source
    assert "12345678" not in calls.new.text
    assert calls.identifies


def test_what_was_taken_in_is_found_in_other_forms_and_marked(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    _take_in_all(inloop, organisation)
    found = _read(inloop, [organisation], "verlichting")
    assert _texts(found) == {"Er moet betere speelplaatsverlichting komen."}
    hits = [piece for piece, hit in marked(found.entries[0].text, found.query) if hit]
    assert hits == ["speelplaatsverlichting"]
    assert _texts(_read(inloop, [organisation], "jongere")) == {"Nodig de volgende keer ook jongeren uit."}
    assert _texts(_read(inloop, [organisation], '"voorjaar van 2027"')) == {"In het voorjaar van 2027."}
    assert _read(inloop, [organisation], "zeppelin").total == 0
    assert _read(inloop, [organisation], "!!").total == 0


def test_entries_are_listed_by_kind_theme_place_and_date(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    _take_in_all(inloop, organisation)
    with inloop.services.store.write() as connection:
        lesson = connection.execute(sa.select(ENTRY.c.id).where(ENTRY.c.kind == EntryKind.LESSON)).scalar_one()
        keeping.add_theme(connection, organisation, "Uitnodigen", proposed=False)
        keeping.set_themes(connection, organisation, lesson, ["uitnodigen", "Jeugd"])
    assert len(_read(inloop, [organisation], kind=EntryKind.LESSON).entries) == 1
    (entry,) = _read(inloop, [organisation], theme="Uitnodigen").entries
    assert [theme.name for theme in entry.themes] == ["Uitnodigen"], "a theme that is only proposed is for staff"
    assert entry.held_on == date(2026, 11, 12)
    assert entry.meeting
    everything = _read(inloop, [organisation])
    assert _read(inloop, [organisation], since=date(2026, 11, 12), until=date(2026, 11, 12)).total == everything.total
    assert _read(inloop, [organisation], since=date(2026, 11, 13)).total == 0
    assert _read(inloop, [organisation], place=entry.place).total == everything.total


def test_pages_of_a_list_and_of_a_search_hold_each_entry_once(inloop: Installation, organisation: str) -> None:
    with inloop.services.store.write() as connection:
        for number in range(25):
            keeping.add(
                connection, organisation, NewEntry(kind=EntryKind.LESSON, text=f"Les {number} over stoelen"), by=None
            )
    for search in ("", "stoel"):
        seen: list[str] = []
        with inloop.services.store.read() as connection:
            for offset in range(0, 30, 10):
                page = reference.entries(
                    connection, Wanted(organisations=[organisation], search=search), offset=offset, limit=10
                )
                seen += [one.id for one in page.entries]
        assert len(seen) == len(set(seen)) == 25


def test_what_was_left_out_is_not_proposed_again_and_leaves_no_text(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    before = _proposed(inloop, organisation)
    with inloop.services.store.write() as connection:
        staff = None
        keeping.leave_out(connection, organisation, before[0].origin, before[0].new.submission_id, staff)  # type: ignore[arg-type]
    after = _proposed(inloop, organisation)
    assert before[0].origin not in {one.origin for one in after}
    assert len(after) == len(before) - 1
    assert _read(inloop, [organisation], public=False).total == 0


def test_an_entry_shows_the_passage_that_it_comes_from(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    _take_in_all(inloop, organisation)
    with inloop.services.store.read() as connection:
        for entry in _read(inloop, [organisation]).entries:
            source = source_of(connection, entry)
            assert source.evidence_id is not None
            assert source.here.strip() in NOTES
            assert source.before.strip()


def test_a_name_is_for_staff_until_somebody_approved_it(inloop: Installation, organisation: str) -> None:
    named = NewEntry(kind=EntryKind.STATEMENT, text="De fietsen staan in de weg.", said_by="mevrouw Verzonnen")
    with inloop.services.store.write() as connection:
        shy = keeping.add(connection, organisation, named, by=None)
        open_ = keeping.add(connection, organisation, replace(named, name_approved=True), by=None)
    with inloop.services.store.read() as connection:
        for entry_id, public, expected in (
            (shy, True, None),
            (open_, True, "mevrouw Verzonnen"),
            (shy, False, "mevrouw Verzonnen"),
        ):
            entry = reference.entry(connection, entry_id, [organisation], public=public)
            assert entry is not None
            assert entry.said_by == expected
    assert _read(inloop, [organisation], "verzonnen").total == 0, "nobody is found by a name"


def test_what_was_withdrawn_is_seen_by_nobody(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    _take_in_all(inloop, organisation)
    assert _read(inloop, [organisation], "verlichting").total == 1
    with inloop.services.store.write() as connection:
        receipt = confirmed["Er moet betere speelplaatsverlichting komen."]
        submission = connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.receipt == receipt)).scalar_one()
        move(connection, submission, Status.WITHDRAWN, reason="asked for it")
    assert _read(inloop, [organisation], "verlichting").total == 0
    assert "Er moet betere speelplaatsverlichting komen." not in _texts(_read(inloop, [organisation]))


def test_what_was_erased_is_gone_and_a_lesson_stays(
    inloop: Installation, organisation: str, confirmed: dict[str, str]
) -> None:
    _take_in_all(inloop, organisation)
    store = inloop.services.store
    with store.write() as connection:
        traces = erasure.of_receipt(connection, confirmed["Er moet betere speelplaatsverlichting komen."])
        _, blobs = erasure.erase(connection, traces, ErasureGround.REQUEST)
    erasure.sweep(store, inloop.services.evidence, blobs)
    with store.read() as connection:
        kept = connection.execute(sa.select(ENTRY.c.text)).scalars().all()
        assert connection.execute(sa.select(NOTE_SEGMENT)).all() == []
    assert "Nodig de volgende keer ook jongeren uit." in kept
    assert not [text for text in kept if "speelplaats" in text]
    for entry in _read(inloop, [organisation]).entries:
        with store.read() as connection:
            assert source_of(connection, entry).evidence_id is None


def test_organisations_read_one_another_only_if_both_take_part(inloop: Installation, organisation: str) -> None:
    store = inloop.services.store
    add_organisation(store, "meerdam", "Waterschap Meerdam")
    with store.write() as connection:
        other = connection.execute(sa.select(ORGANISATION.c.id).where(ORGANISATION.c.slug == "meerdam")).scalar_one()
        keeping.add(connection, other, NewEntry(kind=EntryKind.LESSON, text="Begin op tijd."), by=None)
    for ours, theirs, reach in ((False, True, 1), (True, False, 1), (True, True, 2)):
        with store.write() as connection:
            keeping.present(connection, organisation, title="", intro="", shared=ours)
            keeping.present(connection, other, title="", intro="", shared=theirs)
            assert len(reference.taking_part(connection, organisation)) == reach
    assert _texts(_read(inloop, [organisation, other], "tijd")) == {"Begin op tijd."}
    assert _read(inloop, [organisation], "tijd").total == 0


def test_two_themes_of_one_name_become_one(inloop: Installation, organisation: str) -> None:
    lesson = NewEntry(kind=EntryKind.LESSON, text="Zet de stoelen in een kring.")
    with inloop.services.store.write() as connection:
        keeping.add_theme(connection, organisation, "Opstelling", proposed=False)
        first = keeping.add(connection, organisation, lesson, by=None, themes=["opstelling van de zaal", "Opstelling"])
        wrong = next(theme for theme in reference.themes(connection, [organisation], public=False) if theme.proposed)
        assert keeping.rename_theme(connection, organisation, wrong.id, "opstelling")
        (theme,) = reference.themes(connection, [organisation])
        assert theme.name == "opstelling"
        entry = reference.entry(connection, first, [organisation], public=True)
        assert entry is not None
        assert [one.name for one in entry.themes] == ["opstelling"]
        assert keeping.drop_theme(connection, organisation, theme.id)
        assert not keeping.drop_theme(connection, organisation, theme.id)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewEntry(kind=EntryKind.LESSON, text="  "), "text"),
        (NewEntry(kind=EntryKind.LESSON, text="x" * 20_001), "text"),
        (NewEntry(kind=EntryKind.QUESTION, text="Ja."), "title"),
        (NewEntry(kind=EntryKind.DOCUMENT, text=""), "title"),
        (NewEntry(kind=EntryKind.DOCUMENT, text="", title="Nota", url="javascript:alert(1)"), "url"),
    ],
)
def test_an_entry_that_lacks_something_is_refused_by_the_name_of_it(
    inloop: Installation, organisation: str, new: NewEntry, code: str
) -> None:
    with inloop.services.store.write() as connection, pytest.raises(Rejected) as refused:
        keeping.add(connection, organisation, new, by=None)
    assert refused.value.code == code


def test_a_draft_is_for_staff(inloop: Installation, organisation: str) -> None:
    with inloop.services.store.write() as connection:
        new = NewEntry(kind=EntryKind.LESSON, text="Nog niet af")
        keeping.add(connection, organisation, new, state=EntryState.DRAFT, by=None)
    assert _read(inloop, [organisation]).total == 0
    assert _read(inloop, [organisation], "af").total == 0
    assert _read(inloop, [organisation], "af", public=False).total == 1
    assert not [hit for _, hit in marked("Nog niet", asked("af")) if hit]
