"""Checking while there are many submissions: the step from one field to the next, many accepted at once, and results.

Asked of the application itself, without a network between: what is measured is the server's time. A step is all that a
clerk waits for: the decision is sent, the next field is found and claimed, and its page is made.
"""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.desk_store import fill
from benchmarks.result import Progress, Result
from intake.app import create_app
from models.accepting import MOST_AT_ONCE
from tests.integration.desk.town import CODE, found
from tests.integration.desk.visitor import Visitor
from tests.servers import PostgresServer, running_postgres

SIZES = (1_000, 10_000, 100_000)
NEXT_MS = 50.0
RESULTS_MS = 500.0
WARM, ROUNDS, PAGES = 5, 300, 15
RESULTS, MANY = f"/raadplegingen/{CODE}/uitslag", "/nakijken/tegelijk"
BARE = "/wachtwoord"
"""A form and nothing else: what any page of this application costs somebody who is signed in."""

_SEEN = re.compile(r'name="gezien" value="([^"]*)"')
_STACK = re.compile(r'name="stapel" value="([^"]*)"')
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_VALUE = re.compile(r'type="radio" name="waarde" value="([^"]+)"|id="waarde"[^>]*value="([^"]+)"')


def run(progress: Progress) -> list[Result]:
    results: list[Result] = []
    with running_postgres(fsync=True) as server:
        for database in ("sqlite", "postgresql"):
            for size in SIZES:
                with tempfile.TemporaryDirectory() as folder, _address(database, server) as url:
                    progress(f"desk: {size:,} submissions on {database}")
                    results += _measured(database, Path(folder), url, size)
    return results


@contextmanager
def _address(database: str, server: PostgresServer) -> Iterator[str]:
    """Empty for SQLite: then the store is in the town's own folder."""
    if database == "sqlite":
        yield ""
        return
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


def _measured(database: str, folder: Path, url: str, size: int) -> list[Result]:
    town = found(folder / "town", url)
    fill(town.services.store, size)
    app = create_app(town.services.settings)
    try:
        clerk, coordinator = Visitor(app.test_client()), Visitor(app.test_client())
        clerk.sign_in("clerk@zaandijk.example")
        coordinator.sign_in("coordinator@zaandijk.example")
        bare = _times(lambda: _milliseconds(lambda: clerk.get(BARE)), PAGES * 4)
        rounds = min(ROUNDS, size // 40)
        finding, steps = _steps(clerk, rounds)
        first = _milliseconds(lambda: coordinator.get(RESULTS))
        pages = _times(lambda: _changed(clerk, coordinator), PAGES)
        shown, accepted, undone = _at_once(clerk)
    finally:
        app.extensions["inloop"].store.close()
        town.services.store.close()
    what = f"{database}: {size:,} submissions (load {os.getloadavg()[0]:.1f})"
    wanted = size == max(SIZES)
    return [
        Result("desk", f"{what}, a bare page, p50", round(statistics.median(bare), 1), "ms"),
        Result("desk", f"{what}, next found, p95", _p95(finding), "ms", at_most=NEXT_MS if wanted else None),
        Result("desk", f"{what}, decided and next shown, p50", round(statistics.median(steps), 1), "ms"),
        Result("desk", f"{what}, decided and next shown, p95", _p95(steps), "ms", at_most=NEXT_MS if wanted else None),
        Result("desk", f"{what}, that in bare pages", round(_p95(steps) / _p95(bare), 1), "times"),
        Result("desk", f"{what}, many at once shown", round(shown, 1), "ms"),
        Result("desk", f"{what}, {MOST_AT_ONCE} accepted at once", round(accepted, 1), "ms"),
        Result("desk", f"{what}, {MOST_AT_ONCE} undone at once", round(undone, 1), "ms"),
        Result("desk", f"{what}, results for the first time in a process", round(first, 1), "ms"),
        Result(
            "desk", f"{what}, results after a decision, p95", _p95(pages), "ms", at_most=RESULTS_MS if wanted else None
        ),
    ]


def _steps(clerk: Visitor, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of finding the next field anew, and of each whole step from a decision to the page after it."""
    finding, steps = [], []
    address = str(clerk.get("/nakijken").location)
    page = clerk.get(address).text
    for number in range(WARM + rounds):
        began = time.perf_counter()
        decided = clerk.client.post(address, data=_decision(page))
        if decided.status_code != 302:
            raise RuntimeError(f"{address}: {decided.status_code} instead of the next field")
        address = str(decided.location)
        page = clerk.get(address).text
        took = (time.perf_counter() - began) * 1000
        asked = _milliseconds(lambda: clerk.get("/nakijken"))
        if number >= WARM:
            steps.append(took)
            finding.append(asked)
    return finding, steps


def _changed(clerk: Visitor, coordinator: Visitor) -> float:
    """Milliseconds of the results after one more decision: part of what was counted is not true any more."""
    address = str(clerk.get("/nakijken").location)
    clerk.client.post(address, data=_decision(clerk.get(address).text))
    return _milliseconds(lambda: coordinator.get(RESULTS))


def _at_once(clerk: Visitor) -> tuple[float, float, float]:
    """Milliseconds of showing, accepting and undoing as many as go in one stack."""
    shown = _milliseconds(lambda: clerk.get(MANY))
    page = clerk.get(MANY).text
    data = {"csrf_token": _found(_TOKEN, page), "gezien": _found(_SEEN, page), "bekeken": "ja"}
    accepted = _milliseconds(lambda: clerk.client.post(MANY, data=data))
    after = clerk.get(MANY).text
    data = {"csrf_token": _found(_TOKEN, after), "stapel": _found(_STACK, after)}
    return shown, accepted, _milliseconds(lambda: clerk.client.post(f"{MANY}/ongedaan", data=data))


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise RuntimeError(f"this page has nothing like {pattern.pattern}")
    return found[1]


def _decision(page: str) -> dict[str, str]:
    """What Enter sends: the proposal is right."""
    seen, token, value = _SEEN.search(page), _TOKEN.search(page), _VALUE.search(page)
    if seen is None or token is None or value is None:
        raise RuntimeError("this page asks for no decision")
    return {"csrf_token": token[1], "gezien": seen[1], "oordeel": "bewaar", "waarde": value[1] or value[2]}


def _milliseconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def _times(once: Callable[[], float], times: int) -> list[float]:
    once()
    return [once() for _ in range(times)]


def _p95(times: Sequence[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.95)], 1)
