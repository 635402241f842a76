"""The process `inloop watch`, as it is really run."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.commands import PROGRAM, environment
from tests.installation import Installation
from tests.integration.desk.town import page_image
from tests.waiting import eventually


def test_it_takes_in_what_comes_and_ends_when_it_is_asked(
    watching: Callable[..., Installation], tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    away = tmp_path / "away"
    inloop = watching(f"zaandijk={away}; zaandijk={share}")
    (share / "maandag.png").write_bytes(page_image("Beste gemeente,"))
    settings = {"database_url": inloop.settings.database_url, "watch": f"zaandijk={away}; zaandijk={share}"}
    process = subprocess.Popen(
        [PROGRAM, "watch"], env=environment(inloop.settings.home, settings), stderr=subprocess.PIPE, text=True
    )
    try:
        eventually((share / "verwerkt" / "maandag.png").exists, "a folder that is away holds up no other", seconds=60)
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert told.count(str(away)) == 2, "once as the place and once in the reason: what is wrong is told once"


def test_one_look_tells_of_each_place_and_fails_if_one_cannot_be_used(
    watching: Callable[..., Installation], tmp_path: Path
) -> None:
    away = tmp_path / "away"
    inloop = watching(f"zaandijk={away}")
    settings = {"database_url": inloop.settings.database_url, "watch": f"zaandijk={away}"}
    done = subprocess.run(
        [PROGRAM, "watch", "--once"],
        env=environment(inloop.settings.home, settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    line = json.loads(done.stdout)
    assert (line["place"], line["problem"], line["taken"]) == (str(away), "no_folder", [])
