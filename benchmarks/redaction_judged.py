"""How well redaction does on letters that were written for judging it: `benchmarks/letters_set`.

With the engine for names, where its extra is installed: persons, and streets and squares that are to be left alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from benchmarks.letters_set import fifth, fourth, second, third
from benchmarks.letters_set.fill import JudgedLetter, letters
from benchmarks.result import Progress, Result
from intake.privacy.addresses import houses
from intake.privacy.names.engine import finder_named
from intake.privacy.protected import Protected, houses_beside, persons_beside
from intake.privacy.redaction import propose
from intake.privacy.spans import Kind, Span, apart
from models.errors import Rejected

NAME = "redaction, unseen"
ROUNDS = 100

Place = tuple[int, int]


def run(progress: Progress) -> list[Result]:
    progress("redaction: unseen letters")
    dice = random.Random()
    filled = [letter for _ in range(ROUNDS) for letter in letters(dice)]
    results = of_hand("first hand", filled)
    hands = (("second hand", second), ("third hand", third), ("fourth hand", fourth), ("fifth hand", fifth))
    for hand, numbers in hands:
        more = [one for _ in range(ROUNDS) for one in letters(dice, numbers.LETTERS, numbers.MADE)]
        results += of_hand(hand, more)
    try:
        finder = finder_named("deduce")
    except Rejected:
        return results
    if finder is not None:
        progress("redaction: names in unseen letters")
        finder.warm_up()
        results += names(
            filled[: len(filled) // ROUNDS],
            [beside(one, finder.persons(one.text)) for one in filled[: len(filled) // ROUNDS]],
        )
    return results


def of_hand(hand: str, filled: Sequence[JudgedLetter]) -> list[Result]:
    wanted = [[place[:2] for place in letter.wanted if place[2] is not Kind.PERSON] for letter in filled]
    return identifiers(hand, wanted, [propose(letter.text) for letter in filled])


def identifiers(hand: str, wanted: Sequence[Sequence[Place]], proposed: Sequence[Sequence[Span]]) -> list[Result]:
    pairs = list(zip(wanted, proposed, strict=True))
    found = [_covered(place, spans) for places, spans in pairs for place in places]
    right = [any(_touch(span, place) for place in places) for places, spans in pairs for span in spans]
    return [
        Result(NAME, f"{hand}: identifiers found, of {len(found)}", sum(found) / len(found), "", at_least=0.99),
        Result(NAME, f"{hand}: proposals that are right, of {len(right)}", sum(right) / len(right), "", at_least=0.98),
    ]


def names(filled: Sequence[JudgedLetter], proposed: Sequence[Sequence[Span]]) -> list[Result]:
    pairs = list(zip(filled, proposed, strict=True))
    persons = [_covered(one[:2], spans) for letter, spans in pairs for one in letter.wanted if one[2] is Kind.PERSON]
    streets = [not any(_touch(span, one) for span in spans) for letter, spans in pairs for one in letter.streets]
    right = [
        any(_touch(span, one[:2]) for one in letter.wanted)
        for letter, spans in pairs
        for span in spans
        if span.kind is Kind.PERSON
    ]
    return [
        Result(NAME, f"persons found, of {len(persons)}", sum(persons) / len(persons), "", at_least=0.9),
        Result(NAME, f"streets left alone, of {len(streets)}", sum(streets) / len(streets), "", at_least=0.95),
        Result(NAME, f"persons that are persons, of {len(right)}", sum(right) / len(right), ""),
    ]


def beside(letter: JudgedLetter, persons: Iterable[Place]) -> tuple[Span, ...]:
    protected = Protected(frozenset(phrase.casefold() for phrase in letter.protected))
    numbered = apart(propose(letter.text), houses_beside(letter.text, houses(letter.text), protected))
    return apart(numbered, persons_beside(letter.text, persons, protected))


def _covered(place: Place, spans: Iterable[Span]) -> bool:
    return any(span.start <= place[0] and place[1] <= span.end for span in spans)


def _touch(span: Span, place: Place) -> bool:
    return span.start < place[1] and place[0] < span.end
