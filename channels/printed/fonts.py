"""The fonts of a form, found by their files so that every machine prints the same page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from models.errors import TryAgain

FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf")

FONT_ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


def find_font(name: str, roots: tuple[Path, ...] = FONT_ROOTS) -> Path:
    """The file of a font.

    :raises TryAgain: it is not installed.
    """
    for root in roots:
        found = next(iter(sorted(root.rglob(name))), None)
        if found is not None:
            return found
    raise TryAgain(f"The font {name} is missing. Install the package fonts-noto-core.", code="font_missing")


@contextmanager
def font_folder() -> Iterator[str]:
    """A folder with links to exactly the fonts that a form needs, gone afterwards.

    The system's own folder holds hundreds, which the typesetter would read through each time.
    """
    with tempfile.TemporaryDirectory(prefix="inloop-fonts-") as folder:
        for name, file in _files().items():
            (Path(folder) / name).symlink_to(file)
        yield folder


def printable(text: str, instead: str = "?") -> str:
    """The text with `instead` for each character that none of the fonts has, such as a picture of a thumb."""
    known = _characters()
    return "".join(one if one.isspace() or ord(one) in known else instead for one in text)


@cache
def _characters() -> frozenset[int]:
    fonts = (TTFont(file, lazy=True) for file in _files().values())
    return frozenset(code for font in fonts for code in font.getBestCmap())


@cache
def _files() -> dict[str, Path]:
    return {name: find_font(name) for name in FONT_FILES}
