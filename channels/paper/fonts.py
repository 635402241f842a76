"""The fonts of a form, found by their files so that every machine prints the same page."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

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


@cache
def font_folder() -> str:
    """A folder with links to exactly the fonts that a form needs.

    The system's own folder holds hundreds, which the typesetter would read through each time.
    """
    folder = Path(tempfile.mkdtemp(prefix="inloop-fonts-"))
    for name in FONT_FILES:
        (folder / name).symlink_to(find_font(name))
    return str(folder)
