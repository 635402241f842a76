"""Tells single digits and capitals apart: gradients in a grid, and a small network learnt from drawn characters.

The weights beside this file are small enough to run without a library of their own. What they were learnt from stands
in `glyphs.md`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.ink import Ink

GLYPH_SIDE = 32
"""Pixels."""

_STEP = 4
_DIRECTIONS = 8

DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHARACTERS = DIGITS + CAPITALS

TWINS = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
"""A digit and a capital that are written alike: where only one of them may stand, the other is no reason to doubt."""

_TWIN = TWINS | {capital: digit for digit, capital in TWINS.items()}

HEIGHTS = (0.2, 0.68)
COMES_TOGETHER = {"U": (0.82, math.inf), "V": (0.0, 0.75)}
"""Parts of a character's height, and how broad it is at the lower one, in breadths at the upper, if it is what it was
read as. A U with a pointed bottom is read as a V. Of 21 U written by the second generator of damage the narrowest had
0.89, of 16 V, thick pens' among them, the broadest had 0.80, all others 0.71 and less."""

INKED = 0.4
POINTED = 0.5
"""Ink, and the most that is then sure of the character."""

WEIGHTS = Path(__file__).with_name("glyphs.npz")


@dataclass(frozen=True, slots=True)
class ReadGlyph:
    """`confidence` 0 to 1: how much likelier than all other characters that could stand there.

    `second` is the character that comes next, empty where only one could stand there; `second_confidence` likewise.
    """

    character: str
    confidence: float
    second: str = ""
    second_confidence: float = 0.0


def read_glyphs(glyphs: Sequence[Ink], alphabets: Sequence[str]) -> list[ReadGlyph]:
    """Each glyph as a character of its alphabet. A glyph is `GLYPH_SIDE` square, 1 is ink."""
    if not glyphs:
        return []
    chances = _network()(np.stack([features(glyph) for glyph in glyphs]))
    out: list[ReadGlyph] = []
    for row, alphabet, shape in zip(chances, alphabets, glyphs, strict=True):
        allowed = np.array([CHARACTERS.index(character) for character in alphabet])
        order = allowed[np.argsort(-row[allowed], kind="stable")]
        whole = float(row[allowed].sum())
        twin = _TWIN.get(CHARACTERS[order[0]], "")
        alike = float(row[CHARACTERS.index(twin)]) if twin and twin not in alphabet else 0.0
        first, *next_best = [
            (CHARACTERS[one], float(row[one] / max(whole, 1e-9)) * min(1.0, (whole + alike) * 2)) for one in order[:2]
        ]
        read = ReadGlyph(*first, *(next_best[0] if next_best else ()))
        out.append(replace(read, confidence=min(read.confidence, POINTED)) if _is_pointed(read, shape) else read)
    return out


def _is_pointed(read: ReadGlyph, glyph: Ink) -> bool:
    """Whether a U comes together below as a V does, or a V does not."""
    if read.character not in COMES_TOGETHER:
        return False
    rows = np.flatnonzero((glyph > INKED).any(axis=1))
    if not rows.size:
        return False
    across = [_across(glyph, rows[0] + part * (rows[-1] + 1 - rows[0])) for part in HEIGHTS]
    least, most = COMES_TOGETHER[read.character]
    return not least <= across[1] / max(across[0], 1) <= most


def _across(glyph: Ink, row: float) -> int:
    """Pixels from the first to the last that is ink, about a row."""
    columns = np.flatnonzero((glyph[max(0, round(row) - 1) : round(row) + 2] > INKED).any(axis=0))
    return int(columns[-1] + 1 - columns[0]) if columns.size else 0


def features(glyph: Ink) -> NDArray[np.float32]:
    """Histograms of stroke directions in cells that lie half over one another, and the glyph itself, coarse."""
    smooth = cv2.GaussianBlur(glyph, (0, 0), 1.0)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    size, angle = cv2.cartToPolar(across, down)
    slot = angle * (_DIRECTIONS / (2 * np.pi))
    low = np.floor(slot).astype(int) % _DIRECTIONS
    part = slot - np.floor(slot)
    planes = np.zeros((_DIRECTIONS, *glyph.shape), dtype=np.float32)
    rows, columns = np.indices(glyph.shape)
    planes[low, rows, columns] = size * (1 - part)
    planes[(low + 1) % _DIRECTIONS, rows, columns] += size * part
    blocks = planes.reshape(_DIRECTIONS, GLYPH_SIDE // _STEP, _STEP, GLYPH_SIDE // _STEP, _STEP).sum(axis=(2, 4))
    cells = blocks[:, :-1, :-1] + blocks[:, :-1, 1:] + blocks[:, 1:, :-1] + blocks[:, 1:, 1:]
    histogram = np.sqrt(cells.ravel())
    histogram /= max(float(np.linalg.norm(histogram)), 1e-6)
    coarse = cv2.resize(smooth, (8, 8), interpolation=cv2.INTER_AREA).ravel()
    return np.concatenate([histogram * 4, coarse / max(float(np.linalg.norm(coarse)), 1e-6)]).astype(np.float32)


class _Network:
    """Two layers."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self.layers = [(stored[f"w{n}"].astype(np.float32), stored[f"b{n}"].astype(np.float32)) for n in (0, 1)]

    def __call__(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        (w0, b0), (w1, b1) = self.layers
        hidden = np.maximum(rows @ w0 + b0, 0.0)
        scores = hidden @ w1 + b1
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        return np.asarray(chances / chances.sum(axis=1, keepdims=True), dtype=np.float32)


@cache
def _network() -> _Network:
    return _Network(WEIGHTS)
