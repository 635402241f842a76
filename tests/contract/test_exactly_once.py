"""What comes in has its effect once: a repeat hears the same bytes and stores nothing, whoever else is knocking."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from models.vocabulary import Channel, Status
from tests.installation import LINE, MOBILE, ORGANISATION_LINE, Heard, Installation
from tests.rows import added, rows

TEXTS = ("MEEDOEN 4821", "1", "1 3", "1", "Te donker", "ja", "23", "1506", "2", "Bedankt", "STOP", "START", "hallo")
KEYS = ("1", "1", "13#", "1", "#", "1", "23#", "1506#", "2")


def at_once(*actions: Callable[[], object]) -> list[BaseException]:
    """Do all of this in threads that start together; what went wrong in them."""
    barrier, wrong = threading.Barrier(len(actions)), []

    def run(action: Callable[[], object]) -> None:
        barrier.wait()
        try:
            action()
        except BaseException as error:  # noqa: BLE001 - it is told to the test
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_a_text_message_that_comes_again_hears_the_same_and_stores_nothing(on_each_store: Installation) -> None:
    for number, text in enumerate(TEXTS):
        fields = {"MessageSid": f"SM{number}", "From": MOBILE, "To": LINE, "Body": text}
        first = on_each_store.signed("/twilio/sms", **fields)
        before = rows(on_each_store.services.store)
        again = on_each_store.signed("/twilio/sms", **fields)
        assert (again.status_code, again.data) == (first.status_code, first.data), text
        assert again.headers["Content-Type"] == first.headers["Content-Type"]
        assert rows(on_each_store.services.store) == before, text


def test_a_text_message_that_comes_again_much_later_hears_what_it_heard_then(inloop: Installation) -> None:
    fields = {"MessageSid": "SM1", "From": MOBILE, "To": LINE, "Body": "MEEDOEN 4821"}
    first = inloop.signed("/twilio/sms", **fields)
    for text in TEXTS[1:9]:
        inloop.text(text)
    before = rows(inloop.services.store)
    assert inloop.signed("/twilio/sms", **fields).data == first.data
    assert rows(inloop.services.store) == before


@pytest.mark.parametrize("line", [LINE, ORGANISATION_LINE, "+31750009999"])
def test_a_step_of_a_call_that_comes_again_hears_the_same_and_stores_nothing(
    on_each_store: Installation, line: str
) -> None:
    base = {"CallSid": "CA1", "From": MOBILE, "To": line, "CallStatus": "in-progress"}
    keys = iter(KEYS if line == LINE else ("4821#", *KEYS))
    path: str | None = "/twilio/voice"
    fields: dict[str, str] = {}
    while path is not None:
        first = on_each_store.signed(path, **base, **fields)
        before = rows(on_each_store.services.store)
        again = on_each_store.signed(path, **base, **fields)
        assert (again.status_code, again.data) == (200, first.data), path
        assert rows(on_each_store.services.store) == before, path
        path, fields = Heard(first.text).action, {"Digits": next(keys, "")}
    assert len(on_each_store.submissions()) == (0 if line.endswith("9999") else 1)


def test_silence_that_is_reported_again_counts_once(inloop: Installation) -> None:
    call = inloop.call()
    call.press("1")
    path = call.now.redirect or ""
    first = inloop.signed(path, **call.fields)
    before = rows(inloop.services.store)
    assert inloop.signed(path, **call.fields).data == first.data
    assert rows(inloop.services.store) == before


def test_callbacks_that_come_again_store_nothing(on_each_store: Installation) -> None:
    callbacks = {
        "/twilio/status/voice": {"CallSid": "CA1", "CallStatus": "completed"},
        "/twilio/status/sms": {"MessageSid": "SM1", "MessageStatus": "delivered"},
        "/twilio/recording": {"RecordingSid": "RE1", "CallSid": "CA1", "RecordingStatus": "completed"},
    }
    for path, fields in callbacks.items():
        first = on_each_store.signed(path, **fields)
        before = rows(on_each_store.services.store)
        again = on_each_store.signed(path, **fields)
        assert (first.status_code, again.status_code, again.data) == (204, 204, first.data)
        assert rows(on_each_store.services.store) == before


def test_the_same_message_many_times_at_once_is_one(on_each_store: Installation) -> None:
    on_each_store.text("MEEDOEN 4821")
    heard: list[bytes] = []
    fields = {"MessageSid": "SM-same", "From": MOBILE, "To": LINE, "Body": "1"}
    wrong = at_once(*[lambda: heard.append(on_each_store.signed("/twilio/sms", **fields).data)] * 6)
    assert not wrong
    assert len(set(heard)) == 1
    assert len(on_each_store.only().answers) == 1


def test_messages_of_one_phone_at_the_same_time_are_all_kept_and_answer_what_was_asked_before_they_came(
    on_each_store: Installation,
) -> None:
    """Those that came before the first was answered answer nothing more; see test_phone_and_sms_failures.py."""
    on_each_store.text("MEEDOEN 4821")
    assert not at_once(*[lambda: on_each_store.text("1")] * 4)
    found = on_each_store.only()
    answered = [answer.question for answer in found.answers]
    assert answered
    assert answered == ["first", "also", "safe", "why"][: len(answered)]
    assert len(found.evidence) == 5


def test_two_openings_of_one_phone_at_the_same_time_are_one_dialogue(on_each_store: Installation) -> None:
    assert not at_once(*[lambda: on_each_store.text("MEEDOEN 4821")] * 4)
    on_each_store.text("1")
    assert rows(on_each_store.services.store)["dialogue"] == 1
    assert len(on_each_store.submissions()) == 1


def test_two_inputs_to_one_step_of_a_call_are_one_answer(on_each_store: Installation) -> None:
    call = on_each_store.call()
    path = call.press("1").action or ""
    keys = [lambda n=n: on_each_store.signed(path, **call.fields, Digits=str(n)) for n in (1, 2, 3)]
    assert not at_once(*keys)
    (answer,) = on_each_store.only().answers
    assert answer.value in ("trees", "benches", "play")
    assert rows(on_each_store.services.store)["answer"] == 1


def test_many_phones_at_once_each_end_with_their_own_answers(on_each_store: Installation) -> None:
    choices = {f"+3161000000{n}": str(n % 3 + 1) for n in range(6)}

    def person(number: str, choice: str) -> None:
        for text in ("MEEDOEN 4821", choice, "1 3", "4", "ja", choice, "1506", "2"):
            on_each_store.text(text, number=number)

    assert not at_once(*[lambda n=n, c=c: person(n, c) for n, c in choices.items()])
    found = on_each_store.submissions(Channel.SMS)
    assert [one.status for one in found] == [Status.ACCEPTED] * 6
    keys = {"trees": 1, "benches": 2, "play": 3}
    assert all(keys[str(one.answer("first").value)] == one.answer("age").value for one in found)
    assert len({one.receipt for one in found}) == 6


def test_an_entry_with_the_same_key_many_times_at_once_is_one(on_each_store: Installation) -> None:
    heard: list[tuple[int, bytes]] = []

    def enter() -> None:
        answer = on_each_store.enter("4821", {"first": "trees"}, key="the-same")
        heard.append((answer.status_code, answer.data))

    assert not at_once(*[enter] * 6)
    assert sorted(status for status, _ in heard) == [200] * 5 + [201]
    assert len({body for _, body in heard}) == 1
    assert len(on_each_store.submissions()) == 1


def test_each_effect_is_stored_with_its_arrival(inloop: Installation) -> None:
    before = rows(inloop.services.store)
    inloop.text("MEEDOEN 4821")
    assert added(before, rows(inloop.services.store)) == {"arrival": 1, "dialogue": 1, "evidence": 1}
