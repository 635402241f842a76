"""Long work shows how far it is on a terminal, and nothing of that where its output goes into a file."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.commands import PATIENCE_SECONDS, PROGRAM, environment, inloop
from tests.paper_kit import as_tiff

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(autouse=True)
def _loaded(home: Path, sample: Path) -> None:
    inloop(home, "consultation", "load", str(sample))


def on_a_terminal(home: Path, *arguments: str) -> str:
    """All that stands on the terminal at the end, which both outputs go to."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *arguments], env=environment(home, {}), stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    process.wait(PATIENCE_SECONDS)
    return shown.decode()


def percentages(shown: str) -> list[int]:
    return [int(number) for number in re.findall(r"(\d+)%", shown)]


def test_one_file_of_several_pages_moves_the_bar_and_its_line_stands_alone(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "stapel.tif"
    file.write_bytes(as_tiff([np.full((1100, 800), 250, np.uint8)] * 4))
    shown = on_a_terminal(home, "scan", str(file), "--wait")
    assert {25, 50, 75, 100} <= set(percentages(shown))
    assert '\x1b[K{"file"' in shown, "what stood of the bar on that line is taken away"
    assert "%" not in inloop(home, "scan", str(file), "--wait").stderr


def test_a_print_run_tells_how_far_it_is(home: Path, tmp_path: Path) -> None:
    arguments = ("form", "4821", "-o", str(tmp_path / "formulieren.pdf"))
    assert 100 in percentages(on_a_terminal(home, *arguments, "--copies", "5"))
    assert percentages(on_a_terminal(home, *arguments)) == []
