"""Several engines on the same page: one reads, the others say where they read something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from scans.documents import Grey
from scans.ocr import Layout, Line, OcrEngine

DISPUTED = 0.5
"""What is left of the confidence in a word that another engine read otherwise."""


class Agreement:
    """The first engine's reading, with less confidence in each word in which another one differs.

    An engine that sees nothing at all has no opinion: it may not know the script.
    """

    def __init__(self, engines: Sequence[OcrEngine]) -> None:
        self.engines = tuple(engines)

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        read = self.engines[0].lines(image, languages, layout, dpi)
        for other in self.engines[1:]:
            read = disputed(read, other.lines(image, languages, layout, dpi))
        return read


def disputed(read: Sequence[Line], other: Sequence[Line]) -> list[Line]:
    """`read`, doubting its words that `other` does not have in the same order; case and punctuation do not count."""
    theirs = [plain for line in other for word in line.words if (plain := _plain(word.text))]
    if not theirs:
        return list(read)
    ours = [_plain(word.text) for line in read for word in line.words]
    agreed: set[int] = set()
    for same in Indel.opcodes(ours, theirs):
        if same.tag == "equal":
            agreed.update(range(same.src_start, same.src_end))
    out: list[Line] = []
    at = 0
    for line in read:
        words = []
        for word in line.words:
            doubt = at not in agreed and ours[at] != ""
            words.append(replace(word, confidence=word.confidence * DISPUTED) if doubt else word)
            at += 1
        out.append(replace(line, words=tuple(words)))
    return out


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "", word).casefold()
