"""Printers, copiers, scanners and fax machines. A page goes in at 300 dpi in colour; what comes out says its dpi."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.worn.pens import PX_PER_MM, Sheet

Plane = NDArray[np.uint8]
"""A page in grey."""


def grey(sheet: Sheet) -> Plane:
    return np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY), np.uint8)


def in_colour(plane: Plane) -> Sheet:
    return np.asarray(cv2.cvtColor(plane, cv2.COLOR_GRAY2BGR), np.uint8)


def moved(image: NDArray[np.uint8], degrees: float, scale: float, shift: tuple[float, float], ground: int) -> Sheet:
    """Turned and scaled about the middle, shifted in mm; `ground` is what lies beyond the sheet."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    matrix[0, 2] += shift[0] * PX_PER_MM
    matrix[1, 2] += shift[1] * PX_PER_MM
    fill = (ground, ground, ground)
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=fill), np.uint8)


def skewed(image: Sheet, degrees: float, ground: int) -> Sheet:
    """A feeder's skew: the whole sheet stays in view, so the picture grows."""
    height, width = image.shape[:2]
    sine, cosine = abs(np.sin(np.radians(degrees))), abs(np.cos(np.radians(degrees)))
    w, h = round(width * cosine + height * sine), round(height * cosine + width * sine)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += ((w - width) / 2, (h - height) / 2)
    fill = (ground, ground, ground)
    return np.asarray(cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_LINEAR, borderValue=fill), np.uint8)


def printed(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """An office printer: scaled to fit, a little off, toner thick or thin."""
    scale = float(rng.choice([1.0, rng.uniform(0.94, 1.0)]))
    out = moved(sheet, rng.uniform(-0.4, 0.4), scale, (rng.uniform(-2, 2), rng.uniform(-2, 2)), 255)
    return 255 - ((255 - out.astype(np.float32)) * rng.uniform(0.75, 1.0)).astype(np.uint8)


def copied(sheet: Sheet, rng: np.random.Generator, times: int) -> Sheet:
    """Copied, and copied again: each time blurred, hardened, thicker or thinner, with dirt."""
    out = grey(sheet)
    for _ in range(times):
        out = grey(moved(in_colour(out), rng.uniform(-0.8, 0.8), rng.uniform(0.97, 1.02), (0, 0), 255))
        soft = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.9, 1.7)).astype(np.float32)
        middle, slope = rng.uniform(120, 205), rng.uniform(14, 30)
        hard = 255 / (1 + np.exp(-(soft - middle) / slope))
        out = hard.astype(np.uint8)
        for _ in range(int(rng.integers(0, 60))):
            at = (int(rng.integers(0, out.shape[1])), int(rng.integers(0, out.shape[0])))
            cv2.circle(out, at, int(rng.integers(1, 4)), (int(rng.integers(0, 120)),), -1)
    return in_colour(out)


def resampled(image: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    factor = dpi / 300
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=how), np.uint8)


def noisy(image: NDArray[np.uint8], rng: np.random.Generator, sigma: float) -> NDArray[np.uint8]:
    """A sensor's noise, a little stronger where it is dark."""
    values = image.astype(np.float32)
    grain = rng.standard_normal(image.shape, dtype=np.float32) * sigma * (1.3 - 0.4 * values / 255)
    return np.clip(values + grain, 0, 255).astype(np.uint8)


def shaded(image: NDArray[np.uint8], rng: np.random.Generator, depth: float) -> NDArray[np.uint8]:
    """Light falls off over the page: along a side, or under the edge of something."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height:16, 0:width:16].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    way = (columns / width - 0.5) * np.cos(angle) + (rows / height - 0.5) * np.sin(angle)
    if rng.random() < 0.5:
        light = 1 - depth * (way - way.min()) / np.ptp(way)
    else:
        edge, soft = rng.uniform(-0.25, 0.25), rng.uniform(0.01, 0.12)
        light = 1 - depth / (1 + np.exp(-(way - edge) / soft))
    whole = np.asarray(cv2.resize(light.astype(np.float32), (width, height)), np.float32)
    lit: NDArray[np.float32] = image * (whole if image.ndim == 2 else whole[..., None])
    return lit.astype(np.uint8)


def streaked(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Dirt on a feeder's glass: thin lines down the whole page."""
    out = image.copy()
    for _ in range(int(rng.integers(1, 4))):
        at, wide = int(rng.integers(0, out.shape[1])), int(rng.integers(1, 3))
        tone = rng.uniform(0.35, 0.85)
        out[:, at : at + wide] = (out[:, at : at + wide] * tone).astype(np.uint8)
    return out


def faxed(sheet: Sheet, rng: np.random.Generator, fine: bool) -> tuple[Plane, tuple[float, float]]:
    """Black and white at 204 × 196 (fine) or 204 × 98 dots to the inch, with lines that were lost."""
    across, down = 204.0, 196.0 if fine else 98.0
    flat = grey(sheet)
    size = (round(flat.shape[1] * across / 300), round(flat.shape[0] * down / 300))
    small = cv2.resize(flat, size, interpolation=cv2.INTER_AREA)
    level = rng.uniform(165, 215)
    bits = np.where(small.astype(np.float32) + rng.normal(0, 8, small.shape) < level, 0, 255).astype(np.uint8)
    flips = rng.random(bits.shape) < rng.uniform(0, 0.004)
    bits[flips] = 255 - bits[flips]
    for _ in range(int(rng.integers(0, 4))):
        line = int(rng.integers(1, bits.shape[0]))
        bits[line] = bits[line - 1]
    return bits, (across, down)
