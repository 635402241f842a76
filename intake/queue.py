"""The queue is a hint: a worker hears of work at once. Without Redis it finds the work in the outbox a moment later."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable

import redis
import rq
from rq.serializers import JSONSerializer

from intake import jobs
from intake.settings import Settings

LOG = logging.getLogger("inloop.queue")

NAME = "inloop"
PATIENCE_SECONDS = 2
JOB_SECONDS = 1800
"""A scanned file of a thousand pages takes some ten minutes on one core."""


def connect(settings: Settings) -> redis.Redis:
    return redis.Redis.from_url(settings.redis_url, socket_connect_timeout=PATIENCE_SECONDS, health_check_interval=30)


def hint(settings: Settings, entry_ids: Iterable[str]) -> None:
    """Tell a worker of entries that are stored already. If Redis is away, the sweeper finds them."""
    try:
        enqueue(connect(settings), entry_ids)
    except redis.RedisError:
        LOG.warning("Redis is away; the work is stored and will be found by the sweeper")


def enqueue(connection: redis.Redis, entry_ids: Iterable[str]) -> None:
    """Queue what is not queued already.

    Each job has a name of its own: RQ remembers the name of one whose worker was killed for half an hour, and would
    refuse it for so long. Of two jobs about one entry the second finds it leased or done.

    :raises redis.RedisError: it cannot be reached.
    """
    queue = rq.Queue(NAME, connection=connection, serializer=JSONSerializer)
    waiting = {job_id.partition("_")[0] for job_id in queue.get_job_ids()}
    for entry_id in entry_ids:
        if entry_id not in waiting:
            waiting.add(entry_id)
            name = f"{entry_id}_{secrets.token_hex(4)}"
            queue.enqueue(jobs.run, entry_id, job_id=name, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=60)
