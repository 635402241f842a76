"""A person gets all that is theirs in a file that they can read, and nothing of anybody else's."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from stdnum import damm

from intake.cli.insight import insight
from models import audit
from models.errors import Rejected
from models.evidence import EVIDENCE, keep_blob, link
from models.tables import metadata
from models.tables.audit import Act, Activity
from models.vocabulary import Channel, EvidenceKind
from tests.consultation import with_changes
from tests.installation import MOBILE, Installation

NOBODYS = "1234567" + damm.calc_check_digit("1234567")
NEIGHBOUR = "+31612340002"
WORDS = "mijn verzonnen buurvrouw durft er niet langs"
OTHER_WORDS = "wij willen een klok op het plein"


@pytest.fixture
def inloop(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(with_changes(contact="optional"))
    for name, value in (("HOME", str(tmp_path / "home")), ("DATABASE_URL", database_url)):
        monkeypatch.setenv(f"INLOOP_{name}", value)
    yield made
    made.close()


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(insight, arguments, catch_exceptions=False)


def told_by_text(inloop: Installation, number: str, words: str) -> str:
    for said in ("MEEDOEN 4821", "1", "2", "1", words, "1", "40", "1506", "1", "1"):
        inloop.text(said, number=number)
    return max(inloop.submissions(Channel.SMS), key=lambda one: one.received_at).receipt


def opened(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_that_is_theirs_is_in_it_and_nothing_of_anybody_else(inloop: Installation, tmp_path: Path) -> None:
    receipt = told_by_text(inloop, MOBILE, WORDS)
    told_by_text(inloop, NEIGHBOUR, OTHER_WORDS)
    file = tmp_path / "inzage.zip"
    done = asked("--receipt", receipt, "-o", str(file))
    assert done.exit_code == 0, done.output
    parts = opened(file)
    page, rows = parts["lees-mij.html"].decode(), parts["gegevens.json"].decode()
    for told in (receipt, WORDS, MOBILE):
        assert told in page
        assert told in rows
    assert "Een nieuw plein" in page
    assert "de uitkomst laten weten: ja" in page
    everything = b"".join(parts.values())
    assert NEIGHBOUR.encode() not in everything
    assert OTHER_WORDS.encode() not in everything
    assert any(WORDS.encode() == content for name, content in parts.items() if name.startswith("originelen/"))


def test_by_number_all_that_came_from_it_is_in_it(inloop: Installation, tmp_path: Path) -> None:
    first = told_by_text(inloop, MOBILE, WORDS)
    second = told_by_text(inloop, MOBILE, OTHER_WORDS)
    file = tmp_path / "inzage.html"
    assert asked("--phone", f"0{MOBILE[3:]}", "-o", str(file)).exit_code == 0
    for told in (first, second, WORDS, OTHER_WORDS):
        assert told in file.read_text()


def test_every_table_that_erasing_would_empty_is_in_it(inloop: Installation, tmp_path: Path) -> None:
    receipt = told_by_text(inloop, MOBILE, WORDS)
    file = tmp_path / "inzage.json"
    assert asked("--receipt", receipt, "-o", str(file)).exit_code == 0
    told = json.loads(file.read_text())["tables"]
    with inloop.services.store.read() as connection:
        filled = {
            name
            for name, table in metadata.tables.items()
            if connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        }
    ours = {
        *("organisation", "api_token", "consultation", "consultation_version", "phone_number"),
        *("arrival", "audit", "wording", "outbox", "pace", "submission_change", "submission_tally"),
    }
    assert filled - ours - {name for name in filled if "search" in name or "word" in name} <= told.keys()


def test_what_stands_on_the_scan_of_a_whole_pile_is_named_and_not_handed_out(
    inloop: Installation, tmp_path: Path
) -> None:
    mine, yours = told_by_text(inloop, MOBILE, WORDS), told_by_text(inloop, NEIGHBOUR, OTHER_WORDS)
    pile = inloop.services.evidence.put(b"a made-up pile of two letters")
    ids = {one.receipt: one.id for one in inloop.submissions()}
    with inloop.services.store.write() as connection:
        organisation_id = connection.execute(sa.select(EVIDENCE.c.organisation_id).limit(1)).scalar_one()
        kept = keep_blob(connection, organisation_id, EvidenceKind.SCAN, pile, 29, media_type="image/png")
        for receipt in (mine, yours):
            link(connection, ids[receipt], kept.id)
    file = tmp_path / "inzage.zip"
    assert asked("--receipt", mine, "-o", str(file)).exit_code == 0
    parts = opened(file)
    assert b"a made-up pile of two letters" not in b"".join(parts.values())
    assert ids[yours].encode() not in b"".join(parts.values())
    assert "hier staat ook iets van anderen in" in parts["lees-mij.html"].decode()


def test_giving_insight_is_in_the_trail(inloop: Installation, tmp_path: Path) -> None:
    receipt = told_by_text(inloop, MOBILE, WORDS)
    assert asked("--receipt", receipt, "-o", str(tmp_path / "inzage.html")).exit_code == 0
    with inloop.services.store.read() as connection:
        rows = [row for chain in audit.chains(connection) for row in audit.records(connection, chain)]
    (given,) = [row for row in rows if row.act is Act.EXPORTED]
    assert (given.activity, given.detail) == (Activity.RIGHTS, {"submissions": 1, "contacts": 1})
    assert given.by_id.startswith("uid:")


def test_the_file_is_for_who_made_it_alone_and_replaces_nothing(inloop: Installation, tmp_path: Path) -> None:
    receipt = told_by_text(inloop, MOBILE, WORDS)
    file = tmp_path / "inzage.html"
    assert asked("--receipt", receipt, "-o", str(file)).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(Rejected, match="cannot be written"):
        asked("--receipt", receipt, "-o", str(file))


def test_what_somebody_wrote_is_text_on_the_page(inloop: Installation, tmp_path: Path) -> None:
    receipt = told_by_text(inloop, MOBILE, "<script>alert(1)</script>")
    file = tmp_path / "inzage.html"
    assert asked("--receipt", receipt, "-o", str(file)).exit_code == 0
    assert "<script>" not in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "x.zip"), "either --receipt or --phone"),
        (("--receipt", NOBODYS, "-o", "x.zip"), "no contribution has receipt"),
        (("--phone", MOBILE, "-o", "x.zip"), "nothing is known"),
        (("--phone", MOBILE, "-o", "x.pdf"), "must end in"),
    ],
)
def test_a_wrong_question_makes_no_file(inloop: Installation, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(Rejected, match=said):
        asked(*arguments)
