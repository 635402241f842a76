"""A person divides notes otherwise: no character is lost or doubled, no contribution either, and all can be undone."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.meetings.editing import Description
from channels.meetings.following import Follow, Settled
from channels.meetings.note_editing import NOTE_EDIT, Change, edit, undoable, version_of
from channels.meetings.segment_keeping import NOTE_SEGMENT, Part, parts_of
from channels.meetings.segments import SegmentKind
from intake.meeting_files import take_in_meeting_file
from intake.reference.proposing import proposals
from intake.reference.sources import source_of
from models import erasure, reference, submissions
from models import reference_keeping as keeping
from models.accounts import add_user, user_id
from models.audit import AUDIT
from models.consultations import latest
from models.decisions import decide
from models.definition import STATEMENT
from models.errors import Rejected
from models.evidence import EVIDENCE, LINK, Kept
from models.history import CHANGE
from models.reference import Wanted
from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.tables.erasures import ErasureGround
from models.tables.segments import NoteAct
from models.vocabulary import Role, Status
from tests.consultation import with_changes
from tests.installation import Installation
from tests.integration.reference.conftest import NOTES

EVERYTHING = 10_000


class Notes:
    """The notes of one meeting, and somebody who divides them."""

    def __init__(self, inloop: Installation) -> None:
        self.inloop, self.store = inloop, inloop.services.store
        with self.store.read() as connection:
            file = connection.execute(sa.select(EVIDENCE).where(EVIDENCE.c.meeting_id.is_not(None))).one()
            self.version = latest(self.store, connection, "4821")
        assert self.version
        self.file, self.meeting_id = Kept(file.id, file.sha256), file.meeting_id
        add_user(self.store, "somebody@zaandijk.example", "zaandijk", Role.FACILITATOR)
        with self.store.read() as connection:
            self.by = str(user_id(connection, "somebody@zaandijk.example"))

    def how(self, *, sure: bool = False) -> Follow:
        assert self.version
        return Follow(self.version, self.meeting_id, self.file, self.by, "anders verdeeld", sure=sure)

    def parts(self, connection: sa.Connection) -> list[Part]:
        return parts_of(connection, self.file.id, 0, EVERYTHING)

    def do(self, connection: sa.Connection, act: NoteAct, *, sure: bool = False, **more: Any) -> int:
        change = Change(act=act, version=version_of(connection, self.file.id), **more)
        return edit(connection, change, self.how(sure=sure))

    def at(self, connection: sa.Connection, words: str) -> tuple[int, Part]:
        """The place of the only segment with these words, and it."""
        ((place, part),) = [(n, one) for n, one in enumerate(self.parts(connection)) if words in one.segment.text]
        return place, part

    def whole(self, connection: sa.Connection) -> str:
        return "".join(part.segment.text for part in self.parts(connection))

    def alive(self, connection: sa.Connection) -> list[str]:
        """Ids of the contributions of these notes that count, or may."""
        query = sa.select(SUBMISSION.c.id).join(LINK, LINK.c.submission_id == SUBMISSION.c.id)
        gone = [Status.SUPERSEDED, Status.REJECTED, Status.WITHDRAWN]
        wanted = query.where(LINK.c.evidence_id == self.file.id, SUBMISSION.c.status.not_in(gone))
        return list(connection.execute(wanted).scalars())

    def check(self, connection: sa.Connection, text: str) -> None:
        """Every character in one segment, every contribution in one segment, and none twice."""
        parts = self.parts(connection)
        assert self.whole(connection) == text
        assert parts[0].segment.start == 0
        assert all(a.segment.end == b.segment.start for a, b in pairwise(parts))
        assert all(part.segment.end - part.segment.start == len(part.segment.text) > 0 for part in parts)
        positions = sa.select(NOTE_SEGMENT.c.position).where(NOTE_SEGMENT.c.evidence_id == self.file.id)
        assert sorted(connection.execute(positions).scalars()) == list(range(len(parts)))
        named = Counter(part.submission_id for part in parts if part.submission_id)
        assert Counter(self.alive(connection)) == named
        for part in parts:
            assert (part.segment.kind is SegmentKind.CONTRIBUTION) == (part.submission_id is not None)
            if part.submission_id:
                assert self.said(connection, part.submission_id)[0] == part.segment.words.strip()

    def said(self, connection: sa.Connection, submission_id: str) -> tuple[str, str, int]:
        """What a contribution says, in answer to what, and for how many."""
        row = connection.execute(
            sa.select(ANSWER.c.value, ANSWER.c.question, SUBMISSION.c.supporters)
            .join(SUBMISSION, SUBMISSION.c.id == ANSWER.c.submission_id)
            .where(ANSWER.c.submission_id == submission_id, ANSWER.c.value.is_not(None))
        ).one()
        return row.value, row.question, row.supporters

    def status(self, connection: sa.Connection, submission_id: str) -> Status:
        return submissions.status_of(connection, submission_id)

    def agree(self, connection: sa.Connection, part: Part) -> None:
        """Somebody decides that a part's contribution is right as it is."""
        assert self.version
        if part.submission_id and self.status(connection, part.submission_id) is Status.NEEDS_PERSON:
            value = part.segment.words.strip()
            decide(connection, part.submission_id, self.version.definition, STATEMENT.key, by=self.by, value=value)

    def decided(self, words: str) -> str:
        """Somebody agrees with the contribution of these words; its id."""
        assert self.version
        with self.store.write() as connection:
            one = self.at(connection, words)[1].submission_id
            assert one
            decide(connection, one, self.version.definition, STATEMENT.key, by=self.by, value=words)
            assert self.status(connection, one) is Status.ACCEPTED
        return one


