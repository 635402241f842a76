"""Recognising print: what an engine must be, and what it gives. Engines stand in `scans/engines/`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from scans.documents import Grey


class Layout(IntEnum):
    """What the picture holds, by Tesseract's numbers for page segmentation."""

    PAGE = 3
    BLOCK = 6
    LINE = 7


class GaveUp(Exception):
    """An engine could not finish a picture: it took too long, or brought the engine down. Others may be read."""


@dataclass(frozen=True, slots=True)
class Word:
    """`box` is x, y, w, h in pixels of the picture; `confidence` 0 to 1."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand side by side, in reading order, one at least; `block` and `paragraph` number what belongs
    together. `box` is around all of them."""

    words: tuple[Word, ...]
    block: int
    paragraph: int
    box: tuple[int, int, int, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        left, top = min(w.box[0] for w in self.words), min(w.box[1] for w in self.words)
        right = max(w.box[0] + w.box[2] for w in self.words)
        bottom = max(w.box[1] + w.box[3] for w in self.words)
        object.__setattr__(self, "box", (left, top, right - left, bottom - top))

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class OcrEngine(Protocol):
    """A machine that recognises print.

    It is made as `Class(argument)`; `argument` is what stands behind the engine's name in the setting, empty if nothing
    does. Making it must be quick and check only that it could work, since every start of Inloop does so; it raises
    Rejected with the remedy if not.
    """

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        """The lines in `image`, from top to bottom; none in a script that it does not know.

        :param image: black on white, upright.
        :param languages: ISO 639-1 codes, the likeliest first.
        :param dpi: of `image`.
        :raises GaveUp: this picture cannot be finished.
        :raises TryAgain: the engine is not there; the same picture may succeed later.
        """
        ...
