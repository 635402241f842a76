"""The number at the head or foot of a page is looked for where no other words stand."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from scans.documents import Grey
from scans.normalise import quarter
from scans.ocr import Layout, Line, Word
from scans.page_number import page_number


class Says:
    """An engine that reads the same in every picture, and keeps what it was shown."""

    def __init__(self, text: str, confidence: float = 0.95) -> None:
        self.text, self.confidence, self.shown = text, confidence, list[Grey]()

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        self.shown.append(image)
        return [Line((Word(self.text, (0, 0, 20, 30), self.confidence),), 1, 1)]


def page(*marks: tuple[int, int, int, int]) -> Grey:
    """A white page at 300 dpi with black pieces: x, y, w, h."""
    paper = np.full((3508, 2480), 255, np.uint8)
    for x, y, w, h in marks:
        cv2.rectangle(paper, (x, y), (x + w, y + h), (0,), -1)
    return paper


def scales(*marks: tuple[int, int, int, int]) -> tuple[Grey, Grey]:
    return page(*marks), quarter(page(*marks))


FIGURE = (1230, 3250, 22, 36)


@pytest.mark.parametrize("border", [[], [(0, 3000, 60, 508)], [(900, 3200, 3, 3), (1500, 3300, 4, 4)]])
def test_a_lone_number_is_read_whatever_dirt_or_border_lies_around(border: list[tuple[int, int, int, int]]) -> None:
    engine = Says("2")
    found = page_number(*scales(FIGURE, *border), engine, ["nl"], [])
    assert found is not None
    assert (found.text, found.box[1] // 100) == ("2", 32)
    assert engine.shown[0].shape[0] < 120, "no more is read again than the number"


def test_what_was_read_already_is_not_read_again() -> None:
    engine = Says("2")
    assert page_number(*scales(FIGURE), engine, ["nl"], [FIGURE]) is None
    assert engine.shown == []


def test_a_line_of_text_is_no_number() -> None:
    engine = Says("2")
    line = [(300 + 40 * at, 3250, 22, 36) for at in range(20)]
    assert page_number(*scales(*line), engine, ["nl"], []) is None
    assert engine.shown == []


@pytest.mark.parametrize(("text", "confidence"), [("ii", 0.95), ("2", 0.4), ("1540", 0.9)])
def test_only_a_number_that_is_surely_one_counts(text: str, confidence: float) -> None:
    assert page_number(*scales(FIGURE), Says(text, confidence), ["nl"], []) is None
