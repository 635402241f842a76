"""Whatever holds a delivery up is said to staff in their own words."""

from __future__ import annotations

import ast

from intake.desk.publishing_words import PROBLEMS
from tests.architecture.repository import modules

FOLDERS = ("intake/openstad", "intake/deliveries")
RAISED = ("LineHeld", "ItemRefused", "Unclear")
SAID_ELSEWHERE = frozenset({"pace"})
"""Nobody need be told that the platform has a pace."""


def raised() -> set[str]:
    found: set[str] = set()
    for path, module in modules().items():
        if not str(path).startswith(FOLDERS):
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                given = {word.arg: word.value for word in node.keywords}
                code = given.get("code")
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
    return found


def test_every_problem_of_a_delivery_has_words_at_the_desk() -> None:
    codes = raised()
    assert len(codes) > 20
    assert sorted(codes - SAID_ELSEWHERE - set(PROBLEMS)) == []
