"""Reading engines of somebody else's, as plug-ins bring them: the setting names them, and they know the protocols."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import Rejected
from scans.documents import Grey
from scans.handwriting import Handwriting
from scans.ocr import Layout, Line, Word


class Dictated:
    """Reads on every page what stands behind its name in the setting; each `|` begins a line."""

    def __init__(self, argument: str) -> None:
        if argument == "refuses":
            raise Rejected("the licence of this engine is over; buy another", code="licence")
        self.argument = argument

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        height, width = image.shape
        return [
            Line(tuple(Word(word, (0, 0, width, height), 0.95) for word in text.split()), 1, at)
            for at, text in enumerate(self.argument.split("|"))
            if text
        ]


class Clairvoyant:
    """Reads in every box what stands behind its name in the setting."""

    def __init__(self, argument: str) -> None:
        self.argument = argument

    def read(self, image: Grey, languages: Sequence[str]) -> Handwriting:
        return Handwriting(self.argument, 0.9)
