"""Every command that a document tells people to give, given.

A fenced block whose first line is ```console run``` is given to a shell, in a folder that looks like the project's and
with a fresh `INLOOP_HOME`. The blocks of one document follow upon one another. Lines after a command are what it must
print; `…` stands for anything, also for lines. A block marked ```console``` alone is shown and not run: it needs root,
a network, or would not end.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, tracked_files
from tests.commands import loaded_program


@dataclass(frozen=True)
class Command:
    line: int
    text: str
    output: str


def _commands(document: Path) -> list[Command]:
    found: list[Command] = []
    running = False
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("```"):
            running = line.split()[0] == "```console" and "run" in line.split()[1:]
        elif running and line.startswith("$ "):
            found.append(Command(number, line.removeprefix("$ "), ""))
        elif running and found:
            last = found.pop()
            continued = last.text.endswith("\\") and not last.output
            found.append(
                Command(last.line, f"{last.text}\n{line}", "")
                if continued
                else Command(last.line, last.text, f"{last.output}{line}\n")
            )
    return found


DOCUMENTS = [path for path in tracked_files() if path.suffix == ".md" and _commands(ROOT / path)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_commands_do_what_the_document_says(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "inloop"
    folder.mkdir()
    for entry in {path.parts[0] for path in tracked_files()}:
        (folder / entry).symlink_to(ROOT / entry)
    environment = {
        "PATH": os.pathsep.join([str(loaded_program().parent), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(tmp_path),
        "INLOOP_HOME": str(tmp_path / "var"),
        "LANG": "C.UTF-8",
    }
    for command in _commands(ROOT / document):
        ended = subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", command.text],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        where = f"{document}:{command.line}: {command.text}"
        assert ended.returncode == 0, f"{where}\n{ended.stdout}{ended.stderr}"
        if command.output.strip():
            assert _matches(command.output, ended.stdout), f"{where}\nprinted:\n{ended.stdout}"


def _matches(expected: str, printed: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in expected.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


def test_a_mark_stands_for_what_differs_each_time() -> None:
    assert _matches("4821 v…\n", "4821 v1\n")
    assert _matches("first\n…\nlast\n", "first\nsecond\nthird\nlast\n")
    assert not _matches("4821 v1\n", "4821 v2\n")
