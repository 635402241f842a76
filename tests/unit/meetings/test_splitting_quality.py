"""The hand-labelled sets stay as well split as the README beside them says."""

from __future__ import annotations

import pytest

from benchmarks.meetings_set.score import SET, Score, score_file


@pytest.mark.parametrize("part", ["first", "second", "third"])
def test_borders_labels_and_counts_stay_right(part: str) -> None:
    total = sum((score_file(path) for path in sorted((SET / part).glob("*.marked"))), Score())
    assert total.labels > 50
    assert total.hit >= 0.97 * max(total.borders, total.drawn)
    assert total.labels_right >= 0.97 * total.labels
    assert total.counts_right >= 0.97 * total.counts
