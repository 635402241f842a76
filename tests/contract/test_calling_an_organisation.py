"""On a number that serves an organisation, callers key in which consultation it is about."""

from __future__ import annotations

from tests.calls import ALL, press
from tests.consultation import with_changes
from tests.installation import ORGANISATION_LINE, Installation
from tests.wording import speaks


def test_on_an_organisations_number_the_caller_keys_in_the_code(on_each_store: Installation) -> None:
    call = on_each_store.call(line=ORGANISATION_LINE)
    assert speaks(call.now.text, "ask_code")
    press(call, "4821#", *ALL)
    assert on_each_store.only().complete


def test_a_wrong_code_is_asked_again_and_the_third_ends_the_call(inloop: Installation) -> None:
    call = inloop.call(line=ORGANISATION_LINE)
    assert speaks(call.press("9999#").text, "unknown_code")
    assert speaks(call.press("#").text, "unknown_code")
    assert call.press("12#").hangs_up


def test_a_code_of_another_organisation_is_unknown(inloop: Installation) -> None:
    inloop.add_organisation("elders")
    inloop.load(with_changes(code='"5555"', organisation="elders"), line=None)
    assert speaks(inloop.call(line=ORGANISATION_LINE).press("5555#").text, "unknown_code")


def test_silence_at_the_code_ends_the_call(inloop: Installation) -> None:
    call = inloop.call(line=ORGANISATION_LINE)
    for _ in range(3):
        call.silence()
    assert call.now.hangs_up
