"""Runs the benchmarks, or those that are named: a table on stdout, and benchmarks/results.json.

The exit code tells whether all could be run, not whether their targets were reached: a busy machine is no defect.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import platform
import sqlite3
import sys
import traceback
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import benchmarks
from benchmarks.result import Result

RESULTS = Path(__file__).with_name("results.json")
TELLING = ("flask", "granian", "opencv-python-headless", "psycopg", "pytesseract", "sqlalchemy", "twilio")
"""Packages whose version a figure depends on most."""


def main(names: list[str]) -> int:
    found = _find()
    unknown = sorted(set(names) - found.keys())
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    conditions = _conditions()
    results: list[Result] = []
    failed: list[str] = []
    for name in names or found:
        try:
            results += found[name].run(_show)
        except Exception:  # noqa: BLE001  # whatever went wrong with one, the others are still worth measuring
            failed.append(name)
            _show("")
            traceback.print_exc()
    _show("")
    print(_table(results))
    document = {"conditions": conditions, "results": [asdict(each) | {"reached": each.reached} for each in results]}
    RESULTS.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if failed:
        print(f"could not be run: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _find() -> dict[str, ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "run")
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in names}
    return {name: module for name, module in modules.items() if callable(getattr(module, "run", None))}


def _show(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


def _conditions() -> dict[str, object]:
    """What the figures hold for."""
    models = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    system = [line.partition("=")[2].strip('"') for line in _lines("/etc/os-release") if line.startswith("PRETTY_NAME")]
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": next(iter(models), platform.machine()),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "system": next(iter(system), platform.system()),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in TELLING},
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _table(results: list[Result]) -> str:
    rows = [("benchmark", "what", "value", "unit", "wanted", "")]
    for each in results:
        wanted = "" if each.at_least is None else f">= {each.at_least:g}"
        wanted += "" if each.at_most is None else f"<= {each.at_most:g}"
        mark = {True: "reached", False: "MISSED", None: ""}[each.reached]
        digits = 0 if abs(each.value) >= 100 else 2
        rows.append((each.benchmark, each.what, f"{each.value:,.{digits}f}", each.unit, wanted, mark))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column == 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
