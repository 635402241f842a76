"""What happens to a sheet on its way: coffee, folds, holes, thumbs. Nothing here covers a box for an answer."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from benchmarks.worn.pens import PX_PER_MM, Sheet

Area = tuple[float, float, float, float]
"""x, y, w, h in mm."""


def stained(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """The ring of a cup and some splashes: brown, half through, anywhere."""
    alpha = np.zeros(sheet.shape[:2], np.float32)
    middle = (int(rng.uniform(0.1, 0.9) * sheet.shape[1]), int(rng.uniform(0.1, 0.9) * sheet.shape[0]))
    radius = round(rng.uniform(30, 42) * PX_PER_MM)
    cv2.circle(alpha, middle, radius, (float(rng.uniform(0.25, 0.5)),), round(rng.uniform(1.5, 4) * PX_PER_MM))
    cv2.circle(alpha, middle, radius - 20, (float(rng.uniform(0.05, 0.15)),), -1)
    for _ in range(int(rng.integers(3, 12))):
        at = (int(rng.integers(0, sheet.shape[1])), int(rng.integers(0, sheet.shape[0])))
        cv2.circle(alpha, at, int(rng.integers(4, 40)), (float(rng.uniform(0.1, 0.4)),), -1)
    soft = np.asarray(cv2.GaussianBlur(alpha, (0, 0), 3), dtype=np.float32)[..., None]
    brown = np.array([60, 95, 130], np.float32)
    return (sheet * (1 - soft) + np.minimum(sheet, brown) * soft).astype(np.uint8)


def folded(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Two folds, as for a window envelope: a dark and a light edge, and the thirds lit differently."""
    out = sheet.astype(np.float32)
    for part in (1 / 3, 2 / 3):
        row = round((part + rng.uniform(-0.02, 0.02)) * sheet.shape[0])
        out[row:] *= rng.uniform(0.93, 1.0)
        out[row : row + 3] *= rng.uniform(0.7, 0.9)
    return np.clip(out, 0, 255).astype(np.uint8)


def punched(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Two holes in the left margin, through which a dark lid is seen, and a staple's shadow."""
    out = sheet.copy()
    for y in (108.5, 188.5):
        at = (round(9 * PX_PER_MM), round((y + rng.uniform(-4, 4)) * PX_PER_MM))
        cv2.circle(out, at, round(2.9 * PX_PER_MM), (45, 45, 45), -1)
    corner = np.array([rng.uniform(5, 9), rng.uniform(5, 9)])
    ends = [tuple(np.round((corner + way) * PX_PER_MM).astype(int).tolist()) for way in ((-4, 3), (4, -3))]
    cv2.line(out, ends[0], ends[1], (70, 70, 70), 5)
    return out


def covered(sheet: Sheet, rng: np.random.Generator, marker: Area) -> Sheet:
    """Something lies on a registration marker: a thumb, a label, a stamp."""
    out = sheet.copy()
    x, y, w, h = (round(side * PX_PER_MM) for side in marker)
    kind = rng.choice(["thumb", "label", "stamp"])
    if kind == "thumb":
        colour = (130, 160, 215)
        cv2.ellipse(out, (x + w // 2, y + h // 2), (w * 2 // 3, h), float(rng.uniform(0, 180)), 0, 360, colour, -1)
    elif kind == "label":
        cv2.rectangle(out, (x - 12, y - 12), (x + w + 12, y + h + 12), (238, 240, 240), -1)
    else:
        for _ in range(6):
            a, b = ((int(rng.integers(x - 20, x + w + 20)), int(rng.integers(y - 20, y + h + 20))) for _ in range(2))
            cv2.line(out, a, b, (140, 40, 60), int(rng.integers(4, 14)))
    return out


def thumbed(sheet: Sheet, rng: np.random.Generator, boxes: Sequence[Area]) -> Sheet:
    """Fingers that hold the sheet, over an edge but over no box."""
    out = sheet.copy()
    width = sheet.shape[1]
    for _ in range(int(rng.integers(1, 3))):
        left = rng.random() < 0.5
        y, reach = rng.uniform(30, 267), rng.uniform(8, 20)
        span = (0.0 if left else 210 - reach, y - 12, reach, 24)
        if any(_overlap(span, box) for box in boxes):
            continue
        at = (0 if left else width, round(y * PX_PER_MM))
        axes = (round(reach * PX_PER_MM), round(9 * PX_PER_MM))
        cv2.ellipse(out, at, axes, float(rng.uniform(-15, 15)), 0, 360, (125, 155, 210), -1)
    return out


def _overlap(a: Area, b: Area) -> bool:
    return a[0] < b[0] + b[2] + 3 and b[0] < a[0] + a[2] + 3 and a[1] < b[1] + b[3] + 3 and b[1] < a[1] + a[3] + 3


def through(sheet: Sheet, back: Sheet, rng: np.random.Generator) -> Sheet:
    """The other side shows through thin paper."""
    ghost = cv2.GaussianBlur(255 - back[:, ::-1], (0, 0), 4).astype(np.float32) * rng.uniform(0.05, 0.16)
    return np.clip(sheet - ghost[: sheet.shape[0], : sheet.shape[1]], 0, 255).astype(np.uint8)
