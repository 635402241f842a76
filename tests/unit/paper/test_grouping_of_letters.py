"""Pages of a letter are put together where there is no doubt; two people's letters never are."""

from __future__ import annotations

import pytest

from channels.paper.grouping import LetterPage, is_page_number, letters_of
from scans.print import PrintedLine

FULL_PAGE = [
    "Zaandijk, 3 november 2026",
    "Geachte heer, mevrouw,",
    *["Op het plein is het in de avond erg donker en dat vindt niemand prettig."] * 24,
    "Daarom loop ik liever een heel eind om.",
]
BREAKS_OFF = [*FULL_PAGE[:-1], "Daarom loop ik liever een heel eind om en dat zou"]
HALF_PAGE = FULL_PAGE[:9]
REST = ["Ook voor de kinderen is het niet goed.", "Met vriendelijke groet,", "A. Verzonnen"]


def page(
    lines: list[str], *, order: int | None = None, part: int = 0, left: float = 25.0, height: float = 4.0
) -> LetterPage:
    placed = [PrintedLine(text, (left, 30.0 + 8.0 * at, 150.0, height), 0.95, 1) for at, text in enumerate(lines)]
    return LetterPage(0, tuple(placed), 0.95, b"", part, -1 if order is None else order)


def grouped(*pages: LetterPage) -> list[list[int]]:
    """Numbers of the pages of each letter, counted from 1; those without a place of their own follow each other."""
    numbered = [
        LetterPage(at, one.lines, one.confidence, one.image, one.part, at if one.order < 0 else one.order)
        for at, one in enumerate(pages, start=1)
    ]
    return [[one.number for one in letter.pages] for letter in letters_of(numbered)]


def supposed(*pages: LetterPage) -> list[int | None]:
    """Of each letter, the first page of the one that it may be the rest of."""
    numbered = [
        LetterPage(at, one.lines, one.confidence, one.image, one.part, at if one.order < 0 else one.order)
        for at, one in enumerate(pages, start=1)
    ]
    return [letter.goes_on.pages[0].number if letter.goes_on else None for letter in letters_of(numbered)]


@pytest.mark.parametrize(
    "number",
    [
        "2",
        "- 2 -",
        "2/2",
        "blad 2",
        "Vervolg, blad 2",
        "Pagina 2 van 2",
        "(vervolg)",
        "page 2 of 2",
        "strona 2 z 2",
        "blz. 2",
    ],
)
def test_a_page_number_puts_a_page_behind_the_one_before_it(number: str) -> None:
    assert grouped(page(HALF_PAGE), page([number, *REST])) == [[1, 2]]
    assert grouped(page(HALF_PAGE), page([*REST, number])) == [[1, 2]] or number == "(vervolg)"


def test_numbers_that_do_not_fit_put_nothing_together() -> None:
    assert grouped(page(["1/2", *HALF_PAGE]), page(["2/3", *REST])) == [[1], [2]]
    assert grouped(page(["1", *HALF_PAGE]), page(["3", *REST])) == [[1], [2]]
    assert grouped(page(["2/2", *HALF_PAGE]), page(REST)) == [[1], [2]]
    assert grouped(page(BREAKS_OFF), page(["1", "en dat is jammer.", *REST])) == [[1], [2]]


def test_a_sentence_that_runs_on_puts_pages_together() -> None:
    assert grouped(page(BREAKS_OFF), page(["echt beter kunnen.", *REST])) == [[1, 2]]


def test_a_letter_that_says_geachte_is_a_new_one() -> None:
    assert grouped(page(BREAKS_OFF), page(["echt beter kunnen.", "Beste gemeente,", *REST])) == [[1], [2]]
    assert supposed(page(BREAKS_OFF), page(["Beste gemeente,", *REST])) == [None, None]


def test_after_a_greeting_nothing_goes_on_but_what_is_attached() -> None:
    assert grouped(page([*HALF_PAGE, *REST]), page(["nog een gedachte."])) == [[1], [2]]
    assert grouped(page([*HALF_PAGE, *REST]), page(["Bijlage: de tekening van het plein"])) == [[1, 2]]
    assert grouped(page([*HALF_PAGE, *REST]), page(["P.S. De bankjes ook graag."])) == [[1, 2]]


def test_what_merely_may_go_on_stays_apart_and_says_so() -> None:
    assert grouped(page(FULL_PAGE), page(REST)) == [[1], [2]]
    assert supposed(page(FULL_PAGE), page(REST)) == [None, 1]


def test_an_address_under_a_greeting_begins_no_letter() -> None:
    assert supposed(page(FULL_PAGE), page([*REST, "Dorpsstraat 1", "1544 ZZ Zaandijk"])) == [None, 1]
    assert supposed(page(FULL_PAGE), page(["Dorpsstraat 1", "1544 ZZ Zaandijk", *REST])) == [None, None]


@pytest.mark.parametrize(
    "second", [page(REST, left=45.0), page(REST, height=6.0)], ids=["another margin", "larger letters"]
)
def test_another_hand_is_another_letter(second: LetterPage) -> None:
    assert supposed(page(FULL_PAGE), second) == [None, None]


def test_a_page_that_was_not_full_needs_no_second() -> None:
    assert supposed(page(HALF_PAGE), page(REST)) == [None, None]


def test_a_separator_sheet_always_separates() -> None:
    assert grouped(page(BREAKS_OFF), page(["2", "echt beter kunnen.", *REST], part=1)) == [[1], [2]]
    assert supposed(page(FULL_PAGE), page(REST, part=1)) == [None, None]


def test_what_lies_between_two_pages_separates_them() -> None:
    """In a shuffled stack the second page of one letter may follow the first of another."""
    first, rest = page(BREAKS_OFF, order=1), page(["echt beter kunnen.", *REST], order=3)
    assert grouped(first, rest) == [[1], [2]]
    assert supposed(page(FULL_PAGE, order=1), page(REST, order=3)) == [None, None]
    numbered = page(["1/2", *HALF_PAGE], order=1), page(["2/2", *REST], order=3)
    assert (grouped(*numbered), supposed(*numbered)) == ([[1], [2]], [None, 1])


def test_numbers_that_fit_in_another_hand_are_left_to_a_person() -> None:
    pages = page(["1/2", *HALF_PAGE]), page(["2/2", *REST], left=50.0)
    assert (grouped(*pages), supposed(*pages)) == ([[1], [2]], [None, 1])


def test_handwriting_that_nobody_could_read_is_left_to_a_person() -> None:
    assert grouped(page([]), page([])) == [[1], [2]]
    assert supposed(page([]), page([])) == [None, 1]
    assert supposed(page(HALF_PAGE), page([])) == [None, None]


def test_three_pages_are_one_letter() -> None:
    assert grouped(page(["1/3", *FULL_PAGE]), page(["2/3", *REST[:1]]), page(["3/3", *REST[1:]])) == [[1, 2, 3]]


@pytest.mark.parametrize(
    "text", ["Blad 2 van de krant lag er nog", "Er staan 2 bankjes", "In 2 jaar", "2 keer per jaar"]
)
def test_a_sentence_with_a_number_is_no_page_number(text: str) -> None:
    assert not is_page_number(text)
