"""Pages with hardly anything on them: what somebody wrote very faintly, and what shows through from the other side.

What was written may be read or shown to a person, and is never blank; what shows through is never read as a letter.
"""

from __future__ import annotations

import io
import secrets
from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.handwriting import KNOWN_HANDS, UNKNOWN_HANDS, font_of, inked_word
from benchmarks.result import Progress, Result
from benchmarks.worn import office, wear
from benchmarks.worn.letters import SENTENCES, letter
from scans.documents import Grey
from scans.engines.tesseract import Tesseract
from scans.print import read_print

Ink = NDArray[np.float32]
"""0 is paper, 1 is ink; a page of A4 at 300 dpi."""

SIZE = (3508, 2480)
ROUNDS = 8
DARKER = (8, 12, 20, 35)
"""Of 255: how much darker than the paper faint writing is. Scanners add a noise of 0.5 to 4."""


def run(progress: Progress) -> list[Result]:
    seed = secrets.randbelow(10**6)
    found = counted(seed, ROUNDS, progress)

    def share(kind: str, what: str, **wanted: float) -> Result:
        return Result("pale", f"{kind}: {what}", found[kind, what], f"of {found[kind, 'all']}", **wanted)

    return [
        Result("pale", "seed", float(seed), ""),
        *(share(kind, "blank", at_most=0) for kind in ("typed", "by hand", "by hand over what shows through")),
        share("typed", "read"),
        *(share(kind, "read", at_most=0) for kind in ("shows through", "shows through, other side not scanned")),
        *(share(kind, "asked") for kind in ("shows through", "shows through, other side not scanned", "empty")),
    ]


def counted(seed: int, rounds: int, progress: Progress) -> Counter[tuple[str, str]]:
    """How often each kind of page is `blank`, `read` or `asked`, and of how many (`all`)."""
    found: Counter[tuple[str, str]] = Counter()
    rng = np.random.default_rng(seed)

    def see(kind: str, page: Grey, beside: Sequence[Grey] = ()) -> None:
        read = read_print(page, 300, Tesseract(), ["nl"], (), lambda: beside)
        what = "blank" if read.blank else "read" if read.lines and read.confidence >= 0.7 else "asked"
        found[kind, what] += 1
        found[kind, "all"] += 1

    for at in range(rounds):
        progress(f"pale pages: {at + 1} of {rounds}")
        see("empty", _scanned(_paper(rng), rng))
        stranger = _scanned(_paper(rng) - 200 * _typed(rng), rng)
        for darker in DARKER:
            lines = int(rng.choice([1, 3, 30]))
            see("typed", _scanned(_paper(rng) - darker * _typed(rng, lines), rng), [stranger])
            grain = cv2.GaussianBlur(rng.random(SIZE, dtype=np.float32), (0, 0), 1.2)
            pencil = _by_hand(rng, lines) * (grain > np.quantile(grain, 0.3))
            see("by hand", _scanned(_paper(rng) - darker * pencil, rng), [stranger])
        ink = _typed(rng) if at % 2 else _by_hand(rng, int(rng.integers(4, 20)))
        strength, soft = rng.uniform(10, 52), rng.uniform(2, 6)
        seen = _paper(rng) - strength * _behind(ink, soft, rng)
        front = _scanned(_paper(rng) - 200 * ink, rng)
        front = np.ascontiguousarray(np.rot90(front, 2)) if at % 4 == 3 else front
        see("shows through", _scanned(seen, rng), [stranger, front])
        see("shows through, other side not scanned", _scanned(seen, rng))
        written = np.roll(_by_hand(rng, int(rng.integers(1, 4))), int(rng.integers(0, 2000)), 0)
        see("by hand over what shows through", _scanned(seen - rng.uniform(15, 50) * written, rng), [front])
    return found


def _typed(rng: np.random.Generator, lines: int = 30) -> Ink:
    """The first lines of a typed letter."""
    ink = np.asarray((255 - office.grey(letter(int(rng.integers(1000))).sheet)) / 235, np.float32)
    rows = np.flatnonzero((ink > 0.3).any(axis=1))
    ends = np.flatnonzero(np.diff(rows) > 8)
    if len(ends) >= lines:
        ink[rows[ends[lines - 1]] + 3 :] = 0
    return ink


def _by_hand(rng: np.random.Generator, lines: int) -> Ink:
    hands = KNOWN_HANDS | UNKNOWN_HANDS
    name = str(rng.choice(list(hands)))
    words = iter(" ".join(SENTENCES[n] for n in rng.permutation(len(SENTENCES))).split())
    ink = np.zeros(SIZE, np.float32)
    for y in range(400, 400 + 110 * lines, 110):
        x = round(rng.uniform(280, 320))
        while x < 2000:
            word = inked_word(next(words), font_of(name), 5.2 * hands[name], rng)
            top = y - word.shape[0] * 2 // 3
            part = ink[top : top + word.shape[0], x : x + word.shape[1]]
            np.maximum(part, word[: part.shape[0], : part.shape[1]], out=part)
            x += word.shape[1] + 25
    return ink


def _behind(ink: Ink, soft: float, rng: np.random.Generator) -> Ink:
    """What is seen of the other side: mirrored, blurred, and not quite where it was."""
    ghost = cv2.GaussianBlur(np.ascontiguousarray(ink[:, ::-1]), (0, 0), soft)
    moved = np.array([[1, 0, rng.uniform(-30, 30)], [0, 1, rng.uniform(-30, 30)]], np.float32)
    return np.asarray(cv2.warpAffine(ghost, moved, SIZE[::-1]), np.float32)


def _paper(rng: np.random.Generator) -> Ink:
    """An empty sheet, of 0 to 255: its tone, clouds in it, and sometimes folds, holes and dirt on the glass."""
    clouds = cv2.GaussianBlur(rng.standard_normal((110, 78), dtype=np.float32), (0, 0), 6) * 20
    page = rng.uniform(225, 254) + cv2.resize(clouds, SIZE[::-1])
    sheet = office.in_colour(np.clip(page, 0, 255).astype(np.uint8))
    for damage, often in ((wear.folded, 0.4), (wear.punched, 0.4), (office.streaked, 0.25)):
        sheet = damage(sheet, rng) if rng.random() < often else sheet
    return office.grey(sheet).astype(np.float32)


def _scanned(page: Ink, rng: np.random.Generator) -> Grey:
    image = np.clip(page, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        image = office.shaded(image, rng, rng.uniform(0.1, 0.5))
    if rng.random() < 0.5:
        image = office.grey(office.skewed(office.in_colour(image), rng.uniform(-2, 2), int(rng.choice([255, 250, 60]))))
    image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 0.9)).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(office.noisy(image, rng, rng.uniform(0.5, 4))).save(out, "JPEG", quality=int(rng.integers(65, 95)))
    return np.asarray(Image.open(io.BytesIO(out.getvalue())))
