"""Boxes read by auto-multiple-choice beside us: the same pages, the same run, accuracy and pages a minute and core.

auto-multiple-choice reads forms of its own. So the four discs that it looks for are printed in the corners of ours, and
its own program (`AMC-detect`) is told where our boxes stand. It gives the darkness of each; which darkness means a mark
is chosen, in its favour, as what does best on these very pages. It is no part of Inloop; `scripts/setup --for bench`
installs it where apt has it.
"""

from __future__ import annotations

import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

import cv2
import numpy as np

from benchmarks.paper import cpu_seconds
from benchmarks.result import Progress, Result
from benchmarks.worn.kinds import KINDS, Paper
from benchmarks.worn.people import Meant, areas, fill_in
from benchmarks.worn_paper import chosen, printed
from channels.paper.batch import read_file
from channels.printed.layout import Box
from models.vocabulary import AnswerState
from scans.documents import Decoder

DETECT = Path("/usr/libexec/AMC/exec/AMC-detect")
SHEETS = 3
PEER_KINDS = ("flat", "skewed", "noise", "copied", "shadowed", "turned", "photo")

PX_PER_MM = 300 / 25.4
DISC = 5.0
"""mm across."""

CORNERS = ((8.0, 8.0), (202.0, 8.0), (202.0, 289.0), (8.0, 289.0))
INNER = 0.8
"""Part of a box's side that is looked at, as in auto-multiple-choice by default."""

_END = "__END__"


@dataclass(slots=True)
class _Score:
    """Of one kind. `darkness` has, for each box that auto-multiple-choice measured, whether it was meant, and how dark
    it is; a page that it gave up counts in `lost` and costs it no box."""

    pages: int = 0
    lost: int = 0
    boxes: int = 0
    ours_wrong: int = 0
    ours_review: int = 0
    ours_cpu: float = 0.0
    cpu: float = 0.0
    darkness: list[tuple[bool, float]] = field(default_factory=list)

    def wrong(self) -> int:
        """Of what was measured, at the threshold that does best."""
        meant, dark = (np.array(column) for column in zip(*self.darkness, strict=True))
        return min(int(((dark > level) != meant).sum()) for level in np.arange(0.02, 0.8, 0.01))


def run(progress: Progress) -> list[Result]:
    """Every kind; nothing where auto-multiple-choice is not installed."""
    if not DETECT.exists():
        return []
    seed = secrets.randbelow(10**6)
    scores = {}
    for kind in PEER_KINDS:
        progress(f"boxes beside auto-multiple-choice: {kind}")
        scores[kind] = _measured(kind, seed)
    results = [Result("peer_boxes", "seed", float(seed), "")]
    for kind, score in scores.items():
        theirs = f"auto-multiple-choice, {kind}"
        if score.darkness:
            share = 100 * score.wrong() / len(score.darkness)
            results.append(Result("peer_boxes", f"{theirs}: boxes wrong", share, f"% of {len(score.darkness)}"))
        results += [
            Result("peer_boxes", f"{theirs}: pages given up", score.lost, f"of {score.pages}"),
            Result("peer_boxes", f"ours, {kind}: wrong", 100 * score.ours_wrong / score.boxes, f"% of {score.boxes}"),
            Result("peer_boxes", f"ours, {kind}: to review", 100 * score.ours_review / score.boxes, "%"),
        ]
    pages = sum(score.pages for score in scores.values())
    ours = 60 * pages / sum(score.ours_cpu for score in scores.values())
    theirs_speed = 60 * pages / sum(score.cpu for score in scores.values())
    return [
        *results,
        Result("peer_boxes", "ours: pages a minute and core", ours, "1/min"),
        Result("peer_boxes", "auto-multiple-choice: pages a minute and core", theirs_speed, "1/min"),
        Result("peer_boxes", "times as many pages as auto-multiple-choice", ours / theirs_speed, "x", at_least=1),
    ]


