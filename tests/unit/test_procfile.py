"""Production and `make run` start the same commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.procfile import read_procfile
from models.errors import Rejected
from tests.architecture.repository import ROOT


def test_ours_has_web_worker_watcher_finder_of_names_and_a_release_step() -> None:
    commands = read_procfile(ROOT / "Procfile")
    assert list(commands) == ["web", "worker", "watch", "names", "release"]
    assert {argv[0] for argv in commands.values()} == {"inloop"}


def test_comments_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("# what runs\n\nweb: inloop web --title 'two words'\n")
    assert read_procfile(tmp_path / "Procfile") == {"web": ("inloop", "web", "--title", "two words")}


@pytest.mark.parametrize("line", ["inloop web", "web:", ": inloop web"])
def test_a_line_that_is_none_is_refused_by_number(tmp_path: Path, line: str) -> None:
    (tmp_path / "Procfile").write_text(f"worker: inloop work\n{line}\n")
    with pytest.raises(Rejected, match="line 2"):
        read_procfile(tmp_path / "Procfile")
