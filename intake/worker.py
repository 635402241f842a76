"""The worker: does what waits in the outbox, hears of it through RQ, and sweeps up what the queue has lost."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import redis
import rq
from rq.exceptions import DequeueTimeout
from rq.job import Job
from rq.serializers import JSONSerializer

from channels import conversation
from channels.outgoing.record import forget_numbers
from channels.outgoing.reminders import drop_pointless
from intake import jobs, queue
from intake.deliveries.keeping_up import keep_up
from intake.services import Services
from models import comparing, listing, search
from models.errors import TryAgain

LOG = logging.getLogger("inloop.worker")

SWEEP_SECONDS = 1
EXPIRE_SECONDS = 60


def work(services: Services, *, burst: bool) -> None:
    """Work until nothing is due (`burst`), or until SIGTERM or SIGINT."""
    if burst:
        _tidy(services)
        jobs.run_due(services)
        return
    _Forever(services).run()


def _tidy(services: Services) -> None:
    """What time alone brings to an end."""
    conversation.close_expired(services.store)
    keep_up(services)
    search.catch_up_all(services.store)
    listing.merge(services.store)
    with services.store.write() as connection:
        forget_numbers(connection)
        drop_pointless(connection)
        comparing.wake(connection)


class _Forever:
    """Works with RQ while Redis is there, and by itself while it is not."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.stopping = False
        self.next_expiry = 0.0

    def run(self) -> None:
        while not self.stopping:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._stop)
            try:
                connection = queue.connect(self.services.settings)
                connection.ping()
                worker = _Worker(
                    self.sweep,
                    [queue.NAME],
                    connection=connection,
                    serializer=JSONSerializer,
                    log_job_description=False,
                )
                worker.work(logging_level="WARNING")
                if worker.was_stopped:
                    return
                time.sleep(SWEEP_SECONDS)
            except redis.RedisError:
                LOG.warning("Redis is away; working from the outbox alone")
                self._alone()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _alone(self) -> None:
        try:
            self._expire()
            jobs.run_due(self.services)
        except TryAgain as problem:
            LOG.warning("%s", problem.message)
        time.sleep(SWEEP_SECONDS)

    def sweep(self, connection: redis.Redis) -> None:
        """Queue what is due: new work that nobody hinted at, retries, and what a dead worker held."""
        try:
            self._expire()
            with self.services.store.write() as stored:
                due = jobs.find_due(self.services, stored)
            queue.enqueue(connection, due)
        except TryAgain as problem:
            LOG.warning("%s", problem.message)
        finally:
            self.services.store.close()

    def _expire(self) -> None:
        if time.monotonic() >= self.next_expiry:
            _tidy(self.services)
            self.next_expiry = time.monotonic() + EXPIRE_SECONDS


class _Worker(rq.Worker):
    """Sweeps between two jobs, and lets a lost Redis be known instead of waiting for it."""

    def __init__(self, sweep: Callable[[redis.Redis], None], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sweep = sweep
        self.was_stopped = False

    def handle_warm_shutdown_request(self) -> None:
        """A signal asked us to stop. RQ tells so too when it gives up by itself; only this is for good."""
        self.was_stopped = True
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Job, rq.Queue] | None:
        while not self._stop_requested:
            self._sweep(self.connection)
            self.heartbeat()
            try:
                found = self.queue_class.dequeue_any(
                    self._ordered_queues,
                    SWEEP_SECONDS,
                    connection=self.connection,
                    job_class=self.job_class,
                    serializer=self.serializer,
                    death_penalty_class=self.death_penalty_class,
                )
            except DequeueTimeout:
                continue
            if found is not None:
                return found
        return None
