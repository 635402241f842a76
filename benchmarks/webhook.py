"""Steps of a text message dialogue a second, against the least that a webhook can be, on SQLite and PostgreSQL.

Both are served by granian with the same workers and threads, take turns in one run, and get the same mix of messages.
The generator runs on the same machine, so the figures are of use beside each other more than alone.
"""

from __future__ import annotations

import math
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa

from benchmarks import bare_app
from benchmarks.dialogues import NUMBER, PUBLIC_URL, TOKEN, WARM_UP, Message, messages
from benchmarks.load import Load, LoadFailed, at_rate, saturate
from benchmarks.result import Progress, Result
from models.accounts import add_organisation
from models.consultations import assign_line, load_definition
from models.store import Store
from tests.servers import PostgresServer, running_postgres

WORKERS, THREADS = 2, 4
CONNECTIONS = 16
ROUNDS, SECONDS = 3, 8
MOST_PER_SECOND = 6000
"""More than any of them reaches on the machines we have; messages are made for so many."""
RATE, RATE_SECONDS = 100, 10
MINUTES = (100, 400)
"""Messages a second, for a minute each, on SQLite: an ordinary peak, and that of a whole province in one evening."""
MINUTE_SECONDS = 60
P99_MS = 250

BIN = Path(sys.executable).parent
CONSULTATION = Path(__file__).with_name("consultation.yaml")


@dataclass(frozen=True)
class Contender:
    """An application, how its database is made ready, and how what it stored is counted."""

    name: str
    target: str
    prepare: Callable[[dict[str, str]], None]
    count: str


def _prepare_bare(environment: dict[str, str]) -> None:
    url = environment["INLOOP_DATABASE_URL"]
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(bare_app.TABLE)


def _prepare_inloop(environment: dict[str, str]) -> None:
    store = Store(environment["INLOOP_DATABASE_URL"])
    store.upgrade()
    add_organisation(store, "bench", "Bench")
    load_definition(store, CONSULTATION.read_bytes())
    assign_line(store, NUMBER, code="4821")
    store.close()


BARE = Contender("bare", "benchmarks.bare_app:create_app", _prepare_bare, "SELECT count(*) FROM message")
INLOOP = Contender("inloop", "intake.app:wsgi", _prepare_inloop, "SELECT count(*) FROM arrival")


def run(progress: Progress) -> list[Result]:
    results: list[Result] = []
    with ExitStack() as stack:
        postgres = stack.enter_context(running_postgres(fsync=True))
        for database in ("sqlite", "postgres"):
            measured: dict[str, list[Load]] = {BARE.name: [], INLOOP.name: []}
            for number in range(ROUNDS):
                for contender in (BARE, INLOOP):
                    progress(f"webhook: {contender.name} on {database}, round {number + 1} of {ROUNDS}")
                    with _served(contender, database, postgres) as served:
                        measured[contender.name].append(served.saturated(number))
            progress(f"webhook: {INLOOP.name} on {database}, {RATE} a second")
            with _served(INLOOP, database, postgres) as served:
                quiet = served.at_rate(ROUNDS)
            results += _results(database, measured, quiet)
        for number, per_second in enumerate(MINUTES, start=ROUNDS + 1):
            progress(f"webhook: {INLOOP.name} on sqlite, {per_second} a second for a minute")
            with _served(INLOOP, "sqlite", postgres) as served:
                results += _minute(per_second, *served.minute(per_second, number))
    return results


def _minute(per_second: int, load: Load, lost: int) -> list[Result]:
    def figure(what: str, value: float, unit: str, at_most: float | None) -> Result:
        title = f"sqlite: inloop, {what} at {per_second}/s for {MINUTE_SECONDS} s"
        return Result("webhook", title, round(value, 3), unit, at_most=at_most)

    return [
        figure("p50", load.p50_ms, "ms", None),
        figure("p99", load.p99_ms, "ms", P99_MS if per_second == RATE else None),
        figure("messages lost", lost, "messages", 0),
    ]


