"""`inloop publish`, killed on the way: as many rows on the platform as submissions, no more and no fewer."""

from __future__ import annotations

import json
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import commands
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform
from tests.openstad_double import OpenStadDouble
from tests.time_passing import leases_run_out
from tests.waiting import eventually

SUBMISSIONS = 300
KILLED_AT = (30, 75, 120, 165, 210, 255)
"""How many rows are on the platform when the process is killed."""


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path, double: OpenStadDouble) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, Platform(double.url))
    made.publishes()
    yield made
    made.inloop.close()


def publish(beside: Municipality) -> subprocess.Popen[str]:
    settings = beside.inloop.settings
    environment = commands.environment(
        settings.home,
        {
            "database_url": settings.database_url,
            "openstad_url": beside.platform.url,
            "openstad_token": beside.platform.token,
        },
    )
    argv = [commands.PROGRAM, "publish", "--consultation", beside.code]
    return subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _are_there(double: OpenStadDouble, rows: int) -> bool:
    return len(double.rows["submission"]) >= rows


def test_killed_time_and_again_it_brings_each_submission_once(beside: Municipality, double: OpenStadDouble) -> None:
    for _ in range(SUBMISSIONS):
        beside.enters()
    for rows in KILLED_AT:
        process = publish(beside)
        eventually(partial(_are_there, double, rows), f"{rows} rows")
        double.lose_answers(1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        double.lose_answers(0)
        leases_run_out(beside.inloop.services.store)
        beside.time_passes()
    ended = publish(beside)
    told, _ = ended.communicate(timeout=commands.PATIENCE_SECONDS)
    references = Counter(row["submittedData"]["externalRef"] for row in double.rows["submission"])
    assert (len(references), set(references.values())) == (SUBMISSIONS, {1})
    assert json.loads(told) | {"to_approve": 0} == {
        "consultation": "4821", "there": SUBMISSIONS, "gone": 0, "waiting": 0, "to_approve": 0, "failed": [],
        "problem": None,
    }  # fmt: skip
    assert ended.returncode == 0
