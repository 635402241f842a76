"""What people agree to is kept as events: wording, door, moment and proof; and it can be taken back again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from intake.cli import main
from models import consents
from models.consents import Event
from models.contacts import CONTACT
from models.evidence import EVIDENCE
from models.tables.consents import ConsentPurpose
from models.vocabulary import Channel, EvidenceKind
from tests.consultation import with_changes
from tests.installation import Installation

USE, RECORDING, OUTCOME = ConsentPurpose
WHOLE = ("MEEDOEN 4821", "1", "2", "1", "het is er donker", "1", "40", "1506", "1")


@pytest.fixture
def inloop(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(with_changes(contact="optional"))
    yield made
    made.close()


def events(inloop: Installation) -> Sequence[Event]:
    with inloop.services.store.read() as connection:
        return consents.of_submission(connection, inloop.only().id)


def proof_of(inloop: Installation, event: Event) -> bytes:
    """The evidence that it names."""
    with inloop.services.store.read() as connection:
        found = connection.execute(sa.select(EVIDENCE.c.content).where(EVIDENCE.c.sha256 == event.proof)).scalars()
        content = bytes(next(iter(found)))
    assert hashlib.sha256(content).hexdigest() == event.proof
    return content


def contacts(inloop: Installation) -> int:
    with inloop.services.store.read() as connection:
        return len(connection.execute(sa.select(CONTACT.c.id)).all())


def by_text(inloop: Installation, *said: str) -> Sequence[Event]:
    for one in (*WHOLE, *said):
        inloop.text(one)
    return events(inloop)


def test_by_text_message_use_and_outcome_are_events_of_their_own(inloop: Installation) -> None:
    use, outcome = by_text(inloop, "ja")
    assert (use.purpose, use.given, use.channel) == (USE, True, Channel.SMS)
    assert use.wording == "Wij bewaren uw antwoorden veilig."
    assert proof_of(inloop, use) == b"1"
    assert (outcome.purpose, outcome.given) == (OUTCOME, True)
    assert outcome.wording == "Wilt u horen wat ermee gebeurt? Antwoord JA of NEE."
    assert proof_of(inloop, outcome) == b"ja"


def test_a_no_is_kept_too_and_no_number_with_it(inloop: Installation) -> None:
    _, outcome = by_text(inloop, "nee")
    assert (outcome.purpose, outcome.given) == (OUTCOME, False)
    assert contacts(inloop) == 0


def test_who_only_begins_agreed_to_nothing(inloop: Installation) -> None:
    inloop.text("MEEDOEN 4821")
    with inloop.services.store.read() as connection:
        assert connection.execute(sa.select(consents.CONSENT)).all() == []


def test_by_telephone_a_recording_comes_after_hearing_of_it(inloop: Installation) -> None:
    call = inloop.call()
    for keys in ("1", "1", "#", "1"):
        call.press(keys)
    assert "Wij nemen uw stem op" in call.now.text
    call.record("RE1")
    use, recording = events(inloop)
    assert (use.purpose, use.channel) == (USE, Channel.PHONE)
    assert (recording.purpose, recording.given) == (RECORDING, True)
    assert recording.wording
    assert recording.wording.startswith("Wij nemen uw stem op")
    assert proof_of(inloop, recording).startswith(b"recording")


def test_without_a_recording_nobody_agreed_to_one(inloop: Installation) -> None:
    call = inloop.call()
    for keys in ("1", "1", "#", "1", "#"):
        call.press(keys)
    assert [one.purpose for one in events(inloop)] == [USE]


def test_the_wording_is_that_of_the_language_that_was_heard(inloop: Installation) -> None:
    inloop.text("JOIN 4821")
    inloop.text("1")
    assert [(one.language, one.wording) for one in events(inloop)] == [("en", "We keep your answers safe.")]


def test_a_program_cannot_say_what_somebody_was_told(inloop: Installation) -> None:
    inloop.enter("4821", {"first": "trees", "safe": 5, "again": True, "role": "worker"})
    assert events(inloop) == []


def test_a_form_is_sent_in_with_the_notice_on_it_and_its_first_page_is_the_proof(
    inloop: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = inloop.services.settings
    for name, value in (("HOME", str(settings.home)), ("DATABASE_URL", settings.database_url)):
        monkeypatch.setenv(f"INLOOP_{name}", value)
    form, scan = tmp_path / "formulier.pdf", tmp_path / "post.tiff"
    assert CliRunner().invoke(main, ["form", "4821", "-o", str(form)]).exit_code == 0
    document = pdfium.PdfDocument(form)
    first, *more = [document[number].render(scale=200 / 72).to_pil().convert("L") for number in range(len(document))]
    document.close()
    first.save(scan, "TIFF", save_all=True, append_images=more, dpi=(200, 200))
    done = CliRunner().invoke(main, ["scan", str(scan), "--wait"])
    assert done.exit_code == 0, done.output
    (use,) = events(inloop)
    assert (use.purpose, use.given, use.channel) == (USE, True, Channel.FORM)
    with inloop.services.store.read() as connection:
        query = sa.select(EVIDENCE.c.kind, EVIDENCE.c.page).where(EVIDENCE.c.sha256 == use.proof)
        assert [tuple(row) for row in connection.execute(query)] == [(EvidenceKind.PAGE, 1)]


def test_who_withdraws_takes_all_of_it_back_and_the_number_goes(inloop: Installation) -> None:
    by_text(inloop, "ja")
    inloop.text(f"INTREKKEN {inloop.only().receipt}")
    *before, first, second = events(inloop)
    assert [one.given for one in before] == [True, True]
    assert {(one.purpose, one.given, one.wording) for one in (first, second)} == {
        (USE, False, None),
        (OUTCOME, False, None),
    }
    assert b"INTREKKEN" in proof_of(inloop, first)
    assert contacts(inloop) == 0


def test_stop_takes_back_hearing_the_outcome_and_start_gives_it_again(inloop: Installation) -> None:
    by_text(inloop, "ja")
    inloop.text("STOP")
    assert [(one.purpose, one.given) for one in events(inloop)] == [(USE, True), (OUTCOME, True), (OUTCOME, False)]
    inloop.text("STOP")
    inloop.text("START")
    assert [one.given for one in events(inloop)] == [True, True, False, True]


def test_a_message_that_comes_twice_agrees_once(inloop: Installation) -> None:
    for one in WHOLE:
        inloop.text(one)
    for _ in range(2):
        inloop.text("ja", sid="SM00000000000000000000000000000001")
    assert [one.purpose for one in events(inloop)] == [USE, OUTCOME]


def test_one_wording_is_kept_once(inloop: Installation) -> None:
    for number in ("+31612340002", "+31612340003"):
        inloop.text("MEEDOEN 4821", number=number)
        inloop.text("1", number=number)
    with inloop.services.store.read() as connection:
        assert len(connection.execute(sa.select(consents.CONSENT)).all()) == 2
        assert len(connection.execute(sa.select(consents.WORDING)).all()) == 1
