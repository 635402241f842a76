"""Whatever is sent to us, and however: a defined answer, no trace of our insides in it, and nothing stored wrongly."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from models.vocabulary import Status
from tests.installation import LINE, MOBILE, ORGANISATION_LINE, Installation
from tests.rows import rows

WEBHOOKS = (
    "/twilio/sms",
    "/twilio/voice",
    "/twilio/voice/code?n=1",
    "/twilio/voice/step?d=x&n=1",
    "/twilio/voice/step?d=%00&n=-1&silence=1",
    "/twilio/voice/step?n=99999999999999999999999999",
    "/twilio/status/voice",
    "/twilio/status/sms",
    "/twilio/recording",
)

STRANGE = (
    "",
    " ",
    "\0",
    "a\0b",
    "x" * 10_000,
    "🌳" * 500,
    "\ufeff\u200b\u202e\u0000",
    "\U000e0001\uffff\ufffe",
    "-1",
    "NaN",
    "1e999",
    "../../etc/passwd",
    "' OR 1=1 --",
    "<script>alert(1)</script>&amp;",
    "]]>",
    "{receipt} {title} {0} %s %(x)s",
    "=1+1",
    "\r\nX-Injected: yes",
    "+31" + "9" * 300,
    "sip:somebody@example.nl",
    "whatsapp:+31600000001",
)

FIELDS = (
    *("MessageSid", "CallSid", "From", "To", "Body", "Digits", "SpeechResult", "Confidence", "RecordingSid"),
    *("RecordingUrl", "RecordingDuration", "RecordingStatus", "MessageStatus", "CallStatus"),
)

INSIDES = ("Traceback", 'File "', ".py", "sqlalchemy", "psycopg", "sqlite3", "/home/", "/work/", "site-packages")

_numbers = itertools.count(1)


def sound() -> dict[str, str]:
    number = next(_numbers)
    return {
        "MessageSid": f"SM-rubbish-{number}",
        "CallSid": f"CA-rubbish-{number}",
        "From": MOBILE,
        "To": LINE,
        "Body": "MEEDOEN 4821",
        "Digits": "1",
    }


def is_calm(answer: Any, *allowed: int) -> bool:
    assert answer.status_code in allowed, f"{answer.status_code}: {answer.text[:300]}"
    assert not any(inside in answer.text for inside in INSIDES), answer.text[:300]
    assert "X-Injected" not in answer.headers
    return True


@pytest.mark.parametrize("path", WEBHOOKS)
def test_a_webhook_with_one_strange_field_is_answered(on_each_store: Installation, path: str) -> None:
    for name, value in itertools.product(FIELDS, STRANGE):
        assert is_calm(on_each_store.signed(path, **{**sound(), name: value}), 200, 204), (name, value[:20])
    assert on_each_store.client.get("/readyz").get_json()["checks"]["database"] == "ok"


def test_a_webhook_with_fields_left_out_is_answered(inloop: Installation) -> None:
    for path, left_out in itertools.product(WEBHOOKS, FIELDS):
        fields = {name: value for name, value in sound().items() if name != left_out}
        assert is_calm(inloop.signed(path, **fields), 200, 204), left_out
        assert is_calm(inloop.signed(path, Only="this"), 200, 204)


@pytest.mark.parametrize("words", STRANGE)
def test_strange_words_in_a_dialogue_are_kept_or_asked_again(on_each_store: Installation, words: str) -> None:
    for text in ("MEEDOEN 4821", words, "1", "1", "1", words, words, "ja", words, "23", words, words, "1506", "2", "2"):
        on_each_store.text(text)
    for found in on_each_store.submissions():
        assert found.status in (Status.ACCEPTED, Status.NEEDS_PERSON, Status.IN_PROGRESS)
        for answer in found.answers:
            if answer.question != "why":
                assert answer.value is None or answer.state in ("read", "uncertain")


@pytest.mark.parametrize("words", STRANGE)
def test_strange_words_in_a_call_are_kept_or_asked_again(on_each_store: Installation, words: str) -> None:
    for line in (LINE, ORGANISATION_LINE):
        call = on_each_store.call(line=line, number=f"+3161{next(_numbers):07d}")
        for _ in range(12):
            if call.now.action is None:
                break
            call._go_on(Digits=words, SpeechResult=words, Confidence=words, RecordingSid=words[:40])
            assert "<Response>" in call.now.twiml
            assert "\0" not in call.now.twiml


@pytest.mark.parametrize("seed", range(4))
def test_anybody_pressing_anything_gets_through_or_is_said_goodbye(on_each_store: Installation, seed: int) -> None:
    chance = random.Random(seed)
    for at in range(6):
        call = on_each_store.call(number=chance.choice([f"+316999{seed}00{at:02d}", "anonymous"]))
        for _ in range(60):
            if call.now.hangs_up:
                break
            match chance.randrange(5):
                case 0:
                    call.silence()
                case 1:
                    call.say(chance.choice(["ja", "bankjes", "weet ik niet", "vijftien nul zes"]), chance.random())
                case 2 if call.now.records:
                    call.record(f"RE{seed}-{next(_numbers)}", chance.randrange(3))
                case _:
                    call.press("".join(chance.choices("0123456789*#", k=chance.randint(1, 4))))
    counted = rows(on_each_store.services.store)
    assert counted["submission"] == len(on_each_store.submissions())


BODIES: list[tuple[bytes, str]] = [
    (b"", ""),
    (b"\xff\xfe\xfd", "application/x-www-form-urlencoded"),
    (b"a=%FF%FE&b=%", "application/x-www-form-urlencoded"),
    (b"&&&===", "application/x-www-form-urlencoded"),
    (b"a=1&" * 3000, "application/x-www-form-urlencoded"),
    (b"x" * 100_000, "application/x-www-form-urlencoded"),
    (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1", "multipart/form-data; boundary=x"),
    (b"--x", "multipart/form-data"),
    (b"{}", "application/json"),
    (b"\x00" * 1000, "application/octet-stream"),
    (b"a=1", "text/html; charset=\xff".encode("latin-1").decode("latin-1")),
    (b"a=1", "////"),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
def test_an_unsigned_body_of_any_kind_is_refused(inloop: Installation, body: bytes, kind: str) -> None:
    before = rows(inloop.services.store)
    for path in WEBHOOKS:
        headers = {"Content-Type": kind, "X-Twilio-Signature": "nonsense"}
        assert is_calm(inloop.client.post(path, data=body, headers=headers), 400, 403, 413)
    assert rows(inloop.services.store) == before


PATHS = (
    *(
        "/nothing",
        "/twilio",
        "/twilio/",
        "/twilio/voice/nothing",
        "/%00",
        "/%ff",
        "/..%2f..%2fetc/passwd",
        "//x",
        "/v1",
    ),
    *("/v1/", "/v1/openapi.json/", "/healthz/", "/static/../../etc/passwd", "/" + "x" * 5000, "/?" + "a=1&" * 2000),
)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"])
def test_a_strange_path_or_method_is_answered_calmly(inloop: Installation, method: str) -> None:
    for path in (*PATHS, "/healthz", "/readyz", "/v1/submissions", "/v1/openapi.json", *WEBHOOKS):
        answer = inloop.client.open(path, method=method)
        assert is_calm(answer, *range(200, 500), 503), path
        if path.startswith("/v1/") and answer.status_code >= 400:
            assert answer.content_type == "application/problem+json", path


@pytest.mark.parametrize("host", ["", "evil.example", "[::1", "a b", "localhost:99999", "é.example", "x" * 300])
def test_a_strange_host_is_answered_calmly(inloop: Installation, host: str) -> None:
    wire = host.encode().decode("latin-1")
    for path in ("/", "/healthz", "/v1/openapi.json", "/v1/submissions", "/nothing"):
        assert is_calm(inloop.client.get(path, headers={"Host": wire}), *range(200, 500)), path
    answer = inloop.client.post("/twilio/sms", data=sound(), headers={"Host": wire, "X-Twilio-Signature": "x"})
    assert is_calm(answer, 400, 403)
