"""Whatever is heard, nothing breaks and no answer is invented."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.understanding import Medium, NotUnderstood, Understood, understand
from channels.understanding.language_names import language_meant
from channels.understanding.languages import LEXICONS
from channels.understanding.opening import opening
from channels.understanding.service_words import service_word
from models.definition import Question
from models.normalization import normalize
from tests.unit.understanding.sample import ALSO, FIRST, IN_ALL, LANGUAGES, QUESTIONS, hear, meant

WORDS = sorted(
    {
        word
        for lexicon in LEXICONS.values()
        for table in (lexicon.yes, lexicon.no, lexicon.skip, lexicon.fillers, lexicon.inexact, lexicon.list_words)
        for word in table
    }
    | {w for lexicon in LEXICONS.values() for n in (lexicon.numbers.ones, lexicon.numbers.tens) for g in n for w in g}
    | {text for option in FIRST.options for text in (*option.label.values(), option.key)}
    | {"1", "2", "13", "1506", "1.000", "12,5", "-", "+", "/", "½", "a", "b", "…", "1️⃣", "٣", ",", "&", "?"}
)

anything = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(), max_size=20),
    st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=4).map("".join),
)
languages = st.sampled_from((*LANGUAGES, "de"))
questions = st.sampled_from(QUESTIONS)


@given(questions, anything, languages, st.sampled_from(Medium))
@example(FIRST, "\ud800", "nl", Medium.TEXT)
@example(FIRST, "²", "nl", Medium.TEXT)
@example(ALSO, "9" * 5000, "nl", Medium.TEXT)
def test_every_value_is_one_that_the_store_accepts(q: Question, said: str, language: str, medium: Medium) -> None:
    outcome = understand(IN_ALL, q, said, language=language, medium=medium)
    values = (
        (outcome.value,)
        if isinstance(outcome, Understood)
        else outcome.suggestions
        if isinstance(outcome, NotUnderstood)
        else ()
    )
    for value in values:
        assert normalize(q, value) == value
    if isinstance(outcome, Understood):
        assert 0 < outcome.confidence <= 1


@given(questions, anything, languages)
def test_the_same_words_always_mean_the_same(q: Question, said: str, language: str) -> None:
    first = understand(IN_ALL, q, said, language=language, medium=Medium.TEXT)
    assert understand(IN_ALL, q, said, language=language, medium=Medium.TEXT) == first


@given(questions, st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), languages)
def test_case_and_outer_space_do_not_matter(q: Question, said: str, language: str) -> None:
    if q.type == "text":
        return
    as_it_was = understand(IN_ALL, q, said, language=language, medium=Medium.TEXT)
    shouted = understand(IN_ALL, q, f"  {said.upper()}\n", language=language, medium=Medium.TEXT)
    assert meant(shouted) == meant(as_it_was)


@given(anything)
def test_the_other_readers_never_break(said: str) -> None:
    service_word(said, LANGUAGES)
    opening(said)
    language_meant(said, LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("at", range(len(FIRST.options)))
def test_every_option_answers_to_its_number_letter_label_and_key(language: str, medium: Medium, at: int) -> None:
    option = FIRST.options[at]
    for name in (
        str(at + 1),
        "abcd"[at],
        "ABCD"[at],
        option.label[language],
        option.label[language].upper(),
        option.key,
    ):
        sure = 0.7 if medium is Medium.SPEECH and name in "abcdABCD" else 1.0
        assert hear(FIRST, name, language, medium) == Understood(option.key, sure), name
        assert hear(ALSO, name, language, medium) == Understood([option.key], sure), name


@given(
    st.sets(st.integers(1, 4), min_size=1, max_size=3),
    languages,
    st.sampled_from([" ", ",", ", ", "/", "+", " & ", ";", ""]),
)
def test_any_set_of_options_however_strung_together(chosen: set[int], language: str, between: str) -> None:
    said = between.join(str(number) for number in sorted(chosen, reverse=True))
    assert meant(hear(ALSO, said, language)) == [ALSO.options[number - 1].key for number in sorted(chosen)]
