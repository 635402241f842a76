"""From what stands on a table's sheet to contributions: nothing is guessed, and nothing is lost."""

import pytest

from channels.meetings.table_sheet_keep import table_label
from channels.meetings.table_sheet_rows import Number, PageRows, page_rows
from channels.printed.layout import Box
from channels.printed.observing import Observed
from models.reading import OnPage
from models.vocabulary import AnswerState, Doubt
from scans.combs import ReadComb
from scans.handwriting import Handwriting
from scans.marks import Mark, ReadMark
from tests.consultation import definition

EMPTY = ReadMark(Mark.EMPTY, 1.0, 0.0)
CROSS = ReadMark(Mark.MARKED, 0.99, 0.3)
STRAY = ReadMark(Mark.UNSURE, 0.4, 0.02)
NOTHING = ReadComb("", 1.0)
SAID = Handwriting("Graag bankjes bij de halte", 0.9)


def comb(question: str, option: str | None, seen: ReadComb) -> Observed:
    box = Box(question, "comb", 150, 50, 24, 10, option, cells=3)
    return Observed(box, OnPage(1, 150, 50, 24, 10), seen)


def row(
    words: Handwriting | None = SAID,
    people: ReadComb = NOTHING,
    ticks: dict[str, ReadMark] | None = None,
    number: int = 1,
) -> list[Observed]:
    key = f"@{number}"
    seen = [(option, (ticks or {}).get(option, EMPTY)) for option in ("why", "age", "where")]
    return [
        *(Observed(Box(key, "tick", 40, 52, 5, 5, option), OnPage(1, 40, 52, 5, 5), mark) for option, mark in seen),
        comb(key, "people", people),
        Observed(Box(key, "write", 20, 65, 170, 25), OnPage(1, 20, 65, 170, 25), words),
    ]


def read(*observed: Observed, table: ReadComb = NOTHING) -> PageRows:
    return page_rows(definition(), "nl", [comb("@table", "1", table), *observed])


def test_words_are_a_proposal_however_sure_the_machine_is() -> None:
    (said,) = read(*row(people=ReadComb("12", 0.99)), table=ReadComb("2", 0.99)).rows
    assert (said.reading.question, said.reading.value, said.supporters) == ("statement", SAID.text, 12)
    assert (said.reading.state, said.reading.doubt) == (AnswerState.UNCERTAIN, Doubt.TEXT)
    assert said.reading.where == OnPage(1, 20, 50, 170, 40)


def test_a_row_without_a_stroke_is_no_contribution() -> None:
    assert read(*row(words=None), *row(words=None, ticks={"why": STRAY}, number=2)).rows == ()


def test_a_tick_says_to_which_question_the_words_belong() -> None:
    (said,) = read(*row(ticks={"why": CROSS})).rows
    assert (said.reading.question, said.reading.doubt) == ("why", Doubt.TEXT)


def test_a_number_that_was_written_as_an_answer_is_one() -> None:
    (said,) = read(*row(words=Handwriting("67", 0.9), ticks={"age": CROSS})).rows
    assert (said.reading.question, said.reading.value, said.reading.state) == ("age", 67, AnswerState.UNCERTAIN)


@pytest.mark.parametrize(
    "seen",
    [
        row(people=ReadComb("1?", 0.0)),
        row(people=ReadComb("12", 0.6)),
        row(people=ReadComb("0", 0.99)),
        row(ticks={"why": CROSS, "age": CROSS}),
        row(ticks={"why": STRAY}),
        row(words=None, people=ReadComb("12", 0.6)),
    ],
)
def test_what_is_unclear_beside_the_words_goes_to_a_person(seen: list[Observed]) -> None:
    (said,) = read(*seen).rows
    assert said.reading.doubt is Doubt.BESIDE
    assert said.reading.state in {AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE}


def test_an_unclear_table_is_looked_at_in_every_row() -> None:
    rows = read(*row(), comb("first", "trees", ReadComb("14", 0.99)), table=ReadComb("7", 0.5)).rows
    assert [one.reading.doubt for one in rows] == [Doubt.BESIDE, Doubt.BESIDE]


def test_words_that_cannot_be_read_wait_for_a_person() -> None:
    (said,) = read(*row(words=Handwriting(None, 0.2))).rows
    assert (said.reading.state, said.reading.doubt) == (AnswerState.ILLEGIBLE, Doubt.UNREADABLE)


@pytest.mark.parametrize(
    ("question", "option", "value"),
    [("first", "trees", "trees"), ("also", "toilet", ["toilet"]), ("safe", "4", 4), ("again", "no", False)],
)
def test_a_count_gives_the_value_that_every_door_gives(question: str, option: str, value: object) -> None:
    (said,) = read(comb(question, option, ReadComb("14", 0.99))).rows
    assert (said.reading.value, said.supporters, said.reading.state) == (value, 14, AnswerState.READ)


def test_nobody_chose_what_counts_0_or_nothing() -> None:
    assert read(comb("first", "trees", ReadComb("0", 0.99)), comb("first", "play", NOTHING)).rows == ()


def test_an_unclear_count_goes_to_a_person() -> None:
    (said,) = read(comb("first", "trees", ReadComb("?4", 0.0))).rows
    assert (said.reading.value, said.reading.state) == ("trees", AnswerState.UNCERTAIN)


def test_a_table_is_called_what_the_meeting_calls_it() -> None:
    labels = ["Tafel 1", "Tafel 2, jongeren", "2e ronde 3"]
    assert table_label(Number(2), labels) == "Tafel 2, jongeren"
    assert table_label(Number(3), labels) == "3"
    assert table_label(Number(None), labels) is None
    assert table_label(Number(2), ["Tafel 2", "Groep 2"]) == "2"
