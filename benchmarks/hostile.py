"""What files that were made to bring a reader down cost: seconds, and the most memory that any process took.

Each is read by a process of its own, which starts its decoder as a worker does.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from typing import Any

from benchmarks.result import Progress, Result
from channels.paper.batch import read_file
from models.errors import Rejected
from tests.traps import TRAPS

MOST_MIB = 1024
MOST_SECONDS = 30


def run(progress: Progress) -> list[Result]:
    """Every trap."""
    results: list[Result] = []
    for name in TRAPS:
        progress(f"hostile files: {name}")
        cost = measured(name)
        said = ", ".join(cost["said"]) or "read"
        results += [
            Result("hostile", f"{name} ({said}): time", cost["seconds"], "s", at_most=MOST_SECONDS),
            Result("hostile", f"{name}: memory of its decoder", cost["mib"], "MiB", at_most=MOST_MIB),
        ]
    return results


def measured(name: str) -> dict[str, Any]:
    """`seconds`, `mib` (the largest process) and what was `said` of one trap.

    :raises subprocess.CalledProcessError: its reader died.
    """
    command = [sys.executable, "-m", "benchmarks.hostile", name]
    cost: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return cost


def _read(name: str) -> dict[str, Any]:
    data = TRAPS[name]()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    try:
        said = [problem.code for problem in read_file(data, known=lambda *_: None).problems]
    except Rejected as refused:
        said = [refused.code]
    seconds = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own
    decoder = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"seconds": seconds, "mib": max(grown, decoder) / 1024, "said": said[:3]}


if __name__ == "__main__":
    print(json.dumps(_read(sys.argv[1])))
