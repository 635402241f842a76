"""Typed letters read by OCRmyPDF beside us: the same pages in the same run, accuracy and pages a minute and core.

OCRmyPDF is told to turn, straighten and clean each page by itself (`--rotate-pages --deskew --clean`), with one thread
of Tesseract as we have. It is no part of Inloop; `scripts/setup --for bench` installs it where apt has it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks.paper import cpu_seconds
from benchmarks.result import Progress, Result
from benchmarks.worn.kinds import KINDS, Paper
from benchmarks.worn.letters import Letter, letter
from channels.paper.letters import BADLY
from models.errors import TryAgain
from scans.documents import Decoder, Grey
from scans.engines.tesseract import Tesseract
from scans.print import PrintedPage, read_print

LETTER_KINDS = ("flat", "skewed", "noise", "fax_fine", "shadowed", "copied", "photo")
LETTERS = 12
TRIES = 3
BAD = 0.05
"""Part of a page's characters that is wrong, from which a reading is bad."""

_SAME = str.maketrans({"„": '"', "”": '"', "“": '"', "’": "'", "‘": "'", "\u2013": "-", "\u2014": "-"})


@dataclass(slots=True)
class Score:
    """Of the pages of one kind of damage: characters and wrong ones, and seconds of CPU. `unsaid`: pages that were read
    badly and not said to be; `said`: pages said to be read badly; `failed`: pages that the peer refused."""

    pages: int = 0
    characters: int = 0
    wrong: int = 0
    unsaid: int = 0
    said: int = 0
    cpu: float = 0.0
    peer_wrong: int = 0
    peer_failed: int = 0
    peer_cpu: float = 0.0

    def rate(self) -> float:
        return 100 * self.wrong / self.characters

    def peer_rate(self) -> float:
        return 100 * self.peer_wrong / self.characters


def run(progress: Progress) -> list[Result]:
    """All kinds of damage; the seed is among the figures."""
    peer, seed = shutil.which("ocrmypdf"), secrets.randbelow(10**6)
    if peer is None:
        print("OCRmyPDF is not installed: letters are measured without it.", file=sys.stderr)
    scores: dict[str, Score] = {}
    for kind in LETTER_KINDS:
        progress(f"letters: {kind}")
        scores[kind] = measured(kind, seed, peer)
    return [Result("peer_letters", "seed", float(seed), ""), *results(scores, with_peer=peer is not None)]


def results(scores: dict[str, Score], *, with_peer: bool) -> list[Result]:
    """Each kind, and all of them together."""
    out: list[Result] = []
    for kind, score in scores.items():
        most = 0.15 if kind == "flat" else None
        out.append(Result("peer_letters", f"ours, {kind}: characters wrong", score.rate(), "%", at_most=most))
        if with_peer:
            out.append(Result("peer_letters", f"OCRmyPDF, {kind}: characters wrong", score.peer_rate(), "%"))
    pages = sum(one.pages for one in scores.values())
    wrong, characters = sum(one.wrong for one in scores.values()), sum(one.characters for one in scores.values())
    cpu = sum(one.cpu for one in scores.values())
    said = 100 * sum(one.said for one in scores.values()) / pages
    unsaid = sum(one.unsaid for one in scores.values())
    out += [
        Result("peer_letters", "ours: characters wrong", 100 * wrong / characters, "%", at_most=1.5),
        Result("peer_letters", "ours: CPU", cpu / pages, "s a page", at_most=1.5),
        Result("peer_letters", "ours: pages a minute and core", 60 * pages / cpu, "1/min", at_least=40),
        Result("peer_letters", "ours: pages read badly and not said to be", unsaid, f"of {pages}", at_most=0),
        Result("peer_letters", "ours: pages said to be read badly", said, "%", at_most=10),
    ]
    if with_peer:
        theirs, their_cpu = sum(one.peer_wrong for one in scores.values()), sum(one.peer_cpu for one in scores.values())
        failed = sum(one.peer_failed for one in scores.values())
        out += [
            Result("peer_letters", "OCRmyPDF: characters wrong", 100 * theirs / characters, "%"),
            Result("peer_letters", "OCRmyPDF: pages refused", failed, f"of {pages}"),
            Result("peer_letters", "OCRmyPDF: pages a minute and core", 60 * pages / their_cpu, "1/min"),
            Result("peer_letters", "its wrong characters to ours", theirs / max(wrong, 1), "times", at_least=1),
            Result("peer_letters", "our pages a minute to its", their_cpu / cpu, "times", at_least=1),
        ]
    return out


def measured(kind: str, seed: int, peer: str | None, count: int = LETTERS) -> Score:
    """Letters with one kind of damage. `peer`: the path of OCRmyPDF."""
    score = Score()
    with Decoder() as decoder:
        for number in range(seed % 1000, seed % 1000 + count):
            written = letter(number)
            rng = np.random.default_rng([seed, number, sum(map(ord, kind))])
            with decoder.open(KINDS[kind](Paper(written.sheet, (), written.sheet), rng)) as document:
                page = document.image(1, 300)
            _ours(score, page.image, page.dpi, written)
            if peer is not None:
                before = cpu_seconds()
                text = _peer(peer, page.image, page.dpi)
                score.peer_cpu += cpu_seconds() - before
                score.peer_failed += text is None
                score.peer_wrong += _distance(text or "", written)
    return score


def _ours(score: Score, image: Grey, dpi: float, written: Letter) -> None:
    read, cpu = _read(image, dpi)
    score.cpu += cpu
    wrong, length = _distance(" ".join(line.text for line in read.lines), written), len(_text(written))
    said = read.confidence < BADLY
    score.pages, score.characters, score.wrong = score.pages + 1, score.characters + length, score.wrong + wrong
    score.said += said
    score.unsaid += wrong > BAD * length and not said


def _read(image: Grey, dpi: float, tries: int = TRIES) -> tuple[PrintedPage, float]:
    """The page and the seconds of CPU; read again where a busy machine made Tesseract too slow for its limit.

    :raises TryAgain: it was each time.
    """
    before = cpu_seconds()
    try:
        return read_print(image, dpi, Tesseract(), ["nl"]), cpu_seconds() - before
    except TryAgain:
        if tries == 1:
            raise
        return _read(image, dpi, tries - 1)


def _text(written: Letter) -> str:
    return " ".join(" ".join(written.lines).split()).translate(_SAME)


def _distance(read: str, written: Letter) -> int:
    return Levenshtein.distance(" ".join(read.split()).translate(_SAME), _text(written))


def _peer(program: str, image: Grey, dpi: float) -> str | None:
    """What OCRmyPDF reads; None if it refuses the page."""
    with tempfile.TemporaryDirectory() as scratch:
        page, text = Path(scratch) / "page.png", Path(scratch) / "text.txt"
        cv2.imwrite(str(page), image)
        options = ["-l", "nld", "--jobs", "1", "--deskew", "--clean", "--rotate-pages", "--image-dpi", str(round(dpi))]
        command = [program, *options, "--output-type", "pdf", "--sidecar", str(text), str(page), f"{scratch}/out.pdf"]
        alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(command, check=False, capture_output=True, env=alone)
        return text.read_text(encoding="utf-8") if done.returncode == 0 else None
