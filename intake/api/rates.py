"""How often a token may ask: counted in Redis for all processes together, and in each by itself while Redis is away."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import SlidingWindowCounterRateLimiter

from intake.settings import Settings

REDIS_SECONDS = 0.5
"""How long a request waits for Redis before it is counted here."""
PAUSE_SECONDS = 15.0
"""After which Redis is asked again when it was away."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left for a token, and in how many seconds it has all of it again."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }


class Rates:
    """So many requests a minute for each token, over a window that slides."""

    def __init__(self, settings: Settings) -> None:
        self._item = RateLimitItemPerMinute(settings.api_requests_per_minute, namespace="inloop-api")
        self._shared = SlidingWindowCounterRateLimiter(_redis(settings.redis_url))
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._ask_redis_at = 0.0

    def take(self, token_id: str) -> Allowance:
        """Count one request of this token."""
        if time.monotonic() >= self._ask_redis_at:
            try:
                return self._take(self._shared, token_id)
            except StorageError:
                self._ask_redis_at = time.monotonic() + PAUSE_SECONDS
        return self._take(self._own, token_id)

    def _take(self, limiter: SlidingWindowCounterRateLimiter, token_id: str) -> Allowance:
        allowed = limiter.hit(self._item, token_id)
        left = limiter.get_window_stats(self._item, token_id)
        seconds = max(1, math.ceil(left.reset_time - time.time()))
        return Allowance(allowed, self._item.amount, max(0, left.remaining), seconds)


def _redis(url: str) -> Storage:
    """Opens no connection yet."""
    address = f"redis+{url}" if url.startswith("unix://") else url
    return RedisStorage(
        address, wrap_exceptions=True, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
