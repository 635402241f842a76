"""Full-text search in a reference work of 100,000 statements, on SQLite and PostgreSQL, and how it grew from 1,000.

The statements are made of words as residents use them, in numbers as they come in a language: few words often, many
seldom. Each query is the whole of what the desk does: the page of 25 entries with their themes, and the count.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.result import Progress, Result
from models import search
from models.accounts import add_organisation
from models.clock import now
from models.consultations import ORGANISATION
from models.full_text import label
from models.reference import ENTRY, Wanted, entries
from models.secrets import new_id
from models.store import Store
from models.tables.reference import EntryKind, EntryState
from tests.servers import running_postgres

SIZES = (1_000, 10_000, 100_000)
AT_A_TIME = 2_000
ROUNDS = 300
P95_MS = 100.0
SEED = 20_261_124


def _words(text: str) -> list[str]:
    return text.split()


_FIRST = _words(
    """
    speel straat school buurt fiets park water groen afval bus wijk dorp plein winkel sport kinder jongeren
    ouderen huur zonne geluid verkeer zwerf brand nacht avond zomer winter regen boom hond auto
    """
)
_SECOND = _words(
    """
    plaats verlichting plein huis pad bank container halte agent raad tuin veld opvang woning paneel overlast
    veiligheid vuil weer feest rooster goot schaduw poep markt kant rand zone route bewoner werker brug
    """
)
_COMMON = _words(
    """
    de het een van en in is dat op te voor met er niet aan bij ook als wij meer om zijn moet graag komen naar
    over uit tot nog geen wel veel goed heel hier daar nu weer steeds altijd vaak soms nooit
    """
)
_VERBS = _words(
    """
    staan liggen spelen lopen fietsen parkeren wachten praten maken vragen helpen missen zien horen vinden
    gebruiken verdwijnen repareren opruimen planten schoonmaken verlichten bouwen
    """
)
_OTHERS = _words(
    """
    donker veilig onveilig groot klein nieuw oud kapot vies mooi lelijk druk stil breed smal hoog laag warm koud
    gevaarlijk gezellig saai duur gratis snel langzaam
    """
)

QUERIES = (
    "verlichting",
    "plein",
    "bomen",
    "fietspad donker",
    '"op het plein"',
    "speelplaatsverlichting",
    "verkeers*",
    "de veiligheid van jongeren",
    "huis",
    "overlast honden nacht",
    "graag meer",
    "zeppelin",
)


def run(progress: Progress) -> list[Result]:
    results: list[Result] = []
    for database in ("sqlite", "postgresql"):
        with _store(database) as store:
            there = 0
            for size in SIZES:
                progress(f"search: {database}, {size} statements")
                organisation = _filled(store, there, size)
                there = size
                results += _measured(store, database, organisation, size)
    return results


@contextmanager
def _store(database: str) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        if database == "sqlite":
            yield _ready(Store(f"sqlite:///{Path(folder) / 'inloop.db'}"))
            return
        with running_postgres() as server:
            yield _ready(Store(server.url(server.create_database())))


def _ready(store: Store) -> Store:
    store.upgrade()
    add_organisation(store, "bench", "Bench")
    return store


def _filled(store: Store, there: int, size: int) -> str:
    """Entries up to `size`, each indexed as the desk does; the id of their organisation."""
    rng = random.Random(SEED + size)
    with store.read() as connection:
        organisation = str(connection.execute(sa.select(ORGANISATION.c.id)).scalar_one())
    labels = [label("e", organisation), label("k", EntryKind.STATEMENT), label("t", EntryState.PUBLIC)]
    for at in range(there, size, AT_A_TIME):
        moment = now()
        rows = [
            {
                "id": new_id(),
                "organisation_id": organisation,
                "kind": EntryKind.STATEMENT,
                "state": EntryState.PUBLIC,
                "text": _statement(rng),
                "name_approved": False,
                "follows": False,
                "decided_at": moment,
                "created_at": moment,
            }
            for _ in range(min(AT_A_TIME, size - at))
        ]
        with store.write() as connection:
            connection.execute(ENTRY.insert(), rows)
            made = [
                search.row([str(row["text"])], labels, organisation_id=organisation, entry_id=str(row["id"]))
                for row in rows
            ]
            search.keep(connection, "entry_id", made)
    if not store.is_sqlite:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return organisation


def _statement(rng: random.Random) -> str:
    def one(words: Sequence[str]) -> str:
        return words[min(int(rng.paretovariate(0.9)) - 1, len(words) - 1)]

    words = []
    for _ in range(rng.randint(8, 30)):
        kind = rng.random()
        if kind < 0.5:
            words.append(one(_COMMON))
        elif kind < 0.8:
            words.append(rng.choice(_FIRST) + (rng.choice(_SECOND) if rng.random() < 0.5 else ""))
        else:
            words.append(rng.choice(_VERBS if kind < 0.9 else _OTHERS))
    return f"{' '.join(words).capitalize()}."


def _measured(store: Store, database: str, organisation: str, size: int) -> list[Result]:
    times: list[float] = []
    rng = random.Random(SEED)
    for query in QUERIES:  # once for each, so that no figure holds the opening of files
        _look(store, organisation, query)
    for _ in range(ROUNDS):
        query = rng.choice(QUERIES)
        began = time.perf_counter()
        _look(store, organisation, query)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    load = round(os.getloadavg()[0], 1)
    what = f"{database}: {size} statements (load {load})"
    at_most = P95_MS if size == max(SIZES) else None
    return [
        Result("search", f"{what}, p50", round(statistics.median(times), 2), "ms"),
        Result("search", f"{what}, p95", round(times[int(len(times) * 0.95)], 2), "ms", at_most=at_most),
    ]


def _look(store: Store, organisation: str, query: str) -> None:
    with store.read() as connection:
        entries(connection, Wanted(organisations=[organisation], search=query), limit=25)
