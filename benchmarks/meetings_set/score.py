"""How well notes are split: borders, labels and counts against the hand-labelled set beside this file.

`python -m benchmarks.meetings_set.score` prints a line a file; `-v` also what differs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.meetings_set.making import MARK, source, visible
from channels.meetings.notes import Notes, read_notes
from channels.meetings.splitting import split_notes

SET = Path(__file__).parent
KINDS = {"c": "contribution", "a": "answer", "l": "lesson", "p": "procedure", "h": "heading", "o": "left_over"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A labelled part; offsets count characters other than white space, so that formats can be compared."""

    kind: str
    start: int
    end: int
    supporters: int
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of borders (all, found by us, right), of labels and of supporters (all, right)."""

    borders: int = 0
    drawn: int = 0
    hit: int = 0
    labels: int = 0
    labels_right: int = 0
    counts: int = 0
    counts_right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in Score.__slots__))

    def line(self, name: str) -> str:
        recall, precision = self.hit / max(1, self.borders), self.hit / max(1, self.drawn)
        return (
            f"{name:28} borders {self.hit:3}/{self.borders:3} found {recall:4.0%}, right {precision:4.0%}   "
            f"labels {self.labels_right:3}/{self.labels:3} {self.labels_right / max(1, self.labels):4.0%}   "
            f"counts {self.counts_right:3}/{self.counts:3} {self.counts_right / max(1, self.counts):4.0%}"
        )


def labelled(marked: str, suffix: str) -> list[Stretch]:
    """The stretches that a person marked, in what a reader sees of such a file."""
    marks = list(MARK.finditer(marked))
    found: list[Stretch] = []
    at = 0
    for n, mark in enumerate(marks):
        text = marked[mark.end() : marks[n + 1].start() if n + 1 < len(marks) else len(marked)]
        text = visible(text, suffix)
        size = len("".join(text.split()))
        found.append(Stretch(KINDS[mark[1]], at, at + size, int(mark[2] or 1), text.strip()))
        at += size
    return found


def ours(notes: Notes) -> list[Stretch]:
    found: list[Stretch] = []
    at = 0
    for segment in split_notes(notes):
        size = len("".join(segment.text.split()))
        found.append(Stretch(segment.kind.value, at, at + size, segment.supporters, segment.text.strip()))
        at += size
    return [stretch for stretch in found if stretch.end > stretch.start]


def score(wanted: Sequence[Stretch], got: Sequence[Stretch], *, verbose: bool = False) -> Score:
    """A border is right at the same character. A label is right if most of the labelled stretch carries it."""
    if wanted[-1].end != got[-1].end:
        raise ValueError(f"{wanted[-1].end} characters were labelled, {got[-1].end} were read")
    borders, drawn = {s.start for s in wanted[1:]}, {s.start for s in got[1:]}
    labels = counts = counts_right = 0
    for one in wanted:
        shares: dict[str, int] = {}
        for other in got:
            overlap = min(one.end, other.end) - max(one.start, other.start)
            if overlap > 0:
                shares[other.kind] = shares.get(other.kind, 0) + overlap
        kind = max(shares, key=lambda k: shares[k])
        labels += kind == one.kind
        nearest = max(got, key=lambda other: min(one.end, other.end) - max(one.start, other.start))
        if one.kind == "contribution":
            counts += 1
            counts_right += nearest.supporters == one.supporters
        if verbose and (kind != one.kind or (one.kind == "contribution" and nearest.supporters != one.supporters)):
            print(f"    {one.kind} ({one.supporters}) taken for {kind} ({nearest.supporters}): {one.text[:70]!r}")
    if verbose:
        for start in sorted(borders ^ drawn):
            near = next(s for s in (*wanted, *got) if s.start == start)
            print(f"    {'missed' if start in borders else 'needless'} border before {near.text[:70]!r}")
    return Score(len(borders), len(drawn), len(borders & drawn), len(wanted), labels, counts, counts_right)


def score_file(path: Path, *, verbose: bool = False) -> Score:
    marked = path.read_text(encoding="utf-8")
    name = path.name.removesuffix(".marked")
    suffix = name.rpartition(".")[2]
    notes = read_notes(source(marked, suffix), name=name)
    return score(labelled(marked, suffix), ours(notes), verbose=verbose)


def main() -> None:
    verbose = "-v" in sys.argv
    for part in sorted(path for path in SET.iterdir() if path.is_dir() and not path.name.startswith("_")):
        total = Score()
        for path in sorted(part.glob("*.marked")):
            one = score_file(path, verbose=verbose)
            print(one.line(path.name.removesuffix(".marked")))
            total += one
        print(total.line(f"{part.name}, together"))


if __name__ == "__main__":
    main()
