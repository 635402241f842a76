from pathlib import Path

import pytest

from tests import golden


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(golden, "GOLDEN", tmp_path)
    monkeypatch.setattr(golden._Mode, "rewrite", False)
    return tmp_path


def test_what_is_still_said_passes(folder: Path) -> None:
    (folder / "call.txt").write_text("Welkom.\n", encoding="utf-8")
    golden.compare("call.txt", "Welkom.")


def test_what_is_said_differently_is_shown_line_by_line(folder: Path) -> None:
    (folder / "call.txt").write_text("Welkom.\nToets 1.\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"(?s)-Toets 1\.\n\+Toets 2\.\n.*--rewrite-golden"):
        golden.compare("call.txt", "Welkom.\nToets 2.\n")


def test_a_script_nobody_has_read_yet_fails(folder: Path) -> None:
    with pytest.raises(AssertionError, match=r"\+Welkom\."):
        golden.compare("new.txt", "Welkom.")
    assert not (folder / "new.txt").exists()


def test_one_flag_writes_them_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden._Mode, "rewrite", True)
    golden.compare("deep/new.txt", "Welkom.")
    assert (folder / "deep/new.txt").read_text(encoding="utf-8") == "Welkom.\n"
