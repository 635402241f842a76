"""How one person marks boxes, told from the whole sheet: what a black box means depends on it.

The form says that a box is blacked out to undo it. But some people fill a box to choose it, and then a black box is
their mark. Who crosses everywhere else did undo it; who fills everywhere else did not, unless it is far blacker than
all they filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from scans.marks import Mark, ReadMark

HEAVY = 0.6
"""Part of a box that is ink, from which a mark fills it; crosses and ticks cover less than half."""

DENSE = 0.35
"""Part of a box that is ink, from which marks are scribbles, of which one may be nearly black without being undone."""

BLACKER = 0.08
"""By how much more of a box an undone mark covers than all that the same person filled."""

WHOLLY = 0.97
"""Part of a box that is ink, up to which paper still shows through: filled, not blacked out."""

ALIKE = 0.02
"""Black marks of which one covers so much more of its box than another are not surely of one kind."""


APART = 0.15
"""By how much more of its box a solid black mark covers than one beside it that was filled to choose it."""

FAINTER = 8
"""A trace so many times fainter than a clear mark of the same question was rubbed out, or is dust."""

CLEAR = 0.1
"""Part of a box that is ink, from which a mark is clear."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The marks of one question by what they mean, as places in the list that was given."""

    chosen: tuple[int, ...]
    undone: tuple[int, ...]
    unsure: tuple[int, ...]


class Habit:
    """One person's way of marking. Takes the marks of each question of a sheet."""

    def __init__(self, questions: Sequence[Sequence[ReadMark]]) -> None:
        self._alone: list[float] = []
        for marks in questions:
            made = [mark for mark in marks if mark.mark in (Mark.MARKED, Mark.BLACK)]
            if len(made) == 1:
                self._alone.append(made[0].strength)

    def sort(self, marks: Sequence[ReadMark]) -> Sorted:
        """What the marks of one of those questions mean."""
        made = [n for n, mark in enumerate(marks) if mark.mark in (Mark.MARKED, Mark.BLACK)]
        black = [n for n in made if marks[n].mark is Mark.BLACK]
        clearest = max((marks[n].strength for n in made if marks[n].mark is Mark.MARKED), default=0.0)
        unsure = tuple(
            n
            for n, mark in enumerate(marks)
            if mark.mark is Mark.UNSURE
            and not (mark.found and clearest >= CLEAR and mark.strength * FAINTER <= clearest)
        )
        if not black:
            return Sorted(tuple(made), (), unsure)
        others = list(self._alone)
        if len(made) == 1:
            others.remove(marks[made[0]].strength)
        fills = bool(others) and median(others) >= HEAVY
        if len(made) == 1:
            choice = fills or (bool(others) and marks[made[0]].strength < WHOLLY)
            return Sorted(tuple(made), (), unsure) if choice else Sorted((), (), (*unsure, *made))
        solid = tuple(n for n in black if marks[n].strength >= WHOLLY)
        others_here = [marks[n].strength for n in made if n not in solid]
        heaviest = max(others_here, default=1.0)
        alike = heaviest >= HEAVY or not fills
        if solid and alike and heaviest <= min(marks[n].strength for n in solid) - APART:
            return Sorted(tuple(n for n in made if n not in solid), solid, unsure)
        if not fills:
            beside = tuple(n for n in made if n not in black)
            if any(marks[n].strength >= HEAVY for n in beside):
                return Sorted(beside, (), (*unsure, *black))
            if any(marks[n].strength >= DENSE for n in beside):
                return Sorted(beside, solid, (*unsure, *(n for n in black if n not in solid)))
            return Sorted(beside, tuple(black), unsure)
        lighter = max((marks[n].strength for n in made if n not in black), default=0.0)
        darkest = max(others) + BLACKER
        undone = tuple(n for n in black if marks[n].strength >= max(darkest, lighter + BLACKER))
        if darkest <= WHOLLY and (undone or all(marks[n].strength < darkest for n in black)):
            return Sorted(tuple(n for n in made if n not in undone), undone, unsure)
        left = [n for n in made if n not in undone]
        strengths = [marks[n].strength for n in left]
        if left and max(strengths) - min(strengths) > ALIKE:
            return Sorted(tuple(n for n in left if n not in black), undone, (*unsure, *(n for n in left if n in black)))
        return Sorted(tuple(left), undone, unsure)
