"""What else may stand in a comb: the likeliest other reading first, and never one that hardly can be."""

from __future__ import annotations

import cv2
import numpy as np

from scans.combs import MOST_OTHERS, others, squared
from scans.glyphs import CAPITALS, DIGITS, GLYPH_SIDE, ReadGlyph, read_glyphs


def sure(character: str) -> ReadGlyph:
    return ReadGlyph(character, 0.99, "4", 0.005)


def test_what_is_least_sure_is_read_otherwise_first_and_then_two_together() -> None:
    read = {0: sure("1"), 1: ReadGlyph("5", 0.6, "3", 0.3), 2: sure("0"), 3: ReadGlyph("6", 0.5, "8", 0.45)}
    assert others("1506", read) == ("1508", "1306", "1308")


def test_where_every_character_is_sure_there_is_nothing_else() -> None:
    assert others("15", {0: sure("1"), 1: sure("5")}) == ()


def test_an_empty_cell_stays_empty() -> None:
    assert others("1 6", {0: sure("1"), 2: ReadGlyph("6", 0.5, "8", 0.4)}) == ("1 8",)


def test_of_many_that_are_unsure_only_the_likeliest_are_told() -> None:
    read = {n: ReadGlyph("1", 0.5, "7", 0.1 + n / 100) for n in range(6)}
    assert len(others("111111", read)) == MOST_OTHERS + 1


def test_the_second_is_another_character_of_the_same_alphabet() -> None:
    smudge = np.full((GLYPH_SIDE, GLYPH_SIDE), 0.5, dtype=np.float32)
    digit, only = read_glyphs([smudge, smudge], [DIGITS, "7"])
    assert digit.second in DIGITS
    assert digit.second != digit.character
    assert digit.confidence >= digit.second_confidence > 0
    assert (only.character, only.second, only.second_confidence) == ("7", "", 0.0)


def test_a_circle_is_surely_an_o_where_no_nought_may_stand() -> None:
    circle = np.zeros((GLYPH_SIDE, GLYPH_SIDE), np.uint8)
    cv2.ellipse(circle, (16, 16), (9, 13), 0, 0, 360, (255,), 3, cv2.LINE_AA)
    glyph = (circle / 255).astype(np.float32)
    for alphabet, character in ((CAPITALS, "O"), (DIGITS, "0")):
        (read,) = read_glyphs([glyph], [alphabet])
        assert read.character == character
        assert read.confidence > 0.93


def test_a_u_with_a_pointed_bottom_is_not_surely_a_v() -> None:
    for knee, character in ((0.6, "U"), (0.08, "V")):
        drawn = np.zeros((120, 90), np.uint8)
        path = np.array([(12, 8), (16, 8 + round(104 * knee)), (45, 112), (74, 8 + round(104 * knee)), (78, 8)])
        cv2.polylines(drawn, [path.astype(np.int32)], False, (255,), 9, cv2.LINE_AA)
        x, y, w, h = cv2.boundingRect(drawn)
        (read,) = read_glyphs([squared((drawn[y : y + h, x : x + w] / 255).astype(np.float32))], [CAPITALS])
        assert read.confidence > 0.93 if character == "V" else read.confidence <= 0.5
