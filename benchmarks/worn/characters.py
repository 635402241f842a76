"""Digits and capitals as people put them in combs: one stroke after another, by a hand that keeps to its shapes.

A shape is written as strokes, each a row of points `xy` in percent of the character's width and height from its top
left; a point written twice is a corner.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.worn.pens import Hand
from channels.printed.layout import Box

SHAPES: dict[str, tuple[str, ...]] = {
    "0": ("50,0 8,30 5,65 45,100 92,70 95,30 50,0", "60,2 15,15 0,60 40,100 90,75 95,25 55,0 35,12"),
    "1": ("50,0 50,50 50,100", "15,30 55,0 55,0 52,50 50,100", "20,28 55,0 55,0 52,98 52,98 52,98 / 20,100 85,98"),
    "2": (
        "8,25 30,2 80,5 85,35 40,75 5,98 5,98 50,97 98,98",
        "10,22 40,0 85,20 65,60 20,92 5,80 30,78 60,98 98,88",
    ),
    "3": (
        "10,10 50,0 88,22 45,46 45,46 92,68 60,100 5,90",
        "10,2 85,0 85,0 45,40 45,40 90,60 70,98 5,92",
    ),
    "4": (
        "55,0 5,65 5,65 50,66 98,64 / 68,35 66,100",
        "20,0 10,55 10,55 50,58 92,52 / 78,5 72,100",
    ),
    "5": (
        "15,2 10,45 10,45 60,38 92,65 60,100 5,92 / 15,3 88,0",
        "88,0 18,3 18,3 12,44 12,44 70,40 88,75 45,100 3,90",
    ),
    "6": ("75,0 25,30 5,70 40,100 90,80 70,52 15,68", "60,0 10,45 12,85 55,100 88,75 60,55 12,75"),
    "7": (
        "5,5 95,2 95,2 55,45 35,100",
        "5,5 95,2 95,2 55,50 40,100 / 25,52 85,48",
        "5,20 8,4 8,4 95,3 95,3 60,50 50,100",
    ),
    "8": (
        "80,12 45,0 15,22 50,48 90,75 50,100 10,78 50,48 85,22 78,8",
        "50,47 15,25 50,0 85,25 50,47 / 50,47 8,75 50,100 92,75 50,47",
    ),
    "9": ("88,30 55,2 10,25 40,52 88,30 88,30 82,70 60,100", "85,15 40,3 12,35 50,55 85,20 85,20 85,60 80,100 30,92"),
    "A": ("2,100 48,0 48,0 98,100 / 20,65 82,63", "5,100 15,40 50,0 85,40 92,100 / 10,62 92,60"),
    "B": (
        "10,0 8,50 10,100 / 10,2 75,5 70,40 12,47 / 12,47 92,55 85,95 8,99",
        "15,100 20,5 20,5 80,0 75,40 30,48 30,48 92,65 70,100 10,92",
        "30,10 12,100 12,100 35,15 85,2 80,38 35,48 90,65 60,100 15,85",
    ),
    "C": ("92,15 50,0 8,40 15,85 60,100 95,85",),
    "D": ("10,0 8,100 / 8,2 80,15 95,60 60,95 6,99", "12,100 15,3 15,3 85,15 95,65 50,98 5,97"),
    "E": (
        "92,2 10,3 10,3 8,98 8,98 95,97 / 10,50 75,48",
        "88,12 45,0 20,25 55,47 55,47 8,75 50,100 95,85",
    ),
    "F": ("10,0 8,100 / 8,3 95,0 / 10,48 75,46",),
    "G": (
        "90,15 50,0 8,40 15,85 60,100 92,80 92,55 92,55 55,55",
        "88,12 40,2 5,50 30,98 85,85 85,55 85,55 50,57 / 85,60 86,100",
    ),
    "H": ("8,0 6,100 / 92,0 94,100 / 8,50 92,48",),
    "I": ("50,0 50,50 50,100", "20,2 80,2 / 50,2 50,98 / 20,98 80,98"),
    "J": ("85,0 84,70 45,100 5,78", "25,2 95,0 / 70,0 70,75 35,100 5,80"),
    "K": ("10,0 8,100 / 92,0 12,55 12,55 95,100", "10,0 8,100 / 85,5 15,52 / 30,45 95,100"),
    "L": ("10,0 8,98 8,98 92,97", "20,0 12,80 15,98 40,94 92,96"),
    "M": ("2,100 10,0 10,0 50,65 50,65 90,0 90,0 98,100", "5,100 20,5 45,60 60,60 80,5 97,100"),
    "N": ("6,100 8,0 8,0 92,98 92,98 94,0", "5,100 15,8 30,10 75,90 88,90 95,0"),
    "O": ("50,0 5,30 8,75 50,100 95,70 90,25 50,0",),
    "P": ("10,0 8,100 / 8,3 85,5 85,45 12,55", "15,100 18,3 18,3 90,8 80,50 20,55"),
    "Q": ("50,0 5,30 8,75 50,98 95,70 90,25 50,0 / 60,70 98,102",),
    "R": ("10,0 8,100 / 8,3 85,5 85,45 12,52 / 35,52 95,100", "15,100 18,3 18,3 88,8 78,45 22,52 22,52 92,100"),
    "S": ("88,12 50,0 12,22 50,48 90,75 50,100 5,88",),
    "T": ("2,3 98,1 / 50,2 49,100",),
    "U": ("8,0 8,70 48,100 90,70 92,0", "8,0 10,75 50,98 90,70 92,0 92,0 94,100"),
    "V": ("3,0 48,100 48,100 97,0", "5,0 40,90 55,95 97,2"),
    "W": ("0,0 25,100 25,100 50,30 50,30 75,100 75,100 100,0", "3,0 25,95 50,50 75,95 97,0"),
    "X": ("5,0 95,100 / 92,0 6,100",),
    "Y": ("5,0 50,50 / 95,0 50,52 40,100", "6,0 15,42 55,50 90,30 / 92,0 85,60 45,100"),
    "Z": ("6,3 94,2 94,2 6,98 6,98 95,97", "6,3 94,2 94,2 6,98 6,98 95,97 / 25,52 78,48"),
}

NARROW = {"1": 0.45, "I": 0.4, "M": 1.25, "W": 1.3}
"""Width of a character, as a part of the usual."""


@dataclass(frozen=True, slots=True)
class Script:
    """How one person writes single characters. `slant` and `turn` in radians, `height` and `broad` as parts of a cell's
    height and of the character's; `loose` how far (part of the height) each point strays."""

    slant: float
    turn: float
    height: float
    broad: float
    loose: float
    shapes: dict[str, str]

    @staticmethod
    def draw(rng: np.random.Generator) -> Script:
        return Script(
            slant=float(np.clip(rng.normal(0.12, 0.17), -0.2, 0.5)),
            turn=rng.normal(0, 0.04),
            height=rng.uniform(0.45, 0.78),
            broad=rng.uniform(0.48, 0.75),
            loose=float(rng.choice([0.012, 0.03, 0.05], p=[0.35, 0.45, 0.2])),
            shapes={character: str(rng.choice(shapes)) for character, shapes in SHAPES.items()},
        )

    def write(self, hand: Hand, box: Box, text: str) -> None:
        """One character a cell, from the left."""
        cell = box.w / (box.cells or 1)
        for at, character in enumerate(text):
            self._put(hand, character, box.x + (at + 0.5) * cell, box.y + box.h / 2, cell, box.h)

    def _put(self, hand: Hand, character: str, x: float, y: float, cell: float, high: float) -> None:
        rng = hand.rng
        tall = high * self.height * rng.uniform(0.9, 1.1)
        wide = min(tall * self.broad * NARROW.get(character, 1.0) * rng.uniform(0.9, 1.1), 0.9 * cell)
        x, y = x + rng.normal(0, 0.05 * cell), y + rng.normal(0, 0.04 * high)
        turn = self.turn + rng.normal(0, 0.03)
        lean = np.array([[1.0, -self.slant], [0.0, 1.0]])
        round_ = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        for stroke in self.shapes[character].split(" / "):
            points = np.array([[float(part) for part in point.split(",")] for point in stroke.split()]) / 100 - 0.5
            strayed = points * (wide, tall) + _alike(points, rng.normal(0, self.loose * tall, points.shape))
            hand.stroke(strayed @ (round_ @ lean).T + (x, y))


def _alike(points: np.ndarray, strays: np.ndarray) -> np.ndarray:
    """`strays`, but a corner's two points go together."""
    out = strays.copy()
    for n in range(1, len(points)):
        if (points[n] == points[n - 1]).all():
            out[n] = out[n - 1]
    return out