def _measured(kind: str, seed: int) -> _Score:
    score = _Score()
    form, definition, blank = printed()
    for sheet in blank:
        for x, y in CORNERS:
            middle = (round(x * PX_PER_MM), round(y * PX_PER_MM))
            cv2.circle(sheet, middle, round(DISC / 2 * PX_PER_MM), (0, 0, 0), -1, cv2.LINE_AA)
    with Decoder() as decoder:
        for at in range(SHEETS):
            rng = np.random.default_rng([seed + at, sum(map(ord, kind))])
            pages = [page.copy() for page in blank]
            meant = fill_in(pages, form.layout, definition, rng)
            for number, page in enumerate(pages, start=1):
                boxes = [box for on, box in form.layout.boxes() if on == number and box.question in meant.ticked]
                if not boxes:
                    continue
                data = KINDS[kind](Paper(page, tuple(areas(form.layout, number)), pages[number - 2]), rng)
                start = cpu_seconds()
                reading = read_file(data, known=lambda *_: definition, decoder=decoder)
                score.ours_cpu += cpu_seconds() - start
                score.pages += 1
                found = {r.question: r for document in reading.documents for r in document.readings}
                for key in {box.question for box in boxes} - meant.doubtful:
                    asked = sum(box.question == key for box in boxes)
                    score.boxes += asked
                    if key in found and found[key].state is AnswerState.UNCERTAIN:
                        score.ours_review += asked
                    else:
                        value = found[key].value if key in found else None
                        score.ours_wrong += len(chosen(value) ^ meant.ticked[key])
                _theirs(score, data, boxes, meant)
        start = cpu_seconds()
    score.ours_cpu += cpu_seconds() - start
    return score


def _theirs(score: _Score, data: bytes, boxes: Sequence[Box], meant: Meant) -> None:
    start = cpu_seconds()
    with tempfile.NamedTemporaryFile(suffix=".jpg") as scan:
        scan.write(data)
        scan.flush()
        dark = _darkness(scan.name, boxes)
    score.cpu += cpu_seconds() - start
    if dark is None:
        score.lost += 1
        return
    for box, one in zip(boxes, dark, strict=True):
        if box.question not in meant.doubtful and (box.question, box.option) not in meant.undone:
            score.darkness.append((box.option in meant.ticked[box.question], one))


def _darkness(scan: str, boxes: Sequence[Box]) -> list[float] | None:
    """How dark each box is, 0 to 1; None if its discs were not found."""
    width, height, disc = (str(round(side * PX_PER_MM, 2)) for side in (210.0, 297.0, DISC))
    command = [str(DETECT), "-x", width, "-y", height, "-d", disc, "-p", "0.2", "-m", "0.2", "-c", "3", "-t", "0.6"]
    process = subprocess.Popen([*command, "-o", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        if sum("Frame[" in line for line in _asked(process, f"load {scan}")) < len(CORNERS):
            return None
        points = " ".join(f"{x * PX_PER_MM:.2f},{y * PX_PER_MM:.2f}" for x, y in CORNERS)
        _asked(process, f"optim {points}")
        return [_measure(process, box) for box in boxes]


def _measure(process: subprocess.Popen[str], box: Box) -> float:
    sides = (box.x, box.x + box.w, box.y, box.y + box.h)
    answer = _asked(process, f"mesure0 {INNER} square " + " ".join(f"{side * PX_PER_MM:.2f}" for side in sides))
    black, all_of_it = next(line.split()[1:3] for line in answer if line.startswith("PIX "))
    return int(black) / max(int(all_of_it), 1)


def _asked(process: subprocess.Popen[str], request: str) -> list[str]:
    requests, answers = cast(IO[str], process.stdin), cast(IO[str], process.stdout)
    requests.write(f"{request}\n")
    requests.flush()
    return list(_until_end(answers))


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.strip() == _END:
            return
        yield line.strip()
