"""People who fill in a form, each with a pen and a habit, and what they meant by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from string import ascii_uppercase

import numpy as np

from benchmarks.worn.pens import MARKS, Hand, Pen, Sheet, blackened, cross
from channels.printed.layout import CONTACT, Box, FormLayout
from models.definition import Choices, Definition, Number, Postcode, Question
from models.normalization import LETTERS_NEVER_ISSUED

LETTERS = [
    one + other for one in ascii_uppercase for other in ascii_uppercase if one + other not in LETTERS_NEVER_ISSUED
]
"""What may stand behind a postcode's digits."""

Write = Callable[[Hand, Box, str], None]
"""Writes characters in a comb."""


@dataclass(slots=True)
class Meant:
    """What somebody meant. `ticked` has each question's options, `undone` what was blacked out; `doubtful` those where
    a person must look, whatever else was read; `combs` the characters."""

    ticked: dict[str, frozenset[str]] = field(default_factory=dict)
    undone: set[tuple[str, str]] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    combs: dict[str, str] = field(default_factory=dict)


def fill_in(
    sheets: list[Sheet],
    layout: FormLayout,
    definition: Definition,
    rng: np.random.Generator,
    write: Write | None = None,
) -> Meant:
    """Fills in a form; the sheets, one a page at 300 dpi, are drawn upon."""
    pen = Pen.draw(rng)
    hands = [Hand(sheet, pen, rng) for sheet in sheets]
    habit = str(rng.choice(["cross", "tick", "slash", "scribble", "filled"], p=[0.4, 0.22, 0.1, 0.14, 0.14]))
    off = float(rng.choice([0.2, 0.6, 1.2, 2.0], p=[0.4, 0.35, 0.15, 0.1]))
    meant = Meant()
    for question in definition.questions:
        boxes = [(page, box) for page, box in layout.boxes() if box.question == question.key]
        ticks = [(page, box) for page, box in boxes if box.kind == "tick"]
        if ticks:
            _tick(hands, ticks, question.most if isinstance(question, Choices) else 1, habit, off, meant, rng)
        for page, box in boxes:
            if box.kind == "comb" and write is not None:
                text = _characters(question, rng) if rng.random() < 0.85 else ""
                write(hands[page - 1], box, text)
                meant.combs[question.key] = text
    return meant


def _tick(
    hands: list[Hand],
    boxes: list[tuple[int, Box]],
    most: int,
    habit: str,
    off: float,
    meant: Meant,
    rng: np.random.Generator,
) -> None:
    key = boxes[0][1].question
    order = rng.permutation(len(boxes))
    what = rng.choice(["plain", "empty", "corrected", "two"], p=[0.76, 0.12, 0.08, 0.04])
    if what == "empty":
        meant.ticked[key] = frozenset()
        return
    count = most + 1 if what == "two" else int(rng.integers(1, most + 1))
    if count > len(boxes):
        count = len(boxes)
    if count > most:
        meant.doubtful.add(key)
    chosen = [boxes[n] for n in order[:count]]
    for page, box in chosen:
        _mark(hands[page - 1], box, habit, off, rng)
    meant.ticked[key] = frozenset(box.option or "" for _, box in chosen)
    if what == "corrected" and count < len(boxes):
        page, box = boxes[order[count]]
        hand = hands[page - 1]
        middle = (box.x + box.w / 2, box.y + box.h / 2)
        cross(hand, *middle, box.w)
        blackened(hand, *middle, box.w)
        meant.undone.add((key, box.option or ""))


def _mark(hand: Hand, box: Box, habit: str, off: float, rng: np.random.Generator) -> None:
    angle, far = rng.uniform(0, 2 * np.pi), off * rng.uniform(0, 1)
    x, y = box.x + box.w / 2 + far * np.cos(angle), box.y + box.h / 2 + far * np.sin(angle)
    size = rng.uniform(0.55, 1.25) if rng.random() < 0.8 else 1 + 2 * rng.uniform(0, 2) / box.w
    if habit == "filled":
        size, x, y = 1.0, box.x + box.w / 2 + rng.normal(0, 0.2), box.y + box.h / 2 + rng.normal(0, 0.2)
    MARKS[habit](hand, x, y, box.w, float(size))


def _characters(question: Question, rng: np.random.Generator) -> str:
    """What may be asked for in a comb."""
    match question:
        case Number():
            return str(rng.integers(question.min, question.max + 1))
        case Postcode():
            digits = str(rng.integers(1000, 10_000))
            return digits + str(rng.choice(LETTERS)) if question.digits == 6 else digits
        case _:
            raise ValueError(f"{question.key} has no comb")


def areas(layout: FormLayout, page: int) -> list[tuple[float, float, float, float]]:
    """All boxes of a page, for who must not cover them."""
    return [(box.x, box.y, box.w, box.h) for at, box in layout.boxes() if at == page or box.question == CONTACT]
