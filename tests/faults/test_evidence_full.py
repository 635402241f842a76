"""No room for originals: what needs none goes on, what needs some is not acknowledged."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.vocabulary import Status
from tests.commands import PROGRAM, environment
from tests.consultation import CODE, SOURCE
from tests.installation import Installation
from tests.media_host import MediaHost, running_media_host
from tests.rows import rows
from tests.time_passing import retries_come_due

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

LONG = "Er moet meer licht komen. " * 200
"""Longer than what is kept within the record itself."""

LARGEST_FILE = 1_000_000
"""Bytes that the disk in this test takes in one file."""


@pytest.fixture
def company() -> Iterator[MediaHost]:
    with running_media_host() as host:
        yield host


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path, company: MediaHost) -> Iterator[Installation]:
    """Where originals are to be kept, there is a file in the way."""
    in_the_way = tmp_path / "in-the-way"
    in_the_way.write_bytes(b"")
    evidence = str(in_the_way / "evidence")
    made = Installation(tmp_path / "home", sqlite_url, evidence_url=evidence, twilio_api_url=company.url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()


def repaired(made: Installation) -> None:
    Path(made.settings.evidence_url).parent.unlink()


def test_a_text_message_needs_no_room(inloop: Installation) -> None:
    for text in ("MEEDOEN 4821", "1", "1", "1", "Te donker " * 100):
        inloop.text(text)
    assert inloop.only().answer("why").value


def test_a_long_entry_is_not_acknowledged_and_can_be_brought_again(inloop: Installation) -> None:
    before = rows(inloop.services.store)
    answer = inloop.enter(CODE, {"safe": 1, "why": LONG}, key="k")
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert "in-the-way" not in answer.text
    assert rows(inloop.services.store) == before
    repaired(inloop)
    assert inloop.enter(CODE, {"safe": 1, "why": LONG}, key="k").status_code == 201


def test_a_recording_stays_with_the_company_until_there_is_room(inloop: Installation, company: MediaHost) -> None:
    call = inloop.call()
    for keys in ("1", "1", "#", "1"):
        call.press(keys)
    call.record("RE1", url=company.keep("RE1"))
    for keys in ("1", "1", "#", "#", "1"):
        call.press(keys)
    inloop.work()
    assert not company.shelves["RE1"].deleted
    assert inloop.only().status is Status.READING
    repaired(inloop)
    retries_come_due(inloop.services.store)
    inloop.work()
    assert company.shelves["RE1"].deleted
    assert inloop.only().status is Status.NEEDS_PERSON


def test_who_watches_is_told(inloop: Installation) -> None:
    assert "INLOOP_EVIDENCE_URL" in inloop.client.get("/readyz").get_json()["checks"]["evidence"]
    repaired(inloop)
    assert inloop.client.get("/readyz").get_json()["checks"]["evidence"] == "ok"
    assert not [one for one in Path(inloop.settings.evidence_url).rglob("*") if one.is_file()]


def test_a_file_that_does_not_fit_is_told_and_leaves_nothing(inloop: Installation, tmp_path: Path) -> None:
    file = tmp_path / "post.pdf"
    file.write_bytes(b"%PDF-1.7\n" + bytes(2 * LARGEST_FILE))
    repaired(inloop)
    before = rows(inloop.services.store)
    ended = _scan(inloop, file, ["prlimit", f"--fsize={LARGEST_FILE}"])
    line = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert "full; make room" in line["problems"][0]["message"]
    assert "Traceback" not in ended.stderr
    assert rows(inloop.services.store) == before
    assert not [one for one in Path(inloop.settings.evidence_url).rglob("*") if one.is_file()]
    assert json.loads(_scan(inloop, file, []).stdout)["problems"] == [], "with room it is taken in as if new"


def _scan(made: Installation, file: Path, under: list[str]) -> subprocess.CompletedProcess[str]:
    settings = {"database_url": made.settings.database_url, "evidence_url": made.settings.evidence_url}
    return subprocess.run(
        [*under, PROGRAM, "scan", str(file)],
        env=environment(made.settings.home, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
