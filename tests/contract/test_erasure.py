"""Erased is erased: of a person's data nothing is found afterwards, in no table and no file; of others' all is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from channels.meetings.following import Follow
from channels.meetings.note_editing import Change, edit
from channels.meetings.segment_keeping import parts_of
from intake.cli.erasing import erase
from intake.meeting_files import take_in_meeting_file
from intake.simulator.sound import silence
from models.accounts import add_user, user_id
from models.claims import CLAIM
from models.consultations import latest
from models.erasure import ERASURE
from models.errors import Rejected
from models.evidence import EVIDENCE, Kept
from models.submissions import SUBMISSION
from models.tables import metadata
from models.tables.segments import NoteAct
from models.vocabulary import Channel, Role
from tests.consultation import with_changes
from tests.installation import MOBILE, Installation
from tests.media_host import MediaHost, Shelf, running_media_host

NEIGHBOUR = "+31612340002"
WORDS = "mijn verzonnen buurvrouw durft er niet langs"
OTHER_WORDS = "wij willen een klok op het plein"


@pytest.fixture
def company() -> Iterator[MediaHost]:
    with running_media_host() as host:
        yield host


@pytest.fixture
def inloop(
    database_url: str, tmp_path: Path, company: MediaHost, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url, twilio_api_url=company.url)
    made.add_organisation()
    made.load(with_changes(contact="optional"))
    for name, value in (("HOME", str(tmp_path / "home")), ("DATABASE_URL", database_url)):
        monkeypatch.setenv(f"INLOOP_{name}", value)
    yield made
    made.close()


def erased(*arguments: str) -> Result:
    return CliRunner().invoke(erase, arguments, catch_exceptions=False)


def told_by_text(inloop: Installation, number: str, words: str) -> str:
    """A whole dialogue; its receipt."""
    for said in ("MEEDOEN 4821", "1", "2", "1", words, "1", "40", "1506", "1", "1"):
        inloop.text(said, number=number)
    return max(inloop.submissions(Channel.SMS), key=lambda one: one.received_at).receipt


def everything(inloop: Installation, tmp_path: Path) -> bytes:
    """All that is stored, as bytes: every column of every table, and every file of the home."""
    with inloop.services.store.read() as connection:
        values = [
            value if isinstance(value, bytes) else str(value).encode()
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
            for value in row
        ]
    files = [path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()]
    if inloop.services.store.is_sqlite:
        database = Path(str(inloop.services.store.engine.url.database))
        files += [path.read_bytes() for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    return b"\n".join([*values, *files])


def test_by_receipt_one_contribution_goes_and_the_others_stay(inloop: Installation, tmp_path: Path) -> None:
    mine, yours = told_by_text(inloop, MOBILE, WORDS), told_by_text(inloop, NEIGHBOUR, OTHER_WORDS)
    assert WORDS.encode() in everything(inloop, tmp_path)
    done = erased("--receipt", mine)
    assert done.exit_code == 0, done.output
    left = everything(inloop, tmp_path)
    assert WORDS.encode() not in left
    assert mine.encode() not in left
    assert OTHER_WORDS.encode() in left
    assert [one.receipt for one in inloop.submissions()] == [yours]


def test_by_number_all_goes_that_came_from_it(inloop: Installation, tmp_path: Path, company: MediaHost) -> None:
    told_by_text(inloop, MOBILE, WORDS)
    spoken = b"the voice of somebody who does not exist" + silence(2)
    company.shelves["RE1"] = Shelf(content=silence(2) + spoken)
    call = inloop.call()
    for keys in ("1", "1", "#", "1"):
        call.press(keys)
    call.record("RE1", url=f"{company.url}/2010-04-01/Accounts/AC1/Recordings/RE1")
    call.press("0")
    inloop.signed("/twilio/recording", RecordingSid="RE1", CallSid="CA1", RecordingStatus="completed")
    inloop.work()
    assert spoken in everything(inloop, tmp_path)
    done = erased("--phone", f"0{MOBILE[3:]}")
    assert done.exit_code == 0, done.output
    left = everything(inloop, tmp_path)
    assert WORDS.encode() not in left
    assert spoken not in left
    assert MOBILE.encode() not in left
    assert not inloop.submissions()
    with inloop.services.store.read() as connection:
        for name in ("dialogue", "contact", "call_back", "recording", "answer", "evidence", "transcript", "reply"):
            assert connection.execute(sa.select(metadata.tables[name])).all() == [], name


def test_a_number_that_was_keyed_to_be_called_back_is_found_however_it_was_written(inloop: Installation) -> None:
    call = inloop.call(number="anonymous")
    for keys in ("1", "0", "0612345678#"):
        call.press(keys)
    assert erased("--phone", "+31612345678").output.split() != []
    with inloop.services.store.read() as connection:
        for name in ("contact", "call_back"):
            assert connection.execute(sa.select(metadata.tables[name])).all() == [], name


def test_what_was_entered_through_the_api_goes_and_does_not_come_back(inloop: Installation, tmp_path: Path) -> None:
    entered = inloop.enter("4821", {"first": "trees", "safe": 1, "why": WORDS}, key="k")
    assert erased("--receipt", entered.get_json()["receipt"]).exit_code == 0
    assert WORDS.encode() not in everything(inloop, tmp_path)
    again = inloop.enter("4821", {"first": "trees", "safe": 1, "why": WORDS}, key="k")
    assert again.status_code == 409
    assert not inloop.submissions()


def test_a_message_that_comes_once_more_is_not_taken_in_again(inloop: Installation) -> None:
    inloop.text("MEEDOEN 4821", sid="SM1")
    inloop.text("1", sid="SM2")
    assert erased("--phone", MOBILE).exit_code == 0
    assert inloop.text("1", sid="SM2") == ""
    assert not inloop.submissions()


def test_the_proof_that_stays_names_nobody(inloop: Installation) -> None:
    receipt = told_by_text(inloop, MOBILE, WORDS)
    assert erased("--receipt", receipt).exit_code == 0
    with inloop.services.store.read() as connection:
        (proof,) = connection.execute(sa.select(ERASURE)).all()
    assert proof.removed["submission"] == 1
    assert all(isinstance(count, int) for count in proof.removed.values())


def test_who_wanted_no_messages_still_gets_none(inloop: Installation) -> None:
    inloop.text("MEEDOEN 4821")
    inloop.text("STOP")
    assert erased("--phone", MOBILE).exit_code == 0
    assert inloop.text("MEEDOEN 4821") == ""


def test_minutes_go_with_their_divisions_the_name_of_their_file_and_what_was_asked_of_a_colleague(
    inloop: Installation, tmp_path: Path
) -> None:
    name, asked = "bedacht-van-mevrouw-verzonnen.md", "weet jij wat zij bedoelt met dat hek"
    minutes = f"# Avond\n\n## Wat bewoners zeiden\n- {WORDS.capitalize()}.\n- {OTHER_WORDS.capitalize()}.\n"
    take_in_meeting_file(
        inloop.services, minutes.encode(), name, consultation="4821", title="Avond", held_on=date(2026, 11, 12)
    )
    inloop.work()
    add_user(inloop.services.store, "somebody@zaandijk.example", "zaandijk", Role.FACILITATOR)
    with inloop.services.store.write() as connection:
        staff = user_id(connection, "somebody@zaandijk.example")
        file = connection.execute(sa.select(EVIDENCE).where(EVIDENCE.c.meeting_id.is_not(None))).one()
        version = latest(inloop.services.store, connection, "4821")
        assert staff
        assert version
        parts = parts_of(connection, file.id, 0, 99)
        at = next(n for n, one in enumerate(parts) if WORDS[1:] in one.segment.text)
        here, mine = parts[at].segment, parts[at].submission_id
        cut = Change(act=NoteAct.SPLIT, version=0, position=at, at=here.start + here.text.index("durft"))
        edit(connection, cut, Follow(version, file.meeting_id, Kept(file.id, file.sha256), staff, "anders verdeeld"))
        connection.execute(CLAIM.insert(), {"submission_id": mine, "asked_by": staff, "note": asked})
        receipt = connection.execute(sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.id == mine)).scalar_one()
    traces = (b"buurvrouw durft er niet langs", b"mevrouw-verzonnen", asked.encode())
    before = everything(inloop, tmp_path)
    assert all(one in before for one in traces)
    assert erased("--receipt", receipt).exit_code == 0
    left = everything(inloop, tmp_path)
    assert [one for one in traces if one in left] == []
    assert OTHER_WORDS[1:].encode() in left, "of the others nothing goes"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "either --receipt or --phone"),
        (("--receipt", "12345678", "--phone", MOBILE), "either --receipt or --phone"),
        (("--receipt", "hallo"), "no receipt"),
        (("--receipt", "12345670"), "no receipt"),
        (("--phone", "hallo"), "no telephone number"),
    ],
)
def test_a_wrong_question_changes_nothing(inloop: Installation, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(Rejected, match=said):
        erased(*arguments)


def test_every_table_that_tells_of_a_person_is_reached_by_its_foreign_keys() -> None:
    """A new table hangs from what is erased, or stands here with the reason why it need not."""
    without = {
        *("organisation", "staff", "membership", "api_token", "sign_in_attempt"),  # our own people
        *(
            "consultation",
            "consultation_version",
            "phone_number",
            "participation_code",
            "meeting",
            "sending_rules",
            "answer_terms",
            "printed_layout",
        ),
        *("pace", "watched_place", "refused_file", "delivery_line", "pull_mark"),  # how things go, not with whom
        *("recovery_code", "second_factor", "staff_identity", "staff_session"),  # our own people
        *("sign_on", "desk_rules"),  # how they sign in
        *("meeting_consultation", "meeting_table", "kept_phrase", "likeness_mark"),  # no resident's
        *("submission_change", "submission_tally"),  # counts
        "bulk_acceptance",  # who accepted many at once: our own people
        *("arrival", "outbox"),  # no foreign keys: emptied and scrubbed by name
        *("opt_out", "receipt_attempt"),  # a keyed hash: kept to honour a STOP, or gone with the number
        *(
            "reference_theme",
            "reference_work",
            "consultation_offer",
            "consultation_taking",
            "consultation_draft",
        ),  # no person's
        "erasure",
        "audit",  # ids alone, which name nobody once the rest is gone
        "wording",  # what was asked of everybody
    }
    reached = {"submission", "dialogue", "contact", "evidence"}
    for table in metadata.sorted_tables:
        if any(key.column.table.name in reached for key in table.foreign_keys):
            reached.add(table.name)
    assert {table.name for table in metadata.sorted_tables} - reached == without
