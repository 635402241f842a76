"""Whatever is heard, in whatever order: nothing is invented, everything can be said, every path goes on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.dialogue import again, closed, hear, main_menu, resume, start
from channels.receipts import TOLD
from channels.turns import (
    Answered,
    Asked,
    At,
    CodeGiven,
    Completed,
    Heard,
    Keys,
    Memory,
    Mode,
    Over,
    Receipt,
    Recorded,
    Silence,
    Spoken,
    StartOver,
    Turn,
    Typed,
    Withdrawn,
    Word,
)
from channels.twilio import StepUrls, speak
from intake.simulator.twiml import voice
from models.conditions import applicable
from models.definition import Definition
from models.normalization import normalize
from models.vocabulary import AnswerState
from tests.consultation import SOURCE, definition

DEFINITIONS = [
    definition(),
    definition(SOURCE.replace("digits: 4", "digits: 6").replace("contact: none", "contact: optional")),
    definition(SOURCE.replace("contact: none", "participation: code")),
]

digits = st.text("0123456789*#", min_size=1, max_size=8)
words = st.sampled_from(["ja", "nee", "1", "2", "3", "bankjes", "bankjse", "overslaan", "drie", "1506 AB", "1 en 3"])
texts = st.one_of(words, st.text(max_size=30))
codes = st.builds(CodeGiven, st.sampled_from([None, "the id of a code"]), st.booleans())
on_phone: st.SearchStrategy[Heard] = st.one_of(
    st.builds(Keys, digits),
    st.builds(Keys, st.sampled_from(["0", "1", "2", "3", "4", "5", "#", "*", "1#", "12#", "1506#", "23#"])),
    st.builds(Receipt, st.just("48271936"), st.sampled_from([None, *sorted(set(TOLD.values()))]), st.booleans()),
    codes,
    st.builds(Spoken, st.sampled_from(["Türkçe", "po polsku", "Deutsch", "English"]), st.floats(0, 1)),
    st.builds(Spoken, texts, st.floats(0, 1)),
    st.builds(Recorded, st.just("RE1"), st.floats(0, 90), st.sampled_from(["", "#", "hangup"])),
    st.just(Silence()),
)
in_texts: st.SearchStrategy[Heard] = st.one_of(
    st.builds(Typed, texts),
    codes,
    st.just(Silence()),
    st.builds(Asked, st.sampled_from(Word), st.sampled_from([None, "nl", "en", "2", "xx", "Turks", "Deutsch"])),
)
conversations = st.one_of(
    st.tuples(st.just(Mode.PHONE), st.lists(on_phone, max_size=25)),
    st.tuples(st.just(Mode.SMS), st.lists(in_texts, max_size=25)),
)


BEGINNINGS = ("start", "main menu", "closed")


def beginning(definition: Definition, mode: Mode, how: str, *, reachable: bool = True, textable: bool = False) -> Turn:
    """How a dialogue may begin; a text message only in one way."""
    if mode is Mode.SMS or how == "start":
        return start(definition, mode, reachable=reachable, textable=textable)
    if how == "closed":
        return closed(definition, reachable=reachable)
    return main_menu(definition, "nl", reachable=reachable, textable=textable)


def can_be_said(turn: Turn) -> bool:
    """Whether the telephone company takes it as it is."""
    urls = StepUrls("/step", "/step?silence=1", "/recording", "/played?r=")
    twiml = speak(turn.say, turn.wait, urls, turn.memory.language, slow=turn.memory.slow)
    return bool(voice(twiml))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(DEFINITIONS), conversations, st.sampled_from(BEGINNINGS), st.booleans(), st.booleans())
def test_no_answer_is_invented_and_every_prompt_can_be_said(  # type: ignore[no-untyped-def]
    definition, conversation, how, reachable, textable
) -> None:
    mode, heard = conversation
    turn = beginning(definition, mode, how, reachable=reachable, textable=textable)
    for one in heard:
        assert Memory.from_json(turn.memory.as_json()) == turn.memory
        before = turn
        turn = hear(definition, turn.memory, one)
        for event in turn.events:
            if isinstance(event, Answered):
                reading = event.reading
                question = definition.question(reading.question)
                empty = reading.state in (AnswerState.EMPTY, AnswerState.ILLEGIBLE)
                assert (reading.value is None) is empty
                if reading.value is not None:
                    assert normalize(question, reading.value) == reading.value
                    assert isinstance(one, Keys | Spoken | Typed), "silence and service words answer nothing"
                    assert before.memory.at in (At.QUESTION, At.LETTERS, At.CONFIRM), "no menu answers a question"
            if isinstance(event, Completed):
                asked = {question.key for question in applicable(definition, turn.memory.answers)}
                assert asked == set(turn.memory.answers), "everything that applied was asked"
            if isinstance(event, Withdrawn):
                assert before.memory.at is At.WITHDRAW, "nothing is taken back without a yes"
        assert all(line.text.strip() for line in turn.say)
        begins_anew = any(isinstance(event, StartOver) for event in turn.events)
        assert begins_anew or isinstance(turn.wait, Over) or turn.say, "nobody waits for an answer to nothing"
        if mode is Mode.PHONE:
            assert can_be_said(turn)
        if not isinstance(turn.wait, Over):
            repeated = again(definition, turn.memory)
            assert (repeated.memory, repeated.wait) == (turn.memory, turn.wait)
            assert again(definition, repeated.memory) == repeated


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(DEFINITIONS), st.lists(on_phone, max_size=15), st.sampled_from(BEGINNINGS))
def test_repeating_changes_no_answer_and_no_place(definition, heard, how) -> None:  # type: ignore[no-untyped-def]
    turn = beginning(definition, Mode.PHONE, how, textable=True)
    for one in heard:
        turn = hear(definition, turn.memory, one)
    if isinstance(turn.wait, Over):
        return
    repeated = hear(definition, turn.memory, Keys("*"))
    assert not repeated.events
    assert (repeated.memory.at, repeated.memory.question) == (turn.memory.at, turn.memory.question)
    assert repeated.memory.answers == turn.memory.answers
    assert repeated.memory.slow


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(DEFINITIONS), st.lists(on_phone, max_size=15))
def test_resuming_equals_never_having_left(definition, heard) -> None:  # type: ignore[no-untyped-def]
    turn = start(definition, Mode.PHONE, language="nl")
    for one in heard:
        turn = hear(definition, turn.memory, one)
    if turn.memory.at not in (At.QUESTION, At.KEPT) or turn.memory.digits or turn.memory.hasty:
        return
    resumed = hear(definition, resume(definition, turn.memory).memory, Keys("1"))
    assert resumed.memory.question == turn.memory.question
    assert resumed.memory.answers == turn.memory.answers
    assert resumed.wait == again(definition, turn.memory).wait


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(DEFINITIONS), conversations, st.sampled_from(BEGINNINGS), st.booleans())
def test_who_only_skips_from_here_on_comes_to_the_end(  # type: ignore[no-untyped-def]
    definition, conversation, how, reachable
) -> None:
    mode, heard = conversation
    turn = beginning(definition, mode, how, reachable=reachable, textable=reachable)
    for one in heard:
        turn = hear(definition, turn.memory, one)
    skip: Heard = Keys("#") if mode is Mode.PHONE else Typed("overslaan")
    for _ in range(60):
        if isinstance(turn.wait, Over):
            return
        turn = hear(definition, turn.memory, skip)
    raise AssertionError(f"still at {turn.memory.at}")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(DEFINITIONS), st.lists(on_phone, max_size=15), st.sampled_from(BEGINNINGS))
def test_a_caller_who_says_nothing_more_is_never_kept(definition, heard, how) -> None:  # type: ignore[no-untyped-def]
    turn = beginning(definition, Mode.PHONE, how, textable=True)
    for one in heard:
        turn = hear(definition, turn.memory, one)
    for _ in range(12):
        if isinstance(turn.wait, Over):
            return
        turn = hear(definition, turn.memory, Silence())
    raise AssertionError(f"the line stays open at {turn.memory.at}")
