"""A worker that dies in the middle of its work leaves it to the next, which finds nothing of it half done."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from intake.jobs import run_due, run_entry
from intake.meeting_files import read_meeting_file
from models import outbox
from models.outbox import OUTBOX
from models.vocabulary import Channel, OutboxState, Status
from tests.commands import PROGRAM, environment
from tests.consultation import SOURCE
from tests.faults.test_redis_away import bring, done
from tests.installation import Installation
from tests.media_host import running_media_host
from tests.rows import rows
from tests.servers import RedisServer
from tests.time_passing import leases_run_out
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@contextmanager
def worker(made: Installation) -> Iterator[subprocess.Popen[bytes]]:
    settings = {
        "database_url": made.settings.database_url,
        "redis_url": made.settings.redis_url,
        "twilio_api_url": made.settings.twilio_api_url,
    }
    with (made.settings.home / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [PROGRAM, "work"],
            env=environment(made.settings.home, settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def state_of(made: Installation, entry_id: str) -> OutboxState:
    with made.services.store.read() as connection:
        return outbox.result_of(connection, entry_id)[0]


def test_what_one_worker_holds_no_other_takes(inloop: Installation) -> None:
    entry = bring(inloop, 1)
    with inloop.services.store.write() as connection:
        assert outbox.lease(connection, entry)
    assert not run_entry(inloop.services, entry)
    assert inloop.submissions() == []


def test_when_a_lease_runs_out_the_next_worker_does_the_work(inloop: Installation) -> None:
    entry = bring(inloop, 1)
    with inloop.services.store.write() as connection:
        outbox.lease(connection, entry)
    leases_run_out(inloop.services.store)
    assert run_entry(inloop.services, entry)
    assert len(inloop.submissions(Channel.MEETING)) == 1


def test_a_worker_that_was_given_up_cannot_store_its_work_as_well(inloop: Installation) -> None:
    """It was only slow: by the time it has the result, another has taken over."""
    entry = bring(inloop, 1)
    with inloop.services.store.write() as connection:
        slow = outbox.lease(connection, entry)
    assert slow
    leases_run_out(inloop.services.store)
    run_entry(inloop.services, entry)
    before = rows(inloop.services.store)
    read_meeting_file(inloop.services, slow)
    assert rows(inloop.services.store) == before


def test_work_that_kills_its_worker_is_given_up_in_the_end(inloop: Installation) -> None:
    entry = bring(inloop, 1)
    for _ in range(outbox.MOST_ATTEMPTS):
        with inloop.services.store.write() as connection:
            assert outbox.lease(connection, entry)
        leases_run_out(inloop.services.store)
    run_due(inloop.services)
    assert state_of(inloop, entry) is OutboxState.FAILED


def test_a_worker_killed_in_the_middle_leaves_its_work_to_the_next(
    sqlite_url: str, tmp_path: Path, redis_server: RedisServer, redis_url: str
) -> None:
    """The middle: while the telephone company is slow to give the recording."""
    with running_media_host() as company:
        made = Installation(tmp_path / "home", sqlite_url, redis_url=redis_url, twilio_api_url=company.url)
        made.add_organisation()
        made.load(SOURCE)
        there = threading.Event()
        url = company.keep("RE1", held=there)
        call = made.call()
        for keys in ("1", "1", "#", "1"):
            call.press(keys)
        call.record("RE1", url=url)
        with made.services.store.read() as connection:
            (entry,) = connection.execute(sa.select(OUTBOX.c.id)).scalars()
        with worker(made) as first:
            eventually(lambda: company.asked, "the worker asks for the recording", seconds=90)
            for process in (psutil.Process(first.pid), *psutil.Process(first.pid).children(recursive=True)):
                process.kill()
            first.wait()
        there.set()
        assert state_of(made, entry) is OutboxState.RUNNING
        leases_run_out(made.services.store)
        with worker(made):
            eventually(lambda: done(made, entry), "the next worker does it", seconds=90)
        assert [one.kind for one in made.only().evidence].count("recording") == 1
        made.close()


def test_a_recording_whose_fetching_kills_each_worker_is_left_to_a_person(inloop: Installation) -> None:
    call = inloop.call()
    for keys in ("1", "1", "#", "1"):
        call.press(keys)
    call.record("RE1")
    for keys in ("1", "1", "#", "#", "1"):
        call.press(keys)
    with inloop.services.store.read() as connection:
        (entry,) = outbox.due(connection)
    for _ in range(outbox.MOST_ATTEMPTS):
        with inloop.services.store.write() as connection:
            assert outbox.lease(connection, entry)
        leases_run_out(inloop.services.store)
    run_due(inloop.services)
    assert inloop.only().status is Status.NEEDS_PERSON
