"""What goes wrong between a telephone and us: each failure mode by its name, on the real app.

What a mode means for one door alone is stated at length beside that door: test_exactly_once.py, test_recordings.py,
test_calling.py, test_texting.py, and in tests/faults with processes that are really killed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels import conversation
from models.evidence import EVIDENCE
from models.store import Store
from models.submissions import DIALOGUE
from models.vocabulary import Channel, DialogueState, Status
from tests.consultation import SOURCE, with_changes
from tests.installation import LINE, MOBILE, ORGANISATION_LINE, Call, Installation
from tests.media_host import MediaHost, running_media_host
from tests.rows import added, rows
from tests.time_passing import retries_come_due, silence_of
from tests.waiting import eventually
from tests.wording import writes

FIRST, ALSO = "Wat moet er zeker komen?", "Wat nog meer?"
TEXTS = ("MEEDOEN 4821", "1", "1 3", "4", "ja", "23", "1506", "2")
"""A whole dialogue by text message; no open question is asked in it."""
BEFORE_RECORDING = ("1", "1", "#", "1")
"""What a caller keys until their voice is recorded."""
SEVEN_LANGUAGES = (Path(__file__).parents[1] / "fixtures" / "seven_languages.yaml").read_text(encoding="utf-8")
SPECIAL = ("anonymous", "+266696687", "+86282452253", "+7378742833", "+2562533", "+8656696")
"""What stands for a withheld number."""


@pytest.fixture
def company() -> Iterator[MediaHost]:
    with running_media_host() as host:
        yield host


@pytest.fixture
def with_media(sqlite_url: str, tmp_path: Path, company: MediaHost) -> Iterator[Installation]:
    """An installation whose telephone company keeps recordings."""
    made = Installation(tmp_path / "home", sqlite_url, twilio_api_url=company.url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()


def text(inloop: Installation, *bodies: str, number: str = MOBILE) -> str:
    said = ""
    for body in bodies:
        said = inloop.text(body, number=number)
    return said


def press(call: Call, *keys: str) -> Call:
    for each in keys:
        call.press(each)
    return call


def recorded(inloop: Installation, url: str, *, seconds: int = 4) -> Call:
    """A call in which the open question was answered aloud."""
    call = press(inloop.call(), *BEFORE_RECORDING)
    call.record("RE1", url=url, seconds=seconds)
    return call


def messages_kept(inloop: Installation) -> list[str]:
    """The text of every message that came, in order."""
    with inloop.services.store.read() as connection:
        found = connection.execute(sa.select(EVIDENCE.c.content).order_by(EVIDENCE.c.created_at, EVIDENCE.c.id))
        return [content.decode() for content in found.scalars() if content is not None]


def values(inloop: Installation) -> dict[str, object]:
    """What was answered so far, by question."""
    return {answer.question: answer.value for answer in inloop.only().answers if answer.state != "empty"}


class TestDeliveries:
    """What the telephone company brings twice, late, or in another order."""

    @pytest.mark.parametrize("deliveries", [2, 234])
    def test_duplicate_webhook(self, on_each_store: Installation, deliveries: int) -> None:
        """Elsewhere one message was stored 234 times."""
        on_each_store.text("MEEDOEN 4821")
        before = rows(on_each_store.services.store)
        answers = {on_each_store.text("1", sid="SM-again") for _ in range(deliveries)}
        assert len(answers) == 1
        assert ALSO in answers.pop()
        assert added(before, rows(on_each_store.services.store))["arrival"] == 1
        assert [answer.question for answer in on_each_store.only().answers] == ["first"]

    def test_one_reply_is_one_message(self, inloop: Installation) -> None:
        """Elsewhere one reply was sent thirty times: ours is in the answer itself, the same for each delivery."""
        fields = {"MessageSid": "SM1", "From": MOBILE, "To": LINE, "Body": "MEEDOEN 4821"}
        answers = {inloop.signed("/twilio/sms", **fields).text for _ in range(30)}
        assert [answer.count("<Message>") for answer in answers] == [1]

    def test_callback_before_our_own_requests_answer(self, with_media: Installation, company: MediaHost) -> None:
        """A recording is announced as ready before the call told us that there is one."""
        url = company.keep("RE1")
        with_media.signed("/twilio/recording", RecordingSid="RE1", CallSid="CA9", RecordingStatus="completed")
        recorded(with_media, url)
        with_media.work()
        assert company.shelves["RE1"].deleted
        assert with_media.only().answer("why").state == "illegible", "kept, for a person to write down"

    def test_callbacks_out_of_order(self, with_media: Installation, company: MediaHost) -> None:
        """The call is said to be over before its last input comes; that input still counts, once."""
        call = press(with_media.call(), *BEFORE_RECORDING)
        with_media.signed("/twilio/recording", RecordingSid="RE1", CallSid=call.sid, RecordingStatus="completed")
        with_media.signed("/twilio/status/voice", CallSid=call.sid, CallStatus="completed", From=MOBILE, To=LINE)
        call.record("RE1", url=company.keep("RE1"))
        with_media.signed("/twilio/status/voice", CallSid=call.sid, CallStatus="in-progress", From=MOBILE, To=LINE)
        with_media.work()
        assert [one.kind for one in with_media.only().evidence].count("recording") == 1


class TestCallers:
    """What callers do, or do not do."""

    def test_hang_up_mid_question(self, on_each_store: Installation) -> None:
        broken_off = press(on_each_store.call(), "1", "1", "13#")
        on_each_store.signed("/twilio/status/voice", **{**broken_off.fields, "CallStatus": "completed"})
        assert values(on_each_store) == {"first": "trees", "also": ["light", "art"]}
        press(on_each_store.call(), "1", "4")
        assert values(on_each_store) == {"first": "trees", "also": ["light", "art"], "safe": 4}, "it went on"
        silence_of(on_each_store.services.store, timedelta(hours=25))
        conversation.close_expired(on_each_store.services.store)
        assert (on_each_store.only().status, on_each_store.only().complete) == (Status.ACCEPTED, False)

    def test_silence(self, inloop: Installation) -> None:
        """Elsewhere a silent call counted as a complete answer."""
        call = inloop.call()
        for _ in range(30):
            if call.now.hangs_up:
                break
            call.silence()
        assert call.now.hangs_up
        assert call.now.text, "never a dead line"
        assert not inloop.submissions()

    def test_silence_in_the_middle(self, inloop: Installation) -> None:
        call = press(inloop.call(), "1", "1")
        for _ in range(30):
            if call.now.hangs_up:
                break
            call.silence()
        assert call.now.hangs_up
        assert inloop.only().answer("first").value == "trees"
        assert all(answer.value is None for answer in inloop.only().answers if answer.question != "first")
        assert not inloop.only().complete

    @pytest.mark.parametrize("seconds", [0, -1])
    def test_empty_recording(self, with_media: Installation, company: MediaHost, seconds: int) -> None:
        """Nothing was said: asked once more, and no sound of nothing is fetched or kept."""
        call = press(with_media.call(), *BEFORE_RECORDING)
        fields = {"RecordingSid": "RE1", "RecordingUrl": company.keep("RE1"), "RecordingDuration": str(seconds)}
        said = with_media.signed(call.now.action or "", **call.fields, **fields).text
        assert "Waardoor komt dat?" in said
        with_media.work()
        assert company.asked == []

    def test_low_confidence_speech(self, inloop: Installation) -> None:
        """Asked back before it counts; a no leaves the keys."""
        call = press(inloop.call(), "1")
        assert "bankjes" in call.say("bankjes", 0.3).text
        assert not inloop.submissions()
        call.press("2")
        assert FIRST in call.now.text
        call.press("1")
        assert inloop.only().answer("first").value == "trees"
        assert "speech" in [one.kind for one in inloop.only().evidence], "what was heard stays on record"

    @pytest.mark.parametrize("words", ["أريد مقاعد", "proszę ławki", "bank jes ehm hoe heet dat"])
    def test_wrong_language_speech(self, inloop: Installation, words: str) -> None:
        """Whatever a Dutch ear makes of it, nothing of it counts unasked, and the keys still work."""
        call = press(inloop.call(), "1")
        call.say(words, 0.9)
        assert not any(answer.value for one in inloop.submissions() for answer in one.answers)
        while FIRST not in call.now.text:
            call.press("2")
        call.press("2")
        assert inloop.only().answer("first").value == "benches"

    @pytest.mark.parametrize("number", SPECIAL)
    def test_withheld_number(self, inloop: Installation, number: str) -> None:
        """A whole call without a number: nothing to resume, nowhere to send, and everything counts."""
        press(inloop.call(number=number), "1", "1")
        call = press(inloop.call(number=number), "1", "2", "#", "4", "1", "#", "#", "1")
        assert call.now.hangs_up or not call.now.records
        first, second = inloop.submissions()
        assert (first.answer("first").value, second.answer("first").value) == ("trees", "benches")
        assert second.complete
        assert not second.contact

    def test_an_interpreter_on_the_line(self, inloop: Installation) -> None:
        """What is asked is first said in another language: each question passes once in silence, and is asked again."""
        inloop.load(SOURCE.replace("required: false", "required: true"))
        call = press(inloop.call(), "1")
        for keys in ("1", "13#", "4", "1", "23#", "1506#", "2"):
            asked = call.now.lines[-1]
            assert asked in call.silence().text
            call.press(keys)
        assert inloop.only().complete
        assert {answer.state for answer in inloop.only().answers} == {"read"}

    def test_two_people_on_one_phone(self, on_each_store: Installation) -> None:
        text(on_each_store, *TEXTS)
        text(on_each_store, *TEXTS)
        texted = on_each_store.submissions(Channel.SMS)
        assert [one.complete for one in texted] == [True, True]
        assert len({one.receipt for one in texted}) == 2

    def test_two_people_calling_from_one_phone(self, on_each_store: Installation) -> None:
        """The first hung up half-way; the second says that they are somebody else."""
        press(on_each_store.call(), "1", "1", "#")
        press(on_each_store.call(), "2", "3", "#")
        assert [one.answer("first").value for one in on_each_store.submissions()] == ["trees", "play"]

    def test_a_text_message_during_a_call(self, on_each_store: Installation) -> None:
        call = press(on_each_store.call(), "1", "1")
        text(on_each_store, "MEEDOEN 4821", "3")
        press(call, "13#", "4")
        text(on_each_store, "2")
        (called,), (texted,) = on_each_store.submissions(Channel.PHONE), on_each_store.submissions(Channel.SMS)
        assert [answer.value for answer in called.answers] == ["trees", ["light", "art"], 4]
        assert [answer.value for answer in texted.answers] == ["play", ["toilet"]]

    def test_the_prompt_of_a_call_is_never_sent_as_a_text(self, inloop: Installation) -> None:
        """Elsewhere the voice prompt came as a text message after a fallback."""
        call = press(inloop.call(), "1")
        again = inloop.signed("/twilio/voice", **call.fields, ErrorCode="11200", ErrorUrl="https://here.example/")
        assert "<Say" in again.text
        assert "<Message" not in again.text
        assert "<Say" not in inloop.signed("/twilio/sms", From=MOBILE, To=LINE, Body="hallo", ErrorCode="11200").text


class TestTexters:
    """Messages that come at the wrong moment."""

    @pytest.mark.parametrize("body", ["2", "ja", "bankjes", "overslaan", "TERUG", ""])
    def test_a_stale_reply(self, on_each_store: Installation, body: str) -> None:
        """It came before the question that waits now was asked: it is kept and answers nothing."""
        text(on_each_store, "MEEDOEN 4821", "1")
        _answered_meanwhile(on_each_store.services.store)
        said = on_each_store.text(body)
        assert writes(said, "crossed")
        assert ALSO in said
        assert values(on_each_store) == {"first": "trees"}
        assert len(on_each_store.only().evidence) == 3, "what was sent is kept all the same"

    def test_a_stale_reply_while_another_is_worked_on(self, postgres_url: str, tmp_path: Path) -> None:
        """Two messages are on their way to us at the same time; only one of them can answer the question."""
        made = Installation(tmp_path / "home", postgres_url)
        made.add_organisation()
        made.load(SOURCE)
        made.text("MEEDOEN 4821")
        heard: dict[str, str] = {}
        with made.services.store.engine.begin() as other:
            other.execute(sa.select(DIALOGUE.c.id).with_for_update())
            waiting = [_sent(made, body, heard) for body in ("1", "2")]
            eventually(lambda: _is_waited_for(made, 2), "both messages wait")
        for thread in waiting:
            thread.join()
        assert values(made) in ({"first": "trees"}, {"first": "benches"})
        assert sorted(writes(said, "crossed") for said in heard.values()) == [False, True]
        assert all(ALSO in said for said in heard.values())
        assert len(made.only().evidence) == 3
        made.close()

    def test_answers_that_follow_each_other_fast_are_no_stale_replies(self, on_each_store: Installation) -> None:
        said = [on_each_store.text(body) for body in TEXTS]
        assert not any(writes(one, "crossed") for one in said)
        assert on_each_store.only().complete

    def test_a_stale_reply_to_a_step_of_a_call(self, on_each_store: Installation) -> None:
        call = press(on_each_store.call(), "1")
        earlier = call.now.action or ""
        call.press("1")
        said = on_each_store.signed(earlier, **call.fields, Digits="3").text
        assert ALSO in said
        assert values(on_each_store) == {"first": "trees"}

    @pytest.mark.parametrize("body", ["2", "ja", "bankjes", "15 06", "Te donker"])
    def test_a_reply_to_a_dialogue_that_expired(self, on_each_store: Installation, body: str) -> None:
        text(on_each_store, "MEEDOEN 4821", "1")
        silence_of(on_each_store.services.store, timedelta(days=3, minutes=1))
        conversation.close_expired(on_each_store.services.store)
        before = rows(on_each_store.services.store)
        on_each_store.text(body)
        assert added(before, rows(on_each_store.services.store)) == {"arrival": 1, "evidence": 1}, "it opens nothing"
        assert values(on_each_store) == {"first": "trees"}
        assert (on_each_store.only().status, on_each_store.only().complete) == (Status.ACCEPTED, False)

    def test_who_replies_too_late_hears_how_to_begin_anew(self, inloop: Installation) -> None:
        text(inloop, "MEEDOEN 4821", "1")
        silence_of(inloop.services.store, timedelta(days=4))
        assert writes(inloop.text("2"), "over", code="4821")
        assert FIRST in inloop.text("MEEDOEN 4821")

    @pytest.mark.parametrize("line", [LINE, ORGANISATION_LINE])
    def test_a_reply_to_a_dialogue_that_is_finished(self, inloop: Installation, line: str) -> None:
        """Elsewhere such a reply opened a new case."""
        for body in TEXTS:
            inloop.text(body, line=line)
        before = rows(inloop.services.store)
        inloop.text("2", line=line)
        assert added(before, rows(inloop.services.store)) == {"arrival": 1, "evidence": 1}

    @pytest.mark.parametrize("body", ["4", "overslaan", "HULP"])
    def test_an_answer_after_the_consultation_closed(self, on_each_store: Installation, body: str) -> None:
        text(on_each_store, "MEEDOEN 4821", "1", "1")
        on_each_store.load(with_changes(closes="2020-12-31"))
        assert writes(on_each_store.text(body), "closed")
        assert writes(on_each_store.text("5"), "closed"), "and nothing else after that"
        assert values(on_each_store) == {"first": "trees", "also": ["light"]}
        assert not on_each_store.only().complete

    def test_keys_after_the_consultation_closed(self, on_each_store: Installation) -> None:
        call = press(on_each_store.call(), "1", "1")
        on_each_store.load(with_changes(closes="2020-12-31"))
        call.press("13#")
        assert values(on_each_store) == {"first": "trees"}

    @pytest.mark.parametrize("body", ["STOP", "Stop aub", "UNSUBSCRIBE", "afmelden"])
    def test_opting_out_in_mid_dialogue(self, on_each_store: Installation, body: str) -> None:
        text(on_each_store, "MEEDOEN 4821", "1")
        assert on_each_store.text(body) == ""
        assert (on_each_store.only().status, on_each_store.only().complete) == (Status.ACCEPTED, False)
        assert text(on_each_store, "2", "MEEDOEN 4821", "HULP", "1") == "", "nothing is sent until START"
        assert values(on_each_store) == {"first": "trees"}
        assert on_each_store.text("START")
        assert FIRST in on_each_store.text("MEEDOEN 4821")

    @pytest.mark.parametrize("line", [LINE, ORGANISATION_LINE])
    @pytest.mark.parametrize("body", ["STOP", "DUR", "стоп", "توقف", "stopje"])
    def test_opting_out_without_any_dialogue(self, inloop: Installation, line: str, body: str) -> None:
        """On a number of a whole organisation in any language; else in those of its consultation."""
        inloop.load(SEVEN_LANGUAGES)
        assert inloop.text(body, line=line) == ""
        assert inloop.text("MEEDOEN 4821", line=line) == ""

    def test_opting_out_of_two_dialogues_at_once(self, on_each_store: Installation) -> None:
        on_each_store.load(with_changes(code='"5555"'), line=None)
        text(on_each_store, "MEEDOEN 4821", "1", "MEEDOEN 5555", "3")
        assert text(on_each_store, "STOP", "1", "2", "hallo") == ""
        assert [one.answer("first").value for one in on_each_store.submissions()] == ["trees", "play"]


class TestOurSide:
    """What is wrong with us, or between our own parts."""

    @pytest.mark.parametrize("door", ["sms", "phone"])
    def test_worker_or_redis_down(self, inloop: Installation, door: str) -> None:
        """Nothing listens where our settings say that Redis is, and nobody works: a conversation needs neither."""
        if door == "sms":
            text(inloop, *TEXTS)
        else:
            press(inloop.call(), "1", "1", "13#", "4", "1", "23#", "1506#", "2")
        assert (inloop.only().status, inloop.only().complete) == (Status.ACCEPTED, True)

    def test_a_recording_waits_for_the_worker_to_come_back(self, with_media: Installation, company: MediaHost) -> None:
        recorded(with_media, company.keep("RE1"))
        assert not company.asked
        with_media.work()
        assert company.shelves["RE1"].deleted

    def test_database_locked(self, inloop: Installation) -> None:
        """Not acknowledged, so that it comes again; then it is the answer that it was."""
        text(inloop, "MEEDOEN 4821")
        fields = {"MessageSid": "SM-locked", "From": MOBILE, "To": LINE, "Body": "1"}
        stands_still = Store(inloop.settings.database_url)
        with stands_still.write():
            refused = inloop.signed("/twilio/sms", **fields)
        stands_still.close()
        assert (refused.status_code, not inloop.submissions()) == (503, True)
        assert refused.headers["Retry-After"]
        answers = [inloop.signed("/twilio/sms", **fields).text for _ in range(2)]
        assert ALSO in answers[0]
        assert answers[0] == answers[1]
        assert values(inloop) == {"first": "trees"}

    @pytest.mark.parametrize("fault", ["not ready", "404", "absent", "gone"])
    def test_recording(self, with_media: Installation, company: MediaHost, fault: str) -> None:
        """Fetched later where it may come; else the answer waits for a person, or is the empty one that it is."""
        shelf = {"not ready": {"missing": 2}, "404": {"missing": 1000}, "absent": {}, "gone": {"status": 410}}[fault]
        recorded(with_media, company.keep("RE1", **shelf))
        if fault == "absent":
            with_media.signed("/twilio/recording", RecordingSid="RE1", CallSid="CA9", RecordingStatus="absent")
        for _ in range(13):
            with_media.work()
            retries_come_due(with_media.services.store)
        kept = [one.kind for one in with_media.only().evidence].count("recording")
        assert (kept, with_media.only().answer("why").state) == {
            "not ready": (1, "illegible"),
            "404": (0, "illegible"),
            "absent": (0, "empty"),
            "gone": (0, "illegible"),
        }[fault]
        assert company.shelves["RE1"].deleted == (fault in ("not ready", "absent")), "what we still need stays there"


class TestAnsweredByTheCompany:
    """Twilio's Advanced Opt-Out answers some words itself and says so in `OptOutType`; we do not answer them again."""

    def send(self, inloop: Installation, body: str, opt_out_type: str) -> str:
        fields = {"MessageSid": f"SM-{body}", "From": MOBILE, "To": LINE, "Body": body, "OptOutType": opt_out_type}
        answer = inloop.signed("/twilio/sms", **fields)
        assert answer.status_code == 200
        return str(answer.text)

    def test_help(self, inloop: Installation) -> None:
        text(inloop, "MEEDOEN 4821")
        assert "<Message>" not in self.send(inloop, "POMOC", "HELP")
        assert ALSO in inloop.text("1"), "the question that was asked still waits"
        assert "POMOC" in messages_kept(inloop)

    def test_stop_by_a_word_that_only_they_know(self, inloop: Installation) -> None:
        text(inloop, "MEEDOEN 4821", "1")
        assert "<Message>" not in self.send(inloop, "ARRET", "STOP")
        assert inloop.text("MEEDOEN 4821") == ""
        assert not inloop.only().complete

    def test_start_after_a_stop(self, inloop: Installation) -> None:
        text(inloop, "STOP")
        assert "<Message>" not in self.send(inloop, "YES", "START")
        assert FIRST in inloop.text("MEEDOEN 4821")

    def test_a_yes_that_they_take_for_a_start_is_still_the_answer(self, inloop: Installation) -> None:
        text(inloop, *TEXTS[:4])
        self.send(inloop, "YES", "START")
        assert inloop.only().answer("again").value is True

    def test_start_in_a_dialogue_asks_the_question_again(self, inloop: Installation) -> None:
        text(inloop, "MEEDOEN 4821", "1", "1", "1")
        assert "Waardoor komt dat?" in inloop.text("START")
        assert "why" not in values(inloop)


def _answered_meanwhile(store: Store) -> None:
    """An earlier message of this phone is answered after the next one came in and before it is looked at."""
    with store.write() as connection:
        for row in connection.execute(DIALOGUE.select().where(DIALOGUE.c.state == DialogueState.OPEN)).all():
            later = row.updated_at + timedelta(hours=1)
            connection.execute(DIALOGUE.update().where(DIALOGUE.c.id == row.id).values(updated_at=later))


def _sent(inloop: Installation, body: str, heard: dict[str, str]) -> threading.Thread:
    def send() -> None:
        heard[body] = inloop.text(body)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def _is_waited_for(inloop: Installation, transactions: int) -> bool:
    """Whether so many transactions wait for a row that somebody holds."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with inloop.services.store.read() as connection:
        return bool(connection.execute(sa.text(query)).scalar_one() >= transactions)
