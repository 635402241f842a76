"""Which texts are nearly the same: by MinHash which may be, by edit distance which are.

A text is compared with one text of each group, its leader, and only with leaders that share a part of its signature. So
a campaign of fifty thousand equal letters costs one comparison a letter, and a hundred thousand different ones none.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from hashlib import blake2b, sha256

import numpy as np
from rapidfuzz import fuzz

FEWEST_WORDS = 12
FEWEST_CHARACTERS = 60
"""Shorter texts are the same by chance: "meer bomen graag"."""
MOST_CHARACTERS = 6000
"""Of longer texts the beginning is compared."""
ALIKE = 0.85
"""Of the characters, in order. A form letter with a sentence and a name of one's own has 0.9 and more; two scans of one
letter, read with one wrong character in thirty, 0.94."""

SHINGLE = 5
"""Characters: words would be too coarse for text that a machine read from paper."""
BANDS, ROWS = 32, 4
"""Texts that share 0.59 of their shingles, as two such scans do, meet in one of the bands with a chance of 0.98; those
that share 0.2 with one of 0.05."""

_NOT_A_WORD = re.compile(r"[\W_]+")
_dice = np.random.default_rng(20261123)
_FACTORS = _dice.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _dice.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)


def comparable(texts: Iterable[str]) -> str | None:
    """Texts as they are compared: small letters and single spaces. None if there is too little to compare."""
    plain = _NOT_A_WORD.sub(" ", " ".join(texts).casefold()).strip()[:MOST_CHARACTERS]
    return plain if len(plain) >= FEWEST_CHARACTERS and plain.count(" ") + 1 >= FEWEST_WORDS else None


def digest(plain: str) -> str:
    return sha256(plain.encode()).hexdigest()


def bands(plain: str) -> list[int]:
    """A signature in parts, each a signed 64-bit number."""
    shingles = {zlib.crc32(plain[at : at + SHINGLE].encode()) for at in range(len(plain) - SHINGLE + 1)}
    hashes = np.fromiter(shingles, dtype=np.uint64, count=len(shingles))
    lowest = ((hashes[:, None] * _FACTORS + _OFFSETS) >> np.uint64(32)).min(axis=0)
    return [
        int.from_bytes(blake2b(bytes([band]) + part.tobytes(), digest_size=8).digest(), "big", signed=True)
        for band, part in enumerate(lowest.reshape(BANDS, ROWS))
    ]


def alike(one: str, other: str) -> float:
    """How much two comparable texts have in common, 0 to 1; 0 if that is less than `ALIKE`."""
    return fuzz.ratio(one, other, score_cutoff=100 * ALIKE) / 100
