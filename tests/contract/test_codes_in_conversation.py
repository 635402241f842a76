"""A participation code by phone and by text: asked for first, looked up, and kept nowhere."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.evidence import EVIDENCE
from models.tables import metadata
from models.vocabulary import Channel, Status
from tests.calls import press
from tests.consultation import with_changes
from tests.installation import MOBILE, Call, Installation
from tests.wording import speaks, writes

NEIGHBOUR = "+31612340002"
REST = ("1", "2", "5", "1", "40", "1506", "1")
KEYED = ("1", "#", "5", "1", "#", "#", "1")


@pytest.fixture
def asking(on_each_store: Installation) -> Installation:
    source = "\n".join(
        line if not line.startswith("privacy") else 'privacy: {notice: "Wij bewaren uw antwoorden veilig."}'
        for line in with_changes(contact="none\nparticipation: code").splitlines()
    )
    on_each_store.load(source)
    return on_each_store


def calling(inloop: Installation, *, number: str = MOBILE) -> Call:
    """A call in Dutch, that is asked for its code."""
    call = inloop.call(number=number)
    call.press("1")
    assert "negen cijfers" in call.now.text
    return call


def finished(call: Call) -> Call:
    for keys in KEYED:
        call.press(keys)
    return call


def stored(inloop: Installation) -> str:
    """All that is stored, as one text."""
    with inloop.services.store.read() as connection:
        return "\n".join(
            value.decode(errors="replace") if isinstance(value, bytes) else str(value)
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
            for value in row
        )


def test_by_text_the_code_is_asked_for_before_the_first_question(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    opened = asking.text("MEEDOEN 4821")
    assert "veilig" in opened
    assert "code van negen cijfers" in opened
    assert "Wat moet er zeker komen?" not in opened
    assert "Wat moet er zeker komen?" in asking.text(f"{code[:3]} {code[3:6]} {code[6:]}")
    for said in REST:
        asking.text(said)
    only = asking.only()
    assert (only.participation_code, only.status, only.complete) == (True, Status.ACCEPTED, True)
    assert code not in stored(asking)


@pytest.mark.parametrize("opening", ["MEEDOEN 4821 {}", "meedoen4821 {}", "4821 {}"])
def test_by_text_the_code_may_come_with_the_opening(asking: Installation, opening: str) -> None:
    (code,) = asking.make_codes("4821", 1)
    assert "Wat moet er zeker komen?" in asking.text(opening.format(code))
    asking.text("1")
    assert asking.only().participation_code
    assert code not in stored(asking)


def test_by_text_a_wrong_code_in_the_opening_is_told_and_asked_for_again(asking: Installation) -> None:
    asking.make_codes("4821", 1)
    told = asking.text("MEEDOEN 4821 123456789")
    assert "Die code kennen wij niet" in told
    assert told.count("code van negen cijfers") == 1
    assert "Wat moet er zeker komen?" not in told


def test_by_text_the_whole_opening_once_more_gives_the_code(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    asking.text("MEEDOEN 4821")
    assert "Wat moet er zeker komen?" in asking.text(f"MEEDOEN 4821 {code}")


@pytest.mark.parametrize("said", ["OVERSLAAN", "nee", "overslaan!"])
def test_by_text_nobody_is_turned_away_without_a_code(asking: Installation, said: str) -> None:
    asking.text("MEEDOEN 4821")
    told = asking.text(said)
    assert "zonder code" in told
    assert "Wat moet er zeker komen?" in told
    for answer in REST:
        asking.text(answer)
    only = asking.only()
    assert (only.participation_code, only.status) == (False, Status.NEEDS_PERSON)


def test_by_text_after_three_wrong_codes_it_goes_on_without(asking: Installation) -> None:
    asking.text("MEEDOEN 4821")
    for wrong in ("123456789", "ik weet het niet"):
        assert "Wat moet er zeker komen?" not in asking.text(wrong)
    assert "zonder code" in asking.text("1234")


def test_by_phone_the_code_is_an_entry(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    call = calling(asking)
    assert "Wat moet er zeker komen?" in call.press(f"{code}#").text
    finished(call)
    only = asking.only()
    assert (only.participation_code, only.status) == (True, Status.ACCEPTED)
    assert code not in stored(asking)


def test_by_phone_hash_alone_goes_on_without(asking: Installation) -> None:
    call = calling(asking)
    heard = call.press("#").text
    assert "zonder code" in heard
    finished(call)
    assert asking.only().status is Status.NEEDS_PERSON


def test_by_phone_silence_is_asked_once_more_and_then_goes_on(asking: Installation) -> None:
    call = calling(asking)
    assert "negen cijfers" in call.silence().text
    assert "Wat moet er zeker komen?" in call.silence().text


def test_who_guesses_is_stopped(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    for wrong in ("111111111#", "222222222#", "333333333#"):
        last = calling(asking).press(wrong)
    for wrong in ("444444444#", "555555555#"):
        last = calling(asking).press(wrong)
    assert "Die code kennen wij niet" in last.text
    blocked = calling(asking).press(f"{code}#")
    assert "te vaak" in blocked.text
    assert "zonder code" in blocked.text


def test_over_all_doors_one_code_is_one_voice(asking: Installation) -> None:
    mine, yours = asking.make_codes("4821", 2)
    asking.text(f"MEEDOEN 4821 {mine}")
    for said in REST:
        asking.text(said)
    asking.enter("4821", {"first": "trees", "safe": 5, "again": True, "role": "worker"}, participationCode=yours)
    call = calling(asking, number=NEIGHBOUR)
    call.press(f"{mine}#")
    finished(call)
    assert sorted((str(one.channel), str(one.status)) for one in asking.submissions()) == [
        ("counter", "accepted"),
        ("phone", "accepted"),
        ("sms", "superseded"),
    ]


def twice_with_one_code(inloop: Installation) -> dict[Channel, str]:
    """Somebody texts, and calls later with the same code: the receipt of each."""
    (code,) = inloop.make_codes("4821", 1)
    inloop.text(f"MEEDOEN 4821 {code}")
    for said in REST:
        inloop.text(said)
    call = calling(inloop, number=NEIGHBOUR)
    call.press(f"{code}#")
    finished(call)
    return {one.channel: one.receipt for one in inloop.submissions()}


def test_who_takes_back_the_latest_by_text_is_told_that_the_earlier_one_counts_again(asking: Installation) -> None:
    receipts = twice_with_one_code(asking)
    told = asking.text(f"INTREKKEN {receipts[Channel.PHONE]}")
    assert writes(told, "withdrawn", receipt=receipts[Channel.PHONE])
    assert writes(told, "earlier_counts")
    told = asking.text(f"INTREKKEN {receipts[Channel.SMS]}")
    assert writes(told, "withdrawn", receipt=receipts[Channel.SMS])
    assert not writes(told, "earlier_counts")
    assert {one.status for one in asking.submissions()} == {Status.WITHDRAWN}


def test_who_takes_back_the_latest_by_phone_hears_that_the_earlier_one_counts_again(asking: Installation) -> None:
    receipts = twice_with_one_code(asking)
    call = press(asking.call(number=NEIGHBOUR), "4", f"{receipts[Channel.PHONE]}#", "1")
    assert speaks(call.now.text, "withdrawn")
    assert speaks(call.now.text, "earlier_counts")
    call = press(call, "4", f"{receipts[Channel.SMS]}#", "1")
    assert speaks(call.now.text, "withdrawn")
    assert not speaks(call.now.text, "earlier_counts")


def test_a_call_that_breaks_off_does_not_replace_a_whole_dialogue(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    asking.text(f"MEEDOEN 4821 {code}")
    for said in REST:
        asking.text(said)
    call = calling(asking, number=NEIGHBOUR)
    call.press(f"{code}#")
    call.press("2")
    asking.text("MEEDOEN 4821", number=NEIGHBOUR)
    assert next(one for one in asking.submissions() if one.channel == "sms").status is Status.ACCEPTED


def test_evidence_shows_that_a_code_was_given(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    asking.text(f"MEEDOEN 4821 {code}")
    with asking.services.store.read() as connection:
        (kept,) = connection.execute(sa.select(EVIDENCE.c.content)).scalars()
    assert kept == b"MEEDOEN *********"


def test_a_code_that_comes_where_none_is_asked_for_is_kept_nowhere(asking: Installation) -> None:
    """Alone as the first message, later as an answer or within one, keyed and spoken."""
    code, other = asking.make_codes("4821", 2)
    asking.text(code)
    asking.text("geen")
    for said in (
        code,
        "1",
        f"{code[:3]} {code[3:6]} {code[6:]}",
        "2",
        "1",
        f"mijn code is {code}, en het is er donker",
    ):
        asking.text(said)
    call = calling(asking, number=NEIGHBOUR)
    call.press("#")
    assert "Wat moet er zeker komen?" in call.press(f"{other}#").text, "no answer: it is asked again"
    call.say(f"mijn code is {other}")
    kept = stored(asking)
    assert "en het is er donker" in kept
    assert [one for one in (code, other, f"{code[:3]} {code[3:6]} {code[6:]}") if one in kept] == []
