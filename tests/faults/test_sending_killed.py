"""A worker that is killed while it sends loses no message, and sends none twice."""

from __future__ import annotations

import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from channels.outgoing.later import REPLY
from intake.simulator.carrier import Fault
from models.tables.replies import ReplyState
from tests.carrier_host import running_carrier
from tests.commands import PROGRAM, environment
from tests.consultation import SOURCE
from tests.contract.test_outgoing import never_quiet, write
from tests.installation import Installation
from tests.servers import RedisServer
from tests.time_passing import holds_end, leases_run_out
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

MESSAGES = 200
KILLED_AT = {20: True, 75: False, 130: True}
"""In the middle of which requests, and whether the company took the message all the same."""


class Workers:
    """One worker at a time, and its death."""

    def __init__(self, made: Installation) -> None:
        self._made = made
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        settings = self._made.settings
        given = {
            "database_url": settings.database_url,
            "redis_url": settings.redis_url,
            "twilio_api_url": settings.twilio_api_url,
            "twilio_auth_token": settings.twilio_auth_token,
            "messages_per_second": "100",
        }
        with (settings.home / "worker.log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "work"],
                env=environment(settings.home, given),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """It, and what it started, at once: it may start no other child meanwhile. RQ's has a session of its own."""
        assert self._process is not None
        with suppress(psutil.NoSuchProcess):
            worker = psutil.Process(self._process.pid)
            worker.suspend()
            for process in (*worker.children(recursive=True), worker):
                with suppress(psutil.NoSuchProcess):
                    process.kill()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever became of the test, nobody is left working."""
        if self._process is not None:
            self.kill()
            self._process.wait()

    @property
    def is_dead(self) -> bool:
        return self._process is not None and self._process.poll() is not None


def test_each_of_many_messages_is_sent_exactly_once(
    sqlite_url: str, tmp_path: Path, redis_server: RedisServer, redis_url: str
) -> None:
    with running_carrier(tmp_path / "sent") as company:
        made = Installation(tmp_path / "home", sqlite_url, redis_url=redis_url, twilio_api_url=company.url)
        made.add_organisation()
        made.load(SOURCE)
        never_quiet(made)
        company.inloop = made
        for at in range(MESSAGES):
            write(made, f"Bericht {at}")
        with Workers(made) as workers:
            requests = 0

            def kill_in_the_middle() -> None:
                nonlocal requests
                requests += 1
                if requests in KILLED_AT:
                    company.faults.append(Fault(taken=KILLED_AT[requests]))
                    workers.kill()

            company.meanwhile = kill_in_the_middle

            def all_sent() -> bool:
                query = sa.select(sa.func.count()).where(REPLY.c.state == ReplyState.SENT)
                with made.services.store.read() as connection:
                    return connection.execute(query).scalar_one() == MESSAGES

            for _ in KILLED_AT:
                workers.start()
                eventually(lambda: workers.is_dead, "the worker is killed in the middle of a request", seconds=90)
                leases_run_out(made.services.store)
                holds_end(made.services.store)
            workers.start()
            eventually(all_sent, "the last worker sends the rest", seconds=90)
            workers.kill()
            assert requests > MESSAGES
            assert Counter(sent.text for sent in company.messages) == {f"Bericht {at}": 1 for at in range(MESSAGES)}
        made.close()
