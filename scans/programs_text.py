"""Whether the text that a program left in a PDF is what the page says; if not, the page is read as a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Programs place such words in the order in which they are drawn, mirrored or in pieces, each in its own way."""

_NAMELESS = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
"""What is left of a character whose font does not say which it is (ISO 32000-1, 9.10.2)."""

MOST_NAMELESS = 0.02
"""Part of the characters: a bullet or a logo may be of such a font."""


def in_order(lines: Iterable[str]) -> bool:
    """Whether these words can be taken as they are: known characters, from left to right."""
    text = "".join(lines)
    nameless = len(_NAMELESS.findall(text))
    return not _RIGHT_TO_LEFT.search(text) and nameless <= MOST_NAMELESS * max(1, len(_NAMELESS.sub(".", text)))
