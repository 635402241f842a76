"""From what stands in the boxes to answers: nothing is guessed."""

from collections.abc import Sequence

import pytest

from channels.paper.reading import read_sheet, wants_outcome
from channels.printed.layout import Box
from channels.printed.observing import Observed
from models.reading import OnPage, Reading
from models.vocabulary import AnswerState
from scans.combs import ReadComb
from scans.handwriting import Handwriting
from scans.marks import Mark, ReadMark
from tests.paper_kit import square

EMPTY = ReadMark(Mark.EMPTY, 1.0, 0.0)
CROSS = ReadMark(Mark.MARKED, 0.99, 0.3)
FAINT = ReadMark(Mark.MARKED, 0.95, 0.06)
BLACK = ReadMark(Mark.BLACK, 0.99, 0.97)
DOUBT = ReadMark(Mark.UNSURE, 0.4, 0.05)
TRACE = ReadMark(Mark.UNSURE, 0.4, 0.02)
HIDDEN = ReadMark(Mark.UNSURE, 0.4, 0.02, found=False)
READ, UNCERTAIN, ILLEGIBLE = AnswerState.READ, AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE

OPTIONS = {
    "first": ["trees", "path", "dock"],
    "also": ["light", "toilet", "art", "bench"],
    "safe": ["1", "2", "3", "4", "5"],
    "again": ["yes", "no"],
    "when": ["day", "evening"],
}


def ticks(question: str, *marks: ReadMark) -> list[Observed]:
    seen = [*marks, *[EMPTY] * (len(OPTIONS[question]) - len(marks))]
    return [
        Observed(Box(question, "tick", 29, 50 + 8 * n, 5, 5, option), OnPage(1, 29, 50 + 8 * n, 5, 5), mark)
        for n, (option, mark) in enumerate(zip(OPTIONS[question], seen, strict=True))
    ]


def field(question: str, seen: ReadComb | Handwriting | None, kind: str = "comb") -> list[Observed]:
    box = Box(question, "comb" if kind == "comb" else "write", 29, 200, 24, 10, cells=3)
    return [Observed(box, OnPage(1, 29, 200, 24, 10), seen)]


def read(observed: Sequence[Observed]) -> dict[str, Reading]:
    return {reading.question: reading for reading in read_sheet(square(), observed)}


def test_one_mark_is_read_with_the_number_that_is_printed_beside_it() -> None:
    reading = read(ticks("first", EMPTY, CROSS))["first"]
    assert (reading.value, reading.raw, reading.state) == ("path", "2", READ)
    assert reading.where == OnPage(1, 29, 50, 5, 21)


def test_no_mark_is_empty() -> None:
    reading = read(ticks("first"))["first"]
    assert (reading.value, reading.raw, reading.state) == (None, None, AnswerState.EMPTY)


def test_two_marks_where_one_is_allowed_are_never_read() -> None:
    reading = read(ticks("first", FAINT, EMPTY, CROSS))["first"]
    assert (reading.value, reading.raw, reading.state) == ("dock", "1,3", UNCERTAIN)


@pytest.mark.parametrize("question", ["first", "also", "safe", "again"])
def test_a_box_that_is_blacked_out_is_undone_when_another_is_marked(question: str) -> None:
    reading = read(ticks(question, BLACK, CROSS))[question]
    expected = {"first": "path", "also": ["toilet"], "safe": 2, "again": False}[question]
    assert (reading.value, reading.state) == (expected, READ)


def test_a_single_black_box_is_for_a_person_to_decide() -> None:
    reading = read([*ticks("first", BLACK), *ticks("safe", EMPTY, EMPTY, CROSS)])["first"]
    assert (reading.value, reading.raw, reading.state) == ("trees", "1", UNCERTAIN)


def test_somebody_who_fills_every_box_means_those_boxes() -> None:
    found = read([*ticks("first", BLACK), *ticks("safe", EMPTY, EMPTY, EMPTY, BLACK), *ticks("again", BLACK)])
    assert [(r.value, r.state) for r in found.values()] == [("trees", READ), (4, READ), (True, READ)]


def test_a_mark_that_may_be_dirt_is_uncertain() -> None:
    reading = read(ticks("first", EMPTY, DOUBT))["first"]
    assert (reading.value, reading.state) == ("path", UNCERTAIN)
    reading = read(ticks("first", CROSS, DOUBT))["first"]
    assert (reading.value, reading.raw, reading.state) == ("trees", "1,2", UNCERTAIN)


