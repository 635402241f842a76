"""Imports only point down, and a vendor can be replaced by rewriting one file or folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, imported, modules

ONE_FILE = {
    "twilio": "channels/twilio/",
    "pytesseract": "scans/engines/tesseract.py",
    "tesserocr": "scans/engines/tesserocr.py",
    "rapidocr": "scans/engines/rapidocr.py",
    "granian": "intake/web.py",
    "typst": "channels/printed/typesetting.py",
    "prometheus_client": "intake/health.py",
}
"""Who may import a vendor's package. The file may not exist yet; nobody else may take its place."""


def test_imports_point_down() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run([lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(("vendor", "file"), ONE_FILE.items())
def test_a_vendor_appears_in_one_file(vendor: str, file: str) -> None:
    users = {str(path) for path, module in modules().items() if vendor in imported(module)}
    assert {user for user in users if user != file and not (file.endswith("/") and user.startswith(file))} == set()
