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

WHOLLY, EVENLY = 0.97, 0.8
"""Part of a box that is ink, and how dark its palest tenth is to its darkest, from which no paper shows through: it is
blacked out, not filled. Of 300 boxes that were blacked out 296 were as even, of 110 that were filled as dark 28."""

GAPS = 0.6
"""How dark the palest tenth of a box is to its darkest, up to which paper shows through as it does in fillings."""

COVERED, OPEN = 0.985, 0.9
"""Part of a box's rim that is ink, below which paper can be seen there, and up to which much can be. Of 39 boxes that
were blacked out none had less than 0.998, of 54 that were filled as dark to choose them none more than 0.915."""

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
        self._alone: list[ReadMark] = []
        for marks in questions:
            made = [mark for mark in marks if mark.mark in (Mark.MARKED, Mark.BLACK)]
            if len(made) == 1:
                self._alone.append(made[0])

    def sort(self, marks: Sequence[ReadMark]) -> Sorted:
        """What the marks of one of those questions mean."""
        made = [n for n, mark in enumerate(marks) if mark.mark in (Mark.MARKED, Mark.BLACK)]
        clearest = max((marks[n].strength for n in made if marks[n].mark is Mark.MARKED), default=0.0)
        others = list(self._alone)
        if len(made) == 1:
            others.remove(marks[made[0]])
        usual = median(other.strength for other in others) if others else 0.0
        if len(made) == 1 and usual >= HEAVY:
            # Who fills boxes to choose them chose this one, too, and leaves no faint marks.
            clearest = marks[made[0]].strength
        unsure = tuple(
            n
            for n, mark in enumerate(marks)
            if mark.mark is Mark.UNSURE
            and not (mark.found and clearest >= CLEAR and mark.strength * FAINTER <= clearest)
        )
        black = [n for n in made if marks[n].mark is Mark.BLACK and not (usual >= HEAVY and _filled(marks[n]))]
        if not black:
            return Sorted(tuple(made), (), unsure)
        if len(made) == 1:
            lone = marks[made[0]]
            filled = lone.strength < WHOLLY or (usual >= DENSE and not _solid(lone))
            choice = usual >= HEAVY or (bool(others) and filled)
            return Sorted(tuple(made), (), unsure) if choice else Sorted((), (), (*unsure, *made))
        return self._several(marks, made, black, unsure, others, usual)

    def _several(
        self,
        marks: Sequence[ReadMark],
        made: Sequence[int],
        black: Sequence[int],
        unsure: tuple[int, ...],
        others: Sequence[ReadMark],
        usual: float,
    ) -> Sorted:
        """What several marks mean, of which some are black."""
        # Who elsewhere left no paper to be seen in a box that stands alone did not mean to undo that one.
        told = not any(_solid(other) for other in others)
        solid = tuple(n for n in black if told and _solid(marks[n]))
        blackest = min((marks[n].strength for n in solid), default=0.0)
        heaviest = max((marks[n].strength for n in made if n not in solid), default=1.0)
        open_ = all(_open(marks[n]) for n in made if n not in solid) and all(_open(other) for other in others)
        apart = heaviest <= blackest - APART and (heaviest >= HEAVY or usual < HEAVY)
        if solid and len(solid) < len(made) and (apart or open_):
            return Sorted(tuple(n for n in made if n not in solid), solid, unsure)
        beside = tuple(n for n in made if n not in black)
        lighter = max((marks[n].strength for n in beside), default=0.0)
        if usual < HEAVY:
            if lighter >= HEAVY:
                return Sorted(beside, (), (*unsure, *black))
            if lighter >= DENSE or usual >= DENSE:
                return Sorted(beside, solid, (*unsure, *(n for n in black if n not in solid)))
            return Sorted(beside, tuple(black), unsure)
        darkest = max(other.strength for other in others) + BLACKER
        far = tuple(n for n in black if marks[n].strength >= max(darkest, lighter + BLACKER))
        undone = tuple(n for n in far if n in solid)
        if darkest <= WHOLLY and (far or all(marks[n].strength < darkest for n in black)):
            left_over = tuple(n for n in far if n not in undone)
            return Sorted(tuple(n for n in made if n not in far), undone, (*unsure, *left_over))
        left = [n for n in made if n not in undone]
        strengths = [marks[n].strength for n in left]
        if left and max(strengths) - min(strengths) > ALIKE:
            return Sorted(tuple(n for n in left if n not in black), undone, (*unsure, *(n for n in left if n in black)))
        return Sorted(tuple(left), undone, unsure)


def _filled(mark: ReadMark) -> bool:
    """Whether paper shows through, or the outline can be seen."""
    return mark.evenness < GAPS or mark.rim < COVERED


def _open(mark: ReadMark) -> bool:
    """Whether much of the paper along the outline can be seen, so that nobody can have meant to black the box out."""
    return mark.mark is Mark.MARKED or mark.rim <= OPEN


def _solid(mark: ReadMark) -> bool:
    return mark.strength >= WHOLLY and mark.evenness >= EVENLY and mark.rim >= COVERED and mark.mark is Mark.BLACK