def _results(database: str, measured: dict[str, list[Load]], quiet: Load) -> list[Result]:
    def figure(what: str, value: float, unit: str, **wanted: float) -> Result:
        return Result("webhook", f"{database}: {what}", round(value, 3), unit, **wanted)

    def median(name: str, of: Callable[[Load], float]) -> float:
        return statistics.median(of(load) for load in measured[name])

    rates = {name: median(name, lambda load: load.per_second) for name in measured}
    return [
        *(figure(f"{name}, dialogue steps", rate, "1/s") for name, rate in rates.items()),
        figure("inloop against bare", rates[INLOOP.name] / rates[BARE.name], "ratio", at_least=0.5),
        *(
            figure(f"{name}, {label} at saturation", median(name, of), "ms")
            for name in measured
            for label, of in (("p50", _p50), ("p99", _p99))
        ),
        figure(f"inloop, p50 at {RATE}/s", quiet.p50_ms, "ms"),
        figure(f"inloop, p99 at {RATE}/s", quiet.p99_ms, "ms"),
    ]


def _p50(load: Load) -> float:
    return load.p50_ms


def _p99(load: Load) -> float:
    return load.p99_ms


@dataclass(frozen=True)
class Served:
    """A contender that answers, with a database of its own."""

    contender: Contender
    port: int
    folder: Path
    database_url: str

    def saturated(self, run: int) -> Load:
        return self._measure(
            run, MOST_PER_SECOND * SECONDS, lambda sent: saturate(self.port, sent, SECONDS, CONNECTIONS, self.folder)
        )

    def at_rate(self, run: int) -> Load:
        return self._measure(run, RATE * RATE_SECONDS, lambda sent: at_rate(self.port, sent, RATE))

    def minute(self, per_second: int, run: int) -> tuple[Load, int]:
        """A minute at that rate; and how many messages were not answered, or are not in the store exactly once."""
        sent = list(messages(WARM_UP + per_second * MINUTE_SECONDS, run))
        at_rate(self.port, sent[:WARM_UP], math.inf)
        load = at_rate(self.port, sent[WARM_UP:], per_second)
        store = Store(self.database_url)
        with store.read() as connection:
            arrived = set(connection.execute(sa.text("SELECT reference FROM arrival")).scalars())
            kept = connection.execute(sa.text("SELECT count(*) FROM evidence")).scalar_one()
        store.close()
        if kept != len(arrived):
            raise LoadFailed(f"{len(arrived)} messages were stored, and {kept} pieces of evidence of them")
        missing = {message.sid for message in sent} - arrived
        return load, len(missing | set(load.unanswered))

    def _measure(self, run: int, count: int, load: Callable[[list[Message]], Load]) -> Load:
        sent = list(messages(WARM_UP + count, run))
        at_rate(self.port, sent[:WARM_UP], math.inf)
        measured = load(sent[WARM_UP:])
        if measured.unanswered:
            raise LoadFailed(f"{len(measured.unanswered)} messages got no 2xx")
        self._check(measured)
        return measured

    def _check(self, load: Load) -> None:
        """A step that was answered and not stored would be no step."""
        store = Store(self.database_url)
        with store.read() as connection:
            stored = connection.execute(sa.text(self.contender.count)).scalar_one()
        store.close()
        if not load.requests <= stored - WARM_UP <= load.requests + CONNECTIONS:
            raise LoadFailed(f"{self.contender.name} answered {load.requests} messages and stored {stored - WARM_UP}")


@contextmanager
def _served(contender: Contender, database: str, postgres: PostgresServer) -> Iterator[Served]:
    with tempfile.TemporaryDirectory(prefix="inloop-bench-") as name:
        folder = Path(name)
        own = postgres.create_database() if database == "postgres" else None
        url = postgres.url(own) if own else f"sqlite:///{folder / 'bench.db'}"
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("INLOOP_")},
            "INLOOP_HOME": str(folder / "home"),
            "INLOOP_DATABASE_URL": url,
            "INLOOP_PUBLIC_URL": PUBLIC_URL,
            "INLOOP_TWILIO_AUTH_TOKEN": TOKEN,
        }
        contender.prepare(environment)
        port = _free_port()
        serve = [str(BIN / "granian"), "--interface", "wsgi", "--factory", "--no-ws", "--log-level", "warning"]
        size = ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--port", str(port)]
        with (folder / "log").open("wb") as log:
            argv = [*serve, *size, contender.target]
            server = subprocess.Popen(argv, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(port, server, folder / "log")
            yield Served(contender, port, folder, url)
        except LoadFailed as error:
            last = (folder / "log").read_text(errors="replace").splitlines()[-40:]
            raise LoadFailed("\n".join([f"{contender.name} on {database}: {error}; it said:", *last])) from error
        finally:
            _end(server)
        if own:
            postgres.drop_database(own)


def _end(server: subprocess.Popen[bytes]) -> None:
    """With its workers, and if it does not want to."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None or time.monotonic() > deadline:
                raise LoadFailed(f"the server did not answer:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
