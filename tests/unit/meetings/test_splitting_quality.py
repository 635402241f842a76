"""The hand-labelled sets stay as well split as the README beside them says."""

from __future__ import annotations

import pytest

from benchmarks.meetings_set.score import SET, Score, score_file


@pytest.mark.parametrize(
    ("part", "labels"), [("first", 0.97), ("second", 0.97), ("third", 0.97), ("eighth", 0.95), ("eleventh", 0.95)]
)
def test_borders_labels_and_counts_stay_right(part: str, labels: float) -> None:
    total = sum((score_file(path) for path in sorted((SET / part).glob("*.marked"))), Score())
    assert total.labels > 50
    assert total.hit >= 0.97 * max(total.borders, total.drawn)
    assert total.labels_right >= labels * total.labels
    assert total.counts_right >= 0.97 * total.counts
