"""Redis only brings the news of work sooner: without it nothing is lost, and nobody who talks with us notices."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa

from intake.meeting_files import take_in_meeting_file
from intake.queue import enqueue, hint
from models.outbox import OUTBOX
from models.vocabulary import Channel, OutboxState
from tests import commands
from tests.commands import PROGRAM, environment
from tests.consultation import CODE, SOURCE
from tests.installation import Installation
from tests.rows import rows
from tests.servers import RedisServer, running_redis
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, own_redis: RedisServer) -> Iterator[Installation]:
    """An installation whose Redis can be taken away."""
    made = Installation(tmp_path / "home", sqlite_url, redis_url=own_redis.url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()


@pytest.fixture
def worker(town: Installation) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own process."""
    settings = {"database_url": town.settings.database_url, "redis_url": town.settings.redis_url}
    with (town.settings.home / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", PROGRAM, "work"],
            env=environment(town.settings.home, settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    yield process
    process.kill()
    process.wait()


def bring(made: Installation, number: int) -> str:
    """Notes of a meeting, as the desk brings them in; the entry's id."""
    notes = f"Verslag\n\nTafel 1\n- Er moet meer groen komen bij huis {number}.\n".encode()
    taken = take_in_meeting_file(made.services, notes, f"notes-{number}.txt", consultation=CODE)
    hint(made.settings, [taken.entry_id])
    return taken.entry_id


def done(made: Installation, entry_id: str) -> bool:
    with made.services.store.read() as connection:
        state = connection.execute(sa.select(OUTBOX.c.state).where(OUTBOX.c.id == entry_id)).scalar_one()
    return OutboxState(state) is OutboxState.DONE


def test_who_talks_with_us_needs_no_redis(inloop: Installation) -> None:
    for text in ("MEEDOEN 4821", "1", "1", "4", "ja", "23", "1506", "2"):
        inloop.text(text)
    call = inloop.call()
    for keys in ("1", "1"):
        call.press(keys)
    assert inloop.enter("4821", {"first": "trees"}).status_code == 201
    assert len(inloop.submissions()) == 3


def test_what_is_brought_in_is_stored_and_waits(inloop: Installation) -> None:
    entry = bring(inloop, 1)
    assert not done(inloop, entry)
    inloop.work()
    assert done(inloop, entry)


def test_the_state_of_the_queue_is_told_to_who_watches(inloop: Installation) -> None:
    answer = inloop.client.get("/readyz")
    assert answer.status_code == 503
    checks = answer.get_json()["checks"]
    assert checks["database"] == checks["evidence"] == "ok"
    assert "nothing is lost" in checks["queue"]
    assert inloop.client.get("/healthz").status_code == 200


def test_a_burst_needs_no_redis(inloop: Installation) -> None:
    entry = bring(inloop, 1)
    ended = _burst(inloop)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""
    assert done(inloop, entry)


def _burst(made: Installation) -> subprocess.CompletedProcess[str]:
    return commands.inloop(made.settings.home, "work", "--burst", database_url=made.settings.database_url)


def test_a_worker_works_on_without_redis_and_with_it_again(
    town: Installation, own_redis: RedisServer, worker: subprocess.Popen[bytes]
) -> None:
    first = bring(town, 1)
    eventually(lambda: done(town, first), "work is done with Redis", seconds=90)
    own_redis.stop(signal.SIGKILL)
    second = bring(town, 2)
    eventually(lambda: done(town, second), "work is done without Redis", seconds=90)
    own_redis.start()
    third = bring(town, 3)
    eventually(lambda: done(town, third), "work is done with Redis again", seconds=90)
    assert worker.poll() is None, "it was the same worker all the time"
    assert len(town.submissions(Channel.MEETING)) == 3


def test_what_the_queue_forgot_is_found_in_the_table(
    town: Installation, own_redis: RedisServer, worker: subprocess.Popen[bytes]
) -> None:
    entry = bring(town, 1)
    redis.Redis.from_url(own_redis.url).flushall()
    eventually(lambda: done(town, entry), "work is done that nobody hinted at", seconds=90)


def test_the_same_hint_many_times_is_one_piece_of_work(
    town: Installation, own_redis: RedisServer, worker: subprocess.Popen[bytes]
) -> None:
    entry = bring(town, 1)
    connection = redis.Redis.from_url(own_redis.url)
    for _ in range(20):
        enqueue(connection, [entry, entry])
    eventually(lambda: done(town, entry), "the work is done", seconds=90)
    before = rows(town.services.store)
    enqueue(connection, [entry])
    later = bring(town, 2)
    eventually(lambda: done(town, later), "later work is done", seconds=90)
    assert rows(town.services.store)["submission"] == before["submission"] + 1
