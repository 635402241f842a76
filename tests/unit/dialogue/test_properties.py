"""Whatever is heard, in whatever order: nothing is invented, everything can be said, every path goes on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.dialogue import again, hear, resume, start
from channels.turns import (
    Answered,
    Asked,
    At,
    Completed,
    Heard,
    Keys,
    Memory,
    Mode,
    Over,
    Recorded,
    Silence,
    Spoken,
    Typed,
    Word,
)
from models.conditions import applicable
from models.normalization import normalize
from models.vocabulary import AnswerState
from tests.consultation import SOURCE, definition

DEFINITIONS = [
    definition(),
    definition(SOURCE.replace("digits: 4", "digits: 6").replace("contact: none", "contact: optional")),
]

digits = st.text("0123456789*#", min_size=1, max_size=8)
words = st.sampled_from(["ja", "nee", "1", "2", "3", "bankjes", "bankjse", "overslaan", "drie", "1506 AB", "1 en 3"])
texts = st.one_of(words, st.text(max_size=30))
on_phone: st.SearchStrategy[Heard] = st.one_of(
    st.builds(Keys, digits),
    st.builds(Keys, st.sampled_from(["1", "2", "3", "#", "1#", "12#", "1506#", "23#"])),
    st.builds(Spoken, texts, st.floats(0, 1)),
    st.builds(Recorded, st.just("RE1"), st.floats(0, 90), st.sampled_from(["", "#", "hangup"])),
    st.just(Silence()),
)
in_texts: st.SearchStrategy[Heard] = st.one_of(
    st.builds(Typed, texts),
    st.just(Silence()),
    st.builds(Asked, st.sampled_from(Word), st.sampled_from([None, "nl", "en", "2", "xx"])),
)
conversations = st.one_of(
    st.tuples(st.just(Mode.PHONE), st.lists(on_phone, max_size=25)),
    st.tuples(st.just(Mode.SMS), st.lists(in_texts, max_size=25)),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(DEFINITIONS), conversations, st.booleans())
def test_no_answer_is_invented_and_every_prompt_can_be_said(definition, conversation, reachable) -> None:  # type: ignore[no-untyped-def]
    mode, heard = conversation
    turn = start(definition, mode, reachable=reachable)
    for one in heard:
        assert Memory.from_json(turn.memory.as_json()) == turn.memory
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
            if isinstance(event, Completed):
                asked = {question.key for question in applicable(definition, turn.memory.answers)}
                assert asked == set(turn.memory.answers), "everything that applied was asked"
        assert all(line.text.strip() for line in turn.say)
        assert isinstance(turn.wait, Over) or turn.say, "nobody waits for an answer to nothing"
        if not isinstance(turn.wait, Over):
            assert again(definition, turn.memory).wait == turn.wait


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(DEFINITIONS), st.lists(on_phone, max_size=15))
def test_resuming_equals_never_having_left(definition, heard) -> None:  # type: ignore[no-untyped-def]
    turn = start(definition, Mode.PHONE, language="nl")
    for one in heard:
        turn = hear(definition, turn.memory, one)
    if turn.memory.at is not At.QUESTION or turn.memory.digits:
        return
    resumed = hear(definition, resume(definition, turn.memory).memory, Keys("1"))
    assert resumed.memory.question == turn.memory.question
    assert resumed.memory.answers == turn.memory.answers
    assert resumed.wait == again(definition, turn.memory).wait


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(DEFINITIONS), conversations)
def test_who_only_skips_from_here_on_comes_to_the_end(definition, conversation) -> None:  # type: ignore[no-untyped-def]
    mode, heard = conversation
    turn = start(definition, mode)
    for one in heard:
        turn = hear(definition, turn.memory, one)
    skip: Heard = Keys("#") if mode is Mode.PHONE else Typed("overslaan")
    for _ in range(60):
        if isinstance(turn.wait, Over):
            return
        turn = hear(definition, turn.memory, skip)
    raise AssertionError(f"still at {turn.memory.at}")


def test_a_caller_who_says_nothing_is_never_kept() -> None:
    for asked in DEFINITIONS:
        turn = start(asked, Mode.PHONE)
        for _ in range(10):
            turn = hear(asked, turn.memory, Silence())
            if isinstance(turn.wait, Over):
                return
        raise AssertionError("the line stays open")
