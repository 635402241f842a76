"""Tesseract, as the program that the system has. The one file that calls it."""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import cv2
import pytesseract

from models.errors import Rejected, TryAgain
from scans.documents import Grey
from scans.engines.scale import as_small_as_it_may_be, in_the_page
from scans.ocr import GaveUp, Layout, Line, Word

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - a place for pictures that never reach a disk

SCRATCH = "inloop-reading-"
LEFT_BEHIND = 600
"""Seconds after which nobody is at work any more in a folder that is called so."""

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
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=_memory_disk()) as scratch:
            page = Path(scratch) / "page.tif"
            cv2.imwrite(str(page), image, [cv2.IMWRITE_TIFF_COMPRESSION, 1])
            try:
                # Its `image_to_data` would write what it reads into /tmp, where it stays if somebody kills us.
                pytesseract.pytesseract.run_tesseract(
                    str(page),
                    str(page.with_suffix("")),
                    extension="tsv",
                    lang="+".join(installed(languages)),
                    config=f"-c tessedit_create_tsv=1 --psm {layout.value} --dpi {round(factor * dpi)}",
                    timeout=SECONDS,
                )
            except pytesseract.TesseractNotFoundError as error:
                raise TryAgain("Tesseract is not installed on this machine.", code="ocr_missing") from error
            except RuntimeError as error:
                # It said what is wrong: its files or its memory disk, and no picture will fare better.
                if isinstance(error, pytesseract.TesseractError) and error.status > 0:
                    raise TryAgain("Tesseract could not work.", code="ocr_failed") from error
                raise GaveUp("Tesseract could not finish this picture.") from error
            return _lines(page.with_suffix(".tsv").read_text(encoding="utf-8"), factor)


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


@cache
def _memory_disk() -> Path | None:
    """Where pictures and what is read of them lie for as long as that takes; without what a killed process left."""
    if not MEMORY_DISK.is_dir():
        return None
    for left in MEMORY_DISK.glob(f"{SCRATCH}*"):
        with suppress(FileNotFoundError):
            told = left.stat()
            if told.st_uid == os.getuid() and time.time() - told.st_mtime > LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)
    return MEMORY_DISK


def _lines(told: str, factor: float) -> list[Line]:
    """The words of Tesseract's table, which has a row for each word and for all that words stand in."""
    grouped: dict[tuple[int, int, int], list[Word]] = {}
    for row in csv.DictReader(told.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, confidence = re.sub(r"\s+", " ", row["text"] or "").strip(), float(row["conf"])
        if not text or confidence < 0:
            continue
        left, top, width, height = (int(row[side]) for side in ("left", "top", "width", "height"))
        block, paragraph, line = (int(row[level]) for level in ("block_num", "par_num", "line_num"))
        word = Word(text, in_the_page((left, top, width, height), factor), confidence / 100)
        grouped.setdefault((block, paragraph, line), []).append(word)
    return [Line(tuple(words), block, paragraph) for (block, paragraph, _), words in grouped.items()]
