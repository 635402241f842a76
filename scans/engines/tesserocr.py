"""Tesseract inside our own process: the same reading for a quarter less CPU. The one file that knows tesserocr."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from models.errors import Rejected, TryAgain
from scans.documents import Grey
from scans.engines.scale import as_small_as_it_may_be, in_the_page
from scans.engines.tesseract import SECONDS, installed
from scans.ocr import GaveUp, Layout, Line, Word

QUIET = 6
"""Leptonica's L_SEVERITY_NONE: what it says of odd pages is for nobody."""


class TesserOcr:
    """Needs the extra `reading`, and the language files of the system's Tesseract."""

    def __init__(self, argument: str = "") -> None:
        if argument:
            raise Rejected("tesserocr takes nothing behind its name", code="no_engine")
        if find_spec("tesserocr") is None:
            raise Rejected(
                "tesserocr is not installed; install it with pip install -r requirements-reading.lock", code="no_engine"
            )
        self._readers: dict[str, Any] = {}

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        reader = self._reader("+".join(installed(languages)))
        image, factor = as_small_as_it_may_be(image, languages, layout)
        height, width = image.shape
        reader.SetPageSegMode(layout.value)
        reader.SetImageBytes(np.ascontiguousarray(image).tobytes(), width, height, 1, width)
        reader.SetSourceResolution(round(factor * dpi))
        try:
            if not reader.Recognize(SECONDS * 1000):
                raise GaveUp("Tesseract could not finish this picture.")
            return _lines(reader, factor)
        finally:
            reader.Clear()

    def _reader(self, languages: str) -> Any:
        if languages not in self._readers:
            os.environ.setdefault("OMP_THREAD_LIMIT", "1")
            import tesserocr  # its library is loaded where it reads, not at every start

            tesserocr.set_leptonica_log_level(QUIET)
            try:
                self._readers[languages] = tesserocr.PyTessBaseAPI(path=_language_files(), lang=languages)
            except RuntimeError as error:
                raise TryAgain(f"Tesseract's files for {languages} cannot be opened.", code="ocr_missing") from error
        return self._readers[languages]


def _language_files() -> str:
    """The folder that the system's Tesseract names; it differs between distributions."""
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    found = re.search(r'"([^"]+)"', told.stdout + told.stderr)
    if found is None:
        raise TryAgain("Tesseract does not say where its language files are.", code="ocr_missing")
    return found[1]


def _lines(reader: Any, factor: float) -> list[Line]:
    from tesserocr import RIL

    at = reader.GetIterator()
    out: list[Line] = []
    words: list[Word] = []
    block = paragraph = 0
    while at is not None:
        if at.IsAtBeginningOf(RIL.BLOCK):
            block, paragraph = block + 1, 0
        if at.IsAtBeginningOf(RIL.PARA):
            paragraph += 1
        box = at.BoundingBox(RIL.WORD)
        text = "" if at.Empty(RIL.WORD) else at.GetUTF8Text(RIL.WORD).strip()
        if text and box is not None:
            left, top, right, bottom = box
            box = in_the_page((left, top, right - left, bottom - top), factor)
            words.append(Word(text, box, at.Confidence(RIL.WORD) / 100))
        if words and at.IsAtFinalElement(RIL.TEXTLINE, RIL.WORD):
            out.append(Line(tuple(words), block, paragraph))
            words = []
        if not at.Next(RIL.WORD):
            break
    return out
