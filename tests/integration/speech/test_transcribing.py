"""A recording is written down by a machine as a proposal beside the sound, and a person has the last word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.phone.recordings import fetch_recording
from channels.twilio import Rest
from intake.simulator.sound import silence
from models import erasure, outbox, transcripts
from models.evidence import EVIDENCE
from models.normalized import NormalizedAnswer
from models.outbox import OUTBOX
from models.tables.erasures import ErasureGround
from models.transcripts import TRANSCRIPT
from models.vocabulary import OutboxKind, OutboxState, Role, Status
from tests.consultation import SOURCE
from tests.installation import Call, Installation
from tests.integration.desk.town import add_staff
from tests.integration.desk.visitor import Visitor, hidden
from tests.media_host import MediaHost, running_media_host
from tests.whisper_model import whisper_model

FIXTURES = Path(__file__).parents[2] / "fixtures" / "speech"
SPEECH = (FIXTURES / "bankjes-8khz.wav").read_bytes()
SIX = SOURCE.replace("type: postcode, digits: 4", "type: postcode, digits: 6")

Begun = Callable[..., Installation]


@pytest.fixture
def company() -> Iterator[MediaHost]:
    with running_media_host() as host:
        yield host


@pytest.fixture
def begun(sqlite_url: str, tmp_path: Path, company: MediaHost) -> Iterator[Begun]:
    """An Inloop with a speech engine."""
    made: list[Installation] = []

    def begin(engine: str, source: str = SOURCE, database_url: str = sqlite_url) -> Installation:
        inloop = Installation(tmp_path / "home", database_url, twilio_api_url=company.url, speech_engine=engine)
        made.append(inloop)
        inloop.add_organisation()
        inloop.load(source)
        return inloop

    yield begin
    for inloop in made:
        inloop.close()


def spoken(inloop: Installation, company: MediaHost, content: bytes = SPEECH) -> Call:
    """A whole call in which the open question is answered by a recording."""
    call = inloop.call()
    for keys in ("1", "1", "#", "1"):
        call.press(keys)
    call.record("RE1", url=company.keep("RE1", content=content))
    for keys in ("1", "1", "#", "#", "1"):
        call.press(keys)
    return call


def answer(inloop: Installation, question: str = "why") -> NormalizedAnswer:
    return inloop.only().answer(question)


def work_on_speech(inloop: Installation) -> tuple[OutboxState, str | None]:
    with inloop.services.store.read() as connection:
        query = sa.select(OUTBOX.c.state, OUTBOX.c.problem).where(OUTBOX.c.kind == OutboxKind.TRANSCRIBE)
        state, problem = connection.execute(query).one()
    return state, problem


def kept(inloop: Installation) -> list[dict[str, object]]:
    """The transcripts of recordings, with their evidence."""
    with inloop.services.store.read() as connection:
        query = (
            sa.select(TRANSCRIPT, EVIDENCE.c.kind)
            .join(EVIDENCE, EVIDENCE.c.id == TRANSCRIPT.c.evidence_id)
            .where(EVIDENCE.c.kind == "recording")
        )
        return [dict(row._mapping) for row in connection.execute(query)]


def test_what_a_machine_hears_is_a_proposal_that_waits_for_a_person(
    begun: Begun, company: MediaHost, database_url: str
) -> None:
    inloop = begun("tests.engines:Parrot:er moeten bankjes komen|bij de bushalte", database_url=database_url)
    spoken(inloop, company)
    inloop.work()
    found = answer(inloop)
    assert (found.value, found.state) == ("er moeten bankjes komen bij de bushalte", "uncertain")
    assert (found.confidence, found.where) == (0.7, {"from": 0.0, "to": 4.0})
    assert inloop.only().status is Status.NEEDS_PERSON
    (transcript,) = kept(inloop)
    assert transcript["segments"] == [
        {"from": 0.0, "to": 1.5, "text": "er moeten bankjes komen", "confidence": 0.7},
        {"from": 2.0, "to": 3.5, "text": "bij de bushalte", "confidence": 0.7},
    ]
    assert (transcript["language"], transcript["confidence"]) == ("nl", 0.7)
    assert str(transcript["engine"]).startswith("parrot 1")


def test_whisper_writes_down_a_recording_from_the_call_to_the_desk(
    begun: Begun, company: MediaHost, tmp_path: Path
) -> None:
    folder = whisper_model(tmp_path / "mini", "er moeten meer bankjes komen")
    inloop = begun(f"whisper:{folder}")
    spoken(inloop, company)
    inloop.work()
    assert (answer(inloop).value, answer(inloop).state) == ("er moeten meer bankjes komen", "uncertain")
    assert str(kept(inloop)[0]["engine"]).endswith(", mini")


@pytest.mark.parametrize("engine", ["whisper", "tests.engines:Parrot:Ondertiteling door niemand|MUZIEK."])
def test_silence_never_becomes_words(begun: Begun, company: MediaHost, tmp_path: Path, engine: str) -> None:
    if engine == "whisper":
        engine = f"whisper:{whisper_model(tmp_path / 'talkative', 'bedankt voor het kijken')}"
    inloop = begun(engine)
    spoken(inloop, company, silence(8))
    inloop.work()
    found = answer(inloop)
    assert (found.value, found.raw, found.state) == (None, None, "illegible")
    assert inloop.only().status is Status.NEEDS_PERSON
    assert work_on_speech(inloop) == (OutboxState.DONE, None)


def test_without_a_machine_nothing_is_written_down(begun: Begun, company: MediaHost) -> None:
    inloop = begun("desk")
    spoken(inloop, company)
    inloop.work()
    assert (answer(inloop).value, answer(inloop).state) == (None, "illegible")
    assert inloop.only().status is Status.NEEDS_PERSON
    assert kept(inloop) == []


@pytest.mark.parametrize(
    ("heard", "value", "raw"),
    [
        ("anton bernard", "1506AB", "1506 anton bernard"),
        ("a b", "1506AB", "1506 a b"),
        ("dat zeg ik u niet", None, "1506 dat zeg ik u niet"),
    ],
)
def test_the_letters_of_a_postcode_are_understood_and_proposed(
    begun: Begun, company: MediaHost, heard: str, value: str | None, raw: str
) -> None:
    inloop = begun(f"tests.engines:Parrot:{heard}", SIX)
    call = inloop.call()
    for keys in ("1", "1", "#", "5", "1", "#", "1506#"):
        call.press(keys)
    while not call.now.records:
        call.say("mompelen")
    call.record("RE1", url=company.keep("RE1", content=SPEECH))
    call.press("1")
    inloop.work()
    found = answer(inloop, "where")
    assert (found.value, found.raw) == (value, raw)
    assert found.state == ("uncertain" if value else "illegible")
    assert inloop.only().status is Status.NEEDS_PERSON


@pytest.mark.parametrize(
    ("does", "state", "problem"),
    [
        ("cannot", OutboxState.FAILED, "this is no speech"),
        ("later", OutboxState.WAITING, "the engine is being repaired"),
        ("dies", OutboxState.WAITING, "the speech engine ended without an answer; its memory may be too small"),
    ],
)
def test_where_the_machine_fails_the_recording_stays_with_the_desk_and_the_reason_is_kept(
    begun: Begun, company: MediaHost, does: str, state: OutboxState, problem: str
) -> None:
    inloop = begun(f"tests.engines:Troubled:{does}")
    spoken(inloop, company)
    inloop.work()
    assert work_on_speech(inloop) == (state, problem)
    assert (answer(inloop).state, inloop.only().status) == ("illegible", Status.NEEDS_PERSON)


def at_the_desk(inloop: Installation) -> tuple[Visitor, str]:
    """Somebody who is signed in, and the page of the only submission."""
    add_staff(inloop.services.store, "mw@zaandijk.example", "zaandijk", Role.CLERK)
    visitor = Visitor(inloop.app.test_client())
    visitor.sign_in("mw@zaandijk.example")
    return visitor, f"/inzendingen/{inloop.only().id}"


def test_a_person_reads_it_beside_the_sound_and_has_the_last_word(begun: Begun, company: MediaHost) -> None:
    inloop = begun("tests.engines:Parrot:er moeten bankjes komen|Muziek.")
    spoken(inloop, company)
    inloop.work()
    visitor, path = at_the_desk(inloop)
    page = visitor.get(path).text
    assert "Een computer schreef op wat er gezegd is." in page
    assert "#t=0.0,1.5" in page
    assert "er moeten bankjes komen […]</textarea>" in page
    action = f"{path}/antwoorden/why"
    form = {"gezien": hidden(page, action), "oordeel": "bewaar", "waarde": "Er moeten bankjes komen."}
    assert visitor.post(action, form).status_code == 302
    found = answer(inloop)
    assert (found.value, found.state, found.confidence) == ("Er moeten bankjes komen.", "corrected", None)
    assert inloop.only().status is Status.ACCEPTED


def test_what_comes_while_somebody_types_costs_them_nothing_and_changes_nothing(
    begun: Begun, company: MediaHost
) -> None:
    inloop = begun("tests.engines:Parrot:iets heel anders")
    spoken(inloop, company)
    _only_fetch(inloop)
    visitor, path = at_the_desk(inloop)
    action = f"{path}/antwoorden/why"
    seen = hidden(visitor.get(path).text, action)
    inloop.work()
    assert answer(inloop).value == "iets heel anders"
    assert visitor.post(action, {"gezien": seen, "oordeel": "bewaar", "waarde": "Zelf gehoord."}).status_code == 302
    assert answer(inloop).value == "Zelf gehoord."


def test_what_a_person_decided_is_not_touched_by_a_machine_that_comes_later(begun: Begun, company: MediaHost) -> None:
    inloop = begun("tests.engines:Parrot:iets heel anders")
    spoken(inloop, company)
    _only_fetch(inloop)
    visitor, path = at_the_desk(inloop)
    action = f"{path}/antwoorden/why"
    seen = hidden(visitor.get(path).text, action)
    visitor.post(action, {"gezien": seen, "oordeel": "bewaar", "waarde": "Zelf gehoord."})
    inloop.work()
    assert (answer(inloop).value, answer(inloop).state) == ("Zelf gehoord.", "corrected")
    assert len(kept(inloop)) == 1


def _only_fetch(inloop: Installation) -> None:
    """Fetch the recording, and leave what follows from it."""
    with inloop.services.store.write() as connection:
        fetching = OUTBOX.c.kind == OutboxKind.FETCH_RECORDING, OUTBOX.c.state == OutboxState.WAITING
        entry = connection.execute(sa.select(OUTBOX.c.id).where(*fetching)).scalar_one()
        work = outbox.lease(connection, entry)
    assert work is not None
    rest = Rest(inloop.settings.twilio_api_url, None, "token")
    fetch_recording(inloop.services.store, inloop.services.evidence, rest, work, transcribed=True)


def test_what_the_telephone_company_understood_is_kept_as_a_transcript_as_well(begun: Begun) -> None:
    inloop = begun("desk")
    call = inloop.call()
    call.press("1")
    call.say("bankjes", 0.83)
    with inloop.services.store.read() as connection:
        said = connection.execute(sa.select(EVIDENCE.c.id).where(EVIDENCE.c.kind == "speech")).scalar_one()
        (transcript,) = transcripts.of_evidence(connection, [said]).values()
    assert (transcript.text, transcript.confidence, transcript.engine) == ("bankjes", 0.83, "twilio")
    assert transcript.language == "nl"


def test_who_is_erased_leaves_no_transcript_and_no_work_that_fails(begun: Begun, company: MediaHost) -> None:
    inloop = begun("tests.engines:Parrot:er moeten bankjes komen")
    call = spoken(inloop, company)
    inloop.work()
    assert len(kept(inloop)) == 1
    again = inloop.call(number="+31600000002")
    for keys in ("1", "1", "#", "1"):
        again.press(keys)
    again.record("RE2", url=company.keep("RE2", content=SPEECH))
    again.press("1")
    _only_fetch(inloop)
    for one in inloop.submissions():
        with inloop.services.store.write() as connection:
            erasure.erase(connection, erasure.of_receipt(connection, one.receipt), ErasureGround.REQUEST)
    inloop.work()
    assert kept(inloop) == []
    assert call.now.hangs_up
    with inloop.services.store.read() as connection:
        query = sa.select(OUTBOX.c.state).where(OUTBOX.c.kind == OutboxKind.TRANSCRIBE)
        assert OutboxState.FAILED not in connection.execute(query).scalars().all()
