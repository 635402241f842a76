"""Lines of a page come in the order in which a person reads them."""

from collections.abc import Sequence

import pytest

from scans.ocr import Line, Word
from scans.reading_order import in_reading_order, run_down


def line(text: str, left: int, top: int, width: int, block: int) -> Line:
    return Line((Word(text, (left, top, width, 40), 0.95),), block, 1)


def texts(lines: Sequence[Line]) -> str:
    return "".join(one.text for one in lines)


LETTER = [line(name, 300, 300 + 60 * at, 1500 - 90 * at, 1) for at, name in enumerate("abcdefgh")]


@pytest.mark.parametrize("found", ["abdefghc", "abcefgdh", "hgfedcba", "abcdefgh", "bcdefgha"])
def test_a_line_comes_after_those_above_it(found: str) -> None:
    assert texts(in_reading_order([one for name in found for one in LETTER if one.text == name])) == "abcdefgh"


def test_a_line_that_was_a_block_of_its_own_belongs_to_the_paragraph_it_stands_in() -> None:
    alone = line("c", 300, 420, 1500, 7)
    read = in_reading_order([*LETTER[:2], *LETTER[3:], alone])
    assert texts(read) == "abcdefgh"
    assert {one.block for one in read} == {1}


def test_a_line_that_stands_by_itself_stays_a_paragraph_of_its_own() -> None:
    lower = [line(name, 300, 900 + 60 * at, 1500, 2) for at, name in enumerate("xyz")]
    read = in_reading_order([*LETTER[:4], *lower, line("Kop", 300, 700, 800, 3)])
    assert texts(read) == "abcdKopxyz"
    assert [one.block for one in read] == [1, 1, 1, 1, 3, 2, 2, 2]


def test_columns_stay_one_after_the_other_below_what_stands_over_both() -> None:
    first = [line(name, 200, 600 + 60 * at, 900, 2) for at, name in enumerate("abc")]
    second = [line(name, 1300, 560 + 60 * at, 900, 3) for at, name in enumerate("xyz")]
    head, foot = line("Kop", 200, 300, 2000, 1), line("Voet", 200, 900, 2000, 4)
    assert texts(in_reading_order([head, *first, *second, foot])) == "KopabcxyzVoet"
    assert texts(in_reading_order([*first, *second, foot, head])) == "KopabcxyzVoet"


def test_words_on_one_height_are_not_torn_apart_by_a_slope() -> None:
    pieces = [line("links", 300, 520, 700, 1), line("rechts", 1150, 505, 700, 2), line("over", 900, 507, 300, 3)]
    assert texts(in_reading_order(pieces)) == "linksrechtsover"


def cut(names: str, gap: int, left: int = 300) -> list[Line]:
    """Lines cut in two by a streak down the page: the left pieces first, then the right ones."""
    upper = [line(name, left, 300 + 60 * at, 900, 1) for at, name in enumerate(names)]
    return upper + [line(name.upper(), left + 900 + gap, 303 + 60 * at, 300, 2) for at, name in enumerate(names)]


def test_lines_that_a_streak_cut_in_two_are_whole_again() -> None:
    read = in_reading_order(cut("abc", gap=15))
    assert [one.text for one in read] == ["a A", "b B", "c C"]
    assert {one.block for one in read} == {1}


def test_columns_with_room_between_them_are_not_one_line() -> None:
    assert texts(in_reading_order(cut("abc", gap=60))) == "abcABC"


def test_a_line_in_three_pieces_is_one_whatever_came_first() -> None:
    pieces = [line("drie", 1000, 300, 200, 3), line("twee", 600, 303, 390, 1), line("een", 300, 299, 290, 2)]
    assert [one.text for one in in_reading_order(pieces)] == ["een twee drie"]


def test_crumbs_that_lie_over_one_another_are_kept_once_each() -> None:
    crumbs = [line(name, left, 300, wide, 1) for name, left, wide in (("a", 300, 10), ("b", 300, 10), ("c", 296, 18))]
    read = in_reading_order([*crumbs, line("woord", 312, 300, 200, 2), line("d", 305, 301, 2, 3)])
    assert sorted(" ".join(one.text for one in read).split()) == ["a", "b", "c", "d", "woord"]


def test_pieces_of_a_script_that_runs_leftwards_are_joined_from_right_to_left() -> None:
    pieces = [line("العالم", 300, 300, 400, 1), line("مرحبا", 710, 300, 400, 2)]
    assert [one.text for one in in_reading_order(pieces)] == ["مرحبا العالم"]


def test_lines_that_run_down_a_page_stay_as_they_came() -> None:
    down = [Line((Word("een regel langs", (900 - 70 * at, 300, 50, 1500), 0.9),), 1, 1) for at in range(5)]
    assert run_down(down)
    assert in_reading_order(down) == down
    assert not run_down([*LETTER, line("een regel van een brief", 300, 900, 1500, 1)])


def test_nothing_is_in_order() -> None:
    assert in_reading_order([]) == []
    assert in_reading_order(LETTER[:1]) == LETTER[:1]
