"""Answers that a machine is nearly sure of, accepted many at once: which, by whom, once, and undone as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from models import accepting, accounts, claims, decisions, normalized, submissions
from models.accepting import ACCEPTANCE, Accepted
from models.consultations import Version, latest, load_definition
from models.errors import Rejected
from models.normalized import NormalizedSubmission
from models.reading import Reading
from models.store import Store
from models.submissions import SUBMISSION
from models.vocabulary import OF_DEGREE, AnswerState, Doubt, Role, Status
from tests.integration.desk.nearly_sure import faint, keep_form, unclear
from tests.integration.desk.town import CODE, CONSULTATION, OTHER_CODE, OTHER_CONSULTATION, read, unsure

SURE = 0.9


@dataclass
class Desk:
    """Two clerks of one organisation before the same store."""

    store: Store
    version: Version
    clerk: str
    colleague: str
    names: dict[str, str] = field(default_factory=dict)

    @property
    def visible(self) -> list[sa.ColumnElement[bool]]:
        return [SUBMISSION.c.organisation_id == self.version.organisation_id]

    def form(self, *readings: Reading) -> str:
        with self.store.write() as connection:
            return keep_form(connection, self.version, *readings)

    def shown(self, by: str, threshold: float = SURE) -> list[str]:
        with self.store.read() as connection:
            found = accepting.proposed(self.store, connection, self.visible, by, threshold)
        return [one.seen for one in found]

    def accept(self, by: str, seen: Sequence[str], threshold: float = SURE) -> Accepted:
        return accepting.accept(self.store, self.visible, self.version.organisation_id, by, threshold, seen)

    def undo(self, by: str, acceptance_id: str) -> Accepted:
        return accepting.take_back_all(self.store, self.visible, self.version.organisation_id, by, acceptance_id)

    def stored(self, submission_id: str) -> NormalizedSubmission:
        with self.store.read() as connection:
            return normalized.one(connection, submission_id)

    def decide(self, submission_id: str, question: str, by: str, value: object) -> None:
        with self.store.write() as connection:
            decisions.decide(connection, submission_id, self.version.definition, question, by=by, value=value)


@pytest.fixture
def desk(store: Store) -> Desk:
    for slug, name, source in (("zaandijk", "Zaandijk", CONSULTATION), ("meerdam", "Meerdam", OTHER_CONSULTATION)):
        accounts.add_organisation(store, slug, name)
        load_definition(store, source.encode())
    for email in ("een@zaandijk.example", "twee@zaandijk.example"):
        accounts.add_user(store, email, "zaandijk", Role.CLERK)
    with store.read() as connection:
        version = latest(store, connection, CODE)
        ids = [accounts.user_id(connection, f"{name}@zaandijk.example") for name in ("een", "twee")]
    assert version is not None
    assert ids[0]
    assert ids[1]
    return Desk(store, version, ids[0], ids[1])


def test_only_valid_answers_above_the_threshold_and_never_text_or_what_waits_by_a_rule(desk: Desk) -> None:
    wanted = desk.form(faint(0.95), unclear(0.91))
    desk.form(faint(0.89))
    desk.form(faint(0.97, value="gone"))
    desk.form(read("safe", 1), unsure("why", "Te donker", 0.99, doubt=Doubt.TEXT))
    desk.form(unsure("statement", "Te donker", 0.99, doubt=Doubt.FAINT_MARK))
    for rule in set(Doubt) - OF_DEGREE:
        desk.form(unsure("first", "trees", 0.99, doubt=rule))
    desk.form(unsure("first", "trees", 0.99))
    done = desk.accept(desk.clerk, desk.shown(desk.clerk))
    assert (done.done, done.left) == (2, 0)
    found = desk.stored(wanted)
    assert found.status is Status.ACCEPTED
    assert {one.question for one in found.answers if one.state is AnswerState.CONFIRMED} == {"first", "where"}
    with desk.store.read() as connection:
        waiting = sa.select(sa.func.count()).where(SUBMISSION.c.status == Status.NEEDS_PERSON)
        assert connection.execute(waiting).scalar() == 5 + len(set(Doubt) - OF_DEGREE)


def test_an_answer_to_a_question_that_was_not_to_be_answered_is_left(desk: Desk) -> None:
    """`why` is asked of who feels unsafe; a number there is no answer whatever a machine is sure of."""
    desk.form(unsure("age", 130, 0.99, doubt=Doubt.UNCLEAR_CHARACTER))
    assert desk.shown(desk.clerk) == []


def test_many_that_are_not_valid_hide_none_that_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "MOST_AT_ONCE", 2)
    for _ in range(3):
        desk.form(faint(0.97, value="gone"))
    for _ in range(3):
        desk.form(faint(0.97))
    assert len(desk.shown(desk.clerk)) == 2


def test_pressed_twice_it_happens_once(desk: Desk) -> None:
    desk.form(faint(0.95))
    seen = desk.shown(desk.clerk)
    assert desk.accept(desk.clerk, seen).done == 1
    again = desk.accept(desk.clerk, seen)
    assert (again.done, again.left) == (0, 1)
    with desk.store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ACCEPTANCE)).scalar() == 1


def test_two_who_accept_the_same_at_once_decide_each_answer_once(desk: Desk) -> None:
    for _ in range(8):
        desk.form(faint(0.95), unclear(0.92))
    seen, done, ready = desk.shown(desk.clerk), [], Barrier(2)

    def press(by: str) -> None:
        ready.wait()
        done.append(desk.accept(by, seen).done)

    both = [Thread(target=press, args=(by,)) for by in (desk.clerk, desk.colleague)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(done) == 16
    with desk.store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(decisions.DECISION)).scalar() == 16


def test_what_changed_since_it_was_shown_is_left(desk: Desk) -> None:
    changed, kept = desk.form(faint(0.95)), desk.form(faint(0.95))
    seen = desk.shown(desk.clerk)
    with desk.store.write() as connection:
        here = submissions.ANSWER.c.submission_id == changed
        connection.execute(submissions.ANSWER.update().where(here).values(value="benches"))
    done = desk.accept(desk.clerk, seen)
    assert (done.done, done.left) == (1, 1)
    assert desk.stored(changed).status is Status.NEEDS_PERSON
    assert desk.stored(kept).status is Status.ACCEPTED


def test_what_a_colleague_has_open_or_was_asked_about_is_left(desk: Desk) -> None:
    held, asked, free = (desk.form(faint(0.95)) for _ in range(3))
    seen = desk.shown(desk.clerk)
    with desk.store.write() as connection:
        assert claims.take(connection, held, desk.colleague) == desk.colleague
        claims.take(connection, asked, desk.colleague)
        claims.ask_a_colleague(connection, asked, desk.colleague, "Is dit wel een kruisje?")
    done = desk.accept(desk.clerk, seen)
    assert (done.done, done.left) == (1, 2)
    assert desk.stored(free).status is Status.ACCEPTED


def test_another_organisations_answers_are_not_touched(desk: Desk) -> None:
    with desk.store.write() as connection:
        other = latest(desk.store, connection, OTHER_CODE)
        assert other is not None
        mine = keep_form(connection, desk.version, faint(0.95))
    theirs = accepting.accept(
        desk.store,
        [SUBMISSION.c.organisation_id == other.organisation_id],
        other.organisation_id,
        desk.clerk,
        SURE,
        desk.shown(desk.clerk),
    )
    assert (theirs.done, theirs.left) == (0, 1)
    assert desk.stored(mine).status is Status.NEEDS_PERSON


def test_a_stack_is_undone_as_one_and_each_answer_is_as_the_machine_read_it(desk: Desk) -> None:
    forms = [desk.form(faint(0.95), unclear(0.92)) for _ in range(3)]
    before = [desk.stored(one).answers for one in forms]
    seen = desk.shown(desk.clerk)
    stack = desk.accept(desk.clerk, seen)
    undone = desk.undo(desk.clerk, stack.id)
    assert (undone.done, undone.left) == (6, 0)
    assert [desk.stored(one).answers for one in forms] == before
    assert {desk.stored(one).status for one in forms} == {Status.NEEDS_PERSON}
    assert desk.shown(desk.clerk) == seen
    with pytest.raises(Rejected):
        desk.undo(desk.clerk, stack.id)


def test_undoing_leaves_what_was_decided_anew_or_went_further(desk: Desk) -> None:
    anew, further, plain = (desk.form(faint(0.95)) for _ in range(3))
    stack = desk.accept(desk.clerk, desk.shown(desk.clerk))
    desk.decide(anew, "first", desk.colleague, "benches")
    with desk.store.write() as connection:
        submissions.move(connection, further, Status.APPROVED, by=desk.colleague)
    undone = desk.undo(desk.clerk, stack.id)
    assert (undone.done, undone.left) == (1, 2)
    answer = desk.stored(anew).answer("first")
    assert answer is not None
    assert (answer.value, answer.state) == ("benches", AnswerState.CORRECTED)
    assert desk.stored(further).status is Status.APPROVED
    assert desk.stored(plain).status is Status.NEEDS_PERSON


def test_nobody_undoes_a_colleagues_stack(desk: Desk) -> None:
    kept = desk.form(faint(0.95))
    stack = desk.accept(desk.clerk, desk.shown(desk.clerk))
    with pytest.raises(Rejected):
        desk.undo(desk.colleague, stack.id)
    assert desk.stored(kept).status is Status.ACCEPTED


def test_undoing_that_was_broken_off_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        desk.form(faint(0.95))
    stack = desk.accept(desk.clerk, desk.shown(desk.clerk))
    real, done = decisions.take_back, []

    def breaks(*given: object, **more: object) -> Status:
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(accepting, "take_back", breaks)
    with pytest.raises(KeyboardInterrupt):
        desk.undo(desk.clerk, stack.id)
    monkeypatch.undo()
    undone = desk.undo(desk.clerk, stack.id)
    assert (undone.done, undone.left) == (2, 1)
    assert len(desk.shown(desk.clerk)) == 3


def test_it_adds_nothing_to_the_figures_of_who_checks_one_by_one(desk: Desk) -> None:
    desk.form(faint(0.95))
    desk.accept(desk.clerk, desk.shown(desk.clerk))
    with desk.store.read() as connection:
        made = connection.execute(sa.select(decisions.DECISION.c.at)).scalar_one()
        assert decisions.made_by(connection, desk.clerk, made) == []
