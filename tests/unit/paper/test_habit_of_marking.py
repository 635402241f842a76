"""What a black box means is told by how the same person marks elsewhere."""

import pytest

from channels.printed.habit import Habit
from scans.marks import Mark, ReadMark


def mark(strength: float, evenness: float = 1.0) -> ReadMark:
    if strength == 0.0:
        return ReadMark(Mark.EMPTY, 1.0, 0.0)
    return ReadMark(Mark.BLACK if strength >= 0.88 else Mark.MARKED, 0.95, strength, evenness=evenness)


def question(*strengths: float, evenness: float = 1.0) -> list[ReadMark]:
    return [mark(strength, evenness) for strength in strengths]


CROSSES = [question(0.2, 0.0), question(0.0, 0.15, 0.0)]
FILLED = [question(0.8, 0.0), question(0.0, 0.84, 0.0)]
DENSELY_FILLED = [question(0.97, 0.0), question(0.0, 0.92, 0.0)]


@pytest.mark.parametrize("others", [CROSSES, FILLED, []])
def test_a_black_box_beside_a_cross_is_undone(others: list[list[ReadMark]]) -> None:
    corrected = question(1.0, 0.2, 0.0)
    sorted_ = Habit([*others, corrected]).sort(corrected)
    assert (sorted_.chosen, sorted_.undone, sorted_.unsure) == ((1,), (0,), ())


def test_who_fills_boxes_chose_what_is_black() -> None:
    black = question(0.0, 0.99)
    assert Habit([*DENSELY_FILLED, black]).sort(black).chosen == (1,)


def test_a_lone_black_box_among_crosses_is_for_a_person() -> None:
    black = question(0.0, 0.99)
    assert Habit([*CROSSES, black]).sort(black).unsure == (1,)


def test_far_blacker_than_all_that_was_filled_is_undone() -> None:
    corrected = question(1.0, 0.82)
    assert Habit([*FILLED, corrected]).sort(corrected).undone == (0,)


def test_black_beside_filled_is_for_a_person_when_nothing_tells_them_apart() -> None:
    for others in ([], CROSSES, DENSELY_FILLED):
        both = question(0.95, 0.8)
        sorted_ = Habit([*others, both]).sort(both)
        assert 0 in sorted_.unsure
        assert 0 not in sorted_.chosen


def test_two_thick_crosses_are_not_told_apart_by_a_hair() -> None:
    both = question(0.885, 0.85)
    sorted_ = Habit([*FILLED[:1], both]).sort(both)
    assert 0 not in sorted_.undone


def test_several_boxes_filled_alike_are_all_chosen() -> None:
    several = question(0.97, 0.96, 0.0)
    assert Habit([*DENSELY_FILLED, several]).sort(several).chosen == (0, 1)


SCRIBBLES = [question(0.4, 0.0), question(0.0, 0.55, 0.0), question(0.45)]


def test_black_through_which_paper_shows_undoes_nothing_where_boxes_are_filled() -> None:
    two = question(0.99, 0.82, evenness=0.7)
    sorted_ = Habit([*FILLED, two]).sort(two)
    assert (sorted_.undone, sorted_.unsure) == ((), (0,))


def test_of_two_scribbles_the_denser_one_undoes_nothing() -> None:
    two = question(0.99, 0.3, evenness=0.7)
    sorted_ = Habit([*SCRIBBLES, two]).sort(two)
    assert (sorted_.undone, sorted_.unsure) == ((), (0,))


def test_who_filled_a_box_as_black_elsewhere_undid_nothing_here() -> None:
    blackest = [*FILLED, question(1.0, 0.0)]
    two = question(1.0, 0.8)
    assert Habit([*blackest, two]).sort(two).undone == ()


def test_boxes_filled_with_gaps_between_the_strokes_are_all_chosen() -> None:
    several = question(0.99, 0.82, 0.9, evenness=0.5)
    sorted_ = Habit([*FILLED, several]).sort(several)
    assert (sorted_.chosen, sorted_.unsure) == ((0, 1, 2), ())


def within_the_lines(strength: float, rim: float) -> ReadMark:
    """A box that was filled with paper left along its outline."""
    return ReadMark(Mark.BLACK, 0.95, strength, evenness=0.9, rim=rim)


def test_of_two_black_boxes_the_one_whose_outline_can_be_seen_is_chosen() -> None:
    two = [*question(1.0, 0.0), within_the_lines(0.98, rim=0.7)]
    sorted_ = Habit([*FILLED, [within_the_lines(0.99, rim=0.8)], two]).sort(two)
    assert (sorted_.chosen, sorted_.undone, sorted_.unsure) == ((2,), (0,), ())


def test_who_fills_some_boxes_to_beyond_their_lines_undid_none_for_sure() -> None:
    two = [*question(1.0), within_the_lines(0.98, rim=0.8)]
    assert Habit([*FILLED, [within_the_lines(0.99, rim=0.95)], two]).sort(two).undone == ()


def traced(*marks: ReadMark) -> list[ReadMark]:
    """With a box beside them in which there may be a trace of something."""
    return [*marks, ReadMark(Mark.UNSURE, 0.5, 0.01)]


def test_who_fills_boxes_leaves_no_traces_beside_them() -> None:
    lone = traced(mark(0.9))
    assert Habit([*FILLED, lone]).sort(lone).unsure == ()


def test_a_trace_beside_a_black_box_is_for_a_person_where_boxes_are_crossed() -> None:
    lone = traced(mark(0.99))
    assert 1 in Habit([*CROSSES, lone]).sort(lone).unsure


def test_a_box_filled_to_its_outline_but_for_a_little_undoes_nothing_surely() -> None:
    two = [mark(0.8), within_the_lines(0.98, rim=0.975)]
    assert Habit([*FILLED, two]).sort(two).undone == ()
