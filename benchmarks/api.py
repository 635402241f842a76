"""A page of the API's list while there are many submissions: any page, with every filter, and how that grows.

Asked over HTTP of the web process as it runs, one request after another, each for another page, so the figure is what
one program waits: token, allowance, trail, count, page and JSON. Submissions are made inside the database, some over
each of ninety days, and changed over the same time; every one has two answers.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests
import sqlalchemy as sa

from benchmarks.result import Progress, Result
from models import listing
from models.accounts import add_organisation, add_token
from models.consultations import CONSULTATION, load_definition
from models.store import Store
from models.vocabulary import Scope
from tests.servers import PostgresServer, running_postgres
from tests.web_process import running_web

SIZES = (10_000, 1_000_000)
PAGE_SIZE = 100
ROUNDS = 60
P95_MS = 100.0
SOURCE = Path(__file__).with_name("consultation.yaml")

FILTERS: Mapping[str, dict[str, str]] = {
    "all": {},
    "consultation": {"consultation": "4821"},
    "status": {"status": "needs_person"},
    "channel": {"channel": "letter"},
    "all three": {"consultation": "4821", "status": "accepted", "channel": "sms"},
    "updatedSince": {"updatedSince": "2026-09-15T12:34:56Z"},
    "updatedSince and status": {"updatedSince": "2026-10-01T00:00:00Z", "status": "needs_person"},
}
"""One letter in a hundred, one that needs a person in ten."""


def run(progress: Progress) -> list[Result]:
    results: list[Result] = []
    with running_postgres(fsync=True) as server:
        for database in ("postgres", "sqlite"):
            for size in SIZES:
                with tempfile.TemporaryDirectory() as folder, _address(database, Path(folder), server) as url:
                    progress(f"api: {size:,} submissions on {database}")
                    token, seconds = _filled(url, size)
                    results.append(_counted_in(database, size, seconds))
                    with running_web(Path(folder), database_url=url, redis_url=f"unix://{folder}/none") as address:
                        progress(f"api: pages of {size:,} on {database}")
                        results += _pages(f"{database}, {size:,}", address, token)
    return results


def _counted_in(database: str, size: int, seconds: float) -> Result:
    return Result("api", f"{database}, {size:,}: counting in 1,000 changes", 1000 * seconds / size, "s")


@contextmanager
def _address(database: str, folder: Path, server: PostgresServer) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder / 'inloop.db'}"
        return
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


def _filled(url: str, size: int) -> tuple[str, float]:
    """A token, and the seconds that it took to count all submissions in."""
    store = Store(url)
    try:
        store.upgrade()
        add_organisation(store, "bench", "Bench")
        load_definition(store, SOURCE.read_bytes())
        with store.write() as connection:
            organisation, consultation, version = connection.execute(
                sa.select(CONSULTATION.c.organisation_id, CONSULTATION.c.id, CONSULTATION.c.latest_version_id)
            ).one()
            given = {"size": size, "organisation": organisation, "consultation": consultation, "version": version}
            for statement in _fill("sqlite" if store.is_sqlite else "postgres"):
                connection.execute(sa.text(statement), given)
        began = time.perf_counter()
        listing.merge(store)
        seconds = time.perf_counter() - began
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE" if store.is_sqlite else "VACUUM ANALYZE")
        return add_token(store, "bench", Scope.READ), seconds
    finally:
        store.close()


def _fill(dialect: str) -> list[str]:
    """Numbers scattered by a multiplication with a prime, so that what is near in time is not near in its kind."""
    if dialect == "sqlite":
        numbers = "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :size)"
        at = "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-08-20', '+' || (({n} * 7776000) / :size) || ' seconds')"
        name = "printf('%08x-0000-7000-8000-%012x', n, n)"
    else:
        numbers = "WITH s(n) AS (SELECT generate_series(1, CAST(:size AS bigint)))"
        at = "timestamptz '2026-08-20 00:00:00+00' + (({n} * 7776000) / :size) * interval '1 second'"
        name = "lpad(to_hex(n), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0')"
    scattered = "(n * 7919) % 100"
    kind = f"CASE WHEN {scattered} = 0 THEN 'letter' WHEN {scattered} < 50 THEN 'sms' ELSE 'form' END"
    status = "CASE WHEN (n * 6007) % 10 = 0 THEN 'needs_person' ELSE 'accepted' END"
    receipt = "'9' || printf('%011d', n)" if dialect == "sqlite" else "'9' || lpad(CAST(n AS text), 11, '0')"
    mixed = "((n * 104729) % :size)"
    columns = "id, organisation_id, consultation_id, version_id, receipt, channel, status, complete, language"
    submissions = (
        f"INSERT INTO submission ({columns}, supporters, received_at, updated_at) {numbers} "  # noqa: S608 - of words that stand here
        f"SELECT {name}, :organisation, :consultation, :version, {receipt}, {kind}, {status}, true, 'nl', 1, "
        f"{at.format(n='n')}, {at.format(n=mixed)} FROM s"
    )
    statements = [submissions]
    for position, (question, value) in enumerate((("first", '"trees"'), ("why", '"Meer licht op het plein"'))):
        statements.append(
            "INSERT INTO answer (id, submission_id, question, position, value, raw, state, confidence) "  # noqa: S608 - of words that stand here
            f"{numbers} SELECT '{position}' || substr({name}, 2), {name}, '{question}', {position}, '{value}', 'x', "
            "'read', 1.0 FROM s"
        )
    return statements


def _pages(what: str, address: str, token: str) -> list[Result]:
    dice, found = random.Random(), []
    with requests.Session() as asking:
        asking.headers["Authorization"] = f"Bearer {token}"
        for name, query in FILTERS.items():
            last = -(-_page(asking, address, query, 1)[1] // PAGE_SIZE)
            pages = [1, last, *(dice.randint(1, last) for _ in range(ROUNDS))]
            times = sorted(_page(asking, address, query, page)[0] for page in pages)
            p95 = statistics.quantiles(times, n=20)[-1]
            found.append(Result("api", f"{what}: a page of {PAGE_SIZE}, {name}, p95", p95, "ms", at_most=P95_MS))
    return found


def _page(asking: requests.Session, address: str, query: dict[str, str], page: int) -> tuple[float, int]:
    """Milliseconds, and how many submissions there are in all."""
    began = time.perf_counter()
    answer = asking.get(
        f"{address}/v1/submissions", params={**query, "page": str(page), "pageSize": str(PAGE_SIZE)}, timeout=60
    )
    took = 1000 * (time.perf_counter() - began)
    answer.raise_for_status()
    body = answer.json()
    if not body["results"]:
        raise RuntimeError(f"page {page} of {query} is empty")
    return took, int(body["count"])