@pytest.fixture
def notes(inloop: Installation) -> Notes:
    return Notes(inloop)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Notes:
    home = tmp_path_factory.mktemp("notes")
    Store(f"sqlite:///{home / 'inloop.db'}").upgrade()
    inloop = Installation(home, f"sqlite:///{home / 'inloop.db'}")
    inloop.add_organisation()
    inloop.load(with_changes())
    take_in_meeting_file(inloop.services, NOTES.encode(), "verslag.md", consultation="4821")
    inloop.work()
    return Notes(inloop)


class _Enough(Exception):
    """Nothing of an example is kept."""


ACTS = st.tuples(st.sampled_from([None, *NoteAct]), st.floats(0, 1), st.floats(0, 1), st.sampled_from(SegmentKind))


@given(st.lists(ACTS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_somebody_does_nothing_is_lost_or_doubled_and_all_of_it_can_be_undone(
    shared: Notes, acts: list[tuple[NoteAct | None, float, float, SegmentKind]]
) -> None:
    """Also while others decide about contributions (no act)."""
    with suppress(_Enough), shared.store.write() as connection:
        text, begun = shared.whole(connection), shared.parts(connection)
        for act, where, at, kind in acts:
            parts = shared.parts(connection)
            place = min(int(where * len(parts)), len(parts) - 1)
            inside = parts[max(place - 1, 0)].segment.start, parts[place].segment.end
            if act is None:
                shared.agree(connection, parts[place])
                continue
            said = Description(kind=kind, supporters=1 + place, table="Tafel 2") if act is NoteAct.DESCRIBE else None
            character = inside[0] + int(at * (inside[1] - inside[0]))
            try:
                with connection.begin_nested():
                    shared.do(connection, act, sure=True, position=place, at=character, said=said)
            except Rejected:
                assert shared.parts(connection) == parts
            shared.check(connection, text)
        while undoable(connection, shared.file.id):
            shared.do(connection, NoteAct.UNDO, sure=True)
            shared.check(connection, text)
        assert [part.segment for part in shared.parts(connection)] == [part.segment for part in begun]
        raise _Enough


def test_a_contribution_that_says_two_things_becomes_two(notes: Notes) -> None:
    with notes.store.write() as connection:
        text = notes.whole(connection)
        place, part = notes.at(connection, "Bel mij op")
        at = part.segment.start + part.segment.text.index("als er")
        assert notes.do(connection, NoteAct.SPLIT, position=place, at=at) == place + 1
        notes.check(connection, text)
        first, second = (one.submission_id for one in notes.parts(connection)[place : place + 2])
        assert first == part.submission_id
        assert notes.said(connection, str(first)) == ("Bel mij op 06 12345678", STATEMENT.key, 1)
        assert notes.said(connection, str(second)) == ("als er bankjes komen.", STATEMENT.key, 1)


def test_two_that_say_one_thing_become_one_and_the_other_counts_no_more(notes: Notes) -> None:
    with notes.store.write() as connection:
        text = notes.whole(connection)
        place, part = notes.at(connection, "speelplaatsverlichting")
        other = notes.parts(connection)[place + 1].submission_id
        notes.do(connection, NoteAct.MERGE, position=place)
        notes.check(connection, text)
        assert notes.status(connection, str(other)) is Status.SUPERSEDED
        assert "bankjes" in notes.said(connection, str(part.submission_id))[0]
        reasons = connection.execute(sa.select(CHANGE.c.reason).where(CHANGE.c.submission_id == other)).scalars().all()
        assert "anders verdeeld" in reasons


def test_what_a_person_says_of_a_part_is_what_its_contribution_says(notes: Notes) -> None:
    with notes.store.write() as connection:
        place, part = notes.at(connection, "speelplaatsverlichting")
        said = Description(kind=SegmentKind.CONTRIBUTION, supporters=8, table=" Tafel 2 ", question="why")
        notes.do(connection, NoteAct.DESCRIBE, position=place, said=said)
        words, question, supporters = notes.said(connection, str(part.submission_id))
        assert (question, supporters) == ("why", 8)
        assert "speelplaatsverlichting" in words
        row = connection.execute(sa.select(SUBMISSION).where(SUBMISSION.c.id == part.submission_id)).one()
        assert (row.meeting_table, row.status) == ("Tafel 2", Status.NEEDS_PERSON)


def test_what_somebody_decided_about_is_replaced_only_if_somebody_is_sure_and_comes_back_when_undone(
    notes: Notes,
) -> None:
    mine = notes.decided("Er moet betere speelplaatsverlichting komen.")
    with notes.store.write() as connection:
        text, (place, part) = notes.whole(connection), notes.at(connection, "speelplaatsverlichting")
        cut: dict[str, Any] = {"position": place, "at": part.segment.start + part.segment.text.index("betere")}
        with pytest.raises(Settled) as refused:
            notes.do(connection, NoteAct.SPLIT, **cut)
        assert (refused.value.code, refused.value.submissions) == ("decided", (mine,))
        notes.do(connection, NoteAct.SPLIT, sure=True, **cut)
        notes.check(connection, text)
        assert notes.status(connection, mine) is Status.SUPERSEDED
        halves = [one.submission_id for one in notes.parts(connection)[place : place + 2]]
        notes.do(connection, NoteAct.UNDO)
        notes.check(connection, text)
        assert notes.status(connection, mine) is Status.ACCEPTED
        assert [notes.status(connection, str(one)) for one in halves] == [Status.SUPERSEDED] * 2


def test_what_everybody_may_have_seen_is_not_changed(notes: Notes) -> None:
    mine = notes.decided("Er moet betere speelplaatsverlichting komen.")
    with notes.store.write() as connection:
        submissions.move(connection, mine, Status.APPROVED, by=notes.by)
        place, part = notes.at(connection, "speelplaatsverlichting")
        for act, more in ((NoteAct.SPLIT, {"at": part.segment.start + 9}), (NoteAct.MERGE, {})):
            with pytest.raises(Settled) as refused:
                notes.do(connection, act, position=place, sure=True, **more)
            assert refused.value.code == "fixed"


def test_who_divides_an_old_version_is_refused(notes: Notes) -> None:
    with notes.store.write() as connection:
        place, _ = notes.at(connection, "speelplaatsverlichting")
        edit(connection, Change(act=NoteAct.MERGE, version=0, position=place), notes.how())
        with pytest.raises(Rejected) as refused:
            edit(connection, Change(act=NoteAct.MERGE, version=0, position=place), notes.how())
        assert refused.value.code == "stale"


def test_of_two_at_the_very_same_moment_one_is_first_and_the_other_is_told(notes: Notes) -> None:
    with notes.store.read() as connection:
        text, (place, _) = notes.whole(connection), notes.at(connection, "speelplaatsverlichting")
    ready = Barrier(2)

    def merge() -> str:
        ready.wait()
        try:
            with notes.store.write() as connection:
                edit(connection, Change(act=NoteAct.MERGE, version=0, position=place), notes.how())
        except Rejected as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(2) as both:
        told = sorted(one.result() for one in [both.submit(merge), both.submit(merge)])
    assert told == ["done", "stale"]
    with notes.store.read() as connection:
        notes.check(connection, text)
        assert version_of(connection, notes.file.id) == 1


def test_who_moved_what_and_when_is_kept(notes: Notes) -> None:
    with notes.store.write() as connection:
        place, part = notes.at(connection, "fietsen")
        at = part.segment.start - 4
        notes.do(connection, NoteAct.BORDER, position=place, at=at)
    with notes.store.read() as connection:
        kept = connection.execute(sa.select(NOTE_EDIT)).one()
        noted = connection.execute(sa.select(AUDIT).where(AUDIT.c.subject_id == notes.file.id)).all()
    assert (kept.number, kept.act, kept.by, kept.position) == (1, NoteAct.BORDER, notes.by, place - 1)
    assert [one["start"] for one in kept.after] == [kept.before[0]["start"], at]
    assert [one.detail["notes"] for one in noted if one.detail and "notes" in one.detail] == ["border"]


def test_what_is_in_the_reference_work_keeps_its_place_and_is_not_proposed_again(notes: Notes) -> None:
    organisation = str(notes.version and notes.version.organisation_id)
    with notes.store.write() as connection:
        (lesson,) = [
            one for one in proposals(notes.store, connection, organisation, limit=9) if "jongeren" in one.new.text
        ]
        keeping.add(connection, organisation, lesson.new, by=notes.by)
        place, part = notes.at(connection, "jongeren")
        notes.do(connection, NoteAct.BORDER, position=place, at=part.segment.start + 2)
    with notes.store.write() as connection:
        place, part = notes.at(connection, "jongeren")
        notes.do(connection, NoteAct.SPLIT, position=place, at=part.segment.start + 20)
    with notes.store.read() as connection:
        again = proposals(notes.store, connection, organisation, limit=9)
        (entry,) = reference.entries(connection, Wanted(organisations=[organisation])).entries
        source = source_of(connection, entry)
    assert not [one for one in again if one.new.kind == lesson.new.kind]
    assert source.here == lesson.source or lesson.source in source.here
    assert source.evidence_id == notes.file.id


def test_what_was_moved_holds_what_people_said_and_goes_with_the_notes(notes: Notes) -> None:
    with notes.store.write() as connection:
        place, part = notes.at(connection, "speelplaatsverlichting")
        notes.do(connection, NoteAct.MERGE, position=place)
        query = sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.id == part.submission_id)
        receipt = connection.execute(query).scalar_one()
        erasure.erase(connection, erasure.of_receipt(connection, receipt), ErasureGround.REQUEST)
        assert connection.execute(sa.select(sa.func.count()).select_from(NOTE_EDIT)).scalar() == 0
        assert connection.execute(sa.select(sa.func.count()).select_from(NOTE_SEGMENT)).scalar() == 0


def test_who_is_erased_goes_from_what_the_notes_were_before_they_were_divided_otherwise(notes: Notes) -> None:
    both, neighbour = notes.decided("Er moet betere speelplaatsverlichting komen."), "de fietsen staan in de weg"
    with notes.store.write() as connection:
        place, part = notes.at(connection, "speelplaatsverlichting")
        at = part.segment.start + part.segment.text.index("betere")
        notes.do(connection, NoteAct.SPLIT, position=place, at=at, sure=True)
        second = notes.parts(connection)[place + 1].submission_id
        query = sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.id == second)
        traces = erasure.of_receipt(connection, connection.execute(query).scalar_one())
        assert traces.submissions == {both, second}
        erasure.erase(connection, traces, ErasureGround.REQUEST)
        said = connection.execute(sa.select(ANSWER.c.value)).scalars().all()
        assert not [one for one in said if "speelplaatsverlichting" in one]
        assert [one for one in said if neighbour in one], "of the others nothing goes"
