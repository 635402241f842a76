"""What is due goes by itself: contact data first, then evidence; the answers stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import retention
from models.clock import now
from models.contacts import CONTACT
from models.erasure import ERASURE
from models.evidence import EVIDENCE
from models.submissions import ANSWER, DIALOGUE
from tests.consultation import with_changes
from tests.installation import Installation


@pytest.fixture
def inloop(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    """One whole dialogue, of somebody who wants to hear the outcome."""
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(with_changes(contact="optional"))
    for said in ("MEEDOEN 4821", "1", "2", "1", "het is er donker", "1", "40", "1506", "1", "1"):
        made.text(said)
    yield made
    made.close()


def ended(inloop: Installation, days: int) -> list[retention.Removed]:
    """The consultation ended so many days ago, and retention is run. Terms are 10 and 20 days."""
    last = date.today() - timedelta(days=days)  # noqa: DTZ011  # as the file's dates, without a zone
    source = with_changes(contact="optional", closes=last.isoformat())
    line = next(one for one in source.splitlines() if one.startswith("privacy:"))
    terms = line.rstrip("}") + "}, contact_days: 10, evidence_days: 20}"
    inloop.load(source.replace(line, terms))
    return retention.run(inloop.services.store, inloop.services.evidence)


def left(inloop: Installation, table: sa.Table) -> int:
    with inloop.services.store.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_before_its_term_nothing_goes(inloop: Installation) -> None:
    assert ended(inloop, 9) == []
    assert left(inloop, CONTACT) == 1


def test_contact_data_goes_first(inloop: Installation) -> None:
    (removed,) = ended(inloop, 12)
    assert removed.code == "4821"
    assert left(inloop, CONTACT) == 0
    assert left(inloop, EVIDENCE) > 0


def test_then_evidence_and_conversations_go_and_the_answers_stay(inloop: Installation) -> None:
    before = inloop.values()
    assert ended(inloop, 22)
    assert (left(inloop, EVIDENCE), left(inloop, DIALOGUE), left(inloop, CONTACT)) == (0, 0, 0)
    assert inloop.values() == before
    with inloop.services.store.read() as connection:
        for row in connection.execute(sa.select(ANSWER)):
            assert (row.raw, row.evidence_sha256, row.place) == (None, None, None)


def test_what_went_is_proved_once(inloop: Installation) -> None:
    ended(inloop, 22)
    assert left(inloop, ERASURE) == 1
    assert retention.run(inloop.services.store, inloop.services.evidence) == []
    assert left(inloop, ERASURE) == 1


def test_files_go_with_their_records(inloop: Installation, tmp_path: Path) -> None:
    entered = inloop.enter("4821", {"first": "trees", "safe": 1, "why": "x" * 10_000})
    assert entered.status_code == 201
    folder = tmp_path / "home" / "evidence"
    assert [path for path in folder.rglob("*") if path.is_file()]
    assert ended(inloop, 22)
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_words_to_a_number_of_nothing_go_after_a_month(inloop: Installation) -> None:
    inloop.text("Hallo, ik ben een verzonnen bewoner", line="+31750000099")
    kept = left(inloop, EVIDENCE)
    assert retention.run(inloop.services.store, inloop.services.evidence) == []
    loose = EVIDENCE.c.dialogue_id.is_(None)
    with inloop.services.store.write() as connection:
        connection.execute(EVIDENCE.update().where(loose).values(created_at=now() - timedelta(days=31)))
    (removed,) = retention.run(inloop.services.store, inloop.services.evidence)
    assert removed.code is None
    assert left(inloop, EVIDENCE) == kept - 1
