"""Whatever the desk says, it says in English too; and nothing is said that cannot be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment

from intake.desk.language import english
from tests.architecture.repository import ROOT, modules, tracked_files
from tests.desk_texts import TEMPLATES, said, texts

PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")
DUTCH = re.compile(r"\b(?:de|het|een|niet|van|deze|dit|uw|wordt|voor|naar|geen|nog|bij)\b")
"""Words of which no Dutch sentence has none, and no English one has any."""
SAID_AS_IT_IS = frozenset({"Inloop", "English", "Nederlands", "Enter", "Ctrl", "Alt", "Tab"})
STORED = frozenset({"bij het meetypen ongedaan gemaakt"})
"""Written into the history in Dutch, for every reader alike."""


def test_every_text_has_an_english_one() -> None:
    assert {text: place for text, place in texts().items() if text not in english()} == {}


def test_there_is_no_english_for_what_nobody_says_any_more() -> None:
    assert sorted(english().keys() - texts().keys()) == []


def test_both_have_the_same_places_to_fill_in() -> None:
    pairs = english().items()
    uneven = [dutch for dutch, other in pairs if sorted(PLACES.findall(dutch)) != sorted(PLACES.findall(other))]
    assert uneven == []


@pytest.mark.parametrize(
    "path", [path for path in tracked_files() if TEMPLATES in path.parents], ids=lambda path: path.name
)
def test_a_template_says_nothing_in_one_language_only(path: Path) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    tokens = Environment().lex(_without_translated(source))  # noqa: S701
    shown = "".join(one if kind == "data" else " " for _, kind, one in tokens)
    attributes = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', shown)
    words = re.findall(r"[A-Za-zÀ-ÿ]{3,}", " ".join([re.sub(r"<[^>]*>|&[\w#]+;", " ", shown), *attributes]))
    assert [word for word in words if word not in SAID_AS_IT_IS] == []


def _without_translated(source: str) -> str:
    """The template without what is translated as a block, and without blocks that hold attributes."""
    return re.sub(r"\{%-?\s*(trans\b.*?endtrans|set \w+ -?%\}.*?endset)\s*-?%\}", "", source, flags=re.DOTALL)


def test_python_says_no_dutch_that_is_not_looked_up() -> None:
    lost = [
        f"{path}:{node.lineno}: {node.value}"
        for path, module in modules().items()
        if path.parts[:2] == ("intake", "desk")
        for node in _strings(module)
        if node.value.count(" ") > 1 and DUTCH.search(node.value) and node.value not in STORED
    ]
    assert lost == []


def _strings(module: ast.Module) -> list[ast.Constant]:
    """Strings that are neither looked up nor say what something is for."""
    known = {text for text, _ in said(module)}
    spoken = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in spoken
        and node.value not in known
    ]
