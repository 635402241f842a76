"""How what is to be written becomes text messages."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from channels.messages import LONGEST_MESSAGE, messages

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=30)
LINES = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=12)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_what_fits_is_one_message() -> None:
    assert messages(["Wat moet er komen?", "1. bomen", "2. bankjes"]) == ["Wat moet er komen?\n1. bomen\n2. bankjes"]


def test_nothing_to_write_is_no_message() -> None:
    assert messages([]) == messages(["", ""]) == []


def test_a_question_stays_together_and_the_greeting_makes_room() -> None:
    greeting = ["Welkom. " * 10, "U kunt meepraten. " * 60]
    question = ["Wat moet er komen?", *(f"{n}. optie nummer {n}" for n in range(1, 40)), "Antwoord met het nummer."]
    first, second = messages([*greeting, *question])
    assert second.endswith("\n".join(question))
    assert first.startswith("Welkom.")


def test_an_option_is_never_parted_from_its_number() -> None:
    lines = [f"{n}. Een plein. Met bomen, banken en een plek voor de jeugd van het dorp" for n in range(1, 60)]
    made = messages(lines)
    assert len(made) > 1
    assert "\n".join(made).split("\n") == lines


def test_a_line_that_no_message_holds_is_cut_at_sentences() -> None:
    sentences = [f"Dit is zin nummer {n} van een heel lang verhaal." for n in range(80)]
    made = messages([" ".join(sentences)])
    assert len(made) > 1
    assert all(one.endswith(".") for one in made)
    assert " ".join(made) == " ".join(sentences)


def test_a_sentence_that_no_message_holds_is_cut_between_words() -> None:
    words = [f"woord{n}" for n in range(600)]
    made = messages([" ".join(words)])
    assert " ".join(made).split() == words


@given(LINES, st.integers(min_value=8, max_value=80))
def test_nothing_is_lost_and_nothing_is_too_long(lines: list[str], longest: int) -> None:
    made = messages(lines, longest)
    assert all(0 < units(one) <= longest for one in made)
    assert re.sub(r"\s", "", "".join(made)) == re.sub(r"\s", "", "".join(lines))


@given(LINES)
def test_words_stay_whole(lines: list[str]) -> None:
    assert " ".join(messages(lines, 80)).split() == " ".join(lines).split()


def test_the_longest_message_is_one_that_is_accepted() -> None:
    assert [units(one) for one in messages(["👍" * 2000])] == [1500, 1500, 1000]
    assert LONGEST_MESSAGE < 1600
