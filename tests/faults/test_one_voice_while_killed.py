"""Whoever takes part several times has one counted voice, however often processes are killed in between."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from models.store import Store
from tests.people import expected, left, plan, simulate

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

PEOPLE = 150


def test_everybody_has_exactly_one_voice_while_processes_are_killed(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    seed = secrets.randbelow(10**9)
    given = plan(PEOPLE, seed)
    outcome = simulate(store, database_url, tmp_path, PEOPLE, seed, every=15)
    assert outcome.kills > 0, f"seed {seed}"
    assert outcome.submissions == len(given), f"seed {seed}: none is lost, and none is there twice"
    assert outcome.counted == {person: [one] for person, one in expected(given).items()}, f"seed {seed}"
    assert set(left(store)) <= {"done"}, f"seed {seed}"
