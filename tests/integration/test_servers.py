"""The ground that other tests stand on."""

from __future__ import annotations

import redis
import sqlalchemy as sa

from models.store import Store
from tests.servers import running_redis


def test_every_test_has_an_empty_migrated_store_of_each_kind(store: Store) -> None:
    assert store.is_current()
    with store.read() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM submission")).scalar() == 0


def test_redis_can_go_away_and_come_back() -> None:
    with running_redis() as server:
        client = redis.Redis.from_url(server.url)
        client.set("key", "value")
        server.stop()
        server.start()
        assert client.get("key") is None
