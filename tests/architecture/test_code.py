"""What a reader may rely on in every file."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from tests.architecture.repository import ROOT, modules, text_files, tracked_files

LONGEST_FILE = 400
"""Lines. About 300 is where to ask whether a file is two."""

UNWANTED = {
    "a registry's address": re.compile(r"files\.pythonhosted\.org|pypi\.org/|registry\.npmjs\.org|deb\.debian\.org"),
    "a path of one machine": re.compile(r"/(?:root|work)/[a-z]|/home/[a-z]+/"),
    "a private key": re.compile("-----BEGIN [A-Z ]*" + "PRIVATE KEY-----"),
    "a Twilio account": re.compile(r"\bAC[0-9a-f]{32}\b"),
    "a cloud key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
}
MADE_UP = {"AC" + "0" * 32}
"""Looks like a secret, and is an example."""


def test_no_file_is_too_long_to_be_one_idea() -> None:
    grown = [path for path in modules() if "versions" not in path.parts]  # a migration is written once, by a machine
    lengths = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in grown}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_error_is_caught_without_saying_which() -> None:
    def is_blind(handler: ast.ExceptHandler) -> bool:
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        return any(kind is None or (isinstance(kind, ast.Name) and kind.id.endswith("Exception")) for kind in kinds)

    blind = [
        f"{path}:{node.lineno}"
        for path, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.ExceptHandler) and is_blind(node)
    ]
    assert blind == []


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{path}: {match}"
        for path, text in text_files()
        if path != Path(__file__).relative_to(ROOT)
        for match in UNWANTED[what].findall(text)
        if match not in MADE_UP
    ]
    assert found == []


def test_every_python_file_can_be_found_by_what_it_says_it_is_for() -> None:
    silent = [str(path) for path, module in modules().items() if module.body and ast.get_docstring(module) is None]
    assert silent == []


def _catalogues() -> dict[Path, dict[str, str]]:
    """Each file of texts that people hear or read, flattened to dotted keys."""

    def flat(table: dict[str, object], prefix: str = "") -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in table.items():
            found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": str(value)}
        return found

    files = [path for path in tracked_files() if path.suffix == ".toml" and path.parent.name == "texts"]
    return {path: flat(tomllib.loads((ROOT / path).read_text(encoding="utf-8"))) for path in files}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("path", _catalogues(), ids=str)
def test_a_catalogue_of_texts_has_what_the_dutch_one_has(path: Path) -> None:
    texts, dutch = _catalogues()[path], _catalogues()[path.with_name("nl.toml")]
    assert texts.keys() == dutch.keys()
    assert {key: _places(text) for key, text in texts.items()} == {key: _places(text) for key, text in dutch.items()}
    assert [key for key, text in texts.items() if not text.strip()] == []
