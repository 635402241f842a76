"""The API as it runs, tried out by Schemathesis with what its own description allows and what it forbids.

A real server on PostgreSQL, with a submission, a consultation and a meeting to be found; every check there is. What one
request returns is used in the next.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from intake.api.catalogue import OPERATIONS
from models import accounts, consultations
from models.clock import now
from models.normalized import MEETING
from models.secrets import new_id
from models.store import Store
from models.vocabulary import Scope
from tests.consultation import CODE, SOURCE
from tests.web_process import running_web

EXAMPLES, MOST_SECONDS = 15, 60
CONFIG = Path(__file__).with_name("schemathesis.toml")


@dataclass(frozen=True)
class Served:
    address: str
    token: str


@pytest.fixture
def served(postgres_url: str, tmp_path: Path) -> Iterator[Served]:
    store = Store(postgres_url)
    accounts.add_organisation(store, "zaandijk", "Zaandijk")
    consultations.load_definition(store, SOURCE.encode())
    token = accounts.add_token(store, "zaandijk", Scope.WRITE)
    _hold_a_meeting(store)
    store.close()
    redis_away = f"unix://{tmp_path / 'no.sock'}"
    with running_web(tmp_path / "home", database_url=postgres_url, redis_url=redis_away) as address:
        body = {"answers": {"first": "trees", "safe": 4, "role": "resident"}}
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
        entered = requests.post(f"{address}/v1/consultations/{CODE}/submissions", json=body, headers=headers, timeout=9)
        assert entered.status_code == 201
        yield Served(address, token)


@pytest.mark.timeout(400)
def test_nothing_that_is_asked_of_it_finds_a_fault(served: Served, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    command = [str(program), "--no-color", "--config-file", str(CONFIG), "run", f"{served.address}/v1/openapi.json"]
    options = ["--url", f"{served.address}/v1", "--header", f"Authorization: Bearer {served.token}"]
    bounds = ["--max-examples", str(EXAMPLES), "--max-time", str(MOST_SECONDS), "--continue-on-failure"]
    tried = subprocess.run(
        [*command, *options, *bounds, "--checks", "all"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert f"Tested: {len(OPERATIONS)}" in tried.stdout


def _hold_a_meeting(store: Store) -> None:
    with store.write() as connection:
        version = consultations.latest(store, connection, CODE)
        assert version is not None
        connection.execute(
            MEETING.insert(),
            {
                "id": new_id(),
                "organisation_id": version.organisation_id,
                "consultation_id": version.consultation_id,
                "title": "Bewonersavond",
                "created_at": now(),
            },
        )
