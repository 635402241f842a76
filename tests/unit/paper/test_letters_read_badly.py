"""A letter that was read badly says so, and one that was hardly read proposes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.paper.grouping import Letter, LetterPage
from channels.paper.letters import document, starts
from models.vocabulary import AnswerState, Doubt
from scans.print import PrintedLine

SAID = ["Op het plein is het in de avond erg donker en dat vindt", "niemand prettig."]


def letter(lines: list[str], *, words: float = 0.95, page: float = 0.95) -> LetterPage:
    placed = [PrintedLine(text, (25.0, 30.0 + 8.0 * at, 150.0, 4.0), words, 1) for at, text in enumerate(lines)]
    return LetterPage(1, tuple(placed), page, b"", order=1)


@pytest.mark.parametrize(
    ("words", "page", "state", "doubt"),
    [
        (0.95, 0.95, AnswerState.UNCERTAIN, Doubt.TEXT),
        (0.95, 0.85, AnswerState.UNCERTAIN, Doubt.BADLY_READ),
        (0.85, 0.95, AnswerState.UNCERTAIN, Doubt.BADLY_READ),
        (0.95, 0.60, AnswerState.ILLEGIBLE, Doubt.UNREADABLE),
    ],
    ids=["well", "part of the page not read", "words unsure", "hardly"],
)
def test_the_worse_of_two_signs_counts(words: float, page: float, state: AnswerState, doubt: Doubt) -> None:
    (reading,) = document(Letter([letter(SAID, words=words, page=page)]), ()).readings
    assert (reading.state, reading.doubt, reading.confidence) == (state, doubt, min(words, page))
    assert (reading.value is None) == (state is AnswerState.ILLEGIBLE) == (reading.raw is None)


def test_arabic_script_may_be_read_a_little_less_surely() -> None:
    for words, doubt in ((0.89, Doubt.TEXT), (0.86, Doubt.BADLY_READ)):
        (reading,) = document(Letter([letter(["نرجو وضع مزيد من المصابيح على طول القناة."], words=words)]), ()).readings
        assert reading.doubt is doubt


def test_a_broken_word_is_put_together_and_two_words_with_a_dash_are_not() -> None:
    lines = ["Er komen te weinig speel-", "plekken, en de fiets-", "en wandelpaden zijn te smal voor rolstoelen."]
    (reading,) = document(Letter([letter(lines)]), ()).readings
    assert reading.value == "Er komen te weinig speelplekken, en de fiets- en wandelpaden zijn te smal voor rolstoelen."


def test_parts_begin_at_points_and_where_somebody_is_greeted_again() -> None:
    points = ["Geachte raad,", *SAID, "1. De markt moet blijven.", "2. Er moet meer licht komen."]
    assert starts([letter(points)]) == {(1, 3), (1, 4)}
    second = replace(letter(["Beste gemeente,", *SAID]), number=2)
    assert starts([letter(["Geachte raad,", *SAID]), second]) == {(2, 0)}
    assert starts([letter(["Geachte raad,", *SAID])]) == frozenset()


@pytest.mark.parametrize(
    "said", ["1. A 2. B 3. C", "1. A 2 B 3. C", "l. A 2. B 3. C", "I) A 2: B 3. C", "1. A 2. B 3 C"]
)
def test_a_point_whose_number_was_smudged_is_still_a_point(said: str) -> None:
    numbers = said.split()[::2]
    texts = [
        f"{number} {what}"
        for number, what in zip(numbers, ("De markt blijft.", "Meer licht.", "Een bank."), strict=True)
    ]
    readings = document(Letter([letter(["Geachte raad,", *SAID, *texts])]), ()).readings
    assert [reading.raw for reading in readings] == [" ".join(SAID), *texts]


@pytest.mark.parametrize(
    "texts", [["1. De markt", "3. Een bank"], ["Wij zijn met", "2 Mensen"], ["2. Licht", "1. Markt"]]
)
def test_a_list_that_is_not_whole_stays_one_statement(texts: list[str]) -> None:
    assert len(document(Letter([letter(["Geachte raad,", *SAID, *texts])]), ()).readings) == 1


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            ["Vroeger stond er een rij linden, en die", "zijn gekapt."],
            "Vroeger stond er een rij linden, en die zijn gekapt.",
        ),
        (
            ["Er is geen bank om op te zitten.", "en ook geen boom."],
            "Er is geen bank om op te zitten.\n\nen ook geen boom.",
        ),
        (["Dat willen wij:", "meer licht"], "Dat willen wij:\n\nmeer licht"),
        (["Er is geen bank om op te zitten,", "Ook geen boom."], "Er is geen bank om op te zitten,\n\nOok geen boom."),
    ],
)
def test_no_paragraph_ends_in_the_middle_of_a_sentence(lines: list[str], text: str) -> None:
    (above, below) = letter(["Beste wethouder,", *lines]).lines[1:]
    page = replace(letter([]), lines=(above, replace(below, paragraph=2)))
    (reading,) = document(Letter([page]), ()).readings
    assert reading.value == text


def test_short_lines_that_stand_apart_are_a_list() -> None:
    placed = [
        PrintedLine(text, (25.0, 30.0 + 9.0 * at, width, 4.0), 0.95, at)
        for at, (text, width) in enumerate(
            [
                ("Wij willen op het plein in elk geval dit, en wel zo snel als dat kan", 150.0),
                ("meer licht", 25.0),
                ("meer bomen", 27.0),
            ]
        )
    ]
    (reading,) = document(Letter([LetterPage(1, tuple(placed), 0.95, b"", order=1)]), ()).readings
    assert str(reading.value).endswith("meer licht\n\nmeer bomen")
