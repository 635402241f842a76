"""The trail: nothing in it can be changed or taken away unseen, and it is whole however many write at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from models import accounts, audit
from models.audit import AUDIT, Deed, Doer, Trail
from models.errors import InloopError
from models.store import Store
from models.tables.audit import Act, By
from models.vocabulary import Role

SECRET = "a secret of this test alone"
TRAIL = Trail(SECRET)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = Store(database_url, TRAIL)
    yield store
    store.close()


def noted(store: Store, times: int, chain: str | None = None) -> None:
    for _ in range(times):
        with store.write() as connection:
            audit.note(connection, Deed(act=Act.CHANGED, organisation_id=chain, detail={"page": "a"}))


def verdict(store: Store, kept: tuple[int, str] | None = None) -> audit.Verdict:
    with store.read() as connection:
        return TRAIL.verify(connection, audit.INSTALLATION, kept)


def past_the_guard(store: Store, statement: str) -> None:
    """What somebody does who owns the database, and takes its refusal away first."""
    with store.engine.begin() as connection:
        if store.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER audit_no_update")
            connection.exec_driver_sql("DROP TRIGGER audit_no_delete")
        else:
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
        connection.exec_driver_sql(statement)


def test_a_chain_counts_without_gaps_and_is_in_order(store: Store) -> None:
    noted(store, 5)
    assert verdict(store).records == 5
    assert verdict(store).why is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET act = 'looked'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_it(store: Store, statement: str) -> None:
    noted(store, 1)
    with pytest.raises((DBAPIError, InloopError), match="only be added to"), store.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert verdict(store).records == 1


@pytest.mark.parametrize(
    ("statement", "why", "at"),
    [
        ("UPDATE audit SET act = 'looked' WHERE number = 2", "changed", 2),
        ("UPDATE audit SET by_id = 'somebody-else' WHERE number = 3", "changed", 3),
        ("DELETE FROM audit WHERE number = 2", "missing", 2),
        ("DELETE FROM audit WHERE number = 1", "missing", 1),
    ],
)
def test_what_an_owner_of_the_database_changes_is_seen(store: Store, statement: str, why: str, at: int) -> None:
    noted(store, 4)
    past_the_guard(store, statement)
    assert (verdict(store).why, verdict(store).broken_at) == (why, at)


def test_a_chain_written_anew_without_the_key_is_seen(store: Store) -> None:
    noted(store, 3)
    past_the_guard(store, "DELETE FROM audit")
    forger = Store(store.engine.url.render_as_string(hide_password=False), Trail("a guessed secret"))
    noted(forger, 3)
    forger.close()
    assert (verdict(store).why, verdict(store).broken_at) == ("forged", 1)


def test_a_chain_that_was_cut_off_is_seen_by_its_head(store: Store) -> None:
    noted(store, 4)
    found = verdict(store)
    head = (found.records, found.head)
    noted(store, 1)
    assert verdict(store, head).why is None
    past_the_guard(store, "DELETE FROM audit WHERE number >= 3")
    assert verdict(store).why is None
    assert verdict(store, head).why == "cut_off"


def test_what_fails_leaves_no_trace(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            audit.note(connection, Deed(act=Act.CHANGED, organisation_id=None))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    noted(store, 1)
    assert verdict(store).records == 1


def test_many_at_once_make_one_chain(store: Store) -> None:
    writers = [threading.Thread(target=noted, args=(store, 15)) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (verdict(store).records, verdict(store).why) == (90, None)


def test_who_is_at_it_is_in_every_record_and_what_is_owed_once(store: Store) -> None:
    owed = Deed(act=Act.CHANGED, organisation_id=None, detail={"page": "owed"})
    audit.begin(Doer(By.STAFF, "somebody"), owed)
    try:
        noted(store, 1)
        with store.write():
            pass
    finally:
        audit.end()
    with store.write():
        pass
    with store.read() as connection:
        (row,) = audit.records(connection, audit.INSTALLATION)
    assert (row.by_kind, row.by_id, row.detail) == (By.STAFF, "somebody", {"page": "a"})


def test_setting_up_is_in_the_organisations_own_chain_without_names(store: Store) -> None:
    organisation_id = accounts.add_organisation(store, "zaandijk", "Zaandijk")
    accounts.add_user(store, "verzonnen@voorbeeld.example", "zaandijk", Role.CLERK)
    with store.read() as connection:
        rows = list(audit.records(connection, organisation_id))
        text = json.dumps([[str(value) for value in row] for row in rows])
        assert connection.execute(sa.select(sa.func.count()).select_from(AUDIT)).scalar_one() == len(rows)
    assert [row.subject for row in rows] == ["organisation", "staff"]
    assert rows[1].detail == {"role": "clerk"}
    assert "verzonnen" not in text
