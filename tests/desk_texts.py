"""Every Dutch text of the desk that is looked up when it is shown, found in templates and in Python."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_file

from tests.architecture.repository import ROOT, modules, tracked_files

TEMPLATES = Path("intake/desk/templates")
LOOKED_UP = frozenset({"_", "Phrase"})


@cache
def texts() -> dict[str, str]:
    """Text → a place where it is said."""
    return {**_in_templates(), **_in_python()}


def _in_templates() -> dict[str, str]:
    found = {}
    for path in tracked_files():
        if TEMPLATES not in path.parents:
            continue
        for line, text, _, _ in extract_from_file("jinja2.ext:babel_extract", ROOT / path):
            for one in text if isinstance(text, tuple) else (text,):
                if isinstance(one, str):
                    found[one] = f"{path}:{line}"
    return found


def _in_python() -> dict[str, str]:
    return {
        text: f"{path}:{line}"
        for path, module in modules().items()
        if path.parts[0] == "intake"
        for text, line in said(module)
    }


def said(module: ast.Module) -> list[tuple[str, int]]:
    """Texts in `_("…")`, `Phrase("…")`, and the values of `Words({…})`, with their lines."""
    found = []
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        first = node.args[0]
        if node.func.id in LOOKED_UP and isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.append((first.value, node.lineno))
        if node.func.id == "Words" and isinstance(first, ast.Dict):
            found += [(one.value, one.lineno) for one in first.values if isinstance(one, ast.Constant)]
    return [(text, line) for text, line in found if isinstance(text, str)]
