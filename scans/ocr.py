"""Recognising print. The one file that knows Tesseract; another engine needs only to be an `OcrEngine`."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Protocol

import cv2
import pytesseract

from models.errors import TryAgain
from scans.documents import Grey

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - a place for pictures that never reach a disk

SECONDS = 60
"""Longest that one picture may take."""


class Layout(IntEnum):
    """What the picture holds, by Tesseract's numbers for page segmentation."""

    PAGE = 3
    BLOCK = 6
    LINE = 7


@dataclass(frozen=True, slots=True)
class Word:
    """`box` is x, y, w, h in pixels of the picture; `confidence` 0 to 1."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand side by side, in reading order; `block` and `paragraph` number what belongs together."""

    words: tuple[Word, ...]
    block: int
    paragraph: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> tuple[int, int, int, int]:
        left, top = min(w.box[0] for w in self.words), min(w.box[1] for w in self.words)
        right = max(w.box[0] + w.box[2] for w in self.words)
        bottom = max(w.box[1] + w.box[3] for w in self.words)
        return left, top, right - left, bottom - top


class OcrEngine(Protocol):
    """A machine that recognises print."""

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        """The lines in `image`, from top to bottom. `languages` are ISO 639-1 codes, the likeliest first.

        :raises TryAgain: the engine is not there or took too long; the same picture may succeed later.
        """
        ...


TESSERACT_LANGUAGES = {
    "nl": "nld",
    "en": "eng",
    "fy": "fry",
    "tr": "tur",
    "ar": "ara",
    "pl": "pol",
    "uk": "ukr",
}


class Tesseract:
    """The built-in engine. One thread: four are slower than one on a page."""

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        folder = MEMORY_DISK if MEMORY_DISK.is_dir() else None
        with tempfile.TemporaryDirectory(prefix="inloop-", dir=folder) as scratch:
            path = Path(scratch) / "page.tif"
            cv2.imwrite(str(path), image, [cv2.IMWRITE_TIFF_COMPRESSION, 1])
            try:
                found = pytesseract.image_to_data(
                    str(path),
                    lang="+".join(_installed(languages)),
                    config=f"--psm {layout.value} --dpi {dpi}",
                    output_type=pytesseract.Output.DICT,
                    timeout=SECONDS,
                )
            except pytesseract.TesseractNotFoundError as error:
                raise TryAgain("Tesseract is not installed on this machine.", code="ocr_missing") from error
            except (pytesseract.TesseractError, RuntimeError) as error:
                raise TryAgain("Tesseract could not finish this page.", code="ocr_failed") from error
        return _lines(found)


def _installed(languages: Sequence[str]) -> list[str]:
    wanted = [TESSERACT_LANGUAGES[language] for language in languages if language in TESSERACT_LANGUAGES]
    return [name for name in wanted if name in _available()] or ["nld"]


@cache
def _available() -> frozenset[str]:
    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise TryAgain("Tesseract is not installed on this machine.", code="ocr_missing") from error


def _lines(found: dict[str, list[int | str | float]]) -> list[Line]:
    grouped: dict[tuple[int, int, int], list[Word]] = {}
    for at, text in enumerate(found["text"]):
        text, confidence = str(text).strip(), float(found["conf"][at])
        if not text or confidence < 0:
            continue
        box = tuple(int(found[side][at]) for side in ("left", "top", "width", "height"))
        key = tuple(int(found[level][at]) for level in ("block_num", "par_num", "line_num"))
        word = Word(re.sub(r"\s+", " ", text), (box[0], box[1], box[2], box[3]), confidence / 100)
        grouped.setdefault((key[0], key[1], key[2]), []).append(word)
    return [Line(tuple(words), block, paragraph) for (block, paragraph, _), words in grouped.items()]
