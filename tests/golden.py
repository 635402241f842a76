"""Golden files: what the product said when somebody last read it and found it right."""

from __future__ import annotations

import difflib
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


class _Mode:
    rewrite = False
    """Set by `pytest --rewrite-golden`: write what is said now, for somebody to read in the difference."""


def rewrite(wanted: bool) -> None:
    """What the command line of pytest asked for."""
    _Mode.rewrite = wanted


def compare(path: str | Path, text: str) -> None:
    """Hold `text` against the golden file `path`, relative to tests/golden.

    :raises AssertionError: they differ, or there is no such file; says how, and how to keep the new text.
    """
    file = GOLDEN / path
    text = text.rstrip("\n") + "\n"
    if _Mode.rewrite:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    if kept == text:
        return
    lines = difflib.unified_diff(kept.splitlines(), text.splitlines(), f"golden/{path}", "now", lineterm="", n=3)
    raise AssertionError(
        "\n".join(lines) + "\n\nIf this is right: run this test with --rewrite-golden and read the difference."
    )
