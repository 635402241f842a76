"""What is due goes by itself: contact data first, then evidence; the answers stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import evidence, retention, watching
from models.clock import now
from models.consents import CONSENT
from models.contacts import CONTACT
from models.erasure import CODE, ERASURE
from models.evidence import EVIDENCE
from models.submissions import ANSWER, DIALOGUE, SUBMISSION, NewSubmission, begin
from models.vocabulary import Channel, EvidenceKind, Status
from tests.consultation import with_changes
from tests.installation import ORGANISATION_LINE, Installation


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


def ended(inloop: Installation, days: int, rest: str = "") -> list[retention.Removed]:
    """The consultation ended so many days ago, and retention is run. Terms are 10 and 20 days."""
    last = date.today() - timedelta(days=days)  # noqa: DTZ011  # as the file's dates, without a zone
    source = with_changes(contact="optional", closes=last.isoformat())
    line = next(one for one in source.splitlines() if one.startswith("privacy:"))
    terms = line.rstrip("}") + f"}}, contact_days: 10, evidence_days: 20{rest}}}"
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
    with inloop.services.store.write() as connection:
        connection.execute(ANSWER.update().values(others=["1508"]))
    assert ended(inloop, 22)
    assert (left(inloop, EVIDENCE), left(inloop, DIALOGUE), left(inloop, CONTACT)) == (0, 0, 0)
    assert inloop.values() == before
    with inloop.services.store.read() as connection:
        for row in connection.execute(sa.select(ANSWER)):
            assert (row.raw, row.evidence_sha256, row.place, row.others) == (None, None, None, None)


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


def long_ago(
    inloop: Installation, table: sa.Table, column: str, days: int, *conditions: sa.ColumnElement[bool]
) -> None:
    """As if it had come in so many days ago."""
    with inloop.services.store.write() as connection:
        connection.execute(table.update().where(*conditions).values({column: now() - timedelta(days=days)}))


def test_the_rest_goes_when_the_consultation_says_so(inloop: Installation) -> None:
    with inloop.services.store.write() as connection:
        here = connection.execute(sa.select(SUBMISSION.c.organisation_id, SUBMISSION.c.consultation_id)).one()._asdict()
        codes = [{"id": f"code-{n}", "lookup": f"{n}", "form_number": n, "made_at": now(), **here} for n in (1, 2, 3)]
        connection.execute(CODE.insert(), codes)
    assert ended(inloop, 29, rest=", rest_days: 30")
    assert left(inloop, SUBMISSION) == 1
    (removed,) = ended(inloop, 31, rest=", rest_days: 30")
    assert removed.rows["submission"] == 1
    assert removed.rows["participation_code"] == 3
    assert (left(inloop, SUBMISSION), left(inloop, ANSWER), left(inloop, CONSENT)) == (0, 0, 0)
    assert retention.run(inloop.services.store, inloop.services.evidence) == []


def test_consent_stays_with_the_answers_and_its_proof_goes_with_the_evidence(inloop: Installation) -> None:
    ended(inloop, 22)
    with inloop.services.store.read() as connection:
        assert [row.proof for row in connection.execute(sa.select(CONSENT))] == [None, None]


def test_much_goes_in_parts(inloop: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PART", 2)
    (removed,) = ended(inloop, 22)
    assert (left(inloop, EVIDENCE), left(inloop, DIALOGUE), left(inloop, CONTACT)) == (0, 0, 0)
    assert removed.rows["evidence"] == 10
    with inloop.services.store.read() as connection:
        proofs = connection.execute(sa.select(ERASURE.c.removed)).scalars().all()
    assert sum(one.get("evidence", 0) for one in proofs) == 10


def test_a_call_that_led_nowhere_goes_after_a_month(inloop: Installation) -> None:
    call = inloop.call(line=ORGANISATION_LINE)
    call.press("9999#")
    loose = sa.and_(EVIDENCE.c.dialogue_id.is_(None), EVIDENCE.c.kind != EvidenceKind.MESSAGE)
    before = left(inloop, EVIDENCE)
    with inloop.services.store.write() as connection:
        evidence.keep_small(connection, None, EvidenceKind.KEYS, "9999#")
    long_ago(inloop, EVIDENCE, "created_at", 31, loose)
    (removed,) = retention.run(inloop.services.store, inloop.services.evidence)
    assert removed.code is None
    assert left(inloop, EVIDENCE) <= before


def test_a_file_of_which_nothing_came_goes_after_three_months(inloop: Installation) -> None:
    sha256 = inloop.services.evidence.put(b"a made-up scan of an empty page")
    with inloop.services.store.write() as connection:
        evidence.keep_blob(connection, None, EvidenceKind.SCAN, sha256, 31, media_type="image/png")
    ours = EVIDENCE.c.sha256 == sha256
    long_ago(inloop, EVIDENCE, "created_at", 89, ours)
    assert retention.run(inloop.services.store, inloop.services.evidence) == []
    long_ago(inloop, EVIDENCE, "created_at", 91, ours)
    (removed,) = retention.run(inloop.services.store, inloop.services.evidence)
    assert (removed.rows["evidence"], removed.blobs) == (1, {sha256})


def test_a_letter_that_nobody_placed_goes_after_a_year(inloop: Installation) -> None:
    with inloop.services.store.write() as connection:
        organisation_id = connection.execute(sa.select(SUBMISSION.c.organisation_id)).scalar_one()
        begun = begin(
            connection,
            NewSubmission(
                organisation_id=organisation_id,
                consultation_id=None,
                version_id=None,
                channel=Channel.LETTER,
                language="nl",
                received_at=now() - timedelta(days=364),
                status=Status.NEEDS_PERSON,
            ),
        )
    assert retention.run(inloop.services.store, inloop.services.evidence) == []
    long_ago(inloop, SUBMISSION, "received_at", 366, SUBMISSION.c.id == begun.id)
    (removed,) = retention.run(inloop.services.store, inloop.services.evidence)
    assert removed.rows["submission"] == 1
    assert left(inloop, SUBMISSION) == 1


def test_the_name_of_a_file_that_was_refused_goes_after_a_month(inloop: Installation) -> None:
    with inloop.services.store.write() as connection:
        organisation_id = connection.execute(sa.select(SUBMISSION.c.organisation_id)).scalar_one()
        watching.refuse(connection, organisation_id, "/post", "van mevrouw verzonnen.pdf", "encrypted")
    long_ago(inloop, watching.REFUSED, "at", 29)
    retention.run(inloop.services.store, inloop.services.evidence)
    assert left(inloop, watching.REFUSED) == 1
    long_ago(inloop, watching.REFUSED, "at", 31)
    retention.run(inloop.services.store, inloop.services.evidence)
    assert left(inloop, watching.REFUSED) == 0
