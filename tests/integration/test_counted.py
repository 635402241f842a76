"""What a process remembers of results is what the store says, whatever happened in between."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models import accounts, counted, decisions, submissions
from models.clock import now
from models.consultations import Version, latest, load_definition
from models.counted import Counts
from models.secrets import new_id
from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.vocabulary import Channel, Role, Status
from tests.integration.desk.nearly_sure import faint
from tests.integration.desk.town import CODE, CONSULTATION, read, submit

TEXTS = ["why"]


@pytest.fixture
def version(store: Store) -> Version:
    accounts.add_organisation(store, "zaandijk", "Zaandijk")
    accounts.add_user(store, "een@zaandijk.example", "zaandijk", Role.CLERK)
    load_definition(store, CONSULTATION.encode())
    with store.read() as connection:
        found = latest(store, connection, CODE)
    assert found is not None
    return found


def told(store: Store, version: Version) -> Counts:
    with store.read() as connection:
        return counted.counted(store, connection, version.consultation_id, TEXTS)


def test_remembered_is_what_a_fresh_count_finds(store: Store, version: Version, database_url: str) -> None:
    dice, ids = random.Random(7), list[str]()
    fresh = Store(database_url)
    with store.read() as connection:
        clerk = accounts.user_id(connection, "een@zaandijk.example")
    assert clerk
    for _ in range(60):
        with store.write() as connection:
            _happens(connection, version, dice, ids, clerk)
        fresh.cache.clear()
        assert told(store, version) == told(fresh, version)
    fresh.close()
    kinds = {(question, value) for question, _, value, _, _ in told(store, version)}
    assert {("first", '"trees"'), ("first", '"benches"'), ("why", None)} <= kinds


def _happens(connection: sa.Connection, version: Version, dice: random.Random, ids: list[str], clerk: str) -> None:
    what = dice.choice(("comes", "comes", "decided", "corrected", "rejected", "erased")) if ids else "comes"
    one = dice.choice(ids) if ids else ""
    match what:
        case "comes":
            given = [faint(0.9), read("safe", 1), read("why", "Te donker")]
            ago = timedelta(days=dice.choice((0, 1, 40)))
            ids.append(submit(connection, version, dice.choice((Channel.SMS, Channel.FORM)), given, ago=ago).id)
        case "decided" | "corrected":
            value = "trees" if what == "decided" else "benches"
            decisions.decide(connection, one, version.definition, "first", by=clerk, value=value)
        case "rejected":
            status = submissions.status_of(connection, one)
            submissions.move(connection, one, Status.REJECTED if status is not Status.REJECTED else status)
        case "erased":
            for table in (decisions.DECISION,):
                answers = sa.select(ANSWER.c.id).where(ANSWER.c.submission_id == one)
                connection.execute(table.delete().where(table.c.answer_id.in_(answers)))
            connection.execute(ANSWER.delete().where(ANSWER.c.submission_id == one))
            connection.execute(sa.text("DELETE FROM status_change WHERE submission_id = :one"), {"one": one})
            connection.execute(SUBMISSION.delete().where(SUBMISSION.c.id == one))
            ids.remove(one)


def test_a_change_that_is_stored_late_is_seen_all_the_same(store: Store, version: Version) -> None:
    """Its moment lies before what was counted last: another transaction was quicker."""
    with store.write() as connection:
        early, late = (submit(connection, version, Channel.SMS, [read("first", "trees")]).id for _ in range(2))
        ahead = now() + timedelta(seconds=5)
        connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == late).values(updated_at=ahead))
    before = told(store, version)
    with store.write() as connection:
        submissions.move(connection, early, Status.REJECTED)
    assert told(store, version) != before


def test_only_so_many_consultations_are_remembered(
    store: Store, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "MOST_CONSULTATIONS", 2)
    with store.read() as connection:
        for _ in range(4):
            assert counted.counted(store, connection, new_id(), TEXTS) == {}
    memory = store.cache[counted._Memory]
    assert len(memory._known) == 2
