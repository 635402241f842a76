"""A picture that Tesseract cannot finish is lost by itself; a Tesseract that cannot work at all loses nothing."""

from pathlib import Path

import numpy as np
import pytesseract
import pytest

from models.errors import TryAgain
from scans.engines import tesseract
from scans.engines.tesseract import Tesseract
from scans.ocr import GaveUp

PAGE = np.full((200, 300), 255, np.uint8)


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """A program in Tesseract's place."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    tesseract._available()  # the real one tells its languages
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(path))


def test_one_that_lacks_its_files_may_read_the_same_page_later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tesseract._available()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(TryAgain) as waiting:
        Tesseract().lines(PAGE, ["nl"])
    assert waiting.value.code == "ocr_failed"


def test_one_that_dies_of_a_picture_gives_that_picture_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, monkeypatch, "kill -SEGV $$")
    with pytest.raises(GaveUp):
        Tesseract().lines(PAGE, ["nl"])


def test_one_that_takes_too_long_gives_that_picture_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, monkeypatch, "exec sleep 30")
    monkeypatch.setattr(tesseract, "SECONDS", 0.2)
    with pytest.raises(GaveUp):
        Tesseract().lines(PAGE, ["nl"])
