"""A shuffled batch of 192 sheets with missing, doubled and foreign pages, letters and blank backs, read in one go.

What is counted is not how well a box is read but whether every page is in one place, and nobody answers for another.
"""

from __future__ import annotations

import multiprocessing
import resource
import secrets
from pathlib import Path

from benchmarks.result import Progress, Result
from channels.paper.batch import read_file
from models.definition import Definition
from tests.stack import Stack, faults, stack

SHEETS = 192
PAGES_A_MINUTE = 100.0
"""Forms and letters mixed, one core: a letter takes about a second and a half, a form a fifth of one."""
MIB_A_PAGE = 1.0
"""So that a file of two thousand pages, the most there may be, stays within two gigabytes."""


def run(progress: Progress) -> list[Result]:
    """On a fresh seed; it is printed with the figures, so that a bad page can be made again."""
    seed = secrets.randbelow(10**9)
    progress(f"stack: writing {SHEETS} sheets, seed {seed}")
    made = stack(SHEETS, seed)
    progress(f"stack: reading {len(made.pages)} pages, seed {seed}")
    with multiprocessing.get_context("spawn").Pool(1) as apart:
        found, cpu, grown, documents = apart.apply(_read, (made,))
    pages = len(made.pages)
    what = f"{pages} pages, seed {seed}"
    return [
        Result("stack", f"pages misplaced or answers mixed: {what}", float(len(found)), "faults", at_most=0),
        Result("stack", "documents", float(documents), "documents"),
        Result("stack", "pages a minute and core", 60 * pages / cpu, "1/min", at_least=PAGES_A_MINUTE),
        Result("stack", "memory a page", grown / pages, "MiB", at_most=MIB_A_PAGE),
    ]


def _read(made: Stack) -> tuple[list[str], float, float, int]:
    """In a process of its own, whose memory is the reading's: faults, CPU seconds, MiB more than before, documents."""

    def known(code: str, version: int) -> Definition | None:
        return made.definition if (code, version) == ("5310", 1) else None

    data = made.pdf()
    resident = [_resident()]
    began = _cpu()
    reading = read_file(
        data, known=known, consultations=[made.definition], progress=lambda *_: resident.append(_resident())
    )
    return faults(made, reading), _cpu() - began, max(resident) - resident[0], len(reading.documents)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
