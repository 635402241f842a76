"""A webhook that Twilio did not sign is refused, and leaves no trace but a count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.consultation import SOURCE
from tests.installation import LINE, MOBILE, Installation
from tests.rows import rows

WEBHOOKS = (
    "/twilio/sms",
    "/twilio/voice",
    "/twilio/voice/code?n=1",
    "/twilio/voice/step?d=somebody&n=1",
    "/twilio/status/voice",
    "/twilio/status/sms",
    "/twilio/recording",
)
FIELDS = {"MessageSid": "SM1", "CallSid": "CA1", "From": MOBILE, "To": LINE, "Body": "MEEDOEN 4821"}


@pytest.fixture
def behind_proxy(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """An installation that the company reaches at another address than the one that the app sees."""
    made: list[Installation] = []

    def install(public_url: str) -> Installation:
        made.append(Installation(tmp_path / "home", sqlite_url, public_url=public_url))
        made[0].add_organisation()
        made[0].load(SOURCE)
        return made[0]

    yield install
    for one in made:
        one.close()


def refused(inloop: Installation) -> float:
    (count,) = re.findall(r"^inloop_webhooks_refused_total (\S+)$", inloop.client.get("/metrics").text, re.M)
    return float(count)


@pytest.mark.parametrize("path", WEBHOOKS)
@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "AAAA"}, {"X-Twilio-Signature": "é€\udcff"}],
    ids=["none", "empty", "wrong", "not even ASCII"],
)
def test_an_unsigned_webhook_is_refused_and_leaves_only_a_count(
    inloop: Installation, path: str, headers: dict[str, str]
) -> None:
    before, counted = rows(inloop.services.store), refused(inloop)
    wire = {name: value.encode("utf-8", "surrogateescape").decode("latin-1") for name, value in headers.items()}
    answer = inloop.client.post(path, data=FIELDS, headers=wire)
    assert answer.status_code == 403
    assert answer.text == "Forbidden\n"
    assert rows(inloop.services.store) == before
    assert refused(inloop) == counted + 1


def test_a_signature_holds_for_no_other_path(inloop: Installation) -> None:
    signature = inloop.signatures.sign("http://localhost/twilio/status/sms", FIELDS)
    answer = inloop.client.post("/twilio/sms", data=FIELDS, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


def test_a_signature_holds_for_no_other_query(inloop: Installation) -> None:
    signature = inloop.signatures.sign("http://localhost/twilio/voice/code?n=1", FIELDS)
    answer = inloop.client.post("/twilio/voice/code?n=2", data=FIELDS, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


@pytest.mark.parametrize("change", [{"Body": "STOP"}, {"From": "+31600000002"}, {"Extra": "1"}])
def test_a_signature_holds_for_no_other_message(inloop: Installation, change: dict[str, str]) -> None:
    signature = inloop.signatures.sign("http://localhost/twilio/sms", FIELDS)
    answer = inloop.client.post("/twilio/sms", data=FIELDS | change, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


def test_a_signed_field_that_we_do_not_know_is_no_reason_to_refuse(inloop: Installation) -> None:
    assert inloop.signed("/twilio/sms", **FIELDS, SomethingNew="2027").status_code == 200


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_fields_that_the_signature_does_not_cover_are_not_read(inloop: Installation, content_type: str) -> None:
    """A signature over the bare address is right for a body of another kind; nothing of that body may count."""
    before = rows(inloop.services.store)
    signature = inloop.signatures.sign("http://localhost/twilio/sms", {})
    body = '{"MessageSid": "SM1", "From": "+31600000001", "To": "+31750000000", "Body": "MEEDOEN 4821"}'
    headers = {"X-Twilio-Signature": signature, "Content-Type": content_type}
    answer = inloop.client.post("/twilio/sms", data=body, headers=headers)
    assert answer.status_code in (400, 403)
    assert rows(inloop.services.store) == before


def test_a_field_given_twice_is_refused(inloop: Installation) -> None:
    """Twilio gives each field once; two values would let one be signed and the other be read."""
    signature = inloop.signatures.sign("http://localhost/twilio/sms", FIELDS)
    body = {**FIELDS, "Body": [FIELDS["Body"], "STOP"]}
    answer = inloop.client.post("/twilio/sms", data=body, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "public_url", ["https://inloop.example", "https://example.nl/inloop", "https://example.nl:8443/a/b"]
)
def test_behind_a_proxy_the_signature_is_over_the_public_address(
    behind_proxy: Callable[[str], Installation], public_url: str
) -> None:
    inloop = behind_proxy(public_url)
    signature = inloop.signatures.sign(f"{public_url}/twilio/sms", FIELDS)
    answer = inloop.client.post("/twilio/sms", data=FIELDS, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 200


def test_a_path_in_the_public_address_stands_in_each_step_of_a_call(
    behind_proxy: Callable[[str], Installation],
) -> None:
    inloop = behind_proxy("https://example.nl/inloop")
    signature = inloop.signatures.sign("https://example.nl/inloop/twilio/voice", FIELDS)
    answer = inloop.client.post("/twilio/voice", data=FIELDS, headers={"X-Twilio-Signature": signature})
    assert 'action="/inloop/twilio/voice/step?' in answer.text
    assert ">/inloop/twilio/voice/step?" in answer.text


def test_the_address_that_a_stranger_puts_in_host_is_worth_nothing_without_the_token(inloop: Installation) -> None:
    signature = inloop.signatures.sign("http://localhost/twilio/sms", FIELDS)
    headers = {"X-Twilio-Signature": signature, "Host": "evil.example"}
    assert inloop.client.post("/twilio/sms", data=FIELDS, headers=headers).status_code == 403


@pytest.mark.parametrize("path", WEBHOOKS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_webhook_is_posted(inloop: Installation, path: str, method: str) -> None:
    assert inloop.client.open(path, method=method).status_code == 405
