"""For who watches over the machine: alive, ready, and figures."""

from __future__ import annotations

import os

import flask
import redis
import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from channels.outgoing import failures
from intake import queue
from intake.services import Services
from models.errors import TryAgain
from models.outbox import OUTBOX
from models.vocabulary import OutboxState

REFUSED = Counter("inloop_webhooks_refused", "Webhooks without a right signature")
ARRIVALS = Counter("inloop_arrivals", "Arrivals by provider, and whether it was the first time", ["provider", "first"])


def health(services: Services) -> flask.Blueprint:
    """`/healthz`, `/readyz`, `/metrics`."""
    page = flask.Blueprint("health", __name__)

    @page.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @page.get("/readyz")
    def readyz() -> tuple[dict[str, object], int]:
        checks = {"database": _database(services), "queue": _queue(services), "evidence": _evidence(services)}
        ready = all(state == "ok" for state in checks.values())
        return {"status": "ok" if ready else "unavailable", "checks": checks}, 200 if ready else 503

    @page.get("/metrics")
    def metrics() -> flask.Response:
        registry = CollectorRegistry()
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            for own in (REFUSED, ARRIVALS):
                registry.register(own)
        _waiting(services, registry)
        _replies(services, registry)
        return flask.Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")

    return page


def _waiting(services: Services, registry: CollectorRegistry) -> None:
    gauge = Gauge("inloop_outbox", "Entries of the outbox that are not done", ["state"], registry=registry)
    query = (
        sa.select(OUTBOX.c.state, sa.func.count()).where(OUTBOX.c.state != OutboxState.DONE).group_by(OUTBOX.c.state)
    )
    with services.store.read() as connection:
        for state, number in connection.execute(query):
            gauge.labels(str(state)).set(number)


def _replies(services: Services, registry: CollectorRegistry) -> None:
    """What an administrator must know of messages and calls of ours."""
    waiting = Gauge("inloop_replies_waiting", "Messages and calls that wait to be sent", registry=registry)
    failed = Gauge("inloop_replies_failed", "Those that failed and wait for somebody", ["remedy"], registry=registry)
    held = Gauge("inloop_lines_held", "Numbers of ours that cannot send now", ["code"], registry=registry)
    with services.store.read() as connection:
        figures = failures.figures(connection)
    waiting.set(figures.waiting)
    for remedy, number in figures.failed.items():
        failed.labels(str(remedy)).set(number)
    for code, number in figures.held.items():
        held.labels(str(code or "")).set(number)


def _database(services: Services) -> str:
    try:
        return "ok" if services.store.is_current() else "not upgraded; run: inloop upgrade"
    except TryAgain as problem:
        return problem.message


def _queue(services: Services) -> str:
    try:
        queue.connect(services.settings).ping()
    except redis.RedisError:
        return "Redis cannot be reached; nothing is lost, but work waits longer"
    return "ok"


def _evidence(services: Services) -> str:
    try:
        services.evidence.check()
    except TryAgain as problem:
        return problem.message
    return "ok"
