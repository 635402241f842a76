"""The load that we measure with is what Twilio would send."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from functools import cache
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from benchmarks.dialogues import PATH, PUBLIC_URL, TOKEN, TURNS, WARM_UP, Message, messages
from benchmarks.result import Result


@cache
def sent() -> list[tuple[Message, dict[str, str]]]:
    """Each message, and the fields of its body."""
    made = messages(WARM_UP + 700, run=0)
    return [(message, dict(parse_qsl(message.body, keep_blank_values=True))) for message in made]


def test_every_message_is_signed() -> None:
    validator = RequestValidator(TOKEN)
    assert all(validator.validate(PUBLIC_URL + PATH, form, message.signature) for message, form in sent()[::50])


def test_every_dialogue_hears_its_texts_in_order_and_far_apart() -> None:
    heard: dict[str, list[int]] = defaultdict(list)
    for position, (_, form) in enumerate(sent()):
        assert form["Body"] == TURNS[len(heard[form["From"]])]
        heard[form["From"]].append(position)
    gaps = [later - earlier for places in heard.values() for earlier, later in itertools.pairwise(places)]
    assert min(gaps) >= 100


def test_once_warm_every_turn_is_as_frequent_as_any_other() -> None:
    assert set(Counter(form["Body"] for _, form in sent()[WARM_UP:]).values()) == {100}


def test_a_figure_knows_whether_it_is_what_we_want() -> None:
    assert Result("webhook", "ratio", 0.5, "ratio", at_least=0.5).reached is True
    assert Result("webhook", "p99", 12.0, "ms", at_most=10.0).reached is False
    assert Result("webhook", "p50", 3.0, "ms").reached is None


def test_every_message_is_named_as_it_will_be_looked_for() -> None:
    assert [message.sid for message, _ in sent()] == [form["MessageSid"] for _, form in sent()]
    assert len({message.sid for message, _ in sent()}) == len(sent())
