"""Signs that there is more on a page than was read of it."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from scans.documents import Grey
from scans.language import language_of
from scans.normalise import MM, half, pieces_of_ink

ROW, IN_A_ROW, LONG_ROW = 6, 12, 0.15
"""Quarter pixels up or down, pieces, and part of a page's width: so many letters side by side are a line of text."""

LETTER, RUN_TOGETHER = 40, 0.4
"""Pixels of a letter; and pieces of ink to each character that was read, below which letters have run into one another,
as on a photograph out of focus: then short lines are taken for no text at all. A sharp page has about one."""

TALL, BROAD, COVERED = 20.0, 1.35, 15.0
"""mm: no letter is so tall, and no pen so broad; and mm² of what is both, within lines of text, that may hide words."""

BETWEEN = 12.0
"""mm between two pieces of a line that a stain may hide."""

Box = tuple[int, int, int, int]
"""x, y, w, h in pixels of a page at 300 dpi."""


def share_of_text(letters: Grey, boxes: Iterable[Box]) -> float:
    """Part (0 to 1) of what looks like letters that lies in `boxes`; 0 where nothing does. `letters` as from
    `letters_only`."""
    there = int(np.count_nonzero(letters))
    return 1 - int(np.count_nonzero(_outside(letters, boxes))) / there if there else 0.0


def misses_a_line(letters: Grey, boxes: Iterable[Box]) -> bool:
    """Whether there is a row of what looks like letters outside `boxes`, as long as part of a line of text."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(_outside(letters, boxes), connectivity=8)
    pieces = stats[1:, cv2.CC_STAT_HEIGHT] >= 3
    across, down = middles[1:][pieces].T
    for at in down:
        row = across[np.abs(down - at) < ROW]
        if len(row) >= IN_A_ROW and np.ptp(row) > LONG_ROW * letters.shape[1]:
            return True
    return False


def _outside(letters: Grey, boxes: Iterable[Box]) -> Grey:
    left = letters.copy()
    for x, y, w, h in boxes:
        left[max(y // 4 - 2, 0) : (y + h) // 4 + 3, max(x // 4 - 2, 0) : (x + w) // 4 + 3] = 0
    return left


def is_covered(small: Grey, lines: Iterable[Box]) -> bool:
    """Whether something broad and tall lies over lines of text: a stain, a cup's ring, a thumb. `small` is a `quarter`
    of the page."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.where(small < 128, 255, 0).astype(np.uint8))
    tall = stats[:, cv2.CC_STAT_HEIGHT] > TALL * MM / 4
    tall[0] = False
    if not tall.any():
        return False
    broad = round(BROAD * MM / 4)
    stains = cv2.morphologyEx(
        np.where(tall[labels], 255, 0).astype(np.uint8), cv2.MORPH_OPEN, np.ones((broad, broad), np.uint8)
    )
    within = np.zeros(stains.shape, dtype=np.uint8)
    for x, y, w, h in lines:
        within[y // 4 : (y + h) // 4 + 1, x // 4 : (x + w) // 4 + 1] = 255
    within = np.asarray(
        cv2.morphologyEx(within, cv2.MORPH_CLOSE, np.ones((1, round(BETWEEN * MM / 4)), np.uint8)), np.uint8
    )
    return int(np.count_nonzero(np.asarray(stains)[within > 0])) > COVERED * (MM / 4) ** 2


def runs_together(clean: Grey, text: str) -> bool:
    """Whether the letters of a page are far fewer pieces than `text`, which was read, has characters. In Arabic they
    hang together anyway."""
    if language_of(text, ["ar"]) == "ar":
        return False
    enough = RUN_TOGETHER * sum(not character.isspace() for character in text)
    # At half of the scale it costs a quarter, and letters are no more pieces there than they are.
    return _letters(half(clean), LETTER // 4) < enough and _letters(clean, LETTER) < enough


def _letters(page: Grey, smallest: int) -> int:
    return int((pieces_of_ink(page, 127)[:, cv2.CC_STAT_AREA] >= smallest).sum())