def test_a_trace_beside_a_far_clearer_mark_is_none_unless_its_box_was_not_found() -> None:
    reading = read(ticks("first", CROSS, TRACE))["first"]
    assert (reading.value, reading.raw, reading.state) == ("trees", "1", READ)
    reading = read(ticks("first", CROSS, HIDDEN))["first"]
    assert (reading.value, reading.raw, reading.state) == ("trees", "1,2", UNCERTAIN)


def test_several_marks_are_a_list_in_the_order_of_the_definition() -> None:
    reading = read(ticks("also", EMPTY, CROSS, EMPTY, CROSS))["also"]
    assert (reading.value, reading.raw, reading.state) == (["toilet", "bench"], "2,4", READ)


def test_more_marks_than_allowed_are_uncertain_and_all_told() -> None:
    reading = read(ticks("also", CROSS, CROSS, FAINT))["also"]
    assert (reading.value, reading.raw, reading.state) == (["light", "toilet"], "1,2,3", UNCERTAIN)


def test_an_answer_where_a_condition_does_not_apply_is_kept_for_a_person() -> None:
    found = read([*ticks("again", EMPTY, CROSS), *ticks("when", CROSS)])
    assert (found["again"].value, found["again"].state) == (False, READ)
    assert (found["when"].value, found["when"].state) == ("day", UNCERTAIN)


def test_an_empty_question_that_does_not_apply_has_no_answer() -> None:
    assert "when" not in read([*ticks("again", EMPTY, CROSS), *ticks("when")])


def test_a_question_whose_page_was_not_scanned_has_no_answer() -> None:
    assert set(read(ticks("first", CROSS))) == {"first"}


@pytest.mark.parametrize(
    ("text", "confidence", "expected"),
    [
        ("34", 0.99, (34, "34", READ)),
        ("034", 0.99, (34, "034", READ)),
        ("34", 0.6, (34, "34", UNCERTAIN)),
        ("340", 0.99, (None, "340", ILLEGIBLE)),
        ("3 4", 0.0, (None, "3 4", ILLEGIBLE)),
    ],
)
def test_a_number_counts_if_every_digit_is_sure_and_it_may_be(
    text: str, confidence: float, expected: tuple[int | None, str, AnswerState]
) -> None:
    reading = read(field("age", ReadComb(text, confidence)))["age"]
    assert (reading.value, reading.raw, reading.state) == expected


def test_what_else_may_stand_in_a_comb_is_offered_if_it_may_be_an_answer() -> None:
    seen = ReadComb("17", 0.6, ("77", "11", "17", "999"))
    assert read(field("age", seen))["age"].others == (77, 11)
    beyond = read(field("age", ReadComb("177", 0.9, ("117", "777"))))["age"]
    assert (beyond.value, beyond.state, beyond.others) == (None, ILLEGIBLE, (117,))


def test_nothing_else_is_offered_where_a_comb_was_read() -> None:
    assert read(field("age", ReadComb("17", 0.99, ("77",))))["age"].others == ()


def test_a_postcode_that_cannot_exist_is_illegible() -> None:
    assert read(field("where", ReadComb("1506AB", 0.99)))["where"].value == "1506AB"
    assert read(field("where", ReadComb("0506AB", 0.99)))["where"].state is ILLEGIBLE


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (None, (None, AnswerState.EMPTY)),
        (Handwriting("Te donker", 0.99), ("Te donker", UNCERTAIN)),
        (Handwriting(None, 0.4), (None, ILLEGIBLE)),
    ],
)
def test_handwriting_is_never_more_than_a_proposal(
    seen: Handwriting | None, expected: tuple[str | None, AnswerState]
) -> None:
    reading = read([*ticks("safe", CROSS), *field("why", seen, "write")])["why"]
    assert (reading.value, reading.state) == expected


def test_the_box_for_hearing_the_outcome_is_told_apart_from_answers() -> None:
    box = Box("@contact", "tick", 20, 60, 5, 5, "wanted")
    for mark, expected in ((CROSS, True), (EMPTY, False), (DOUBT, None)):
        observed = [Observed(box, OnPage(1, 20, 60, 5, 5), mark)]
        assert wants_outcome(observed) is expected
        assert read(observed) == {}
    assert wants_outcome(ticks("first", CROSS)) is None
