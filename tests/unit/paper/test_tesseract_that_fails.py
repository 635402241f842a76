"""A picture that Tesseract cannot finish is lost by itself; a Tesseract that cannot work at all loses nothing."""

import os
import tempfile
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


def test_what_a_killed_reading_left_is_cleared_away_and_what_others_read_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    left, in_use, foreign = (tmp_path / name for name in ("inloop-reading-a", "inloop-reading-b", "else"))
    for folder in (left, in_use, foreign):
        folder.mkdir()
        (folder / "page.tsv").write_text("Beste gemeente")
    for folder in (left, foreign):
        os.utime(folder, (0, 0))
    monkeypatch.setattr(tesseract, "MEMORY_DISK", tmp_path)
    tesseract._memory_disk.cache_clear()
    assert tesseract._memory_disk() == tmp_path
    assert sorted(tmp_path.iterdir()) == [foreign, in_use]
    tesseract._memory_disk.cache_clear()


def test_nothing_that_was_read_lies_outside_the_memory_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    disk, elsewhere = tmp_path / "memory", tmp_path / "tmp"
    disk.mkdir()
    elsewhere.mkdir()
    monkeypatch.setattr(tesseract, "MEMORY_DISK", disk)
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    tesseract._memory_disk.cache_clear()
    program(
        tmp_path,
        monkeypatch,
        f'ls "{disk}"/* "{elsewhere}" > "{tmp_path}/seen"; printf "%s" "$2" > "{tmp_path}/out"; kill -9 $$',
    )
    with pytest.raises(GaveUp):
        Tesseract().lines(PAGE[:150], ["nl"])
    tesseract._memory_disk.cache_clear()
    assert (tmp_path / "out").read_text().startswith(str(disk))
    assert "page.tif" in (tmp_path / "seen").read_text()
    assert not list(elsewhere.iterdir())
    assert not list(disk.iterdir())
