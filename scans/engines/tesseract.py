"""Tesseract, as the program that the system has. The one file that calls it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import pytesseract

from models.errors import Rejected, TryAgain
from scans.documents import Grey
from scans.engines.scale import as_small_as_it_may_be, in_the_page
from scans.ocr import GaveUp, Layout, Line, Word

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - a place for pictures that never reach a disk

SECONDS = 60
"""Longest that one picture may take."""

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
    """The default engine. One thread: four are slower than one on a page."""

    def __init__(self, argument: str = "") -> None:
        if argument:
            raise Rejected("tesseract takes nothing behind its name", code="no_engine")

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        image, factor = as_small_as_it_may_be(image, languages, layout)
        folder = MEMORY_DISK if MEMORY_DISK.is_dir() else None
        with tempfile.TemporaryDirectory(prefix="inloop-", dir=folder) as scratch:
            path = Path(scratch) / "page.tif"
            cv2.imwrite(str(path), image, [cv2.IMWRITE_TIFF_COMPRESSION, 1])
            try:
                found = pytesseract.image_to_data(
                    str(path),
                    lang="+".join(installed(languages)),
                    config=f"--psm {layout.value} --dpi {round(factor * dpi)}",
                    output_type=pytesseract.Output.DICT,
                    timeout=SECONDS,
                )
            except pytesseract.TesseractNotFoundError as error:
                raise TryAgain("Tesseract is not installed on this machine.", code="ocr_missing") from error
            except RuntimeError as error:
                # It said what is wrong: its files or its memory disk, and no picture will fare better.
                if isinstance(error, pytesseract.TesseractError) and error.status > 0:
                    raise TryAgain("Tesseract could not work.", code="ocr_failed") from error
                raise GaveUp("Tesseract could not finish this picture.") from error
        return _lines(found, factor)


def installed(languages: Sequence[str]) -> list[str]:
    """Tesseract's names of those `languages` whose files the system has; Dutch if it has none of them."""
    wanted = [TESSERACT_LANGUAGES[language] for language in languages if language in TESSERACT_LANGUAGES]
    return [name for name in wanted if name in _available()] or ["nld"]


@cache
def _available() -> frozenset[str]:
    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise TryAgain("Tesseract is not installed on this machine.", code="ocr_missing") from error


def _lines(found: dict[str, list[int | str | float]], factor: float) -> list[Line]:
    grouped: dict[tuple[int, int, int], list[Word]] = {}
    for at, text in enumerate(found["text"]):
        text, confidence = str(text).strip(), float(found["conf"][at])
        if not text or confidence < 0:
            continue
        left, top, width, height = (int(found[side][at]) for side in ("left", "top", "width", "height"))
        key = tuple(int(found[level][at]) for level in ("block_num", "par_num", "line_num"))
        box = in_the_page((left, top, width, height), factor)
        word = Word(re.sub(r"\s+", " ", text), box, confidence / 100)
        grouped.setdefault((key[0], key[1], key[2]), []).append(word)
    return [Line(tuple(words), block, paragraph) for (block, paragraph, _), words in grouped.items()]
