"""What a benchmark hands back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str], None]
"""Takes what is being measured now; shown on a terminal only."""


@dataclass(frozen=True)
class Result:
    """One figure. `at_least` and `at_most` are what we want of it."""

    benchmark: str
    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def reached(self) -> bool | None:
        """None where nothing is wanted."""
        if self.at_least is None and self.at_most is None:
            return None
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)
