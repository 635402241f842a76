"""A database that is busy or away: who brings something keeps it, and brings it again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from models.store import Store
from tests.consultation import SOURCE
from tests.contract.test_exactly_once import at_once
from tests.installation import LINE, MOBILE, Installation
from tests.rows import rows
from tests.servers import running_postgres

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
held.rollback()
"""


@contextmanager
def long_write(database_url: str) -> Iterator[None]:
    """Another process that writes and writes."""
    path = str(sa.make_url(database_url).database)
    other = subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdin
    assert other.stdout
    assert other.stdout.readline() == b"held\n"
    try:
        yield
    finally:
        other.stdin.close()
        other.wait()


def knock(inloop: Installation, said: str = "MEEDOEN 4821") -> dict[str, Any]:
    """A message, a call and an entry, all at once; each door's answer."""
    answers: dict[str, Any] = {}

    def text() -> None:
        fields = {"MessageSid": "SM1", "From": MOBILE, "To": LINE, "Body": said}
        answers["sms"] = inloop.signed("/twilio/sms", **fields)

    def call() -> None:
        answers["voice"] = inloop.signed("/twilio/voice", CallSid="CA1", From=MOBILE, To=LINE)

    def enter() -> None:
        answers["api"] = inloop.enter("4821", {"safe": 1, "why": said}, key="k")

    assert not at_once(text, call, enter)
    return answers


def try_again_later(answers: dict[str, Any]) -> bool:
    for door, answer in answers.items():
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert not any(word in answer.text for word in ("Traceback", "sqlite", "psycopg", ".py"))
        assert answer.mimetype == ("application/problem+json" if door == "api" else "text/plain")
    return True


def is_stored_once(inloop: Installation, said: str = "MEEDOEN 4821") -> bool:
    for _ in range(2):
        assert {answer.status_code for answer in knock(inloop, said).values()} <= {200, 201}
    counted = rows(inloop.services.store)
    return (counted["arrival"], counted["dialogue"], counted["submission"]) == (3, 2, 1)


def test_nothing_is_acknowledged_while_somebody_else_writes_for_too_long(inloop: Installation) -> None:
    before = rows(inloop.services.store)
    with long_write(inloop.settings.database_url):
        assert try_again_later(knock(inloop))
    assert rows(inloop.services.store) == before
    assert is_stored_once(inloop)


def test_a_writer_that_stands_still_holds_nobody_up_for_ever(inloop: Installation) -> None:
    """Such as a process that is stopped, or a debugger's."""
    stopped = Store(inloop.settings.database_url)
    with stopped.write():
        assert try_again_later(knock(inloop))
        assert inloop.client.get("/healthz").status_code == 200
    stopped.close()
    assert is_stored_once(inloop)


def test_reading_goes_on_while_somebody_writes(inloop: Installation) -> None:
    inloop.enter("4821", {"first": "trees"})
    with long_write(inloop.settings.database_url):
        headers = {"Authorization": f"Bearer {inloop.token}"}
        assert inloop.client.get("/v1/consultations", headers=headers).get_json()["count"] == 1
        assert inloop.client.get("/v1/submissions", headers=headers).status_code == 503, (
            "a look at people is noted first"
        )
        assert inloop.client.get("/readyz").get_json()["checks"]["database"] == "ok"


def test_nothing_is_acknowledged_while_the_disk_of_the_database_is_full(sqlite_url: str, tmp_path: Path) -> None:
    made = Installation(tmp_path / "home", sqlite_url)
    made.add_organisation()
    made.load(SOURCE)
    said = ("Er moet meer licht komen. " * 200)[:4000]
    with filled(made.services.store):
        answers = knock(made, said)
        refused = {door: answer for door, answer in answers.items() if answer.status_code not in (200, 201)}
        assert {"sms", "api"} <= set(refused), "a call may still fit into a page that is there"
        assert try_again_later(refused)
    assert is_stored_once(made, said)
    made.close()


@contextmanager
def filled(store: Store) -> Iterator[None]:
    """SQLite may not take one page more, and what it has is full."""

    def limit(connection: Any, *_: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with store.write() as connection:
        connection.execute(sa.text("CREATE TABLE filler (bytes BLOB)"))
    store.close()
    sa.event.listen(store.engine, "connect", limit)
    for size in (4000, 400, 40, 1):
        try:
            while True:
                with store.engine.begin() as connection:
                    connection.execute(sa.text("INSERT INTO filler VALUES (zeroblob(:size))"), {"size": size})
        except sa.exc.OperationalError:
            continue
    yield
    sa.event.remove(store.engine, "connect", limit)
    store.close()


def test_nothing_is_acknowledged_while_postgresql_is_locked(postgres_url: str, tmp_path: Path) -> None:
    made = Installation(tmp_path / "home", postgres_url)
    made.add_organisation()
    made.load(SOURCE)
    before = rows(made.services.store)
    with psycopg.connect(postgres_url) as other:
        other.execute("LOCK TABLE arrival IN EXCLUSIVE MODE")
        assert try_again_later(knock(made))
    assert rows(made.services.store) == before
    assert is_stored_once(made)
    made.close()


def test_when_postgresql_comes_back_all_goes_on(tmp_path: Path) -> None:
    with running_postgres() as server:
        url = server.url(server.create_database())
        made = Installation(tmp_path / "home", url)
        made.services.store.upgrade()
        made.add_organisation()
        made.load(SOURCE)
        server.stop()
        assert try_again_later(knock(made))
        assert made.client.get("/readyz").status_code == 503
        server.start()
        assert is_stored_once(made)
        made.close()


def test_a_store_that_was_never_set_up_says_what_to_do(tmp_path: Path) -> None:
    made = Installation(tmp_path / "home", f"sqlite:///{tmp_path / 'empty.db'}")
    made.token = "somebody's"
    assert try_again_later(knock(made))
    assert "inloop upgrade" in made.client.get("/readyz").get_json()["checks"]["database"]
    made.close()
