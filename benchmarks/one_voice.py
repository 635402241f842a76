"""Ten thousand people take part up to four times over six channels, while processes are killed: one voice each."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from benchmarks.result import Progress, Result
from models.store import Store
from tests.people import expected, plan, simulate
from tests.servers import running_postgres

PEOPLE = 10_000


def run(progress: Progress) -> list[Result]:
    """On a fresh seed; it is printed with the figures, so that what went wrong can be made again."""
    results = []
    with tempfile.TemporaryDirectory(prefix="inloop-voices-") as folder, running_postgres() as server:
        name = server.create_database()
        for database, url in (("SQLite", f"sqlite:///{folder}/inloop.db"), ("PostgreSQL", server.url(name))):
            own = Path(folder) / database
            own.mkdir()
            results += _on(progress, database, url, own)
    return results


def _on(progress: Progress, database: str, url: str, folder: Path) -> list[Result]:
    seed = secrets.randbelow(10**9)
    progress(f"one voice: {PEOPLE} people on {database}, seed {seed}")
    given = plan(PEOPLE, seed)
    store = Store(url)
    store.upgrade()
    outcome = simulate(store, url, folder, PEOPLE, seed, every=100)
    store.close()
    wanted = {person: [one] for person, one in expected(given).items()}
    wrong = sum(outcome.counted.get(person) != one for person, one in wanted.items())
    name = f"one voice, {database}"
    return [
        Result(name, f"people without exactly the voice that counts, seed {seed}", float(wrong), "people", at_most=0),
        Result(name, "contributions lost or doubled", float(abs(outcome.submissions - len(given))), "", at_most=0),
        Result(name, f"processes killed while {len(given)} came in", float(outcome.kills), "", at_least=1),
        Result(name, "contributions a second", len(given) / outcome.seconds, "1/s"),
    ]
