"""The ways a filled-in page comes back, by name: a page at 300 dpi in colour → a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.worn import office, wear
from benchmarks.worn.camera import Shot, photographed
from benchmarks.worn.pens import Sheet
from scans.registration import MARKER_SIZE, MARKERS


@dataclass(frozen=True, slots=True)
class Paper:
    """A filled-in page, with the boxes nothing may cover, and another page to stand for its back."""

    sheet: Sheet
    boxes: tuple[wear.Area, ...]
    back: Sheet


Kind = Callable[[Paper, np.random.Generator], bytes]


def _jpeg(image: NDArray[np.uint8], dpi: float | None, quality: int = 85) -> bytes:
    out = io.BytesIO()
    picture = Image.fromarray(image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
    picture.save(out, "JPEG", quality=quality, **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()


def _scan(sheet: Sheet, rng: np.random.Generator, dpi: float = 300, sigma: float | None = None) -> bytes:
    """A flatbed or a feeder: as colour or grey, JPEG as office machines make it."""
    image: NDArray[np.uint8] = office.resampled(sheet, dpi)
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 0.8)), np.uint8)
    image = office.noisy(image, rng, sigma if sigma is not None else rng.uniform(0.5, 4))
    if rng.random() < 0.5:
        image = office.grey(image)
    return _jpeg(image, dpi, int(rng.integers(65, 95)))


def flat(paper: Paper, rng: np.random.Generator) -> bytes:
    return _scan(office.printed(paper.sheet, rng), rng)


def skewed(paper: Paper, rng: np.random.Generator) -> bytes:
    degrees = rng.uniform(1, 8) * rng.choice([-1, 1])
    return _scan(office.skewed(office.printed(paper.sheet, rng), degrees, int(rng.choice([255, 250, 40]))), rng)


def noise(paper: Paper, rng: np.random.Generator) -> bytes:
    return _scan(office.printed(paper.sheet, rng), rng, sigma=rng.uniform(12, 32))


def _fax(paper: Paper, rng: np.random.Generator, fine: bool) -> bytes:
    sheet = office.moved(office.printed(paper.sheet, rng), rng.uniform(-1.5, 1.5), rng.uniform(0.96, 1.0), (0, 0), 255)
    bits, dpi = office.faxed(sheet, rng, fine)
    out = io.BytesIO()
    Image.fromarray(bits).convert("1").save(out, "TIFF", compression="group4", dpi=dpi)
    return out.getvalue()


def fax_fine(paper: Paper, rng: np.random.Generator) -> bytes:
    return _fax(paper, rng, True)


def fax_coarse(paper: Paper, rng: np.random.Generator) -> bytes:
    return _fax(paper, rng, False)


def copied(paper: Paper, rng: np.random.Generator) -> bytes:
    return _scan(office.copied(office.printed(paper.sheet, rng), rng, 2), rng)


def shadowed(paper: Paper, rng: np.random.Generator) -> bytes:
    return _scan(office.shaded(office.printed(paper.sheet, rng), rng, rng.uniform(0.3, 0.75)), rng)


def turned(paper: Paper, rng: np.random.Generator) -> bytes:
    sheet = np.rot90(office.printed(paper.sheet, rng), int(rng.integers(1, 4)))
    return _scan(office.skewed(np.ascontiguousarray(sheet), rng.uniform(-2, 2), 255), rng)


def cut(paper: Paper, rng: np.random.Generator) -> bytes:
    """A strip of up to 12 mm was not scanned, at one or two edges."""
    sheet = office.printed(paper.sheet, rng)
    top, right, bottom, left = (round(rng.uniform(0, 12) * 300 / 25.4) if rng.random() < 0.5 else 0 for _ in range(4))
    return _scan(sheet[top : sheet.shape[0] - bottom, left : sheet.shape[1] - right], rng)


def coffee(paper: Paper, rng: np.random.Generator) -> bytes:
    return _scan(wear.stained(office.printed(paper.sheet, rng), rng), rng)


def worn(paper: Paper, rng: np.random.Generator) -> bytes:
    """Folded, punched, stapled, the back showing through, dirt on the glass."""
    sheet = wear.punched(wear.folded(office.printed(paper.sheet, rng), rng), rng)
    sheet = wear.through(sheet, paper.back, rng)
    return _scan(office.skewed(office.streaked(sheet, rng), rng.uniform(-1, 1), 60), rng)


def coarse(paper: Paper, rng: np.random.Generator) -> bytes:
    return _scan(office.skewed(office.printed(paper.sheet, rng), rng.uniform(-2, 2), 255), rng, dpi=150)


def fine(paper: Paper, rng: np.random.Generator) -> bytes:
    return _scan(office.skewed(office.printed(paper.sheet, rng), rng.uniform(-2, 2), 255), rng, dpi=600)


def marker_covered(paper: Paper, rng: np.random.Generator) -> bytes:
    sheet = office.printed(paper.sheet, rng)
    for number in rng.permutation(4)[: int(rng.integers(1, 3))]:
        sheet = wear.covered(sheet, rng, (*MARKERS[int(number)], MARKER_SIZE, MARKER_SIZE))
    return _scan(office.skewed(sheet, rng.uniform(-2, 2), 255), rng)


def _photo(sheet: Sheet, rng: np.random.Generator, hard: bool) -> bytes:
    shot = Shot.draw(rng, hard)
    return _jpeg(photographed(sheet, rng, shot), None, shot.quality)


def photo(paper: Paper, rng: np.random.Generator) -> bytes:
    return _photo(office.printed(paper.sheet, rng), rng, hard=False)


def photo_held(paper: Paper, rng: np.random.Generator) -> bytes:
    """Folded, with fingers on it."""
    sheet = wear.thumbed(wear.folded(office.printed(paper.sheet, rng), rng), rng, paper.boxes)
    return _photo(sheet, rng, hard=False)


def photo_curled(paper: Paper, rng: np.random.Generator) -> bytes:
    """Curled, moved, out of focus, and sometimes with a marker covered."""
    sheet = office.printed(paper.sheet, rng)
    if rng.random() < 0.4:
        sheet = wear.covered(sheet, rng, (*MARKERS[int(rng.integers(0, 4))], MARKER_SIZE, MARKER_SIZE))
    return _photo(sheet, rng, hard=True)


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        flat,
        skewed,
        noise,
        fax_fine,
        fax_coarse,
        copied,
        shadowed,
        turned,
        cut,
        coffee,
        worn,
        coarse,
        fine,
        marker_covered,
        photo,
        photo_held,
        photo_curled,
    )
}
