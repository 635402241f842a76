"""The typesetter is given the fonts of a form, in a folder that is gone afterwards."""

import tempfile
from pathlib import Path

import pytest

from channels.printed.fonts import FONT_FILES, find_font, font_folder
from models.errors import TryAgain


def test_the_folder_holds_the_fonts_and_is_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for _ in range(2):
        with font_folder() as folder:
            assert {file.name for file in Path(folder).iterdir()} == set(FONT_FILES)
        assert not list(tmp_path.iterdir())


def test_a_font_that_is_missing_is_told_with_its_package(tmp_path: Path) -> None:
    with pytest.raises(TryAgain, match="fonts-noto-core") as told:
        find_font("NotoSans-Regular.ttf", roots=(tmp_path,))
    assert told.value.code == "font_missing"
