"""A telephone held above a sheet on a table: pose, lens, curl, light, focus, and the file that comes out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.worn.office import noisy, shaded
from benchmarks.worn.pens import Sheet

WIDTH, HEIGHT = 210.0, 297.0
_COARSE = 8


@dataclass(frozen=True, slots=True)
class Shot:
    """Angles in degrees, `curl` in mm of height, `focus` and `shake` in pixels of the picture."""

    long_side: int
    tilt: float
    roll: float
    curl: float
    barrel: float
    focus: float
    shake: float
    quality: int
    fill: float

    @staticmethod
    def draw(rng: np.random.Generator, hard: bool) -> Shot:
        """`hard`: curled, out of focus, moved; else as a careful person takes it."""
        return Shot(
            long_side=int(rng.choice([1600, 2000, 2600, 3200, 4000] if not hard else [2000, 2600, 3200, 4000])),
            tilt=rng.uniform(2, 22 if not hard else 16),
            roll=rng.uniform(-9, 9) + float(rng.choice([0, 0, 0, 90, 180, 270])),
            curl=rng.uniform(4, 14) if hard else rng.uniform(0, 1.5),
            barrel=rng.uniform(-0.06, 0.04),
            focus=rng.uniform(0.6, 1.4) if hard else rng.uniform(0.3, 0.9),
            shake=rng.uniform(2, 6) if hard else rng.uniform(0, 1.5),
            quality=int(rng.integers(60, 91)),
            fill=rng.uniform(0.62, 0.84),
        )


def photographed(sheet: Sheet, rng: np.random.Generator, shot: Shot) -> Sheet:
    """The picture, light and all, before it is packed as JPEG."""
    long, short = shot.long_side, round(shot.long_side * 0.75)
    turned = round(shot.roll / 90) % 2 == 1
    width, height = (long, short) if turned else (short, long)
    across, down, seen = _where(rng, shot, width, height)
    table = _table(rng, width, height)
    px = sheet.shape[1] / WIDTH
    ratio = px * HEIGHT / max(width, height)
    soft = cv2.GaussianBlur(sheet, (0, 0), max(0.3, ratio * 0.45)) if ratio > 1.2 else sheet
    page = cv2.remap(soft, across * px, down * px, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    edge = cv2.GaussianBlur(seen.astype(np.float32), (0, 0), 1.0)[..., None]
    shadow = cv2.GaussianBlur(np.roll(seen.astype(np.float32), (6, 4), (0, 1)), (0, 0), 9)[..., None]
    picture = page * edge + table * (1 - 0.35 * shadow) * (1 - edge)
    lit = shaded(np.clip(picture, 0, 255).astype(np.uint8), rng, rng.uniform(0.1, 0.55))
    moved = _blurred(lit, rng, shot)
    tint = np.array([rng.uniform(0.8, 1.0), rng.uniform(0.93, 1.0), 1.0], np.float32)
    return np.asarray(noisy((moved * tint).astype(np.uint8), rng, rng.uniform(1, 7)), np.uint8)


def _where(
    rng: np.random.Generator, shot: Shot, width: int, height: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """For each pixel: x and y on the sheet in mm, and whether it sees the sheet."""
    columns, rows = np.meshgrid(np.arange(0, width + _COARSE, _COARSE), np.arange(0, height + _COARSE, _COARSE))
    focal = 1.15 * max(width, height)
    x, y = (columns - width / 2) / focal, (rows - height / 2) / focal
    square = (x**2 + y**2) / 0.25
    x, y = x * (1 + shot.barrel * square), y * (1 + shot.barrel * square)
    heading = rng.uniform(0, 2 * np.pi)
    pose, _ = cv2.Rodrigues(np.radians(shot.tilt) * np.array([np.cos(heading), np.sin(heading), 0.0]))
    spin, _ = cv2.Rodrigues(np.radians(shot.roll) * np.array([0.0, 0.0, 1.0]))
    turn = (pose @ spin).T
    distance = 1.15 * HEIGHT / shot.fill
    rays = np.stack([x, y, np.ones_like(x)], axis=-1) @ turn.T
    eye = turn @ np.array([0.0, 0.0, -distance]) + np.array([rng.uniform(-6, 6), rng.uniform(-6, 6), 0.0])
    way, waves, phase = rng.uniform(0, np.pi), rng.uniform(0.5, 1.1), rng.uniform(0, 2 * np.pi)
    lift = np.zeros_like(x)
    for _ in range(6):
        far = (-lift - eye[2]) / rays[..., 2]
        at_x, at_y = eye[0] + far * rays[..., 0], eye[1] + far * rays[..., 1]
        along = at_x / WIDTH * np.cos(way) + at_y / HEIGHT * np.sin(way)
        lift = shot.curl / 2 * (1 + np.sin(2 * np.pi * waves * along + phase))
    size = ((width // _COARSE + 1) * _COARSE, (height // _COARSE + 1) * _COARSE)
    maps: list[NDArray[np.float32]] = []
    for plane in (at_x + WIDTH / 2, at_y + HEIGHT / 2):
        large = cv2.warpAffine(
            plane.astype(np.float32),
            np.array([[_COARSE, 0, 0], [0, _COARSE, 0]], dtype=np.float32),
            size,
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        maps.append(np.asarray(large, dtype=np.float32)[:height, :width])
    across, down = maps
    seen = (across >= 0) & (across <= WIDTH) & (down >= 0) & (down <= HEIGHT)
    return across, down, seen


def _table(rng: np.random.Generator, width: int, height: int) -> Sheet:
    """Wood, a checked cloth, a plain desk dark or light."""
    kind = rng.choice(["wood", "cloth", "plain", "papers"])
    base = rng.uniform(25, 190)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    if kind == "wood":
        grain = rng.standard_normal((height // 4 + 1, width // 60 + 1)).astype(np.float32)
        tone = base + 28 * cv2.resize(cv2.GaussianBlur(grain, (0, 0), 1), (width, height))
    elif kind == "cloth":
        step = rng.uniform(40, 160)
        tone = base + 50 * ((columns // step % 2) + (rows // step % 2) - 1)
    elif kind == "papers":
        tone = np.full((height, width), base, np.float32)
        for _ in range(4):
            corner = rng.uniform(-0.2, 0.9, 2) * (width, height)
            box = cv2.boxPoints((tuple(corner), (width * 0.7, height * 0.5), float(rng.uniform(0, 90))))
            cv2.fillPoly(tone, [box.astype(np.int32)], (float(rng.uniform(120, 235)),))
    else:
        tone = np.full((height, width), base, np.float32)
    tone = tone + rng.standard_normal(tone.shape, dtype=np.float32) * 3
    colour = np.array([rng.uniform(0.6, 1.0), rng.uniform(0.75, 1.0), 1.0], np.float32)
    table: NDArray[np.float32] = np.clip(np.asarray(tone, np.float32)[..., None] * colour, 3, 250)
    return table.astype(np.uint8)


def _blurred(picture: Sheet, rng: np.random.Generator, shot: Shot) -> Sheet:
    out = cv2.GaussianBlur(picture, (0, 0), shot.focus)
    if shot.shake >= 1:
        length = round(shot.shake) | 1
        line = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        middle = np.array([length // 2, length // 2])
        cv2.line(
            line,
            tuple(np.round(middle - reach).astype(int).tolist()),
            tuple(np.round(middle + reach).astype(int).tolist()),
            (1.0,),
        )
        out = cv2.filter2D(out, -1, line / line.sum())
    return np.asarray(out, np.uint8)
